from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.validation.matching import Match, Matcher
from tests.fakes import HashedEncoder

FIRST = "Quel est le coût de l'atelier ?"
SAME = "Combien coûte l'atelier ?"


class Counted(HashedEncoder):
    """Counts the texts that were encoded."""

    encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        self.encoded += len(texts)
        return super().encode_queries(texts)


def matcher(threshold: float | None, *questions: str) -> tuple[Matcher, Counted]:
    encoder = Counted()
    made = Matcher(encoder, threshold)
    made.load(dict(enumerate(questions, start=1)))
    return made, encoder


def test_the_model_is_asked_about_no_question_that_reading_tells_apart() -> None:
    made, encoder = matcher(0.1, FIRST, "Quel est le coût du stage ?")
    assert made.find("Combien coûte le repas ?") == []
    assert made.find("quel est le cout de l'atelier") == [Match(1, 1.0)]
    assert encoder.encoded == 0


def test_a_paraphrase_is_found_from_the_threshold_on() -> None:
    made, _ = matcher(0.1, FIRST)
    (found,) = made.find(SAME)
    assert matcher(found.cosine, FIRST)[0].find(SAME) == [found]
    assert matcher(found.cosine + 0.01, FIRST)[0].find(SAME) == []


def test_without_a_threshold_the_same_words_alone_are_found() -> None:
    made, _ = matcher(None, FIRST)
    assert made.find(SAME) == []
    assert made.find(FIRST) == [Match(1, 1.0)]


def test_once_prepared_a_question_costs_one_vector() -> None:
    made, encoder = matcher(0.1, FIRST, "Quel est le prix de l'atelier ?")
    made.prepare()
    before = encoder.encoded
    assert [one.id for one in made.find(SAME)]
    assert encoder.encoded == before + 1


def test_only_those_allowed_are_found_and_the_latest_first() -> None:
    made, _ = matcher(None, FIRST, FIRST)
    assert [one.id for one in made.find(FIRST)] == [2, 1]
    assert [one.id for one in made.find(FIRST, among=[1])] == [1]


def test_questions_that_are_no_longer_held_are_not_found() -> None:
    made, _ = matcher(None, FIRST)
    made.load({2: SAME})
    assert made.find(FIRST) == []
