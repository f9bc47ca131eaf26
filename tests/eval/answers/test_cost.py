"""Medians and 95th percentiles of what answers cost."""

from __future__ import annotations

from eval.answers.cost import cost, percentiles
from eval.answers.systems import Played


def played(total: float, read: int | None = None, tokens: tuple[int, int] | None = None) -> Played:
    return Played({"id": "q", "timings_ms": {"search": total / 2, "total": total}}, {}, read, tokens)


def test_times_are_told_stage_by_stage() -> None:
    # Five values: the median is the third, the 95th percentile at 4 x .95 = 3.8, between the fourth and the fifth.
    found = cost([played(ms) for ms in (10, 20, 30, 40, 100)])
    assert found["stages_ms"]["total"] == {"p50": 30.0, "p95": 88.0, "n": 5}
    assert found["stages_ms"]["search"]["p50"] == 15.0


def test_tokens_are_added_up_over_the_questions_whose_model_told_them() -> None:
    found = cost([played(1, 12, (100, 20)), played(1, 8, None), played(1, None, (50, 5))])
    assert found["tokens"] == {"input": 150, "output": 25, "questions": 2}
    assert found["passages_read"] == {"p50": 10.0, "p95": 11.8, "n": 2}


def test_without_a_model_there_are_no_tokens_and_without_values_no_percentile() -> None:
    assert cost([played(1)])["tokens"] is None
    assert percentiles([]) == {"p50": None, "p95": None, "n": 0}
