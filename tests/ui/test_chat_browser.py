"""The chat in a headless browser: asking, reading, opening sources, following up."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from assistant.models import Filters, Turn
from tests.ui.fake_assistant import HOSTILE, LONG_NAME

if TYPE_CHECKING:
    from tests.ui.conftest import Site, Visit

pytestmark = pytest.mark.browser
QUESTION = "Quand le protocole a-t-il été signé ?"
Open = Callable[..., "Visit"]


def test_a_question_gets_sentences_that_each_lead_to_a_source_card(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    answer = page.locator(".answer")
    assert "signé le 1er juin 2023" in answer.inner_text()
    assert answer.get_by_role("link").all_inner_texts() == ["[1]", "[2]"]
    answer.get_by_role("link", name=re.compile("^Source 2")).click()
    page.locator("#source-1-2.current").wait_for()
    assert page.evaluate("document.activeElement.closest('.card').id") == "source-1-2"
    card = page.locator("#source-1-2").inner_text()
    assert "RÉGION PAYS DE LA LOIRE" in card
    assert "Page\u00a02 (numérotée\u00a01)" in card
    assert "Le comité régional valide les engagements." in card


def test_an_example_is_asked_by_a_click(visit: Open, site: Site) -> None:
    page = visit().page
    page.get_by_role("button", name="Qui valide les engagements").click()
    page.locator(".exports summary").wait_for()
    assert site.assistant.asked[0][0] == "Qui valide les engagements ?"


def test_sentences_appear_while_the_answer_is_being_made_and_it_can_be_stopped(visit: Open, site: Site) -> None:
    page = visit().page
    site.assistant.gate.clear()
    page.get_by_label("Votre question").first.fill(QUESTION)
    page.get_by_role("button", name="Envoyer").click()
    page.locator(".answer p").first.wait_for()
    assert page.locator(".answer p").count() == 1
    assert page.locator(".progress").inner_text() == "Lecture de 8 passages"
    page.get_by_label("Votre question").first.fill("Et où ?")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("Une réponse est en cours").wait_for()
    page.get_by_role("button", name="Arrêter").click()
    page.get_by_text("Réponse interrompue à votre demande.").wait_for()
    page.get_by_role("button", name="Envoyer").wait_for()
    assert page.locator(".answer p").count() == 1


def test_a_pdf_source_opens_on_its_page_with_the_quote_highlighted(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    visited.open_source("Protocole régional")
    image = page.locator("#viewer-dialog img")
    assert "Le comité régional valide les engagements." in str(image.get_attribute("alt"))
    image.evaluate("image => image.decode()")
    yellow = image.evaluate(
        "image => { const c = document.createElement('canvas'); c.width = image.naturalWidth;"
        " c.height = image.naturalHeight; const d = c.getContext('2d'); d.drawImage(image, 0, 0);"
        " return [...d.getImageData(500, 110, 1, 1).data].slice(0, 3); }"
    )
    assert yellow == [255, 225, 120]
    page.get_by_role("button", name="Page précédente").click()
    page.get_by_text("Page\u00a01 sur 2, numérotée\u00a0i").wait_for()
    page.get_by_role("button", name="Revenir à la page citée").click()
    page.get_by_text("Page\u00a02 sur 2").first.wait_for()
    assert page.locator("#viewer-dialog mark").text_content() == "Le comité régional valide les engagements."
    page.get_by_role("button", name="Lire sa notice").click()
    page.locator("#viewer-dialog .terms").wait_for()
    page.get_by_role("button", name="Fermer").click()
    page.locator("#viewer-dialog").wait_for(state="hidden")


def test_a_notice_source_shows_its_text_its_descriptors_its_record_and_its_pdf(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    visited.open_source("Un protocole pour l’emploi")
    dialog = page.get_by_role("dialog")
    assert dialog.locator("mark").inner_text().startswith("L’État et la Région ont signé")
    assert {"INSERTION PROFESSIONNELLE B2", "POLE EMPLOI"} == set(dialog.locator(".terms li").all_inner_texts())
    record = dialog.get_by_role("link", name="Voir la notice dans le catalogue")
    assert record.get_attribute("href") == "https://catalogue.example.org/notice/65474"
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Télécharger le PDF joint").click()
    assert download.value.suggested_filename == "protocole.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_the_keyboard_alone_asks_opens_a_source_and_comes_back(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    opener = page.locator("#source-1-2").get_by_role("button")
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("#viewer-dialog .viewer-main").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Fermer"
    page.keyboard.press("Escape")
    page.locator("#viewer-dialog").wait_for(state="hidden")
    assert opener.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#viewer-dialog .viewer-main").wait_for()


def test_a_follow_up_carries_the_conversation_and_shows_how_it_was_understood(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    visited.ask("Et qui le valide ?")
    assert "Question comprise" in page.locator(".exchange").nth(1).locator(".understood").inner_text()
    assert page.locator(".exchange").first.locator(".understood").is_hidden()
    history = site.assistant.asked[1][1]
    assert history[0] == Turn("user", QUESTION)
    assert [turn.role for turn in history] == ["user", "assistant"]
    page.locator(".exchange").first.get_by_role("link", name=re.compile("^Source 1")).click()
    page.locator("#source-1-1.current").wait_for()
    assert page.locator("details.older").get_attribute("open") is not None


def test_an_abstention_names_the_documentation_desk_and_shows_no_source(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask("Quelle météo demain ?")
    assert page.locator(".abstention.not-found").inner_text().count("Je ne trouve pas de réponse") == 1
    assert page.get_by_role("link", name="doc@example.org").get_attribute("href") == "mailto:doc@example.org"
    assert page.locator(".card").count() == 0


def test_a_passage_to_check_is_marked_as_such(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask("Quel est le budget ?")
    assert page.locator(".abstention.to-check .abstention-title").inner_text() == "À vérifier"
    assert page.locator(".card.to-check .badge").inner_text() == "À vérifier"
    page.locator(".abstention").get_by_role("link", name=re.compile("^Source 1")).click()
    page.locator("#source-1-1.current").wait_for()


def test_filters_are_sent_with_the_question_and_shown(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    page.get_by_role("button", name="Filtres", exact=False).first.click()
    page.get_by_label("Du").fill("06/2023")
    page.get_by_label("Descripteurs").click()
    page.get_by_role("option", name="POLE EMPLOI").click()
    page.get_by_label("PDF", exact=True).check()
    page.locator(".active-filters li", has_text="PDF").wait_for()
    page.locator(".active-filters li", has_text="POLE EMPLOI").wait_for()
    visited.ask(QUESTION)
    expected = Filters(date_from="2023-06-01", descriptors=("POLE EMPLOI",), kinds=("pdf",))
    assert site.assistant.asked[0][2] == expected
    assert "à partir du 1er\u00a0juin\u00a02023" in page.locator(".scope:visible").inner_text()
    page.get_by_role("button", name="Effacer les filtres").click()
    page.locator(".active-filters").wait_for(state="detached")
    visited.ask("Et ensuite ?")
    assert site.assistant.asked[1][2].empty


def test_a_new_conversation_forgets_the_former(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    page.get_by_role("button", name="Nouvelle conversation").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".card").count() == 0
    visited.ask("Qui le valide ?")
    assert site.assistant.asked[1][1] == ()


def test_two_browsers_never_share_a_conversation(visit: Open, site: Site) -> None:
    first, second = visit(), visit()
    first.ask("Première question du premier ?")
    second.ask("Question du second ?")
    first.ask("Deuxième question du premier ?")
    assert "du second" not in first.page.locator("#conversation").inner_text()
    assert "du premier" not in second.page.locator("#conversation").inner_text()
    histories = {question: [turn.content for turn in turns] for question, turns, _ in site.assistant.asked}
    assert histories["Question du second ?"] == []
    assert histories["Deuxième question du premier ?"][0] == "Première question du premier ?"


def test_errors_and_refusals_are_told_in_french(visit: Open) -> None:
    page = (visited := visit()).page
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("alert").get_by_text("Écrivez une question").wait_for()
    page.get_by_label("Votre question").first.fill("x" * 2001)
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("2\u202f001 caractères").wait_for()
    visited.ask("Une panne ?")
    assert "L’index est occupé" in page.locator(".problem").inner_text()
    visited.ask("Et si cela plante ?")
    assert "erreur imprévue" in page.locator(".problem").nth(1).inner_text()


def test_text_from_documents_is_shown_and_never_run(visit: Open) -> None:
    page = (visited := visit()).page
    visited.ask(QUESTION)
    assert HOSTILE in page.locator(".answer").inner_text()
    assert "**engagements**" in page.locator(".answer").inner_text()
    visited.open_source("Un protocole pour l’emploi")
    shown = page.locator("#viewer-dialog .viewer-main").inner_text()
    assert HOSTILE in shown
    assert "${1+1} {{value}}" in shown
    assert page.evaluate("window.hacked") is None
    assert page.locator("img[src=x]").count() == 0


def test_the_corpus_panel_shows_what_another_process_has_added(visit: Open, site: Site) -> None:
    page = (visited := visit()).page
    page.get_by_role("tab", name="Corpus").click()
    panel = page.locator("#corpus")
    assert f"{LONG_NAME}.pdf" in panel.inner_text()
    assert "aucune page n’a de texte" in panel.inner_text()
    assert panel.locator("tbody tr").count() == 2
    site.assistant.add_notice("Notice toute neuve")
    page.get_by_role("button", name="Actualiser").click()
    panel.get_by_role("row", name="Notice toute neuve").wait_for()
    page.get_by_text("lus le 13\u00a0mars\u00a02026").wait_for()
    page.get_by_label("Chercher dans la liste").fill("regional")
    assert panel.locator("tbody tr:visible").count() == 1
    panel.get_by_role("button", name="Lire\u00a0: Protocole régional").click()
    page.locator("#viewer-dialog img").wait_for()
    assert visited.errors == []


def test_nothing_is_asked_of_any_other_machine(visit: Open) -> None:
    visited = visit()
    visited.ask(QUESTION)
    visited.open_source("Protocole régional")
    outside = [url for url in visited.requests if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    assert outside == []
    assert visited.errors == []


def test_what_the_server_held_is_dropped_after_the_browser_has_left(
    visit: Open, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.ui import app, server

    monkeypatch.setattr(app, "forget_when_left", lambda *left: server.forget_when_left(*left, grace_s=1.5))
    visited = visit()
    visited.ask("Question à oublier ?")
    session = next(reversed(site.blocks.state_holder.session_data))
    visited.page.context.close()
    deadline = time.monotonic() + 20
    while session in site.blocks.state_holder.session_data and time.monotonic() < deadline:
        time.sleep(0.05)
    assert session not in site.blocks.state_holder.session_data
