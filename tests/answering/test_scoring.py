"""Signals of a sentence, the ranking, and the confidence, with figures worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from assistant.answering.candidates import Candidate
from assistant.answering.question import understand
from assistant.answering.scoring import (
    CONFIDENCE_FEATURES,
    CONFIDENCE_SIGNS,
    ENCODED,
    Scorer,
    confidence_signals,
    default_scorer,
    score,
)
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.signals import FEATURES, SIGNS, features, missing, names_of, wording
from assistant.answering.weighing import idf, numbers_of
from assistant.models import Block, Hit, Passage
from assistant.text import stem, stems
from tests.fakes import FakeStatistics, HashedEncoder

TEXT = "Le texte compte 17 engagements. La météo est bonne."


def candidate(start: int, end: int) -> Candidate:
    passage = Passage("p", "d", TEXT, 0, len(TEXT), (1,), context="Protocole régional")
    hit = Hit(passage, 1, {"fused": 0.9, "dense": 0.85}, "w", "f.txt", "Protocole régional", date="2023-06-01")
    return Candidate(hit, start, end, TEXT[start:end], Block("paragraph", 0, len(TEXT)), headings="Protocole régional")


def sentence(text: str, before: str = "") -> Candidate:
    hit = Hit(Passage("p", "d", text, 0, len(text), (1,)), 1, {"fused": 0.9, "dense": 0.85}, "w", "f.txt", "Plan")
    return Candidate(hit, 0, len(text), text, Block("paragraph", 0, len(text)), before=before)


FOUND = [candidate(0, 31), candidate(32, len(TEXT))]


def signals(question: str, statistics: FakeStatistics | None = None) -> list[dict[str, float]]:
    encoder = HashedEncoder()
    rows, _ = features(
        understand(question),
        FOUND,
        statistics or FakeStatistics(),
        encoder.encode_queries([question])[0],
        SentenceVectors(encoder),
    )
    return [dict(zip(FEATURES, row, strict=True)) for row in rows]


def test_idf_is_that_of_bm25() -> None:
    # 100 passages, 4 hold the term: log(1 + 96.5 / 4.5)
    assert idf("x", FakeStatistics({"x": 4})) == pytest.approx(math.log(1 + 96.5 / 4.5))


def test_coverage_is_the_share_of_the_idf_of_the_question() -> None:
    statistics = FakeStatistics({"engag": 1, "protocol": 50})
    weights = {term: idf(term, statistics) for term in ("engag", "protocol")}
    first, second = signals("Combien d'engagements dans le protocole ?", statistics)
    assert first["coverage"] == pytest.approx(weights["engag"] / sum(weights.values()))
    assert first["coverage_in_context"] == pytest.approx(1.0)
    assert second["coverage"] == 0
    assert second["coverage_to_best"] < 0


def test_a_sentence_without_a_number_cannot_say_how_many() -> None:
    first, second = signals("Combien d'engagements ?")
    assert (first["impossible"], first["satisfies"]) == (0, 1)
    assert (second["impossible"], second["strict_not_satisfied"]) == (1, 1)


def test_names_and_figures_of_the_question_are_looked_for() -> None:
    first, _ = signals("Combien d'engagements à Nantes en 2024 ?")
    assert (first["proper_missing"], first["other_year"], first["numbers_missing"]) == (1, 1, 1)
    first, _ = signals("Combien d'engagements du protocole Régional en 2023 ?")
    assert (first["proper_missing"], first["other_year"], first["numbers_missing"]) == (0, 0, 0)


def test_unknown_terms_are_told_apart_from_those_that_are_elsewhere() -> None:
    row, _ = signals("Quel marsupilami ?", FakeStatistics({stem("marsupilami"): 0}))
    assert (row["unknown"], row["absent"]) == (1, 1)


def test_proper_names_are_the_capitalised_words_but_the_first() -> None:
    assert names_of("Combien de CIO à Nantes ?") == {"cio", "nant"}
    assert names_of("CIO de la ville ?") == {"cio"}
    assert numbers_of("en 2024, 12 000 places") == {"2024", "12000"}
    assert missing(frozenset(), frozenset()) == 0


def test_the_best_candidate_has_the_confidence_and_the_others_their_odds() -> None:
    ranking = tuple(1.0 if name == "coverage" else 0.0 for name in FEATURES)
    confidence = (0.0,) * len(CONFIDENCE_FEATURES)
    scorer = Scorer(ranking, confidence, intercept=math.log(3), answer_from=0.5, check_from=0.2)
    rows = [tuple(value if name == "coverage" else 0.0 for name in FEATURES) for value in (0.2, 0.9)]
    # confidence 3 / (1 + 3), then exp(0.2 - 0.9) of it
    assert scorer.probabilities(rows) == pytest.approx([0.75 * math.exp(-0.7), 0.75])


def test_the_signals_of_confidence_are_those_named() -> None:
    row = tuple(float(place) for place in range(len(FEATURES)))
    told = dict(zip(CONFIDENCE_FEATURES, confidence_signals([1.0, 3.0, 2.0], 1, row), strict=True))
    assert told["best"] == 3.0
    assert told["gap"] == 1.0
    assert told["rivals"] == pytest.approx(math.log(1 + math.exp(-1) + math.exp(-2)))
    assert told["cosine"] == FEATURES.index("cosine")


def test_vectors_of_sentences_are_computed_once() -> None:
    encoder = HashedEncoder()
    vectors = SentenceVectors(encoder)
    assert vectors.of(["un", "deux", "un"]).shape == (3, encoder.dimension)
    again = vectors.of(["deux"])
    assert encoder.passages_encoded == ["un", "deux"]
    assert np.allclose(again[0], encoder.encode_queries(["deux"])[0])


def test_only_the_sentences_that_their_words_put_first_are_encoded() -> None:
    encoder, statistics = HashedEncoder(), FakeStatistics()
    many = [sentence(f"Le texte compte {place} quais.") for place in range(ENCODED)]
    best = sentence("Le texte compte 17 engagements.")
    question = "Combien d'engagements compte le texte ?"
    scored = score(
        understand(question),
        [*many, best, sentence("Février 2020")],
        statistics,
        encoder.encode_queries([question])[0],
        SentenceVectors(encoder),
        default_scorer(),
    )
    assert len(encoder.passages_encoded) == ENCODED
    assert scored[0].candidate is best


@pytest.mark.parametrize(
    ("text", "before", "alone"),
    [
        ("Février 2020", "", True),
        ("12 mars 2020 – 14", "", True),
        ("Février 2020", "Date de signature :", False),
        ("Signé en février 2020", "", False),
    ],
)
def test_a_date_or_a_figure_that_stands_alone_answers_nothing(text: str, before: str, *, alone: bool) -> None:
    rows, _ = wording(understand("Quand le plan a-t-il été signé ?"), [sentence(text, before)], FakeStatistics())
    told = dict(zip(FEATURES[2:], rows[0], strict=True))
    assert told["impossible"] == alone


def test_what_the_document_says_elsewhere_counts_apart_from_what_surrounds_the_sentence() -> None:
    question = "À quelle heure part le bac de Batz selon le guide CRV ?"
    alone = sentence("Le bac part à midi.")
    of_batz = replace(alone, whole=frozenset(stems("Guide CRV du port de Batz")))
    known = FakeStatistics({"batz": 1, "crv": 1, "guid": 3})
    rows = [wording(understand(question), [one], known)[0][0] for one in (alone, of_batz)]
    first, second = (dict(zip(FEATURES[2:], row, strict=True)) for row in rows)
    assert first["known_missing_share"] == second["known_missing_share"] == first["document_missing"] > 0
    assert second["document_missing"] < first["document_missing"]
    assert (first["proper_not_in_document"], second["proper_not_in_document"]) == (1, 0)
    assert (first["acronyms_not_in_document"], second["acronyms_not_in_document"]) == (1, 0)


def test_the_scorer_that_ships_names_its_signals_and_thresholds() -> None:
    scorer = default_scorer()
    assert len(scorer.ranking) == len(FEATURES)
    assert 0 < scorer.check_from <= scorer.answer_from < 1


def test_no_weight_that_ships_says_the_contrary_of_its_signal() -> None:
    scorer = default_scorer()
    weighed = [*zip(SIGNS.items(), scorer.ranking, strict=True)]
    weighed += zip(CONFIDENCE_SIGNS.items(), scorer.confidence, strict=True)
    assert not [name for (name, sign), weight in weighed if sign * weight < 0]
    assert sum(sign * weight > 0 for (_, sign), weight in weighed) > len(weighed) / 2
