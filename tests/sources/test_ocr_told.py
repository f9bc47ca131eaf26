"""What is said of pages read by OCR, and of pages that could not be: to the reader of an answer and in the report."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.messages import doubtful_reading
from assistant.file_reports import ocr_advice, read_report
from assistant.models import OCR_DOUBTFUL, Page
from assistant.settings import load_settings
from assistant.ui.texts import read_by_ocr


@pytest.mark.parametrize(
    ("origin", "confidence", "doubtful"),
    [("ocr", OCR_DOUBTFUL - 0.01, True), ("ocr", OCR_DOUBTFUL, False), ("text", None, False), ("none", 0.0, False)],
)
def test_only_a_page_read_with_doubts_is_to_be_checked(origin: str, confidence: float | None, doubtful: bool) -> None:
    page = Page(1, "Texte.", 0, origin=origin, confidence=confidence)  # type: ignore[arg-type]
    assert page.doubtful is doubtful


def test_the_warning_names_the_sources_their_pages_and_the_confidence() -> None:
    assert doubtful_reading([(1, 3, 0.714), (4, 2, 0.5)]) == (
        "Texte reconnu par OCR, à vérifier sur l'image : [1] page 3 (confiance 71 %), [4] page 2 (confiance 50 %)."
    )


def test_the_opened_source_says_that_its_text_was_read_by_ocr() -> None:
    assert "à vérifier sur l’image" in read_by_ocr(0.7, doubtful=True)
    assert "à vérifier" not in read_by_ocr(0.95, doubtful=False)


@pytest.mark.parametrize(
    ("mode", "missing", "told"),
    [
        (
            "auto",
            "OCR non installé : sudo apt install x",
            "sans texte (page 2), OCR non installé : sudo apt install x.",
        ),
        ("auto", None, "sans texte (page 2), l'OCR n'y a rien lu."),
        ("never", "OCR non installé", "sans texte (page 2), OCR non demandé (réglage ocr = never)."),
    ],
)
def test_the_report_says_why_a_page_has_no_text(mode: str, missing: str | None, told: str) -> None:
    report = read_report("a.pdf", "read", 3, 5, (2,), ocr_advice(mode, missing))
    assert report.outcome == "partly_read"
    assert (report.message or "").endswith(told)


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().ocr == "auto"
    monkeypatch.setenv("ASSISTANT_OCR", "never")
    assert load_settings().ocr == "never"
    assert load_settings(overrides={"ocr": "always"}).ocr == "always"
