"""A sentence is supported only by words that say the same thing."""

from __future__ import annotations

import pytest

from assistant.answering.base import Evidence
from assistant.answering.scoring import SentenceVectors
from assistant.answering.verification import RuleVerifier, consistent
from assistant.models import Hit, Passage
from tests.fakes import FakeStatistics, HashedEncoder

SUPPORT = (
    "Le texte formalise 17 engagements structurés en trois thématiques. "
    "Les comités de la Région agissent dans chacun des 18 bassins d'emploi. "
    "La commission permanente se prononce le 7 juillet 2023."
)


@pytest.mark.parametrize(
    "claim",
    [
        "Le texte formalise 17 engagements.",
        "Il y a dix-sept engagements en 3 thématiques.",
        "La commission permanente se prononce en juillet 2023.",
        "La commission se prononce le 07/07/2023.",
        "Les comités agissent dans 18 bassins d'emploi.",
    ],
)
def test_what_the_passage_says_in_other_spellings_is_consistent(claim: str) -> None:
    assert consistent(claim, SUPPORT)


@pytest.mark.parametrize(
    "claim",
    [
        "Le texte formalise 19 engagements.",
        "Le texte formalise 18 engagements.",
        "La commission permanente se prononce le 8 juillet 2023.",
        "La commission permanente se prononce le 7 juillet 2024.",
        "Le texte ne formalise pas 17 engagements.",
        "Le texte de Nantes formalise 17 engagements.",
        "Le texte de l'AFPA formalise 17 engagements.",
        "Le texte formalise 17 engagements pour 170 millions d'euros.",
    ],
)
def test_an_invented_or_changed_number_date_name_or_negation_is_not(claim: str) -> None:
    assert not consistent(claim, SUPPORT)


def test_the_opposite_word_is_not_consistent() -> None:
    assert not consistent("Le financement augmente.", "Le financement diminue.")
    assert consistent("Le financement augmente.", "Le financement augmente.")


def evidence(*texts: str) -> list[Evidence]:
    items = []
    for n, text in enumerate(texts, start=1):
        passage = Passage(f"p{n}", "doc", text, start=100, end=100 + len(text), pages=(1,))
        items.append(Evidence(passage, Hit(passage, n, {}), n))
    return items


@pytest.fixture
def verifier() -> RuleVerifier:
    encoder = HashedEncoder()
    return RuleVerifier(SentenceVectors(encoder), FakeStatistics())


def test_the_support_is_the_place_of_the_words_in_the_document(verifier: RuleVerifier) -> None:
    claim = "La commission permanente se prononce le 7 juillet 2023."
    support = verifier.verify(claim, evidence("Autre chose sans rapport.", SUPPORT))
    assert support is not None
    assert support.evidence.n == 2
    assert SUPPORT[support.start - 100 : support.end - 100] == claim
    assert support.score > 0.9


def test_a_sentence_that_no_passage_holds_has_no_support(verifier: RuleVerifier) -> None:
    assert verifier.verify("Le budget atteint 170 millions d'euros.", evidence(SUPPORT)) is None
    assert verifier.verify("The text has 17 commitments.", evidence(SUPPORT)) is None
