from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from assistant.sources.pdf import read_pdf
from tests.sources import make_pdfs
from tests.sources.make_pdfs import Put, lines


def text_of(path: Path) -> str:
    return read_pdf(path, path.name, "0", max_pages=50).text


LEFT_TEXT = (
    "Le comité régional arrête chaque année la liste des métiers prioritaires. Il entend les branches et les organismes"
    " de formation. Les personnelles des services y participent, comme le Haut-commissariat aux compétences et ses"
    " délégués dans les départements de la région."
)


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_two_columns_are_read_one_after_the_other_whatever_the_drawing_order(tmp_path: Path, seed: int | None) -> None:
    text = text_of(make_pdfs.two_columns(tmp_path / "rapport.pdf", seed=seed))
    page = text.split("\n\n")[0]
    order = [
        "Chapitre 1 : Les instances",
        LEFT_TEXT,
        "Un bilan est remis",
        "Les comités locaux suivent",
        "au recueil des actes.",
        "Cette phrase occupe toute la largeur",
        "dans les départements de la région.",
    ]
    found = [page.index(piece) for piece in order[:-1]] + [page.rindex(order[-1])]
    assert found == sorted(found)


def test_a_short_heading_between_two_bands_of_columns_splits_them(tmp_path: Path) -> None:
    page = [
        *lines(60, 100, make_pdfs.LEFT),
        *lines(315, 100, make_pdfs.RIGHT),
        Put(60, 220, "Suites à donner", make_pdfs.BOLD, 14),
        *lines(60, 250, make_pdfs.LEFT),
        *lines(315, 250, make_pdfs.RIGHT),
    ]
    text = text_of(make_pdfs.write(tmp_path / "bandes.pdf", [page]))
    assert (
        text.index("au recueil des actes.") < text.index("Suites à donner") < text.rindex("Le comité régional arrête")
    )


def test_a_label_is_read_with_its_value(tmp_path: Path) -> None:
    page = [
        Put(60, 100, "Date", make_pdfs.BOLD),
        Put(200, 100, "Le 6 juin 2023"),
        Put(60, 120, "Objet", make_pdfs.BOLD),
        *lines(200, 120, ["Préfiguration de France Travail dans les Pays", "de la Loire et suites à donner"]),
        Put(60, 152, "Lieu", make_pdfs.BOLD),
        Put(200, 152, "Laval"),
    ]
    text = text_of(make_pdfs.write(tmp_path / "fiche.pdf", [page]))
    values = (
        "Date Le 6 juin 2023 Objet Préfiguration de France Travail dans les Pays de la Loire et suites à donner Lieu"
    )
    assert " ".join(text.split()) == values + " Laval"


def test_bullets_far_from_their_text_stay_with_it(tmp_path: Path) -> None:
    page: list[Put] = []
    for rank in range(4):
        page += [
            Put(60, 100 + 24 * rank, "•"),
            *lines(90, 100 + 24 * rank, [f"Mesure {rank} prise par", "le comité de suivi ;"]),
        ]
    text = text_of(make_pdfs.write(tmp_path / "puces.pdf", [page]))
    assert text.split("\n") == [f"• Mesure {rank} prise par le comité de suivi ;" for rank in range(4)]


def test_the_letters_of_a_spaced_out_title_are_glued(tmp_path: Path) -> None:
    page, x = [], 60.0
    for letter in "CONVENTION":
        page.append(Put(x, 100, letter, make_pdfs.BOLD, 12))
        x += stringWidth(letter, make_pdfs.BOLD, 12) + 5
    assert text_of(make_pdfs.write(tmp_path / "titre.pdf", [page])) == "CONVENTION"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), step=st.floats(11.5, 16), count=st.integers(2, 30))
def test_lines_of_one_column_come_from_top_to_bottom(tmp_path: Path, seed: int, step: float, count: int) -> None:
    page = lines(72, 90, [f"Ligne numéro {rank:02d} du texte suivi" for rank in range(count)], step)
    text = text_of(make_pdfs.write(tmp_path / "ordre.pdf", [page], seed=seed))
    numbers = [int(word) for word in text.split() if word.isdigit()]
    assert numbers == list(range(count))


def stretched(x: float, y: float, right: float, words: list[str], size: float = 10) -> list[Put]:
    """A line stretched to its column: equal spaces, as wide as it takes."""
    widths = [stringWidth(word, make_pdfs.PLAIN, size) for word in words]
    space = (right - x - sum(widths)) / (len(words) - 1)
    placed, left = [], x
    for word, width in zip(words, widths, strict=True):
        placed.append(Put(left, y, word, size=size))
        left += width + space
    return placed


@pytest.mark.parametrize("right", [175, 195, 210])
def test_a_line_stretched_to_its_column_stays_in_one_piece(tmp_path: Path, right: float) -> None:
    words = ["Pour", "les", "données", "choisies"]
    page = [
        *stretched(60, 100, right, words),
        *lines(60, 112, ["par le comité.", "Les autres restent", "où elles sont."]),
    ]
    text = text_of(make_pdfs.write(tmp_path / "etire.pdf", [page]))
    assert " ".join(text.split()).startswith("Pour les données choisies par le comité.")


def test_a_large_word_beside_two_lines_does_not_mix_them(tmp_path: Path) -> None:
    page = [
        Put(60, 107, "IMPORTANT", make_pdfs.BOLD, 14),
        *lines(158, 101, ["Ce document permet de circuler", "pendant un délai d’un mois."], 11),
    ]
    text = text_of(make_pdfs.write(tmp_path / "important.pdf", [page]))
    assert "Ce document permet de circuler pendant un délai d’un mois." in " ".join(text.split())


def test_what_stands_lower_comes_after_even_when_it_is_further_left(tmp_path: Path) -> None:
    page = [
        *lines(60, 100, make_pdfs.LEFT),
        Put(250, 300, "Rendez-vous sur le site"),
        Put(60, 340, "Un projet porté par"),
        Put(60, 352, "la Région"),
    ]
    text = text_of(make_pdfs.write(tmp_path / "pied.pdf", [page]))
    assert text.index("Rendez-vous") < text.index("Un projet porté par")


def test_letters_and_what_they_stand_for_are_read_row_by_row(tmp_path: Path) -> None:
    left = [("H :", "Ingénieurs et cadres"), ("J :", "Transports et tourisme"), ("K :", "Artisanat")]
    right = [("V :", "Santé et action sociale"), None, ("W :", "Enseignement")]
    page: list[Put] = []
    for rank, (code, name) in enumerate(left):
        page += [Put(90, 100 + 12 * rank, code), Put(114, 100 + 12 * rank, name)]
        other = right[rank]
        if other is not None:
            page += [Put(298, 100 + 12 * rank, other[0]), Put(325, 100 + 12 * rank, other[1])]
    text = " ".join(text_of(make_pdfs.write(tmp_path / "codes.pdf", [page])).split())
    assert [text.index(f"{code} {name}") for code, name in left] == sorted(
        text.index(f"{code} {name}") for code, name in left
    )
