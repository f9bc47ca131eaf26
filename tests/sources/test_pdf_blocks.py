from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import Document
from assistant.sources.pdf import read_pdf
from assistant.sources.pdf_headings import heading_number, structural_number
from tests.sources import make_pdfs
from tests.sources.make_pdfs import BOLD, Put, lines

LONG = (
    "Les signataires conviennent de mettre en commun leurs moyens au service des demandeurs d’emploi et des",
    "employeurs du territoire. Ils se réunissent chaque trimestre et rendent compte de leur action devant le comité",
    "régional, qui en délibère.",
)


def read(path: Path) -> Document:
    return read_pdf(path, path.name, "0", max_pages=50)


def blocks_of(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def test_headings_paragraphs_and_items_are_told_apart(tmp_path: Path) -> None:
    page = [
        Put(72, 80, "Protocole de préfiguration", BOLD, 20),
        Put(72, 120, "Engagement 4 – Partager les données", BOLD, 12),
        *lines(72, 140, LONG),
        *lines(72, 190, ["• publier les offres ;", "• tenir un calendrier commun."], 16),
        Put(72, 240, "1.2. Suivi", BOLD, 10),
        *lines(72, 256, LONG),
    ]
    document = read(make_pdfs.write(tmp_path / "protocole.pdf", [page]))
    assert blocks_of(document) == [
        ("title", "Protocole de préfiguration"),
        ("heading", "Engagement 4 – Partager les données"),
        ("paragraph", " ".join(LONG)),
        ("item", "• publier les offres ;"),
        ("item", "• tenir un calendrier commun."),
        ("heading", "1.2. Suivi"),
        ("paragraph", " ".join(LONG)),
    ]
    headings = [block for block in document.blocks if block.kind == "heading"]
    assert [heading.number for heading in headings] == ["Engagement 4", "1.2"]
    assert [heading.level for heading in headings] == [1, 2]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Article 3 – Durée", "Article 3"),
        ("ARTICLE 8 : l’association", "ARTICLE 8"),
        ("Engagement n° 4 : Le suivi", "Engagement 4"),
        ("Titre II", "Titre II"),
        ("Article 3 du code du travail", None),
        ("Articles", None),
    ],
)
def test_a_structural_number_is_that_of_a_title_not_of_a_reference(text: str, number: str | None) -> None:
    assert structural_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("2.1 Objet", "2.1"), ("3. Durée", "3"), ("IV – Suivi", "IV"), ("17 engagements pris", None), ("M. Dupont", None)],
)
def test_the_number_of_a_heading(text: str, number: str | None) -> None:
    assert heading_number(text) == number


def test_an_agenda_in_bold_is_a_list_and_not_headings(tmp_path: Path) -> None:
    agenda = lines(90, 100, ["1. Validation du compte rendu", "2. Carte des formations", "3. Points divers"], 16, BOLD)
    document = read(make_pdfs.write(tmp_path / "odj.pdf", [[*agenda, *lines(72, 200, LONG)]]))
    assert [block.kind for block in document.blocks] == ["item", "item", "item", "paragraph"]


def test_footnotes_come_after_the_body_as_notes(tmp_path: Path) -> None:
    page = [
        *lines(72, 100, LONG),
        *lines(
            72,
            760,
            ["1 Chiffres de l’enquête menée au printemps 2023.", "2 Source : observatoire régional."],
            9,
            size=7.5,
        ),
    ]
    document = read(make_pdfs.write(tmp_path / "notes.pdf", [page]))
    assert [(block.kind, block.number) for block in document.blocks] == [
        ("paragraph", None),
        ("note", "1"),
        ("note", "2"),
    ]


def test_a_sentence_that_goes_on_over_the_page_is_one_block(tmp_path: Path) -> None:
    first = [
        *lines(72, 100, LONG),
        *lines(
            72, 700, ["Le comité remet chaque année, avant la fin du mois de mars, un rapport public sur l’emploi et"]
        ),
        Put(72, 780, "1 Article 5 de la convention régionale.", size=7.5),
    ]
    second = [*lines(72, 100, ["la formation dans la région."]), *lines(72, 140, LONG)]
    document = read(make_pdfs.write(tmp_path / "suite.pdf", [first, second]))
    blocks = blocks_of(document)
    assert blocks[1] == ("note", "1 Article 5 de la convention régionale.")
    assert blocks[2][1].endswith("un rapport public sur l’emploi et\n\nla formation dans la région.")
    first_page = document.pages[0]
    assert document.blocks[2].start < first_page.start + len(first_page.text) < document.blocks[2].end


def test_a_new_paragraph_without_space_before_it_is_seen_at_its_short_last_line(tmp_path: Path) -> None:
    document = read(make_pdfs.write(tmp_path / "serre.pdf", [lines(72, 100, [*LONG, *LONG])]))
    assert blocks_of(document) == [("paragraph", " ".join(LONG))] * 2


def test_an_item_keeps_its_lines_whatever_their_indent(tmp_path: Path) -> None:
    page = [
        *lines(90, 100, ["– assurer le suivi des personnes orientées vers un organisme de formation de"]),
        *lines(72, 112, ["la région et en rendre compte ;"]),
        *lines(90, 124, ["– publier les résultats."]),
    ]
    document = read(make_pdfs.write(tmp_path / "tirets.pdf", [page]))
    assert [kind for kind, _ in blocks_of(document)] == ["item", "item"]


def test_lines_of_a_table_of_contents_are_metadata(tmp_path: Path) -> None:
    contents = lines(72, 100, ["1. Objet ........................ 3", "2. Suivi ........................ 5"], 16)
    document = read(make_pdfs.write(tmp_path / "sommaire.pdf", [[*contents, *lines(72, 200, LONG)]]))
    assert blocks_of(document)[:2] == [("metadata", "1. Objet 3"), ("metadata", "2. Suivi 5")]


def test_a_note_whose_mark_is_drawn_apart_is_a_note(tmp_path: Path) -> None:
    page = [
        *lines(72, 100, LONG),
        Put(72, 757, "4", size=6),
        Put(77, 761, "Chiffres de l’enquête du printemps.", size=7),
    ]
    document = read(make_pdfs.write(tmp_path / "appel.pdf", [page]))
    assert [(block.kind, block.number) for block in document.blocks] == [("paragraph", None), ("note", "4")]
