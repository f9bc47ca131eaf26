"""What a question is about is found without a tagger."""

from __future__ import annotations

import pytest

from assistant.retrieval.subjects import Phrase, phrases


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Combien d'engagements compte le protocole ?", Phrase("les engagements", None, plural=True)),
        ("Quand la halle a-t-elle été bâtie ?", Phrase("la halle", "f")),
        ("Qui siège au comité de bassin ?", Phrase("le comité de bassin", "m")),
        ("Quels freins reviennent chez les allocataires ?", Phrase("les freins", "m", plural=True)),
        ("horaires piscine Jean Bouin ?", Phrase("horaires piscine Jean Bouin", None, plural=True)),
        ("Charte du port : qui la signe ?", Phrase("Charte du port")),
        ("Qui finance la formation et l'emploi ?", Phrase("la formation", "f")),
        ("Que dit la charte de l'accueil et de l'écoute ?", Phrase("la charte de l'accueil et de l'écoute", "f")),
    ],
)
def test_the_first_phrase_of_a_question(question: str, first: Phrase) -> None:
    assert phrases(question)[0] == first


def test_what_a_budget_is_the_budget_of_comes_before_the_budget() -> None:
    assert [one.text for one in phrases("Quel est le budget du plan vélo ?")] == [
        "le plan vélo",
        "le budget du plan vélo",
    ]


def test_what_completes_a_noun_comes_after_it() -> None:
    assert [one.text for one in phrases("Qui garde les clés de la tour ?")] == ["les clés de la tour", "la tour"]


def test_a_question_without_a_noun_is_about_nothing() -> None:
    assert phrases("Et quand ?") == phrases("") == phrases("?") == []


@pytest.mark.parametrize(
    ("text", "after_de", "after_a"),
    [
        ("le plan", "du plan", "au plan"),
        ("les jeunes", "des jeunes", "aux jeunes"),
        ("la charte", "de la charte", "à la charte"),
        ("l'accord", "de l'accord", "à l'accord"),
        ("un parcours", "d'un parcours", "à un parcours"),
        ("Angers", "d'Angers", "à Angers"),
    ],
)
def test_articles_contract_with_prepositions(text: str, after_de: str, after_a: str) -> None:
    assert (Phrase(text).after_de, Phrase(text).after_a) == (after_de, after_a)
