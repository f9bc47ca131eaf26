"""Reading retrieval sets: what counts as relevant, which half a question is in, and refusals that name the line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.errors import MissingPathError
from eval.errors import DatasetError
from eval.retrieval.scoring import Judge
from eval.retrieval.sets import in_half, load_set, load_sets
from tests.eval.retrieval.small_sets import WOOD, WOOD_QUERIES, Line, passage, query, write_set


def even(told: str) -> bool:
    return hashlib.sha256(told.encode()).digest()[0] % 2 == 0


def test_a_set_is_scored_by_passage(tmp_path: Path) -> None:
    found = load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, [query("u1", "Qui a inventé le verre ?")]))
    assert (found.name, found.level, found.weak_unanswerable, found.dropped) == ("atelier", "passage", False, 0)
    assert found.queries[3].relevant == {"cuir-0", "cuir-1"}
    assert [q.id for q in found.unanswerable] == ["u1"]
    assert not found.unanswerable[0].answerable
    assert [p.id for p in found.by_document["bois"]] == ["bois-0", "bois-1", "bois-2"]


@pytest.mark.parametrize("name", ["cdtn", "spf"])
def test_two_sets_are_scored_by_document_and_weakly_labelled(tmp_path: Path, name: str) -> None:
    found = load_set(write_set(tmp_path / name, WOOD, WOOD_QUERIES))
    assert (found.level, found.weak_unanswerable) == ("document", True)
    assert found.queries[3].relevant == {"cuir"}


def test_a_set_may_say_how_it_is_scored(tmp_path: Path) -> None:
    options = {"level": "document", "weak_unanswerable": True}
    other = load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, options=options))
    assert (other.level, other.weak_unanswerable) == ("document", True)
    strict = {"level": "passage", "weak_unanswerable": False}
    cdtn = load_set(write_set(tmp_path / "cdtn", WOOD, WOOD_QUERIES, options=strict))
    assert (cdtn.level, cdtn.weak_unanswerable) == ("passage", False)


def test_relevant_documents_outside_of_the_set_are_ignored(tmp_path: Path) -> None:
    queries = [
        query("q1", "Quel cuir ?", "cuir-0", relevant_docs=["verre", "cuir"]),
        query("q2", "Quel verre ?", relevant_docs=["verre"]),
    ]
    found = load_set(write_set(tmp_path / "cdtn", WOOD, queries))
    assert [(q.id, q.relevant) for q in found.queries] == [("q1", {"cuir"})]
    assert found.dropped == 1


def test_by_passage_the_relevant_documents_are_not_looked_at(tmp_path: Path) -> None:
    queries = [query("q1", "Quel cuir ?", "cuir-0", relevant_docs=["cuir"])]
    assert load_set(write_set(tmp_path / "conv", WOOD, queries)).queries[0].relevant == {"cuir-0"}


def test_the_key_of_a_question_is_its_group_else_its_document_else_what_was_removed_else_its_id(tmp_path: Path) -> None:
    queries = [
        query("q1", "Le bois ?", "bois-1", group=179),
        query("q2", "Le bois ?", "cuir-1", "bois-0"),
    ]
    unanswerable = [
        query("u1", "Le verre ?", removed_doc=["verre", "vitre"], group=88),
        query("u2", "Le verre ?", removed_doc=["verre", "vitre"]),
        query("u3", "Le verre ?", removed_doc="vitre"),
        query("u4", "Le verre ?"),
    ]
    found = load_set(write_set(tmp_path / "atelier", WOOD, queries, unanswerable))
    keys = [q.key for q in (*found.queries, *found.unanswerable)]
    assert keys == ["179", "cuir", "88", "verre", "vitre", "u4"]
    for asked in (*found.queries, *found.unanswerable):
        assert in_half("atelier", asked, "tune") == even(f"atelier/{asked.key}")
        assert in_half("atelier", asked, "report") != in_half("atelier", asked, "tune")
        assert in_half("atelier", asked, "all")


def test_the_halves_share_the_keys_out(tmp_path: Path) -> None:
    # First bytes of the digests: atelier/bois is even or odd, whatever the question; both sides come with enough keys.
    queries = [query(f"q{n}", "Le bois ?", "bois-0", group=n) for n in range(40)]
    found = load_set(write_set(tmp_path / "atelier", WOOD, queries))
    tuning = {q.id for q in found.queries if in_half(found.name, q, "tune")}
    assert tuning == {f"q{n}" for n in range(40) if even(f"atelier/{n}")}
    assert 5 < len(tuning) < 35


def test_the_forms_of_a_request_are_one_unit_and_a_question_is_its_own(tmp_path: Path) -> None:
    queries = [query("q1", "Le bois ?", "bois-1", group=1), query("q2", "bois", "bois-1", group=1),
               query("1", "Le cuir ?", "cuir-0")]  # fmt: skip
    units = [q.unit for q in load_set(write_set(tmp_path / "atelier", WOOD, queries)).queries]
    assert units[0] == units[1] != units[2]


def test_a_line_moved_from_a_file_to_the_next_changes_the_digest(tmp_path: Path) -> None:
    first = write_set(tmp_path / "a", WOOD, WOOD_QUERIES, [query("u1", "Le verre ?"), query("u2", "Le plomb ?")])
    moved = write_set(tmp_path / "b", WOOD, [*WOOD_QUERIES, query("u1", "Le verre ?")], [query("u2", "Le plomb ?")])
    files = ("passages.jsonl", "queries.jsonl", "unanswerable.jsonl")
    whole = [b"".join((folder / file).read_bytes() for file in files) for folder in (first, moved)]
    assert whole[0] == whole[1]
    assert load_set(first).sha256 != load_set(moved).sha256


@pytest.mark.parametrize("name", ["mean", "strong", "weak"])
def test_a_set_does_not_take_a_name_that_stands_beside_those_of_sets(tmp_path: Path, name: str) -> None:
    folder = write_set(tmp_path / name, WOOD, WOOD_QUERIES)
    with pytest.raises(DatasetError, match=f"ne peut pas se nommer {name} : renommez le dossier"):
        load_set(folder)


def test_the_documents_that_were_removed_are_kept_with_the_question(tmp_path: Path) -> None:
    unanswerable = [
        query("u1", "Le verre ?", removed_doc=["verre", "vitre"]),
        query("u2", "Le verre ?", removed_doc="vitre", group=7),
        query("u3", "Le verre ?"),
    ]
    found = load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, unanswerable))
    assert [q.removed_docs for q in found.unanswerable] == [("verre", "vitre"), ("vitre",), ()]


def test_the_same_files_have_the_same_digest_and_other_files_another(tmp_path: Path) -> None:
    first = load_set(write_set(tmp_path / "a", WOOD, WOOD_QUERIES)).sha256
    assert load_set(write_set(tmp_path / "b", WOOD, WOOD_QUERIES)).sha256 == first
    assert load_set(write_set(tmp_path / "c", WOOD, WOOD_QUERIES[:3])).sha256 != first


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (passage("bois-0", "Encore."), "identifiant déjà donné à la ligne 1 : bois-0"),
        (passage("verre-0", "  "), "text : un texte non vide est attendu"),
        ({"id": "verre-0", "doc": "verre"}, "il manque le champ text"),
        (passage("verre-0", "Le verre.", doc="", title="x") | {"doc": ""}, "doc : un texte non vide est attendu"),
        (passage("verre-0", "Le verre.") | {"title": 3}, "title : un texte est attendu"),
        (passage("verre-0", "Le verre.") | {"sections": "x"}, "champ inconnu : sections. Vouliez-vous dire section ?"),
    ],
)
def test_a_wrong_passage_is_refused_with_its_file_and_line(tmp_path: Path, line: Line, reason: str) -> None:
    folder = write_set(tmp_path / "atelier", [*WOOD, line], WOOD_QUERIES)
    with pytest.raises(DatasetError) as refused:
        load_set(folder)
    assert (refused.value.path, refused.value.line) == (folder / "passages.jsonl", 6)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (query("q1", "Encore ?", "bois-0"), "identifiant déjà donné à la ligne 1 : q1"),
        (query("q5", "Le verre ?", "verre-0"), "passage absent du jeu : verre-0"),
        ({"id": "q5", "text": "Le verre ?"}, "il manque le champ relevant"),
        ({"id": "q5", "text": "Le verre ?", "relevant": "bois-0"}, "relevant : une liste de textes est attendue"),
        (query("q5", ""), "text : un texte non vide est attendu"),
        (query("q5", "Le bois ?", "bois-0", group=1.5), "group : un texte ou un nombre entier est attendu"),
        ({"id": "q5", "text": "?", "relevant": [3]}, "relevant : une liste de textes est attendue"),
        (query("q5", "?", "bois-0", relevant_doc=["x"]), "inconnu : relevant_doc. Vouliez-vous dire relevant_docs ?"),
    ],
)
def test_a_wrong_question_is_refused_with_its_file_and_line(tmp_path: Path, line: Line, reason: str) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, [*WOOD_QUERIES, line])
    with pytest.raises(DatasetError) as refused:
        load_set(folder)
    assert (refused.value.path, refused.value.line) == (folder / "queries.jsonl", 5)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (query("q2", "Le verre ?"), "identifiant déjà donné"),
        (query("u1", "Le bois ?", "bois-0"), "une question sans réponse n'a pas de passage pertinent"),
        (query("u1", "Le verre ?", removed_docs=["verre"]), r"removed_docs\. Vouliez-vous dire removed_doc \?"),
        (query("u1", "Le verre ?", removed_doc=3), "removed_doc : un texte ou une liste de textes est attendu"),
    ],
)
def test_a_wrong_question_without_answer_is_refused(tmp_path: Path, line: Line, reason: str) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, [line])
    with pytest.raises(DatasetError, match=reason) as refused:
        load_set(folder)
    assert (refused.value.path, refused.value.line) == (folder / "unanswerable.jsonl", 1)


def test_a_line_that_is_not_json_is_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES)
    with (folder / "queries.jsonl").open("a", encoding="utf-8") as file:
        file.write("{no\n")
    with pytest.raises(DatasetError, match=r"queries\.jsonl, ligne 5"):
        load_set(folder)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"levl": "document"}, r"champ inconnu : levl\. Vouliez-vous dire level \?"),
        ({"Level": "document"}, r"champ inconnu : Level\. Vouliez-vous dire level \?"),
        ({"level": "page"}, "level : document ou passage est attendu"),
        ({"weak_unanswerable": "no"}, "weak_unanswerable : true ou false est attendu"),
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: Line, reason: str) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, options=options)
    with pytest.raises(DatasetError, match=reason) as refused:
        load_set(folder)
    assert refused.value.path == folder / "set.json"


def test_options_are_read_with_a_byte_order_mark_and_unknown_ones_are_ignored(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES)
    (folder / "set.json").write_bytes(b'\xef\xbb\xbf{"level": "document", "licence": "x"}')
    assert load_set(folder).level == "document"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "set.json, ligne 1 : n'est pas du JSON (colonne 1)."),
        (b'{"level":\n "document",}', "set.json, ligne 2 : n'est pas du JSON"),
        (b'{"level": "\xe9"}', "set.json : n'est pas de l'UTF-8."),
        (b'"document"', "set.json : un objet JSON est attendu"),
    ],
)
def test_options_that_are_no_object_are_refused_in_french(tmp_path: Path, content: bytes, reason: str) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES)
    (folder / "set.json").write_bytes(content)
    with pytest.raises(DatasetError) as refused:
        load_set(folder)
    assert reason in str(refused.value)


def test_fields_that_look_like_no_other_are_ignored(tmp_path: Path) -> None:
    lines = [{**line, "url": "x", "keywords": "y", "question_title": "z", "audience": "w"} for line in WOOD]
    queries = [{**line, "answers": ["x"], "description": "y", "kind": "z", "idcc": 1} for line in WOOD_QUERIES]
    assert len(load_set(write_set(tmp_path / "atelier", lines, queries)).queries) == 4


def test_a_set_without_a_passage_or_without_a_question_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="aucun passage"):
        load_set(write_set(tmp_path / "a", [], []))
    with pytest.raises(DatasetError, match="aucune question"):
        load_set(write_set(tmp_path / "b", WOOD, []))
    with pytest.raises(DatasetError, match="aucune question"):
        load_set(write_set(tmp_path / "c", WOOD, [query("q1", "Le verre ?")]))


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match="atelier"):
        load_set(tmp_path / "atelier")
    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES)
    (folder / "queries.jsonl").unlink()
    with pytest.raises(MissingPathError, match=r"queries\.jsonl"):
        load_set(folder)


def test_two_sets_of_one_name_are_refused(tmp_path: Path) -> None:
    first = write_set(tmp_path / "a" / "atelier", WOOD, WOOD_QUERIES)
    second = write_set(tmp_path / "b" / "atelier", WOOD, WOOD_QUERIES)
    with pytest.raises(DatasetError, match="atelier") as refused:
        load_sets([first, second])
    assert refused.value.path == second


def test_the_real_sets_are_read_whole(shared_data: Path) -> None:
    sets = load_sets(sorted(path for path in (shared_data / "retrieval").iterdir() if path.is_dir()))
    assert [(one.name, one.level) for one in sets] == [
        ("cdtn", "document"), ("cnil", "passage"), ("conv", "passage"), ("piaf", "passage"), ("spf", "document"),
    ]  # fmt: skip
    assert sum(len(one.passages) for one in sets) == 11_794
    assert sum(len(one.queries) for one in sets) == 2_490
    assert [one.name for one in sets if one.weak_unanswerable] == ["cdtn", "spf"]
    cdtn, spf = sets[0], sets[4]
    judge = Judge(sets)
    hidden = {name for one in (cdtn, spf) for query in one.queries for name in judge.hidden(one, query)}
    # The two share 57 documents, of 379 passages: no more than these, once in each set, is ever hidden.
    shared = cdtn.by_document.keys() & spf.by_document.keys()
    assert len(shared) == 57
    assert {name.partition("/")[2] for name in hidden} <= {p.id for doc in shared for p in cdtn.by_document[doc]}
    assert hidden
    # Seven questions that spf cannot answer are answered by documents of cdtn.
    answered = [q for q in spf.unanswerable if judge.hidden(spf, q)]
    assert (len(answered), len(spf.unanswerable)) == (7, 91)
    others = [q.id for one in sets if one is not spf for q in one.unanswerable if judge.hidden(one, q)]
    assert others == []
