"""What is said around answers."""

from __future__ import annotations

import pytest

from assistant.answering import messages
from assistant.answering.small_talk import small_talk


@pytest.mark.parametrize("text", ["Bonjour", "bonsoir !", "Bonjour à tous"])
def test_a_greeting_is_greeted(text: str) -> None:
    assert small_talk(text) == messages.GREETING


def test_thanks_are_answered() -> None:
    assert small_talk("Merci beaucoup !") == messages.THANKS


@pytest.mark.parametrize(
    "text",
    ["Bonjour, combien d'engagements ?", "Qui a signé le protocole", "Merci de lister les axes du plan régional"],
)
def test_a_question_with_a_greeting_is_a_question(text: str) -> None:
    assert small_talk(text) is None


def test_an_abstention_names_the_missing_words_and_the_desk() -> None:
    text = messages.abstention("not_in_corpus", ["budget"], "doc@example.org")
    assert text.startswith(messages.NOT_FOUND)
    assert "« budget »" in text
    assert "doc@example.org" in text


def test_with_filters_the_advice_is_to_widen_them() -> None:
    assert "filtres" in messages.abstention("not_in_corpus", filtered=True)
    assert "filtres" not in messages.abstention("not_in_corpus")


def test_the_warning_about_a_missing_file_agrees_in_number() -> None:
    assert messages.only_notice("N", ["A"]).endswith("le document joint « A » n'est pas dans le corpus.")
    assert messages.only_notice("N", ["A", "B"]).endswith(
        "les documents joints « A », « B » ne sont pas dans le corpus."
    )


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Quel temps fait-il à Nantes ?", True),
        ("quel temps fera-t-il demain", True),
        ("Quelle heure est-il ?", True),
        ("Quel temps partiel est possible ?", False),
        ("À quelle heure est la réunion ?", False),
        ("Quel est le temps de travail ?", False),
    ],
)
def test_the_weather_and_the_time_of_day_are_told_from_questions_on_documents(question: str, now: bool) -> None:
    assert messages.asks_for_now(question) is now


@pytest.mark.parametrize("text", ["oui", "Non.", "OK !", "bien sûr", "Peut-être…"])
def test_a_yes_or_a_no_is_not_searched(text: str) -> None:
    assert small_talk(text) == messages.ACKNOWLEDGED


@pytest.mark.parametrize("text", ["Oui ou non ?", "non-respect du préavis", "oui mais combien de places"])
def test_a_question_that_begins_with_yes_is_searched(text: str) -> None:
    assert small_talk(text) is None
