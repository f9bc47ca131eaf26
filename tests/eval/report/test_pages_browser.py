"""The pages for everyone: axe-core with everything opened, both palettes, a narrow window, the keyboard, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.eval.report import builders

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
NAMES = ["answers", "bare", "retrieval", "comparison"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each report written to a file."""
    from eval.report.answers_page import answers_page
    from eval.report.comparison_page import comparison_page
    from eval.report.retrieval_page import retrieval_page

    a, b = builders.answers_run(), builders.answers_run(folder="runs/b")
    made = (
        answers_page(builders.answers_run(model={"answers": 8, "fallbacks": 3})),
        answers_page(builders.bare_run()),
        retrieval_page(builders.retrieval_run()),
        comparison_page(builders.comparison(), a, b),
    )
    folder = tmp_path_factory.mktemp("pages")
    for name, html in zip(NAMES, made, strict=True):
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in NAMES}


def opened(browser: Browser, path: Path, size: dict[str, int], **options: Any) -> Page:
    page = browser.new_context(viewport=size, **options).new_page()  # type: ignore[arg-type]
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    return page


def violations(page: Page) -> list[str]:
    """What axe-core objects to, one line for each element; no rule is left out."""
    from axe_playwright_python.sync_playwright import Axe

    found: dict[str, Any] = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    browser: Browser, pages: dict[str, Path], name: str, scheme: str
) -> None:
    for size in (WIDE, NARROW):
        page = opened(browser, pages[name], size, color_scheme=scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        page.context.close()


def test_axe_sees_a_fault_where_there_is_one(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["bare"], WIDE)
    page.evaluate("document.querySelector('main').append(new Image())")
    assert any(line.startswith("image-alt") for line in violations(page))


def test_the_first_tab_stop_leads_to_the_content_and_a_question_opens_from_the_keyboard(
    browser: Browser, pages: dict[str, Path]
) -> None:
    page = opened(browser, pages["answers"], WIDE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = false })")
    page.locator("#q2 > summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("Le rapport compte 12 pages.").is_visible()


def test_both_answers_stand_side_by_side_and_one_under_the_other_on_a_narrow_screen(
    browser: Browser, pages: dict[str, Path]
) -> None:
    tops = {}
    for label, size in (("wide", WIDE), ("narrow", NARROW)):
        sections = opened(browser, pages["comparison"], size).locator("#perdues-1 .two > div")
        boxes = [sections.nth(n).bounding_box() for n in (0, 1)]
        tops[label] = [box["y"] for box in boxes if box]
    assert tops["wide"][0] == tops["wide"][1]
    assert tops["narrow"][0] < tops["narrow"][1]


def test_paper_is_light_and_shows_the_failures_opened(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(pages["answers"].as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.get_by_text("Le rapport compte 12 pages.").is_visible()
    assert not page.get_by_text("Le corpus ne le dit pas.").is_visible()


def test_charts_follow_the_palette(browser: Browser, pages: dict[str, Path]) -> None:
    fills = []
    for scheme in ("light", "dark"):
        page = opened(browser, pages["answers"], WIDE, color_scheme=scheme)
        fills.append(page.locator("#risque svg text").first.evaluate("(node) => getComputedStyle(node).fill"))
    assert fills == ["rgb(27, 36, 48)", "rgb(233, 237, 243)"]
