"""Abstaining at the right time, and what answering would have cost."""

from __future__ import annotations

import pytest

from eval.metrics.abstention import abstention_f1, abstention_precision, abstention_recall, false_abstention, loss
from tests.eval.metrics.makers import COUNT, SILENCE, TOWNS, UNANSWERABLE, WHERE, answer, cited, is_notice

TO_CHECK = answer("Voyez ce passage.", cited(), level="to_check")


@pytest.mark.parametrize(
    ("question", "given", "precision", "recall", "false"),
    [
        (UNANSWERABLE, SILENCE, 1, 1, None),
        (UNANSWERABLE, TO_CHECK, 1, 1, None),
        (UNANSWERABLE, answer("Il fera beau."), None, 0, None),
        (COUNT, SILENCE, 0, None, 1),
        (COUNT, TO_CHECK, 0, None, 1),
        (COUNT, answer("Autre chose."), None, None, 0),
    ],
)
def test_each_question_counts_where_it_says_something(question, given, precision, recall, false):
    assert abstention_precision(question, given) == precision
    assert abstention_recall(question, given) == recall
    assert false_abstention(question, given) == false


@pytest.mark.parametrize(
    ("precision", "recall", "f1"),
    [(1.0, 1.0, 1.0), (0.5, 1.0, 2 / 3), (None, 0.0, 0.0), (0.0, 0.0, 0.0), (0.0, None, None), (None, None, None)],
)
def test_f1_is_the_harmonic_mean(precision, recall, f1):
    assert abstention_f1(precision, recall) == (None if f1 is None else pytest.approx(f1))


@pytest.mark.parametrize(
    ("question", "given", "lost"),
    [
        (COUNT, answer("17 engagements", cited(page=8)), 0),
        (COUNT, answer("18 engagements", cited()), 1),
        (COUNT, TO_CHECK, 0),  # the quote says 17
        (COUNT, answer("17, à vérifier", cited(page=4), level="to_check"), 1),  # the message says it, the quote not
        (COUNT, SILENCE, 1),
        (TOWNS, answer("À vérifier", cited(file="notices/a.txt", page=1), level="to_check"), 0),
        (TOWNS, answer("Nantes et Laval", cited()), 1),
        (WHERE, answer("Là.", cited(page=3)), 0),
        (WHERE, answer("Là.", cited(page=4)), 1),
        (WHERE, TO_CHECK, 0),
        (WHERE, answer("Voyez.", level="to_check"), 1),
        (UNANSWERABLE, answer("Il fera beau.", cited()), 1),
        (UNANSWERABLE, SILENCE, 1),
        (UNANSWERABLE, TO_CHECK, 1),
    ],
)
def test_the_loss_is_that_of_the_nearest_answer(question, given, lost):
    assert loss(question, given, is_notice) == lost
