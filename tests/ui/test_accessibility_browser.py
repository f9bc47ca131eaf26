"""The page for everyone: axe-core on every state, both palettes, a narrow window, the words of assistive technology."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.conftest import Visit

pytestmark = pytest.mark.browser
Open = Callable[..., "Visit"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
NARROW = {"width": 390, "height": 844}


def violations(page: Page) -> list[str]:
    """What axe-core objects to, one line for each element; no rule is left out."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


def test_axe_sees_a_fault_where_there_is_one(visit: Open) -> None:
    page = visit().page
    page.evaluate("document.querySelector('main').append(new Image())")
    assert any(line.startswith("image-alt") for line in violations(page))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1280, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation_in_any_state_of_the_page(visit: Open, scheme: str, size: dict[str, int]) -> None:
    page = (visited := visit(**size, color_scheme=scheme)).page
    assert violations(page) == []
    page.get_by_role("button", name="Filtres").first.click()
    page.get_by_label("Descripteurs").click()
    page.get_by_role("option", name="POLE EMPLOI").wait_for()
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    assert violations(page) == []
    page.get_by_role("option", name="POLE EMPLOI").click()
    page.locator(".active-filters").wait_for()
    page.keyboard.press("Escape")
    for question in ("Quand ?", "Quelle météo ?", "Quel budget ?", "Une panne ?"):
        visited.ask(question)
    for menu in page.locator(".exports summary").all():
        menu.click()
    assert page.locator(".exports[open]").count() == 2
    assert violations(page) == []
    visited.ask("Les notices depuis 2022 ?")
    page.locator("button.condition").wait_for()
    assert violations(page) == []
    page.get_by_role("tab", name="Recherche").click()
    page.get_by_label("Chercher dans le catalogue").fill("protocole depuis 2022")
    page.keyboard.press("Enter")
    page.locator(".search-layout button.condition").wait_for()
    page.get_by_role("button", name="2023").click()
    page.locator("[data-value='2023'][aria-pressed=true]").wait_for()
    page.locator(".facet summary").first.click()
    assert violations(page) == []
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#corpus table").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["Protocole régional", "Un protocole pour l’emploi"], ids=["pdf", "notice"])
def test_axe_finds_no_violation_in_the_viewer(visit: Open, scheme: str, name: str) -> None:
    visited = visit(color_scheme=scheme)
    visited.ask("Quand ?")
    visited.open_source(name)
    assert violations(visited.page) == []


def test_a_narrow_window_never_scrolls_sideways_and_puts_the_cards_below(visit: Open) -> None:
    page = (visited := visit(**NARROW)).page

    def overflow() -> int:
        return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    assert overflow() <= 0
    visited.ask("Quand ?")
    assert overflow() <= 0
    composer, card = page.locator("#composer").bounding_box(), page.locator(".card").first.bounding_box()
    assert composer
    assert card
    assert card["y"] > composer["y"]
    visited.open_source("Protocole régional")
    assert page.evaluate("document.querySelector('.viewer-body').scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Corpus").click()
    page.locator("#corpus table").wait_for()
    assert overflow() <= 0


def test_the_page_is_in_french_with_a_title_and_a_live_conversation(visit: Open) -> None:
    page = visit().page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.title() == "Assistant documentaire"
    assert page.get_by_role("heading", level=1).inner_text() == "Assistant documentaire"
    assert page.get_by_role("log").get_attribute("aria-live") == "polite"
    header = page.locator("header").inner_text()
    assert "Réponses automatiques" in header
    assert "Vérifiez toujours la source" in header
    assert "12\u00a0mars\u00a02026" in header
    page.get_by_role("button", name="Filtres").first.click()
    page.get_by_label("Du").wait_for()
    shown = page.locator("body").inner_text()
    assert not [word for word in ("Send", "Clear", "Submit", "Filter", "Loading", "Settings", "API") if word in shown]


def test_the_first_tab_stop_leads_to_the_question(visit: Open) -> None:
    page = visit().page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#question') !== null")
