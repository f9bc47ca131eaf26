from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import Document
from assistant.sources.characters import clean_character, compose
from assistant.sources.pdf import read_pdf
from assistant.sources.pdf_text import is_undrawn_space
from tests.sources import make_pdfs, raw_pdfs
from tests.sources.make_pdfs import Put


def read(path: Path) -> Document:
    return read_pdf(path, path.name, "0", max_pages=50)


@pytest.mark.parametrize(
    ("code", "font", "text"),
    [
        (0xFB01, "", "fi"),
        (0xF0B7, "symbolmt", "•"),
        (0xF0D8, "wingdings", "➢"),
        (0xF099, "wingdings", "•"),
        (0xF041, "abcdef+calibri", "A"),
        (0x00A0, "", " "),
        (0x202F, "", " "),
        (0x0007, "", ""),
        (0xF063, "abcdef+webdings", "☐"),
        (0x200B, "", ""),
        (0xFFFD, "", ""),
        (0x00E9, "", "é"),
    ],
)
def test_odd_characters_become_plain_text(code: int, font: str, text: str) -> None:
    assert clean_character(code, font) == text


def test_decomposed_accents_are_composed() -> None:
    assert compose("e\u0301te\u0301") == "été"


def test_inner_soft_hyphens_disappear() -> None:
    assert compose("con\u00advention") == "convention"


def test_a_word_has_the_box_where_it_is_drawn(tmp_path: Path) -> None:
    path = make_pdfs.write(tmp_path / "un.pdf", [[Put(72, 100, "Bonjour", size=12), Put(300, 500, "Laval", size=12)]])
    document = read(path)
    page = document.pages[0]
    boxes = {document.text[word.start : word.end]: word.box for word in page.words}
    assert (page.width, page.height) == pytest.approx((595.28, 841.89), abs=0.01)
    assert boxes["Bonjour"].x0 == pytest.approx(72, abs=0.5)
    assert boxes["Bonjour"].top < 100 < boxes["Bonjour"].bottom
    assert boxes["Laval"].x0 == pytest.approx(300, abs=0.5)
    assert boxes["Laval"].bottom - boxes["Laval"].top == pytest.approx(12, rel=0.2)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_displayed(tmp_path: Path, rotation: int) -> None:
    document = read(make_pdfs.turned(tmp_path / "tourne.pdf", rotation))
    page = document.pages[0]
    assert document.text == "Première ligne du tableau Seconde ligne du tableau"
    first, last = page.words[0].box, page.words[-1].box
    assert first.x0 == pytest.approx(page.width / 2 - 100, abs=2)
    assert last.top > first.top
    assert first.bottom == pytest.approx(page.height / 2 - 20, abs=4)


def test_a_crop_box_moves_the_origin_and_hides_what_is_outside(tmp_path: Path) -> None:
    whole = read(make_pdfs.turned(tmp_path / "entier.pdf", 0))
    cropped = read(make_pdfs.turned(tmp_path / "rogne.pdf", 0, crop=(50, 100, 500, 434)))
    before, after = whole.pages[0].words[4].box, cropped.pages[0].words[0].box
    assert (cropped.pages[0].width, cropped.pages[0].height) == (450, 334)
    assert after.x0 == pytest.approx(before.x0 - 50, abs=0.1)
    assert after.top == pytest.approx(before.top - (make_pdfs.HEIGHT - 434), abs=0.1)
    assert cropped.text == "Seconde ligne du tableau"


def test_filled_fields_and_ticked_boxes_are_read(tmp_path: Path) -> None:
    document = read(make_pdfs.form(tmp_path / "formulaire.pdf"))
    assert "Nom du demandeur : Armelle Vauzelle" in document.text
    assert "Majeur ☒" in document.text


def test_a_raised_note_call_is_set_apart_from_its_word(tmp_path: Path) -> None:
    page = [Put(72, 100, "les embauches", size=10), Put(130.5, 96, "2", size=6), Put(136, 100, "de 2023 au 1", size=10)]
    page += [Put(187, 96, "er", size=6), Put(194, 100, "mars", size=10)]
    document = read(make_pdfs.write(tmp_path / "appel.pdf", [page]))
    assert document.text == "les embauches 2 de 2023 au 1er mars"


def test_a_label_along_the_edge_of_an_upright_page_is_one_word_apart_from_the_text(tmp_path: Path) -> None:
    document = read(make_pdfs.sidebar(tmp_path / "diapositive.pdf"))
    beside = " ".join(make_pdfs.LEFT).replace("person- ", "person").replace("Haut- ", "Haut-")
    assert document.text.split("\n")[-1] == "Présentation"
    assert " ".join(document.text.split("\n")[:-1]) == beside
    label = document.pages[0].words[-1].box
    assert label.x1 < 72
    assert label.bottom - label.top > 40


def test_three_letters_drawn_as_one_glyph_are_part_of_their_word(tmp_path: Path) -> None:
    document = read(raw_pdfs.ligature(tmp_path / "ligature.pdf"))
    assert document.text == "dossiers officiels"
    assert len(document.pages[0].words) == 2


def test_words_drawn_twice_in_the_same_place_are_read_once(tmp_path: Path) -> None:
    title = [Put(72, 100, "Charte de l’accueil", size=14), Put(72.4, 100.3, "Charte de l’accueil", size=14)]
    document = read(make_pdfs.write(tmp_path / "ombre.pdf", [[*title, Put(72, 130, "très très bien")]]))
    assert document.text == "Charte de l’accueil\ntrès très bien"


@pytest.mark.parametrize(("gap", "before", "is_space"), [(0.155, 0.0, True), (0.155, 0.1, False), (0.08, 0.0, False)])
def test_a_wider_gap_between_letters_is_a_space_unless_all_are_spaced_out(
    gap: float, before: float, is_space: bool
) -> None:
    assert is_undrawn_space(gap, before) is is_space
