"""The export of an answer from the page: what a click may ask for, and what the browser saves."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from assistant.errors import OperationError
from assistant.ui.handlers import Handlers
from tests.ui.conftest import Visit
from tests.ui.fake_assistant import FakeAssistant, asked

Open = Callable[..., Visit]
FORMATS = (".md", ".docx", ".odt", ".ris", ".bib")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_click_gives_the_file_of_its_answer(fake: FakeAssistant, suffix: str) -> None:
    session = asked(fake, "Quand ?", "Et le budget ?")
    sent = LexborHTMLParser(Handlers(fake).export({"exchange": 2, "format": suffix}, session)).css_first("a")
    assert sent is not None
    assert sent.attributes["download"] == f"reponse-budget-2026-03-12{suffix}"
    content = base64.b64decode(sent.attributes["data-content"] or "")
    assert content.startswith({".docx": b"PK", ".odt": b"PK", ".ris": b"TY  - "}.get(suffix, b""))
    assert content


@pytest.mark.parametrize(
    "data",
    [None, {}, {"exchange": 1}, {"exchange": 1, "format": ".exe"}, {"exchange": 9, "format": ".md"},
     {"exchange": 0, "format": ".md"}, {"exchange": 2, "format": ".md"}, {"exchange": "1", "format": ".md"}],
)  # fmt: skip
def test_anything_else_is_answered_in_french_without_a_file(fake: FakeAssistant, data: object) -> None:
    told = Handlers(fake).export(data, asked(fake, "Quand ?", "La météo ?"))
    assert "ne peut plus être exportée" in told
    assert "download" not in told


def test_an_export_that_fails_says_why(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    session = asked(fake, "Quand ?")

    def refuse(*_: object) -> None:
        raise OperationError("Le disque est plein.")

    monkeypatch.setattr(fake, "export", refuse)
    assert "Le disque est plein." in Handlers(fake).export({"exchange": 1, "format": ".md"}, session)


@pytest.mark.browser
def test_every_format_is_downloaded_from_under_any_answer(visit: Open, tmp_path: Path) -> None:
    visited = visit(width=390, height=844)
    page = visited.page
    visited.ask("Quel protocole ?")
    visited.ask("Et le budget ?")
    assert page.locator(".exports").count() == 2
    menu = page.locator(".exports").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="RIS").wait_for()
    composer = page.locator("#composer").bounding_box()
    last = menu.get_by_role("button", name="Copier pour un mail").bounding_box()
    assert composer is not None
    assert last is not None
    assert last["y"] + last["height"] <= composer["y"]  # not under the field that floats
    for suffix in FORMATS:
        with page.expect_download() as told:
            menu.locator(f"[data-format='{suffix}']").click()
        assert told.value.suggested_filename == f"reponse-protocole-2026-03-12{suffix}"
        told.value.save_as(tmp_path / f"a{suffix}")
    assert "[^2]:" in (tmp_path / "a.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO((tmp_path / "a.docx").read_bytes())) as archive:
        assert b"Le comit" in archive.read("word/footnotes.xml")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert visited.errors == []


@pytest.mark.browser
@pytest.mark.parametrize("clipboard", ["granted", "missing"])
def test_the_mail_is_copied_with_or_without_a_clipboard(visit: Open, clipboard: str) -> None:
    visited = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visited.page
    visited.ask("Quand ?")
    page.evaluate("window.readClipboard = navigator.clipboard.readText.bind(navigator.clipboard)")
    if clipboard == "missing":
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.locator(".exports summary").click()
    button = page.locator(".exports [data-act=copy]")
    button.click()
    page.locator(".exports [data-act=copy]", has_text="Copié").wait_for()
    copied = page.evaluate("readClipboard()")
    assert copied == button.get_attribute("data-copy")
    assert "Sources" in copied
    assert page.evaluate("document.activeElement.dataset.act") == "copy"
