"""A file of passages gives one document for each ``doc``, and names the lines that it cannot read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.sources.passages_jsonl import read_passages
from assistant.sources.references import reference

FORMER = {"doc": "a", "title": "Se former"}
CONTRACT = {"doc": "b", "title": "Le contrat", "date": "30/12/2025", "url": "https://exemple.fr/contrat"}
LINES: list[dict[str, str]] = [
    {"id": "a-0", **FORMER, "section": "", "text": "Le compte est ouvert à 16 ans."},
    {"id": "a-1", **FORMER, "section": "Titre I > Chapitre 1", "text": "Un bilan.\n\n\nDeux mois."},
    {"id": "b-0", **CONTRACT, "section": "Durée", "text": "Six mois dès le 3 mars 2041."},
    {"id": "a-2", **FORMER, "section": "Titre I > Chapitre 2", "text": "Une aide."},
    {"id": "a-3", **FORMER, "section": "Titre I", "text": "Un recours."},
]


def as_lines(*lines: object) -> bytes:
    return "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines).encode()


def test_each_doc_is_a_document_with_its_sections_as_headings() -> None:
    first, second = read_passages(as_lines(*LINES), "corpus/p.jsonl")
    shown = [(block.kind, block.level, first.text[block.start : block.end]) for block in first.blocks]
    assert shown == [
        ("title", 1, "Se former"),
        ("paragraph", 0, "Le compte est ouvert à 16 ans."),
        ("heading", 2, "Titre I"),
        ("heading", 3, "Chapitre 1"),
        ("paragraph", 0, "Un bilan.\nDeux mois."),
        ("heading", 3, "Chapitre 2"),
        ("paragraph", 0, "Une aide."),
        ("heading", 2, "Titre I"),
        ("paragraph", 0, "Un recours."),
    ]
    assert (first.kind, first.title, first.date, first.pages[0].text) == ("notice", "Se former", None, first.text)
    assert (second.file, second.id, second.date) == ("corpus/p.jsonl#b", document_id("corpus/p.jsonl#b"), "2025-12-30")
    assert second.notice is not None
    assert second.notice.source == "exemple.fr"
    assert second.notice.dates.events == ("2041-03-03",)
    assert "https://exemple.fr/contrat" in reference(second)


def test_the_same_file_compressed_gives_the_same_documents() -> None:
    plain, packed = read_passages(as_lines(*LINES), "p"), read_passages(gzip.compress(as_lines(*LINES)), "p")
    assert [(one.id, one.text, one.blocks) for one in plain] == [(one.id, one.text, one.blocks) for one in packed]


def test_a_bad_line_is_named_and_the_others_are_read() -> None:
    bad = [
        "{",
        "[1]",
        {"doc": "c", "text": " "},
        {"text": "sans document"},
        "[" * 100_000,
        "null",
        '{"doc": "\\ud800", "text": "x"}',
    ]
    found = read_passages(as_lines(LINES[0], *bad, LINES[2]), "p.jsonl")
    assert [one.title for one in found] == ["Se former", "?", "Le contrat"]
    assert found.problems == (
        "ligne 2 : ce n'est pas du JSON",
        "ligne 3 : ce n'est pas un objet JSON",
        "ligne 4 : « text » manque ou est vide",
        "ligne 5 : « doc » manque",
        "ligne 6 : ce n'est pas du JSON",
        "ligne 7 : ce n'est pas un objet JSON",
    )


def test_many_bad_lines_are_counted() -> None:
    problems = read_passages(as_lines(LINES[0], *["{"] * 150), "p.jsonl").problems
    assert (len(problems), problems[-1]) == (101, "et 50 autres lignes non lues")


def test_a_line_separator_inside_a_text_does_not_cut_the_line() -> None:
    (one,) = read_passages(as_lines({"doc": "a", "title": "T", "text": "un\u2028deux\x85trois"}), "p.jsonl")
    assert "deux" in one.text


def test_a_file_in_another_character_set_is_read_right() -> None:
    (one,) = read_passages(as_lines(LINES[0]).decode().encode("cp1252"), "p.jsonl")
    assert "ouvert à 16 ans" in one.text


@pytest.mark.parametrize("data", [b"", b"\n\n", b"bonjour", b"\x1f\x8bxxxx"])
def test_a_file_that_gives_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"« p\.jsonl\.gz »"):
        read_passages(data, "p.jsonl.gz")


def test_a_compressed_file_that_blows_up_is_refused_before_it_does() -> None:
    bomb = gzip.compress(b"a" * 20_000_000)
    assert len(bomb) < 30_000
    with pytest.raises(SourceError, match="plus de 1 Mo une fois décompressé"):
        read_passages(bomb, "p.jsonl.gz", max_bytes=1024 * 1024)


def test_a_compressed_file_that_is_cut_gives_what_was_before() -> None:
    lines = [{"doc": str(n), "title": f"Titre {n}", "text": f"Texte {n * 7919}"} for n in range(2000)]
    whole = gzip.compress(as_lines(*lines))
    found = read_passages(whole[: len(whole) // 2], "p.jsonl.gz")
    assert 0 < len(found) < 2000
    assert found.problems[-1] == "la fin du fichier compressé manque ou est abîmée"


def test_a_real_file_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "corpus" / "travail_emploi.jsonl.gz"
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]
    found = read_passages(path.read_bytes(), path.name)
    assert found.problems == ()
    assert len(found) == len({line["doc"] for line in lines})
    assert sum(block.kind == "paragraph" for one in found for block in one.blocks) == len(lines)
    texts = {one.file.partition("#")[2]: "".join(one.text.split()) for one in found}
    assert all("".join(line["text"].split()) in texts[line["doc"]] for line in lines)
