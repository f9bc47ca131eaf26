"""Figures over questions, on a few verdicts worked out by hand."""

from __future__ import annotations

import pytest

from assistant.models import Turn
from eval.answers.measures import by_kind, follow_ups, measures, page_retrieval
from eval.answers.verdict import Verdict
from eval.metrics import names
from eval.questions import Question

NOTHING: dict[str, float | None] = dict.fromkeys(names.MEANS)


def answered(name: str, right: float, confidence: float, **more: object) -> Verdict:
    values = NOTHING | {"answer_right": right, "false_abstention_rate": 0.0}
    question = Question(name, f"{name} ?", answers=("x",), **more)  # type: ignore[arg-type]
    return Verdict(question, values, confidence, loss=1 - right)


def silent_on_unanswerable(name: str, confidence: float) -> Verdict:
    values = NOTHING | {"abstention_precision": 1.0, "abstention_recall": 1.0}
    return Verdict(Question(name, f"{name} ?", kind="unanswerable"), values, confidence, loss=1.0)


def wrongly_silent(name: str, confidence: float) -> Verdict:
    values = NOTHING | {"answer_right": 0.0, "false_abstention_rate": 1.0, "abstention_precision": 0.0}
    return Verdict(Question(name, f"{name} ?", answers=("x",)), values, confidence, loss=1.0)


FOUR = [
    answered("a", 1.0, 0.9),
    answered("b", 0.0, 0.6),
    wrongly_silent("c", 0.3),
    silent_on_unanswerable("d", 0.4),
]


def test_each_figure_is_the_mean_over_the_questions_of_which_it_says_something() -> None:
    found = measures(FOUR)
    assert list(found) == list(names.ALL)
    assert (found["answer_right"].value, found["answer_right"].n) == (pytest.approx(1 / 3), 3)
    assert (found["abstention_precision"].value, found["abstention_precision"].n) == (0.5, 2)
    assert (found["abstention_recall"].value, found["abstention_recall"].n) == (1.0, 1)
    assert (found["false_abstention_rate"].value, found["false_abstention_rate"].n) == (pytest.approx(1 / 3), 3)
    assert (found["quote_exact"].value, found["quote_exact"].n) == (None, 0)


def test_figures_of_all_questions_together_are_those_worked_out_by_hand() -> None:
    found = measures(FOUR)
    # Surest first the losses are 0, 1, 1, 1: risks 0/1, 1/2, 2/3, 3/4.
    assert found["aurc"].value == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4)
    # The unanswerable question (.4) is less sure than two of the three others (.9, .6, .3).
    assert found["auroc"].value == pytest.approx(2 / 3)
    # Precision 1/2, recall 1.
    assert found["abstention_f1"].value == pytest.approx(2 / 3)
    assert found["aurc"].low is not None
    assert found["aurc"].low <= found["aurc"].value <= (found["aurc"].high or 0)


def test_each_kind_of_question_has_its_own_figures() -> None:
    kinds = by_kind(FOUR)
    assert list(kinds) == ["other", "unanswerable"]
    assert kinds["unanswerable"]["abstention_recall"]["value"] == 1.0
    assert kinds["unanswerable"]["answer_right"] == {"value": None, "low": None, "high": None, "n": 0}
    assert kinds["other"]["answer_right"]["n"] == 3


def ranked(name: str, **ranks: int | None) -> Verdict:
    question = Question(name, f"{name} ?", answers=("x",), history=(Turn("user", "avant"),))
    return Verdict(question, NOTHING, 0.5, 1.0, ranks=ranks)


def test_what_rewriting_brings_is_the_difference_of_reciprocal_ranks() -> None:
    followed = [
        ranked("a", raw=None, rewritten=1, standalone=1),
        ranked("b", raw=4, rewritten=2, standalone=1),
        ranked("c", raw=12, rewritten=None, standalone=1),
    ]
    found = follow_ups([*FOUR, *followed])
    assert found["n"] == 3
    assert found["retrieval"]["raw"]["success@5"]["value"] == pytest.approx(1 / 3)
    assert found["retrieval"]["rewritten"]["success@1"]["value"] == pytest.approx(1 / 3)
    assert found["retrieval"]["standalone"]["mrr@10"]["value"] == 1.0
    # Beyond the tenth place nothing counts: raw 0, 1/4, 0; rewritten 1, 1/2, 0.
    assert found["retrieval"]["raw"]["mrr@10"]["value"] == pytest.approx(1 / 12)
    gain = found["retrieval"]["rewritten_vs_raw"]
    assert gain["difference"] == pytest.approx((1 + 1 / 4 + 0) / 3)
    assert gain["verdict"] == "no difference"  # three questions show nothing


def test_without_follow_ups_nothing_is_said_of_them() -> None:
    found = follow_ups(FOUR)
    assert found["n"] == 0
    assert found["retrieval"]["rewritten_vs_raw"]["difference"] is None
    assert page_retrieval(FOUR)["success@1"] == {"value": None, "low": None, "high": None, "n": 0}
