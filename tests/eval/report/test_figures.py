"""Estimates and differences, ready to be shown."""

from __future__ import annotations

import pytest

from eval.report import figures, words
from eval.report.figures import Whisker
from eval.report.french import NBSP


def test_an_estimate_gives_its_words_and_the_place_of_its_dot() -> None:
    shown = figures.figure("answer_right", {"value": 0.8, "low": 0.7, "high": 0.95, "n": 60})
    assert (shown.value, shown.interval, shown.n) == (f"80,0{NBSP}%", f"de 70,0 à 95,0{NBSP}%", "60")
    assert shown.whisker == Whisker(at=80.0, left=70.0, width=25.0, end=f"100{NBSP}%")


def test_a_metric_that_says_nothing_has_no_dot() -> None:
    for estimate in (None, {}, {"value": None, "low": None, "high": None, "n": 0}):
        shown = figures.figure("list_recall", estimate)
        assert (shown.known, shown.value, shown.interval, shown.n, shown.whisker) == (
            False,
            "sans objet",
            "",
            "0",
            None,
        )


def test_a_value_without_bounds_is_a_dot_alone() -> None:
    shown = figures.figure("auroc", {"value": 0.9, "low": None, "high": None, "n": 3})
    assert shown.interval == ""
    assert shown.whisker == Whisker(at=90.0, left=90.0, width=0.0, end="1")


def test_a_line_of_pages_ends_at_the_next_multiple_of_five() -> None:
    assert figures.whisker(4.0, 2.0, 6.0, "pages") == Whisker(at=40.0, left=20.0, width=40.0, end="10")
    assert figures.whisker(0.5, None, None, "pages").end == "5"


def test_the_verdict_is_that_of_the_comparison_and_nothing_is_said_without_a_difference() -> None:
    entry = {
        "a": 0.8,
        "b": 0.7,
        "difference": -0.1,
        "low": -0.15,
        "high": -0.05,
        "p": 0.01,
        "n": 60,
        "verdict": "worse",
    }
    assert figures.difference("answer_right", entry).verdict == "moins bon"
    silent = figures.difference("list_recall", {"difference": None, "n": 0, "verdict": "no difference"})
    assert silent.verdict == "non comparable"
    assert figures.difference("answer_right", None).verdict == "non comparable"


@pytest.mark.parametrize(
    ("low", "high", "lower_is_better", "code"),
    [
        (0.01, 0.05, False, "better"),
        (0.01, 0.05, True, "worse"),
        (-0.05, -0.01, True, "better"),
        (-0.05, 0.01, False, "no difference"),
        (None, None, False, "none"),
    ],
)
def test_without_a_verdict_the_interval_decides(low: float, high: float, lower_is_better: bool, code: str) -> None:
    assert words.judgement({"difference": 0.02, "low": low, "high": high}, lower_is_better=lower_is_better) == code


def test_the_questions_of_each_side_are_told_where_they_differ() -> None:
    entry = {"difference": 0.1, "n": 39, "n_a": 41, "n_b": 45, "mcnemar": {"only_a": 8, "only_b": 2, "p": 0.109}}
    shown = figures.difference("citation_page_right", entry)
    assert (shown.n, shown.sides) == ("39", "A : 41, B : 45")
    assert shown.mcnemar == ("McNemar : 0,109", "A seul 8, B seul 2")
    assert figures.difference("answer_right", {"difference": 0.1, "n": 39, "n_a": 39, "n_b": 39}).sides == ""


def test_every_metric_has_a_name_and_a_sentence_in_french() -> None:
    from eval.metrics.names import ALL

    for name in ALL:
        metric = words.metric(name)
        assert metric.label != name
        assert metric.sentence.endswith(".")
    assert [name for name in ALL if words.metric(name).direction.startswith("Plus bas")] == [
        "page_distance", "false_abstention_rate", "aurc"
    ]  # fmt: skip
