"""Take the screenshots of ``docs/images`` on the sample corpus, in headless Chromium.

Usage: python tools/take_screenshots.py [FOLDER]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from assistant.service import Assistant
from assistant.settings import load_settings
from assistant.ui.app import start
from tests.chromium import find_chromium

ROOT = Path(__file__).parents[1]
CONTACT = "Centre de documentation, documentation@example.org"
LIST, TABLE, CATALOGUE = (
    "Quels sont les principes de la charte de l'accueil et de l'orientation ?",
    "Quelle est l'échéance de l'engagement 6 ?",
    "Combien de notices sur l'apprentissage depuis 2022 ?",
)
FOLLOWED = (
    "Quand la charte de l'accueil et de l'orientation a-t-elle été signée ?",
    "Quels sont ses principes ?",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "docs/images")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        settings = load_settings(overrides={"data_dir": Path(data), "contact": CONTACT})
        with Assistant.open(settings) as assistant, sync_playwright() as playwright:
            assistant.ingest([ROOT / "corpus"])
            blocks = start(assistant, "127.0.0.1", 7950)
            browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
            wide = _open(browser.new_page(viewport={"width": 1280, "height": 860}), blocks.local_url)
            wide.screenshot(path=folder / "accueil.png")
            _ask(wide, LIST)
            wide.screenshot(path=folder / "reponse.png")
            _ask(wide, TABLE)
            wide.locator(".card .open", has_text="Voir la page").first.click()
            wide.locator("#viewer-dialog .page-image").wait_for()
            wide.wait_for_timeout(500)
            wide.screenshot(path=folder / "page-surlignee.png")
            wide.keyboard.press("Escape")
            wide.locator("#viewer-dialog").wait_for(state="hidden")
            _ask(wide, "Qui préside le comité régional France Travail ?")
            wide.locator(".card .open", has_text="Voir la notice").first.click()
            wide.locator("#viewer-dialog mark").first.wait_for()
            wide.wait_for_timeout(500)
            wide.screenshot(path=folder / "notice.png")
            wide.keyboard.press("Escape")
            wide.locator("#viewer-dialog").wait_for(state="hidden")
            _ask(wide, "Quel est le nom du préfet de région ?")
            wide.screenshot(path=folder / "abstention.png")
            _begin_again(wide)
            _ask(wide, CATALOGUE)
            wide.screenshot(path=folder / "catalogue.png")
            _begin_again(wide)
            for question in FOLLOWED:
                _ask(wide, question)
            wide.screenshot(path=folder / "suite.png")
            _search(wide, "métiers en tension", "METIER EN TENSION")
            wide.screenshot(path=folder / "recherche.png")
            wide.get_by_role("tab", name="Corpus").click()
            wide.locator("#corpus table").first.wait_for()
            wide.wait_for_timeout(500)
            wide.screenshot(path=folder / "corpus.png")
            narrow = _open(browser.new_page(viewport={"width": 390, "height": 844}), blocks.local_url)
            _ask(narrow, LIST)
            narrow.screenshot(path=folder / "etroit.png", full_page=True)
            browser.close()
            blocks.close(verbose=False)


def _open(page: Page, url: str) -> Page:
    page.goto(url)
    page.locator(".welcome").wait_for()
    page.wait_for_timeout(700)
    return page


def _ask(page: Page, question: str) -> None:
    before = page.locator(".exchange").count()
    page.get_by_label("Votre question").first.fill(question)
    page.keyboard.press("Enter")
    page.locator(".exchange").nth(before).locator(".progress[hidden]").wait_for(state="attached")
    page.wait_for_timeout(500)


def _begin_again(page: Page) -> None:
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.mouse.move(0, 0)
    page.locator(".welcome").wait_for()


def _search(page: Page, question: str, descriptor: str) -> None:
    """Search, then keep one descriptor; the pointer leaves the page, which shows no hover."""
    page.get_by_role("tab", name="Recherche").click()
    page.get_by_label("Chercher dans le catalogue").fill(question)
    page.keyboard.press("Enter")
    page.locator(f"[data-facet=descriptors][data-value='{descriptor}']").click()
    page.locator(f"[data-value='{descriptor}'][aria-pressed=true]").wait_for()
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
