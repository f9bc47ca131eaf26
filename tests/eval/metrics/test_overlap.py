"""F1 of words, worked out by hand."""

from __future__ import annotations

import pytest

from eval.metrics.overlap import token_f1
from eval.questions import Question
from tests.eval.metrics.makers import COUNT, SILENCE, TOWNS, UNANSWERABLE, WHERE, answer


def expecting(*answers: str) -> Question:
    return Question("q", "?", answers=answers)


def test_the_words_of_the_answer_and_no_other_score_one():
    assert token_f1(expecting("la garde des enfants"), answer("Garde d’enfants".replace("d’", ""))) == 1.0
    assert token_f1(expecting("mille deux cents"), answer("1 200")) == 1.0


def test_more_words_than_expected_cost_precision():
    # « 17 » among « plan compte 17 engagements »: P = 1/4, R = 1, F1 = 2/5
    assert token_f1(COUNT, answer("Le plan compte 17 engagements.")) == pytest.approx(0.4)


def test_a_word_said_once_counts_once():
    # expected « nantes nantes laval », said « nantes laval »: common 2, F1 = 4/5
    assert token_f1(expecting("Nantes, Nantes, Laval"), answer("Nantes, Laval")) == pytest.approx(0.8)


def test_the_best_of_several_answers_counts():
    assert token_f1(expecting("Angers", "Laval"), answer("Laval")) == 1.0


def test_the_best_of_each_group_is_joined():
    # « nantes laval mans » expected, « nantes et mans » said: common 2, F1 = 4/6
    assert token_f1(TOWNS, answer("Nantes et Mans")) == pytest.approx(2 / 3)
    assert token_f1(TOWNS, answer("Nantes, Laval, Le Mans")) == 1.0


def test_nothing_in_common_or_an_abstention_scores_zero():
    assert token_f1(COUNT, answer("Aucun.")) == 0.0
    assert token_f1(COUNT, answer("À vérifier : 17", level="to_check")) == 0.0
    assert token_f1(COUNT, SILENCE) == 0.0


def test_without_an_expected_text_it_says_nothing():
    assert token_f1(UNANSWERABLE, answer("Il fera beau.")) is None
    assert token_f1(WHERE, answer("Ici.")) is None
