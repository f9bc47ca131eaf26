"""A notice becomes a document whose every line stands in the source."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from selectolax.lexbor import LexborHTMLParser

from assistant.ids import document_id
from assistant.models import Block, Document, Notice
from assistant.sources.html_lines import text_lines
from assistant.sources.notice_document import body_pieces, notice_document
from assistant.sources.opac import decode, read_notice
from tests.sources.notice_makers import as_copied_text, notices, squashed

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sorted((Path(__file__).parents[2] / "corpus" / "notices").glob("notice_*"))


def document_of(path: Path) -> Document:
    return notice_document(read_notice(path.read_bytes(), path.name), path.name, "0" * 64)


def visible_text(path: Path) -> str:
    text = decode(path.read_bytes())
    tree = LexborHTMLParser(text)
    tree.strip_tags(["script", "style", "nav"])
    return "".join(text_lines(tree.body)) if path.suffix == ".html" and tree.body else text


def text_of(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]


def blocks_of(document: Document, kind: str) -> list[str]:
    return [text_of(document, block) for block in document.blocks if block.kind == kind]


def assert_blocks_cover_the_text_in_order(document: Document) -> None:
    position = 0
    for block in document.blocks:
        assert position <= block.start < block.end <= len(document.text)
        assert not document.text[position : block.start].strip()
        assert text_of(document, block) == text_of(document, block).strip()
        position = block.end
    assert position == len(document.text)


@pytest.mark.parametrize("path", [*sorted(GOLDEN.glob("*.[th]*")), *SAMPLES], ids=lambda path: path.name)
def test_every_line_of_the_text_stands_in_the_source(path: Path) -> None:
    source, document = squashed(visible_text(path)), document_of(path)
    assert [line for line in document.text.splitlines() if squashed(line) not in source] == []
    assert_blocks_cover_the_text_in_order(document)


def test_a_notice_is_one_page_that_holds_the_whole_text() -> None:
    document = document_of(GOLDEN / "notice_70123.txt")
    (page,) = document.pages
    assert (page.number, page.start, page.words) == (1, 0, ())
    assert page.text == document.text
    assert document.kind == "notice"
    assert document.id == document.work_id == document_id("notice_70123.txt")
    assert document.title == text_of(document, document.blocks[0])


def test_the_date_of_a_notice_is_that_of_its_publication_else_of_the_record() -> None:
    notice = read_notice((GOLDEN / "notice_70123.txt").read_bytes(), "a.txt")
    assert notice_document(notice, "a.txt", "").date == "2022-01-20"
    unpublished = replace(notice, dates=replace(notice.dates, published=None))
    assert notice_document(unpublished, "a.txt", "").date == "2022-02-14"


def test_the_blocks_follow_the_structure_of_the_text() -> None:
    document = document_of(GOLDEN / "notice_70123.txt")
    headings = [(block.level, block.number) for block in document.blocks if block.kind == "heading"]
    assert headings == [(2, "1"), (2, "2"), (2, "3"), (2, None)]
    assert blocks_of(document, "heading")[-1] == "Documents numériques (2)"
    assert len(blocks_of(document, "paragraph")) == 5


def test_each_joined_file_is_a_block_of_its_name_and_its_type() -> None:
    document = document_of(GOLDEN / "notice_70123.txt")
    assert "Charte des métiers du bois en Brière\nAdobe Acrobat PDF" in blocks_of(document, "metadata")
    assert "annexe_parcours.xls\nExcel spreadsheet (Microsoft)" in blocks_of(document, "metadata")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Syndicat mixte de la Brière, Auteur", "auteur organisme éditeur"),
        ("14/02/2022", "date de la notice enregistrement"),
        ("20/01/2022", "date de publication parution"),
        ("Adobe Acrobat PDF", "pièce jointe fichier document PDF attaché joint téléchargeable"),
        ("[Thesaurus Centre-Inffo] POLE EMPLOI", "descripteurs mots-clés thésaurus indexation"),
    ],
)
def test_words_that_help_to_find_a_block_are_beside_it_and_not_in_the_text(text: str, words: str) -> None:
    document = document_of(GOLDEN / "notice_70123.txt")
    (block,) = [block for block in document.blocks if block.kind == "metadata" and text in text_of(document, block)]
    assert block.search_text.startswith(words)
    assert words not in document.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["1. Pilotage", "Il est régional."], [("heading", 2, "1"), ("paragraph", 0, None)]),
        (["2.1 Objet", "Il est régional."], [("heading", 3, "2.1"), ("paragraph", 0, None)]),
        (["Article 3 - Durée", "Deux ans."], [("heading", 2, "Article 3"), ("paragraph", 0, None)]),
        (["II. Qui décide ?", "Le préfet."], [("heading", 2, "II"), ("paragraph", 0, None)]),
        (["1. Un, d'abord", "2. Deux, ensuite", "Fin."], [("item", 0, "1"), ("item", 0, "2"), ("paragraph", 0, None)]),
        (["1. Former ;", "2. Loger."], [("item", 0, "1"), ("item", 0, "2")]),
        (["1. Former", "1.1 Recruter", "Oui."], [("heading", 2, "1"), ("heading", 3, "1.1"), ("paragraph", 0, None)]),
        (["- le suivi ;", "• le bilan."], [("item", 0, None), ("item", 0, None)]),
        (["17 engagements ont été pris.", "Bien."], [("paragraph", 0, None), ("paragraph", 0, None)]),
        (["Les suites", "x" * 120 + "."], [("heading", 2, None), ("paragraph", 0, None)]),
        (["Trois principes :", "x" * 120 + "."], [("paragraph", 0, None), ("paragraph", 0, None)]),
        (["3. Pilotage"], [("item", 0, "3")]),
    ],
)
def test_lines_are_headings_items_or_paragraphs(lines: list[str], expected: list[tuple[str, int, str | None]]) -> None:
    assert [(piece.kind, piece.level, piece.number) for piece in body_pieces(lines)] == expected


@given(notices())
@settings(max_examples=100, deadline=None)
def test_a_notice_written_as_a_copied_text_is_read_back_whole(notice: Notice) -> None:
    assert read_notice(as_copied_text(notice).encode(), f"notice_{notice.id}.txt") == notice


@given(notices())
@settings(max_examples=100, deadline=None)
def test_the_blocks_of_any_notice_cover_its_text_in_order_and_stand_in_the_source(notice: Notice) -> None:
    document = notice_document(notice, "a.txt", "")
    assert_blocks_cover_the_text_in_order(document)
    source = squashed(as_copied_text(notice))
    assert all(squashed(line) in source for line in document.text.splitlines())


def test_the_real_notice_keeps_one_copy_of_its_text(shared_data: Path) -> None:
    path = next((shared_data / "notices").glob("*.txt"))
    document = document_of(path)
    paragraphs = blocks_of(document, "paragraph")
    assert len(set(paragraphs)) == len(paragraphs)
    assert [block.number for block in document.blocks if block.kind == "heading"] == ["1", "2", "3", None]
    assert document.text.count("\n[") == 12
    source = squashed(path.read_text(encoding="utf-8"))
    assert all(squashed(line) in source for line in document.text.splitlines())
    assert document.date == "2023-06-01"
