"""Differences, paired tests and agreement against numbers worked out by hand, and what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from eval.statistics import (
    cohen_kappa,
    mcnemar,
    paired_difference,
    paired_over_sets,
    paired_statistic,
)


def test_the_same_values_do_not_differ() -> None:
    found = paired_difference([1, 0, 1], [1, 0, 1])

    assert (found.difference, found.low, found.high, found.p, found.n) == (0.0, 0.0, 0.0, 1.0, 3)
    assert found.verdict == "no difference"


def test_every_sign_flip_is_tried_on_a_few_pairs() -> None:
    # B − A = 1, 2, 3 and two pairs without a difference. Of the 8 flips, +++ and −−− reach |6|: p = 2/8.
    found = paired_difference([0, 0, 0, 4, 4], [1, 2, 3, 4, 4])

    assert (found.difference, found.p) == (pytest.approx(6 / 5), 0.25)


def test_rounding_does_not_hide_a_flip_that_is_as_large() -> None:
    # B − A = 0.1, 0.2, −0.3 up to a rounding: the sum is 0, which every flip reaches.
    assert paired_difference([0.0, 0.1, 0.4], [0.1, 0.3, 0.1]).p == 1.0


def test_five_gains_are_not_enough_and_six_are() -> None:
    five, six = paired_difference([0] * 5, [1] * 5), paired_difference([0] * 6, [1] * 6)

    assert (five.p, five.verdict) == (2 / 32, "no difference")
    assert (six.p, six.verdict) == (2 / 64, "better")


def test_the_interval_of_a_difference_that_is_not_one_holds_zero() -> None:
    # All of 0.1 to 0.5 are gains, and the bootstrap alone would not hold zero: of five pairs it says too much.
    found = paired_difference([0.0] * 5, [0.1, 0.2, 0.3, 0.4, 0.5])

    assert (found.p, found.low, found.verdict) == (0.0625, 0.0, "no difference")
    assert found.difference == pytest.approx(0.3)


def test_random_flips_are_used_on_many_pairs() -> None:
    gains, losses = [1.0] * 30, [-1.0] * 10
    found = paired_difference([0.0] * 40, gains + losses)

    assert found.p == pytest.approx(0.00222, abs=0.0015)  # two-sided binomial: P(≤10 or ≥30 of 40 heads)
    assert (found.difference, found.verdict) == (0.5, "better")


def test_random_flips_never_say_that_a_difference_is_impossible() -> None:
    assert paired_difference([0.0] * 60, [1.0] * 60).p == pytest.approx(1 / 10_001)  # all gains: one flip in 2**59


@pytest.mark.parametrize(
    ("b", "lower_is_better", "verdict"),
    [(1.0, False, "better"), (1.0, True, "worse"), (-1.0, False, "worse"), (-1.0, True, "better")],
)
def test_the_direction_of_the_metric_says_what_is_better(b: float, lower_is_better: bool, verdict: str) -> None:
    after = [b * (1 + i / 20) for i in range(20)]

    assert paired_difference([0.0] * 20, after, lower_is_better).verdict == verdict


def test_values_that_are_not_paired_are_refused() -> None:
    with pytest.raises(ValueError, match="2 values against 1"):
        paired_difference([1, 2], [1])
    with pytest.raises(ValueError, match="not the same sets"):
        paired_over_sets({"a": [1]}, {"b": [1]})


def test_nothing_to_pair_is_no_difference() -> None:
    found = paired_difference([], [])

    assert (found.difference, found.p, found.n, found.verdict) == (None, None, 0, "no difference")


def test_under_the_null_a_difference_is_called_about_5_times_in_100() -> None:
    random = np.random.default_rng(11)
    called = sum(
        paired_difference(a, b).verdict != "no difference"
        for a, b in random.random((300, 2, 40))  # two systems as good as each other
    )

    assert 0.02 <= called / 300 <= 0.08


def test_a_difference_over_sets_is_the_mean_of_those_of_the_sets() -> None:
    found = paired_over_sets({"a": [0.0] * 4, "b": [0.0]}, {"a": [1.0, 0.0, 0.0, 0.0], "b": [0.5]})

    assert (found.difference, found.n) == (pytest.approx((0.25 + 0.5) / 2), 5)
    assert found.p == 0.5  # weights 1/8 and 1/4: two of the four flips reach 3/8


def test_a_difference_of_a_statistic_is_judged_by_its_resamples() -> None:
    random = np.random.default_rng(5)
    a = random.random(60)
    better = paired_statistic(lambda i: float(np.median(a[i] + 0.3) - np.median(a[i])), 60)
    same = paired_statistic(lambda i: float(np.median(a[i]) - np.median(a[i])), 60)

    assert (better.difference, better.verdict) == (pytest.approx(0.3), "better")
    assert better.p == pytest.approx(2 / 2001)  # no resample of 2,000 reaches zero
    assert (same.difference, same.p, same.verdict) == (0.0, 1.0, "no difference")


def test_a_statistic_that_is_not_defined_is_no_difference() -> None:
    found = paired_statistic(lambda _: None, 10)

    assert (found.difference, found.p, found.verdict) == (None, None, "no difference")


def test_mcnemar_looks_only_at_questions_that_one_of_the_two_gets_right() -> None:
    # 2 only in A, 8 only in B: p = 2 × (1 + 10 + 45) / 1024.
    a = [True] * 2 + [False] * 8 + [True] * 50 + [False] * 5
    b = [False] * 2 + [True] * 8 + [True] * 50 + [False] * 5
    found = mcnemar(a, b)

    assert (found.only_a, found.only_b) == (2, 8)
    assert found.p == pytest.approx(112 / 1024)


def test_mcnemar_of_the_same_answers_is_one() -> None:
    assert mcnemar([True, False], [True, False]).p == 1.0


def test_kappa_of_the_worked_example_of_agreement() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, by chance .5 × .6 + .5 × .4 = .5, kappa = .2 / .5.
    a = [True] * 25 + [False] * 25
    b = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15

    assert cohen_kappa(a, b) == pytest.approx(0.4)


def test_kappa_is_not_defined_without_two_labels() -> None:
    assert cohen_kappa([], []) is None
    assert cohen_kappa(["oui", "oui"], ["oui", "oui"]) is None


def test_kappa_of_ratings_that_are_not_paired_is_refused() -> None:
    with pytest.raises(ValueError, match="2 ratings against 1"):
        cohen_kappa([1, 2], [1])
