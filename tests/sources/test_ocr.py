"""Scans read by OCR: words right and in order, their place on the page, and what is read at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.models import Document, Page, Word
from assistant.sources.limits import OcrMode, ParseLimits
from assistant.sources.ocr import PageReader, usual_sizes
from assistant.sources.ocr_engine import missing
from assistant.sources.pdf import read_pdf
from assistant.sources.worker import parse_file
from tests.sources import make_pdfs, make_scans
from tests.sources.make_scans import Wear

needs_ocr = pytest.mark.skipif(missing() is not None, reason=f"Tesseract with French is absent: {missing()}")


def read(path: Path, mode: OcrMode = "auto", **limits: float) -> Document:
    reader = None if mode == "never" else PageReader(ParseLimits(ocr=mode, **limits))  # type: ignore[arg-type]
    return read_pdf(path, path.name, "0", max_pages=50, page_reader=reader)


def scan(folder: Path, wear: Wear, columns: int = 1) -> Path:
    printed = make_scans.printed(folder / "page.pdf", columns)
    return make_scans.scanned(folder / "scan.pdf", printed, wear)


@needs_ocr
@pytest.mark.parametrize(
    ("wear", "columns"),
    [
        (Wear(noise=20), 1),
        (Wear(noise=60), 1),
        (Wear(turned=90, noise=20), 1),
        (Wear(turned=180), 1),
        (Wear(askew=3, noise=20), 1),
        (Wear(turned=90, askew=-2, noise=20), 2),
        (Wear(dpi=100, noise=30), 1),
    ],
    ids=lambda value: str(value),
)
def test_more_than_95_percent_of_the_words_of_a_scan_are_right_and_in_order(
    tmp_path: Path, wear: Wear, columns: int
) -> None:
    document = read(scan(tmp_path, wear, columns))
    page = document.pages[0]
    assert make_scans.words_right(document.text, make_scans.expected_words()) > 0.95
    assert page.origin == "ocr"
    assert page.confidence is not None
    assert not page.doubtful
    assert make_scans.words_right(document.title, make_scans.words(make_scans.TITLE)) > 0.8


def word_of(document: Document, text: str) -> tuple[Page, Word]:
    return next(
        (page, word) for page in document.pages for word in page.words if document.text[word.start : word.end] == text
    )


@needs_ocr
@pytest.mark.parametrize(("turned", "askew"), [(0, 3.0), (90, 0.0), (180, 0.0), (270, -3.0)])
def test_the_box_of_a_word_covers_it_on_the_page_as_it_lies(tmp_path: Path, turned: int, askew: float) -> None:
    upright = read_pdf(make_scans.printed(tmp_path / "texte.pdf"), "texte.pdf", "0", max_pages=1)
    box = word_of(upright, "secrétariat")[1].box
    across, down = (box.x0 + box.x1) / 2 - make_scans.WIDTH / 2, (box.top + box.bottom) / 2 - make_scans.HEIGHT / 2
    expected = make_scans.moved(across, down, askew, turned)

    page, word = word_of(read(scan(tmp_path, Wear(turned=turned, askew=askew))), "secrétariat")
    found = word.box
    assert (found.x0 + found.x1 - page.width) / 2 == pytest.approx(expected[0], abs=2.5)
    assert (found.top + found.bottom - page.height) / 2 == pytest.approx(expected[1], abs=2.5)
    long, short = sorted((found.x1 - found.x0, found.bottom - found.top), reverse=True)
    assert long >= 0.95 * (box.x1 - box.x0)
    assert short < 2.2 * (box.bottom - box.top)


@needs_ocr
def test_a_page_of_text_beside_a_scan_keeps_its_text_layer(tmp_path: Path) -> None:
    document = read(make_pdfs.two_columns(tmp_path / "rapport.pdf"))
    assert [page.origin for page in document.pages] == ["text"] * 3
    assert [page.confidence for page in document.pages] == [None] * 3


@needs_ocr
@pytest.mark.parametrize("way", ["shifted", "private", "lost"])
def test_a_broken_text_layer_gives_way_to_what_the_page_shows(tmp_path: Path, way: str) -> None:
    path = make_scans.garbled(tmp_path / "illisible.pdf", way)
    expected = make_scans.words(" ".join(make_scans.PARAGRAPHS))
    assert make_scans.words_right(read(path, "never").text, expected) < 0.1
    document = read(path)
    assert document.pages[0].origin == "ocr"
    assert make_scans.words_right(document.text, expected) > 0.95


@needs_ocr
def test_a_text_layer_in_another_language_is_kept(tmp_path: Path) -> None:
    german = (
        "Die Würde des Menschen ist unantastbar.",
        "Sie zu achten und zu schützen ist Verpflichtung",
        "aller staatlichen Gewalt. Jeder hat das Recht",
        "auf die freie Entfaltung seiner Persönlichkeit.",
    )
    path = make_pdfs.write(tmp_path / "deutsch.pdf", [make_pdfs.lines(60, 100, german)])
    assert read(path).pages[0].origin == "text"


@needs_ocr
def test_always_reads_the_image_of_every_page(tmp_path: Path) -> None:
    document = read(make_pdfs.two_columns(tmp_path / "rapport.pdf", pages=1), "always")
    assert document.pages[0].origin == "ocr"
    assert "Un bilan est remis au préfet en décembre." in document.text
    assert "personnelles des services y participent" in document.text  # the hyphen of « person-/nelles » is mended


@needs_ocr
def test_a_picture_without_text_is_told_to_have_been_looked_at(tmp_path: Path) -> None:
    page = read(make_pdfs.scan(tmp_path / "photo.pdf")).pages[0]
    assert (page.origin, page.confidence, page.text) == ("none", 0.0, "")


@needs_ocr
def test_the_scan_of_the_sample_corpus_is_read(root: Path) -> None:
    text = " ".join(read(root / "corpus" / "protocoles" / "lettre_notification_subvention_2024.pdf").text.split())
    for sentence in (
        "Un premier versement de 438 731 euros interviendra avant le 29 février 2024.",
        "Cette somme est imputée sur le programme 103.",
        "Aurélien Castaing",
    ):
        assert sentence in text


@needs_ocr
def test_the_time_of_ocr_is_not_that_of_reading(tmp_path: Path) -> None:
    path = make_scans.scanned(tmp_path / "long.pdf", make_scans.printed(tmp_path / "page.pdf"), Wear(noise=20), pages=6)
    # Six pages take three seconds or more, and the process is loaded with pictures: it would not end in time.
    document = parse_file(path, "long.pdf", ParseLimits(timeout_s=2.5))
    assert [page.origin for page in document.pages] == ["ocr"] * 6


@needs_ocr
def test_pages_past_the_time_of_the_file_stay_unread(tmp_path: Path) -> None:
    path = make_scans.scanned(tmp_path / "long.pdf", make_scans.printed(tmp_path / "page.pdf"), Wear(), pages=3)
    document = read(path, ocr_timeout_s=0.01)
    assert [page.origin for page in document.pages] == ["none"] * 3


def test_without_tesseract_a_scan_stays_unread_and_the_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert "sudo apt install tesseract-ocr tesseract-ocr-fra" in (missing() or "")
    page = read(make_pdfs.scan(tmp_path / "scan.pdf")).pages[0]
    assert (page.origin, page.confidence) == ("none", None)


def test_sizes_that_differ_by_measurement_are_one() -> None:
    # 11 is the size of most characters; 10.6 and 11.4 are within 15 % of it, 16 and 16.5 within 15 % of each other.
    assert usual_sizes([10.6, 11.0, 11.4, 16.0, 16.5], [10, 50, 20, 8, 4]) == [11.0, 11.0, 11.0, 16.0, 16.0]
