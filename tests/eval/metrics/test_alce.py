"""ALCE's citation recall and precision on sentences whose entailment can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.given import GivenSentence
from eval.metrics.alce import citation_precision, citation_recall
from tests.eval.metrics.makers import SILENCE, WordEntailment, answer

PREMISES = {1: "a b", 2: "c d", 3: "a b c"}


def given(*sentences: tuple[str, tuple[int, ...]]):
    return replace(answer("x"), sentences=tuple(GivenSentence(text, cited) for text, cited in sentences))


def both(*sentences: tuple[str, tuple[int, ...]]) -> tuple[float | None, float | None]:
    one = given(*sentences)
    return citation_recall(one, PREMISES, WordEntailment()), citation_precision(one, PREMISES, WordEntailment())


@pytest.mark.parametrize(
    ("sentence", "recall", "precision"),
    [
        (("a b", (1,)), 1, 1),
        (("a z", (1,)), 0, 0),
        (("a c", (1, 2)), 1, 1),  # together, and neither can be removed
        (("a b", (1, 2)), 1, 1 / 2),  # 2 does not entail, and 1 does without it
        (("a b", (1, 3)), 1, 1),  # either entails alone
        (("a d", (1, 2, 3)), 1, 1 / 3),  # 1 or 3 may go, 2 may not
        (("a b", (1, 1)), 1, 1),
        (("a b", ()), 0, 0),
        (("a b", (9,)), 0, 0),
        (("a b", (1, 9)), 0, 0),  # out of range: nothing of the sentence counts
    ],
)
def test_a_sentence_is_judged_by_what_it_cites(sentence, recall, precision):
    assert both(sentence) == (recall, pytest.approx(precision))


def test_recall_is_over_sentences_and_precision_over_citations():
    # sentences 2 of 3; citations: 1 of [1], 1 of [1][2], none of [2] = 2 of 4
    assert both(("a b", (1,)), ("a b", (1, 2)), ("a", (2,))) == (pytest.approx(2 / 3), 0.5)


def test_an_invented_marker_costs_precision():
    assert both(("a b", (1,)), ("a b", (9,))) == (0.5, 0.5)


def test_nothing_is_said_of_an_abstention():
    assert citation_recall(SILENCE, PREMISES, WordEntailment()) is None
    assert citation_precision(SILENCE, PREMISES, WordEntailment()) is None
