"""Fusion of two lists of results, with the numbers worked out by hand."""

from __future__ import annotations

import pytest

from assistant.retrieval.fusion import fuse, min_max


def test_scores_are_brought_between_zero_and_one() -> None:
    assert min_max([("a", 8.0), ("b", 5.0), ("c", 2.0)]) == {"a": 1.0, "b": 0.5, "c": 0.0}


def test_equal_scores_are_all_one() -> None:
    assert min_max([("a", 3.0), ("b", 3.0)]) == {"a": 1.0, "b": 1.0}


def test_the_fused_score_is_the_weighted_sum() -> None:
    # dense: a 1, b .5, c 0; lexical: b 1, d 0; weights .4 and .6
    fused = fuse(
        {"dense": [("a", 0.9), ("b", 0.8), ("c", 0.7)], "lexical": [("b", 12.0), ("d", 4.0)]},
        {"dense": 0.4, "lexical": 0.6},
    )
    assert [key for key, _ in fused] == ["b", "a", "c", "d"]
    assert dict(fused) == pytest.approx({"b": 0.4 * 0.5 + 0.6, "a": 0.4, "c": 0.0, "d": 0.0})


def test_a_signal_that_finds_nothing_leaves_the_whole_weight_to_the_other() -> None:
    assert fuse({"dense": [("a", 0.9), ("b", 0.8)], "lexical": []}, {"dense": 0.4, "lexical": 0.6})[0] == ("a", 1.0)


def test_a_signal_without_weight_is_not_used() -> None:
    assert fuse({"dense": [("a", 1.0)], "lexical": [("b", 1.0)]}, {"dense": 0.0, "lexical": 1.0}) == [("b", 1.0)]
