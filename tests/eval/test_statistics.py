"""Intervals and tests against numbers worked out by hand, published ones, and what they promise on simulated data."""

from __future__ import annotations

import math

import numpy as np
import pytest

from eval.statistics import (
    Estimate,
    mean_interval,
    mean_over_sets,
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


@pytest.mark.parametrize(("n", "coverage"), [(36, 0.88), (158, 0.946)])
def test_near_one_the_interval_of_few_questions_holds_the_true_share_less_often_than_it_says(
    n: int, coverage: float
) -> None:
    # Exactly: the sum, over the numbers of right answers whose interval holds .9, of their binomial probabilities.
    found = [mean_interval([1.0] * k + [0.0] * (n - k)) for k in range(n + 1)]
    holds = [e.low is not None and e.high is not None and e.low <= 0.9 <= e.high for e in found]
    chances = [math.comb(n, k) * 0.9**k * 0.1 ** (n - k) for k in range(n + 1)]

    assert sum(chance for chance, held in zip(chances, holds, strict=True) if held) == pytest.approx(
        coverage, abs=0.004
    )


def test_a_perfect_separation_has_an_interval_without_width() -> None:
    from eval.metrics.risk import auroc

    confidence, answerable = np.array([0.9, 0.8, 0.7, 0.2, 0.1]), np.array([True, True, True, False, False])
    found = statistic_interval(lambda i: auroc(confidence[i].tolist(), answerable[i].tolist()), 5)

    assert found == Estimate(1.0, 1.0, 1.0, 5)


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
    # The means of each set (n = 4) are k/4 and l/4, k binomial (4, 3/4) and l binomial (4, 1/4): both bounds are
    # symmetric about 1/2. P((k + l)/8 ≤ 2/8) = [1 × (81 + 108 + 54) + 12 × (81 + 108) + 54 × 81] / 256² = 0.105
    # and P(≤ 1/8) = [1 × (81 + 108) + 12 × 81] / 256² = 0.018: the 2.5 % quantile is 2/8.
    found = mean_over_sets({"a": [1.0, 1.0, 1.0, 0.0], "b": [1.0, 0.0, 0.0, 0.0]})

    assert found == Estimate(0.5, 0.25, 0.75, 8)


def test_a_set_that_is_right_throughout_varies_among_others_as_few_questions_do() -> None:
    # Set a (n = 4, three ones) has mean k/4, k binomial (4, 3/4); set b (n = 2, both right) has mean 1 − q with
    # P(q ≥ t) = (1 − t)². The mean of both is at most x when q ≥ 1 + k/4 − 2x, hence P = Σ P(k) (2x − k/4)²:
    # for 2x = 0.737, (1 × 0.543 + 12 × 0.237 + 54 × 0.056) / 256 = 0.025. Without variance in b it would be 0.625.
    found = mean_over_sets({"a": [1.0, 1.0, 1.0, 0.0], "b": [1.0, 1.0]})

    assert (found.value, found.high, found.n) == (0.875, 1.0, 6)
    assert found.low == pytest.approx(0.737 / 2, abs=0.008)


def test_a_set_that_is_wrong_throughout_raises_the_upper_bound_alone() -> None:
    found = mean_over_sets({"a": [0.0, 0.0, 0.0, 1.0], "b": [0.0, 0.0]})

    assert (found.value, found.low) == (0.125, 0.0)
    assert found.high == pytest.approx(1 - 0.737 / 2, abs=0.008)


def test_a_large_set_that_is_right_throughout_hardly_varies() -> None:
    varied = [1.0, 0.0] * 50
    alone, beside = mean_interval(varied), mean_over_sets({"a": varied, "b": [1.0] * 1000})
    assert None not in (alone.low, alone.high)

    assert beside.low == pytest.approx((alone.low + 1) / 2, abs=0.005)
    assert beside.high == pytest.approx((alone.high + 1) / 2, abs=0.005)


def test_over_sets_of_which_one_is_near_perfect_the_interval_holds_the_true_mean() -> None:
    # True shares .5 (n = 30) and .95 (n = 10): the second set is right throughout 60 times in 100.
    random = np.random.default_rng(13)
    held = 0
    for _ in range(300):
        a, b = random.random(30) < 0.5, random.random(10) < 0.95
        found = mean_over_sets({"a": a.astype(float).tolist(), "b": b.astype(float).tolist()})
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.725 <= found.high

    assert held / 300 >= 0.92


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
