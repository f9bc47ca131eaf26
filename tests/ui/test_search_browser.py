"""The search tab and the conditions of a question in a headless browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from assistant.models import Filters
from tests.ui.fake_assistant import SINCE

if TYPE_CHECKING:
    from tests.ui.conftest import Site, Visit

pytestmark = pytest.mark.browser
Open = Callable[..., "Visit"]


def search(visited: Visit, question: str) -> None:
    page = visited.page
    page.get_by_role("tab", name="Recherche").click()
    page.get_by_label("Chercher dans le catalogue").fill(question)
    page.keyboard.press("Enter")
    page.locator(".search-layout").wait_for()


def test_a_condition_is_shown_with_the_answer_and_a_click_asks_without_it(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    visited.ask("Que disent les notices depuis 2022 ?")
    page.get_by_role("button", name="Reposer la question sans la condition").click()
    page.locator(".exchange").nth(1).locator(".progress[hidden]").wait_for(state="attached")
    assert [question for question, _, _ in site.assistant.asked] == ["Que disent les notices depuis 2022 ?"] * 2
    assert site.assistant.removed[-1] == (SINCE,)
    assert page.locator(".condition").count() == 1
    assert visited.errors == []


def test_a_search_gives_cards_that_open_in_the_viewer(visit: Open) -> None:
    page = (visited := visit()).page
    search(visited, "protocole")
    assert page.locator(".results .card mark").first.inner_text().lower() == "protocole"
    page.locator(".results .card").get_by_role("button").click()
    page.locator("#viewer-dialog .viewer-body").wait_for()
    assert "17 engagements" in page.locator("#viewer-dialog mark").last.inner_text()
    assert visited.errors == []


def test_a_facet_is_picked_with_the_keyboard_and_keeps_the_focus(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    search(visited, "protocole")
    facet = page.get_by_role("button", name="2023")
    facet.focus()
    page.keyboard.press("Enter")
    page.locator("[data-value='2023'][aria-pressed=true]").wait_for()
    page.wait_for_function("() => document.activeElement.dataset.value === '2023'")
    assert site.assistant.browsed[-1][1] == Filters("2023-01-01", "2023-12-31")


@pytest.mark.parametrize("width", [390, 1280])
def test_the_search_tab_fits_its_window(visit: Open, width: int) -> None:
    page = (visited := visit(width=width)).page
    search(visited, "")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
