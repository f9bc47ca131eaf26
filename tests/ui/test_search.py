"""The search tab and the conditions of a question, without Gradio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.models import AddedWords, Filters, ListedDocument, Listing
from assistant.ui import texts
from assistant.ui.handlers import Handlers
from assistant.ui.listing_view import LISTED, conditions_line, listing, searched_too
from assistant.ui.search_state import SearchState, chosen
from assistant.ui.search_view import extract, readable, results
from assistant.ui.session import Session
from tests.ui.fake_assistant import HOSTILE, SINCE, FakeAssistant, asked


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
    assert replace(state, passages=()) == SearchState("protocole")


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
    assert 'data-found="0"' in shown
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


def test_a_card_of_a_search_opens_its_passage_marked_and_only_from_ones_own_search(fake: FakeAssistant) -> None:
    handlers = Handlers(fake)
    state, _, _ = handlers.find("protocole", SearchState())
    opened = handlers.open_source({"found": 0}, Session(), state)
    assert "<mark>L’État et la Région ont signé le protocole" in opened
    assert texts.FOUND in opened
    for forged in ({"found": 1}, {"found": -1}, {"found": "0"}):
        assert texts.NO_DOCUMENT in handlers.open_source(forged, Session(), state)
    assert texts.NO_DOCUMENT in handlers.open_source({"found": 0}, Session(), SearchState())


def test_a_search_that_only_the_meaning_answers_says_so(fake: FakeAssistant) -> None:
    by_meaning = fake.browse("protocole")
    hit = by_meaning.works[0].hit
    assert hit
    by_words = replace(by_meaning.works[0], hit=replace(hit, scores={"dense": 0.3, "lexical": 4.1}))
    shown = results(by_meaning, SearchState("protocole"))
    assert texts.SEARCH_BY_MEANING in shown
    assert texts.SEARCH_NEAREST not in shown
    shown = results(replace(by_meaning, works=(by_words,)), SearchState("protocole"))
    assert texts.SEARCH_BY_MEANING not in shown
    assert texts.SEARCH_NEAREST in shown


def test_works_that_are_only_listed_are_not_said_to_be_the_nearest(fake: FakeAssistant) -> None:
    shown = results(fake.browse(""), SearchState("notices de 2023"))
    assert texts.SEARCH_NEAREST not in shown
    assert texts.SEARCH_BY_MEANING not in shown
    assert 'data-document="n1"' in shown


def test_a_list_of_descriptors_is_shown_by_their_names_and_other_texts_as_they_are() -> None:
    listed = "[Thésaurus] APPRENTI 42012\n[Thésaurus] RUPTURE CONTRAT"
    assert readable(listed) == "APPRENTI\u00a0· RUPTURE CONTRAT"
    note = "[1] Rapport de 2023\nVoir aussi la page 12."
    assert readable(note) == note


def test_the_words_searched_beside_those_of_a_question_are_told_and_marked(fake: FakeAssistant) -> None:
    added = (
        AddedWords("protocol", "protocole", "spelling", 1.0),
        AddedWords("12/10/2023", "12 octobre 2023", "date", 0.5),
        AddedWords("protocol", "protocole", "thesaurus", 0.2),
    )
    assert searched_too(added) == "Recherche aussi\u00a0: protocole"
    assert searched_too(added[1:2]) == ""
    shown = results(replace(fake.browse("protocol"), added=added), SearchState("protocol"))
    assert "Recherche aussi\u00a0: protocole" in shown
    assert "<mark>protocole</mark>" in shown
