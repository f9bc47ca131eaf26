"""The search tab and the conditions of a question, without Gradio."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.models import Filters, ListedDocument, Listing
from assistant.ui import texts
from assistant.ui.handlers import Handlers
from assistant.ui.listing_view import LISTED, conditions_line, listing
from assistant.ui.search_state import SearchState, chosen
from assistant.ui.search_view import extract, results
from assistant.ui.session import Session
from tests.ui.fake_assistant import HOSTILE, SINCE, FakeAssistant


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    return FakeAssistant(tmp_path)


def asked(fake: FakeAssistant, *questions: str) -> Session:
    session = Session()
    for question in questions:
        last = list(Handlers(fake).ask(question, session))[-1].session
        assert last
        session = last
    return session


def test_a_click_on_a_condition_asks_the_same_question_without_it(fake: FakeAssistant) -> None:
    session = asked(fake, "Bonjour ?", "Les notices depuis 2022 ?", "Et où ?")
    screens = list(Handlers(fake).ask_clicked({"exchange": 2, "index": 0}, session))
    assert fake.asked[-1][0] == "Les notices depuis 2022 ?"
    assert fake.removed[-1] == (SINCE,)
    assert [turn.content for turn in fake.asked[-1][1]][::2] == ["Bonjour ?"]
    last = screens[-1].session
    assert last
    assert last.exchanges[-1].answer
    assert last.exchanges[-1].answer.conditions == ()


@pytest.mark.parametrize(
    "data", [{"exchange": 9, "index": 0}, {"exchange": 1, "index": 7}, {"exchange": 1, "index": -1}, {"index": 0}]
)
def test_a_condition_that_does_not_exist_asks_nothing(fake: FakeAssistant, data: object) -> None:
    session = asked(fake, "Les notices depuis 2022 ?")
    list(Handlers(fake).ask_clicked(data, session))
    assert len(fake.asked) == 1


def test_facets_are_picked_and_let_go(fake: FakeAssistant) -> None:
    handlers = Handlers(fake)
    state, found, problem = handlers.find("  protocole ", SearchState())
    assert (state.question, bool(found), problem) == ("protocole", True, "")
    state, _, _ = handlers.refine({"facet": "descriptors", "value": "TERME 1"}, state)
    state, _, _ = handlers.refine({"facet": "years", "value": "2023"}, state)
    state, _, _ = handlers.refine({"facet": "kinds", "value": "pdf"}, state)
    assert fake.browsed[-1][1] == Filters("2023-01-01", "2023-12-31", ("TERME 1",), (), ("pdf",))
    assert chosen(state.filters, "years") == ("2023",)
    for facet, value in (("years", "2023"), ("descriptors", "TERME 1"), ("kinds", "pdf")):
        state, _, _ = handlers.refine({"facet": facet, "value": value}, state)
    assert state.filters.empty


@pytest.mark.parametrize(
    "data",
    [
        {"facet": "kinds", "value": "exe"},
        {"facet": "__class__", "value": "x"},
        {"facet": "years", "value": "20x3"},
        None,
    ],
)
def test_a_forged_facet_changes_nothing(fake: FakeAssistant, data: object) -> None:
    state, _, _ = Handlers(fake).refine(data, SearchState("protocole"))
    assert state == SearchState("protocole")


def test_a_condition_of_a_search_can_be_taken_away(fake: FakeAssistant) -> None:
    handlers = Handlers(fake)
    state, _, _ = handlers.find("notices depuis 2022", SearchState())
    assert state.conditions == (SINCE,)
    state, _, _ = handlers.refine({"index": 0}, state)
    assert (fake.browsed[-1][2], state.conditions) == ((SINCE,), ())


def test_a_search_that_fails_is_told_in_french(fake: FakeAssistant) -> None:
    _, found, problem = Handlers(fake).find("panne", SearchState())
    assert (found, problem) == (None, "L’index est occupé : réessayez dans un instant.")
    _, found, problem = Handlers(fake).find("x" * 2001, SearchState())
    assert found is None
    assert "2" in problem


def test_the_words_of_the_question_are_marked_and_nothing_of_a_text_is_html() -> None:
    shown = extract(f"Des apprentis {HOSTILE} et leurs apprentissages.", "apprenti")
    assert "<mark>apprentis</mark>" in shown
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


def test_a_long_extract_begins_near_the_first_word_found_and_cuts_no_word() -> None:
    shown = extract("mot " * 300 + "cible " + "suite " * 300, "cible")
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>cible</mark>" in shown
    assert set(shown.replace("<mark>", "").replace("</mark>", "").split()) == {"…", "mot", "cible", "suite"}


def test_results_give_cards_counts_and_pressed_facets(fake: FakeAssistant) -> None:
    state = SearchState("protocole", Filters(descriptors=("TERME 2",)))
    shown = results(fake.browse("protocole"), state)
    assert "1\u00a0document pour «\u00a0protocole\u00a0»" in shown
    assert 'data-value="TERME 2" aria-pressed="true"' in shown
    assert 'data-value="TERME 1" aria-pressed="false"' in shown
    assert "et 3\u00a0autres" in shown
    assert 'data-document="n1"' in shown
    assert "<script" not in shown


def test_a_picked_value_that_no_result_has_can_still_be_let_go(fake: FakeAssistant) -> None:
    shown = results(fake.browse("rien"), SearchState("rien", Filters(authors=("Personne",))))
    assert 'data-value="Personne" aria-pressed="true"' in shown
    assert texts.SEARCH_NONE in shown


def test_a_listing_shows_the_first_documents_and_folds_the_others() -> None:
    one = ListedDocument("n1", "w1", "notice", f"Titre {HOSTILE}", "2023-06-01", ("Région",), "R.", "a.txt")
    shown = listing(Listing("notices", 23, documents=(one,) * (LISTED + 3)))
    assert shown.count('data-act="open"') == 23
    assert "et 3\u00a0autres" in shown
    assert "<script" not in shown
    assert "Notice · 1er\u00a0juin\u00a02023 · Région" in shown


def test_a_condition_without_effect_has_no_button() -> None:
    shown = conditions_line((replace(SINCE, applied=False), SINCE), 'data-act="drop"')
    assert shown.count("<button") == 1
    assert 'data-index="1"' in shown
    assert "sans effet" in shown
