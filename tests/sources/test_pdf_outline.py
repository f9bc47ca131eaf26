from __future__ import annotations

from pathlib import Path

from assistant.models import Document
from assistant.sources.pdf import read_pdf
from tests.sources import make_pdfs
from tests.sources.make_pdfs import BOLD, Put, lines

BODY = (
    "Les signataires conviennent de mettre en commun leurs moyens au service des demandeurs d’emploi et des",
    "employeurs du territoire. Ils se réunissent chaque trimestre et rendent compte de leur action devant le comité",
    "régional, qui en délibère.",
)


def read(path: Path) -> Document:
    return read_pdf(path, path.name, "0", max_pages=50)


def headings(document: Document) -> list[tuple[int, str]]:
    return [
        (block.level, document.text[block.start : block.end]) for block in document.blocks if block.kind == "heading"
    ]


PAGE = [
    Put(72, 60, "Protocole régional", BOLD, 20),
    Put(72, 100, "Les instances", BOLD, 10),
    *lines(72, 120, BODY),
    Put(72, 180, "Le comité de suivi", BOLD, 10),
    *lines(72, 200, BODY),
    Put(72, 260, "Composition du comité"),
    *lines(72, 280, BODY),
    Put(72, 340, "Calendrier", BOLD, 10),
    *lines(72, 360, BODY),
]


def test_bookmarks_give_headings_their_depth_whatever_their_type(tmp_path: Path) -> None:
    marks = [("Les instances", 0, 0), ("Le comité de suivi", 1, 0), ("Composition du comité", 2, 0)]
    document = read(make_pdfs.bookmarked(tmp_path / "signets.pdf", [PAGE], marks))
    assert headings(document)[:3] == [
        (1, "Les instances"),
        (2, "Le comité de suivi"),
        (3, "Composition du comité"),
    ]


def test_without_bookmarks_a_heading_in_plain_type_is_a_paragraph(tmp_path: Path) -> None:
    document = read(make_pdfs.write(tmp_path / "sans.pdf", [PAGE]))
    assert [text for _, text in headings(document)] == ["Les instances", "Le comité de suivi", "Calendrier"]


def test_bookmarks_that_point_at_the_lines_of_a_list_make_no_headings(tmp_path: Path) -> None:
    items = ["• la licence", "• le master", "• le doctorat"]
    page = [*lines(72, 100, items, 16), *lines(72, 180, BODY)]
    document = read(make_pdfs.bookmarked(tmp_path / "liste.pdf", [page], [(item, 0, 0) for item in items]))
    assert [block.kind for block in document.blocks] == ["item", "item", "item", "paragraph"]


def test_bookmarks_of_another_page_or_another_text_change_nothing(tmp_path: Path) -> None:
    marks = [("Feuille 1", 0, 0), ("Les instances", 0, 1), ("Le comité de suivi", 1, 1)]
    document = read(make_pdfs.bookmarked(tmp_path / "ailleurs.pdf", [PAGE, list(lines(72, 100, BODY))], marks))
    without = read(make_pdfs.write(tmp_path / "sans.pdf", [PAGE, list(lines(72, 100, BODY))]))
    assert headings(document) == headings(without)
