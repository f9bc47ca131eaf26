"""Intervals and tests against numbers worked out by hand, published ones, and what they promise on simulated data."""

from __future__ import annotations

import numpy as np
import pytest

from eval.statistics import (
    Estimate,
    cohen_kappa,
    mcnemar,
    mean_interval,
    mean_over_sets,
    paired_difference,
    paired_over_sets,
    paired_statistic,
    statistic_interval,
)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean_interval([]) == Estimate(None, None, None, 0)


def test_the_interval_of_four_values_is_that_of_every_resample_there_can_be() -> None:
    # Resampling 1, 1, 1, 0 gives k ones with k binomial (4, 3/4): P(0) = 1/256 and P(0 or 1) = 13/256 = 5.1 %, so the
    # 2.5 % quantile is 1/4; P(4) = 81/256 is well over 2.5 %, so the other is 1.
    assert mean_interval([1, 1, 1, 0]) == Estimate(0.75, 0.25, 1.0, 4)


def test_the_interval_is_near_the_normal_one_on_many_values() -> None:
    found = mean_interval([1.0] * 300 + [0.0] * 100)
    half = 1.96 * (0.75 * 0.25 / 400) ** 0.5  # 0.0424

    assert (found.value, found.n) == (0.75, 400)
    assert found.low == pytest.approx(0.75 - half, abs=0.004)
    assert found.high == pytest.approx(0.75 + half, abs=0.004)


def test_ten_right_answers_out_of_ten_do_not_prove_that_all_are() -> None:
    found = mean_interval([1.0] * 10)

    assert found.low == pytest.approx(0.025 ** (1 / 10))  # 0.6915: ten successes are had 2.5 % of the time
    assert (found.value, found.high) == (1.0, 1.0)


def test_no_right_answer_out_of_ten_does_not_prove_that_none_is() -> None:
    found = mean_interval([0.0] * 10)

    assert found.high == pytest.approx(1 - 0.025 ** (1 / 10))  # 0.3085
    assert (found.value, found.low) == (0.0, 0.0)


def test_one_value_says_next_to_nothing_of_the_mean() -> None:
    found = mean_interval([0.4])  # as many as 97.5 % of the questions may have another value, from 0 to 1

    assert found.low == pytest.approx(0.4 * 0.025)
    assert found.high == pytest.approx(0.4 * 0.025 + 0.975)


def test_the_same_values_give_the_same_interval_whatever_was_asked_before() -> None:
    values = np.random.default_rng(1).random(37).tolist()
    first = mean_interval(values)
    mean_interval([0.0, 1.0, 0.5])

    assert mean_interval(values) == first


def test_intervals_hold_the_true_mean_about_95_times_in_100() -> None:
    random = np.random.default_rng(7)
    samples = random.random((400, 50)) < 0.7
    found = [mean_interval(sample) for sample in samples.astype(float)]
    held = sum(e.low <= 0.7 <= e.high for e in found if e.low is not None and e.high is not None)

    assert 0.92 <= held / 400 <= 0.98


def test_the_interval_of_a_statistic_that_is_a_mean_is_that_of_the_mean() -> None:
    values = np.random.default_rng(2).random(80)
    found, mean = statistic_interval(lambda places: float(values[places].mean()), 80), mean_interval(values)

    assert (found.value, found.n) == (mean.value, 80)
    assert found.low == pytest.approx(mean.low, abs=0.01)
    assert found.high == pytest.approx(mean.high, abs=0.01)


def test_resamples_on_which_a_statistic_is_not_defined_are_left_out() -> None:
    values = np.array([0.0, 1.0])  # drawn twice, the same unit has no spread: half of the resamples

    assert statistic_interval(lambda i: float(np.ptp(values[i])) or None, 2) == Estimate(1.0, 1.0, 1.0, 2)


def test_a_statistic_that_is_not_defined_has_no_interval() -> None:
    assert statistic_interval(lambda _: None, 5) == Estimate(None, None, None, 5)
    assert statistic_interval(lambda _: 1.0, 0) == Estimate(None, None, None, 0)


def test_every_set_weighs_as_much_whatever_its_size() -> None:
    found = mean_over_sets({"large": [1.0] * 90 + [0.0] * 10, "small": [0.0, 1.0]})

    assert (found.value, found.n) == (pytest.approx((0.9 + 0.5) / 2), 102)


def test_the_interval_over_sets_draws_within_each_set() -> None:
    # One set does not vary; the mean of the other (n = 4, three ones) has quantiles 1/4 and 1: half of each, plus 1/2.
    assert mean_over_sets({"a": [1.0, 1.0, 1.0, 0.0], "b": [1.0, 1.0]}) == Estimate(0.875, 0.625, 1.0, 6)


def test_sets_of_one_size_are_drawn_independently() -> None:
    values = np.random.default_rng(3).random(100).tolist()
    one, four = mean_interval(values), mean_over_sets(dict.fromkeys("abcd", values))
    assert None not in (one.low, one.high, four.low, four.high)

    # The mean of four independent sets varies half as much as one of them; drawn alike it would vary as much.
    assert (four.high - four.low) / (one.high - one.low) == pytest.approx(0.5, abs=0.05)


def test_the_order_of_the_sets_changes_nothing() -> None:
    a, b = [0.1, 0.5, 0.9], [0.2, 0.8, 0.7]

    assert mean_over_sets({"a": a, "b": b}) == mean_over_sets({"b": b, "a": a})


def test_sets_that_are_right_throughout_are_not_certain_either() -> None:
    found = mean_over_sets({"a": [1.0] * 10, "b": [1.0] * 10, "empty": []})

    assert found == Estimate(1.0, pytest.approx(0.025 ** (1 / 10)), 1.0, 20)
    assert mean_over_sets({}) == Estimate(None, None, None, 0)


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
