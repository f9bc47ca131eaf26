"""Validating an answer in a headless browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.ui.fake_assistant import FakeDesk

if TYPE_CHECKING:
    from tests.ui.conftest import Site, Visit

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_an_answer_is_corrected_by_the_keyboard_then_found_in_the_list(
    visit: Callable[..., Visit], site: Site, width: int
) -> None:
    site.assistant.validated = FakeDesk()
    page = (visited := visit(width)).page
    visited.ask("Quand le protocole a-t-il été signé ?")
    page.get_by_role("button", name="Corriger").focus()
    page.keyboard.press("Enter")
    page.locator(".desk-form").wait_for()
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.press("Control+A")
    page.keyboard.type("Le 1er juin [1].")
    page.get_by_label("Votre nom").fill("<b>Claire</b>")
    page.keyboard.press("Enter")
    page.get_by_text("Réponse validée. Elle sera donnée").wait_for()
    page.keyboard.press("Escape")
    assert "rédigée et validée par <b>Claire</b>" in page.locator(".validated").inner_text()
    page.get_by_role("tab", name="Validées").click()
    page.locator("#validated-list .card").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visited.errors == []
