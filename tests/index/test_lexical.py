from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.index.lexical import CountedDefinition, LexicalEntry, LexicalIndex

WRITE_ELSEWHERE = """
import sys
from pathlib import Path
from assistant.index.lexical import LexicalEntry, LexicalIndex
with LexicalIndex(Path(sys.argv[1])).writing() as writer:
    writer.add([LexicalEntry("new", "d", "une girafe")])
"""


def made(folder: Path, *entries: LexicalEntry) -> LexicalIndex:
    index = LexicalIndex(folder / "words")
    with index.writing():
        index.add(entries)
    return index


def texts(folder: Path, **by_key: str) -> LexicalIndex:
    return made(folder, *(LexicalEntry(key, f"doc-{key}", text) for key, text in by_key.items()))


def keys(index: LexicalIndex, query: str, allowed: set[str] | None = None) -> list[str]:
    return [key for key, _ in index.search(query, 10, index.keys() if allowed is None else allowed)]


@pytest.mark.parametrize(
    "query",
    [
        "prefiguration",
        "Préfigurations",
        "la PRÉFIGURATION ?",
        "l’accord préfigurant",
        "pre\u0301figuration",
        "d'accord",
    ],
)
def test_accents_case_plurals_and_elisions_do_not_matter(tmp_path: Path, query: str) -> None:
    index = texts(tmp_path, a="Un accord de préfiguration a été signé.", b="Le budget de la commune.")
    assert keys(index, query) == ["a"]


def test_words_that_say_nothing_find_nothing(tmp_path: Path) -> None:
    index = texts(tmp_path, a="Le budget est pour la commune.")
    assert keys(index, "est-ce que la pour le") == []


def test_scores_fall_and_rarer_words_weigh_more(tmp_path: Path) -> None:
    index = texts(tmp_path, a="emploi girafe", b="emploi budget", c="emploi comité", d="emploi accord")
    hits = index.search("emploi girafe", 10, index.keys())
    assert hits[0][0] == "a"
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)


def test_title_and_headings_weigh_more_than_text(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        LexicalEntry("in text", "1", "le budget de la commune est voté"),
        LexicalEntry("in title", "2", "la commune vote en décembre", title="Budget"),
        LexicalEntry("in heading", "3", "la commune vote en décembre", headings=("2. Budget",)),
    )
    assert keys(index, "budget")[-1] == "in text"


def test_context_and_descriptors_are_found_too(tmp_path: Path) -> None:
    index = made(
        tmp_path, LexicalEntry("a", "1", "12 000", context="Année | Montant", descriptors=("FORMATION CONTINUE",))
    )
    assert keys(index, "montant") == keys(index, "formations") == ["a"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(query=st.text() | st.text(alphabet="\"():*?~^[]{}+-!\\/&|<>='’ AND ORNOT accord"))
def test_nothing_in_a_question_is_a_syntax_error(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "one-index-for-all"
    index = LexicalIndex(folder / "words") if folder.exists() else texts(folder, a="accord")
    assert keys(index, query) in ([], ["a"])


def test_only_what_is_allowed_is_found_even_far_down_the_list(tmp_path: Path) -> None:
    index = made(
        tmp_path,
        *(LexicalEntry(f"k{i}", "many", "accord") for i in range(200)),
        LexicalEntry("long", "one", "accord " + "mots différents pour allonger " * 20),
    )
    assert keys(index, "accord", {"long"}) == ["long"]
    assert [key for key, _ in index.search("accord", 3, index.keys(), {"one"})] == ["long"]


def test_a_filter_on_documents_does_not_change_scores(tmp_path: Path) -> None:
    index = texts(tmp_path, a="accord", b="accord budget")
    free, filtered = (index.search("accord", 5, {"a"}, documents) for documents in (None, {"doc-a"}))
    assert [key for key, _ in free] == [key for key, _ in filtered] == ["a"]
    assert free[0][1] == pytest.approx(filtered[0][1])


def test_a_key_written_again_is_replaced_and_a_deleted_one_is_gone(tmp_path: Path) -> None:
    index = texts(tmp_path, a="accord", b="accord")
    with index.writing():
        index.add([LexicalEntry("a", "doc-a", "budget")])
        index.delete(["b", "not there"])
    assert (keys(index, "accord"), keys(index, "budget"), index.count()) == ([], ["a"], 1)
    assert (index.document_frequency("accord"), index.document_frequency("budget")) == (0, 1)


def test_an_index_that_nobody_wrote_is_empty(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path / "words")
    assert (index.search("accord", 3, {"a"}), index.count(), index.keys()) == ([], 0, set())
    assert index.document_frequency("accord") == 0


def test_what_another_process_writes_is_seen_once_reopened(tmp_path: Path, root: Path) -> None:
    index = texts(tmp_path, a="accord")
    subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, str(tmp_path / "words")], check=True, cwd=root)
    assert keys(index, "girafe") == []
    index.reopen()
    assert keys(index, "girafe") == ["new"]


def test_readers_do_not_wait_for_the_writer(tmp_path: Path) -> None:
    index = texts(tmp_path, a="accord")
    with index.writing():
        assert keys(LexicalIndex(tmp_path / "words"), "accord") == ["a"]


def test_a_writing_that_fails_leaves_what_was_committed(tmp_path: Path) -> None:
    index = texts(tmp_path, a="accord")

    def fail() -> None:
        with index.writing():
            index.add([LexicalEntry("b", "doc-b", "budget")])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with index.writing():
        index.add([LexicalEntry("c", "doc-c", "comité")])
    assert index.keys() == {"a", "b", "c"}


CFA = "Un centre de formation d'apprentis (CFA) accueille des jeunes."


def test_acronyms_that_passages_define_are_found_from_either_form(tmp_path: Path) -> None:
    index = texts(tmp_path, a=CFA, b="Les centres de formation d'apprentis (C.F.A.)", c=CFA, d="Le contrat (CDI)")
    expected = [CountedDefinition("CFA", "centre de formation d'apprentis", 3)]
    assert index.definitions(["cfa"]) == index.definitions(["centr_format_apprent", "cdi"]) == expected
    assert index.definitions([]) == index.definitions(["formation"]) == []


def test_the_long_form_of_most_passages_comes_first(tmp_path: Path) -> None:
    other = "La commission des finances et des affaires (CFA)"
    index = texts(tmp_path, a=CFA, b=other, c=other)
    assert [(one.long, one.passages) for one in index.definitions(["cfa"])] == [
        ("commission des finances et des affaires", 2),
        ("centre de formation d'apprentis", 1),
    ]


def test_a_definition_goes_with_the_passage_that_gave_it(tmp_path: Path) -> None:
    index = texts(tmp_path, a=CFA)
    with index.writing():
        index.delete(["a"])
    assert index.definitions(["cfa"]) == LexicalIndex(tmp_path / "nothing").definitions(["cfa"]) == []
