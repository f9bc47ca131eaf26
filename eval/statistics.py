"""How sure a figure is, and whether two runs differ: intervals and paired tests, all seeded.

The same input gives the same output, in any order of calls. Resamples depend on how many values there are, not on
what they are, so that two metrics of the same questions are drawn alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from eval import statistics_draws as draws
from eval.statistics_draws import (
    CONFIDENCE,
    Floats,
    chunks,
    constant,
    constant_bounds,
    drawn_means,
    percentiles,
    resampled_means,
    resampled_set_means,
)

SEED = draws.SEED
RESAMPLES = draws.RESAMPLES
STATISTIC_RESAMPLES = 2_000
"""Of a statistic that is computed anew on each resample."""

ENUMERATED = 12
"""Up to this many pairs that differ, every sign-flip is tried: 4,096 of them."""

Indices = npt.NDArray[np.intp]
Statistic = Callable[[Indices], float | None]
"""A figure of the questions at these indices (some come twice), None where it is not defined."""

DifferenceVerdict = Literal["better", "worse", "no difference"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value over ``n`` units and the bounds of its 95 % interval; None where nothing can be said."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def json(self) -> dict[str, Any]:
        """The object of ``metrics.json``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Difference:
    """B minus A over ``n`` pairs, its 95 % interval, the p-value of no difference; ``verdict`` is that of B."""

    difference: float | None
    low: float | None
    high: float | None
    p: float | None
    n: int
    verdict: DifferenceVerdict

    def json(self) -> dict[str, Any]:
        """The object of ``metrics.json``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class McNemar:
    """How many questions only A and only B got right, and the p-value of "as many"."""

    only_a: int
    only_b: int
    p: float


def mean_interval(values: Sequence[float]) -> Estimate:
    """Mean over questions, with the percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13).

    Where all values are the same c (one value always is), every resample has mean c and the bootstrap would claim a
    certainty that there is not. There, with u the exact upper bound (Clopper and Pearson 1934) of the share of
    questions that have another value, when none of n has: those have from 0 to 1, hence [c(1 − u), c(1 − u) + u].
    For values that are all 0 or all 1 this is the Clopper-Pearson interval itself. Above 1, c bounds itself (a
    distance in pages has no upper bound of its own).

    Near 0 or 1 the percentile interval of few questions is too narrow: at a true share of .9 over 36 questions it
    holds that share 88 times in 100 rather than 95, and 94.6 times over 158.
    """
    data = np.asarray(values, dtype=float)
    if not data.size:
        return Estimate(None, None, None, 0)
    low, high = constant_bounds(data) if constant(data) else percentiles(resampled_means(data))
    return Estimate(float(data.mean()), low, high, data.size)


def statistic_interval(statistic: Statistic, n: int) -> Estimate:
    """Any statistic of ``n`` questions (AURC, AUROC, F1), by percentile bootstrap of their indices.

    Resamples on which it is not defined are left out. A statistic that is the same on every resample has an interval
    without width: the AUROC of a perfect separation is [1, 1], the AURC of answers that are all right [0, 0]. This is
    not certainty, and on few questions it says much less than it seems to.
    """
    value = statistic(np.arange(n)) if n else None
    if value is None:
        return Estimate(None, None, None, n)
    drawn = _resampled(statistic, n)
    low, high = percentiles(drawn) if drawn.size else (None, None)
    return Estimate(float(value), low, high, n)


def mean_over_sets(strata: Mapping[str, Sequence[float]]) -> Estimate:
    """Mean over sets of the mean of each set: every set weighs as much, whatever its size.

    The bootstrap draws units within each set, independently from one set to the next. Sets without a value are left
    out.

    A set whose n values are all the same c would not vary at all, which claims too much (see ``mean_interval``). The
    share q of its units that have another value is drawn instead, from Beta(1, n): the confidence distribution whose
    97.5 % quantile is the bound of Clopper and Pearson (1934), as Beta quantiles give it (Brown, Cai and DasGupta
    2001, « Interval Estimation for a Binomial Proportion »). The other values are taken to be 0 for the lower bound
    and 1 for the upper one, so that q widens the interval and never moves it: c(1 − q), and c(1 − q) + q. Where no set
    varies, the bounds are the means of those of ``mean_interval``, which are wider still.
    """
    sets = [np.asarray(strata[name], dtype=float) for name in sorted(strata) if len(strata[name])]
    if not sets:
        return Estimate(None, None, None, 0)
    if all(constant(data) for data in sets):
        low, high = np.mean([constant_bounds(data) for data in sets], axis=0).tolist()
    else:
        drawn = [drawn_means(data, stream) for stream, data in enumerate(sets)]
        low, high = (percentiles(np.mean(way, axis=0))[i] for i, way in enumerate(zip(*drawn, strict=True)))
    return Estimate(float(np.mean([data.mean() for data in sets])), low, high, sum(data.size for data in sets))


def paired_difference(a: Sequence[float], b: Sequence[float], lower_is_better: bool = False) -> Difference:
    """Mean of B − A over the same questions, with the paired bootstrap interval and the sign-flip test.

    See ``_judged`` for what is called a difference.

    Raises:
        ValueError: The two do not have as many values.
    """
    return paired_over_sets({"": a}, {"": b}, lower_is_better)


def paired_over_sets(
    a: Mapping[str, Sequence[float]], b: Mapping[str, Sequence[float]], lower_is_better: bool = False
) -> Difference:
    """Mean over sets of the mean of B − A in each set, over the same units in the same order.

    The bootstrap draws units within each set; one where every B − A is the same does not vary, unlike in
    ``mean_over_sets``: most often it is 0 throughout, where the systems answer alike. The sign-flip test flips B − A
    unit by unit, each with the weight that it has in the mean. Where B differs from A by one same amount on every
    unit, the bounds are widened as those of ``mean_interval`` are, from -1 to 1; only values that are the same
    throughout have an interval without width.

    Raises:
        ValueError: The two do not have the same sets, or as many values in each.
    """
    if a.keys() != b.keys():
        raise ValueError(f"not the same sets: {sorted(a)} and {sorted(b)}")
    sets = [_paired(a[name], b[name]) for name in sorted(a) if len(a[name]) or len(b[name])]
    if not sets:
        return Difference(None, None, None, None, 0, "no difference")
    weighted = np.concatenate([data / (data.size * len(sets)) for data in sets])
    if weighted.any() and all(constant(data) for data in sets):
        low, high = np.mean([constant_bounds(data, least=-1) for data in sets], axis=0).tolist()
    else:
        low, high = percentiles(resampled_set_means(sets))
    value = float(np.mean([data.mean() for data in sets]))
    return _judged(value, low, high, _sign_flip(weighted), weighted.size, lower_is_better)


def paired_statistic(statistic: Statistic, n_units: int, lower_is_better: bool = False) -> Difference:
    """Difference B − A of a statistic of all questions together (AURC, AUROC), by paired bootstrap of their indices.

    p is twice the share of resamples on the other side of zero, or on it, with one added to both counts so that it
    is never 0 (Davison and Hinkley 1997, section 4.2): min(1, 2 (1 + min(#≤0, #≥0)) / (R + 1)).

    Args:
        statistic: The value in B minus the value in A, of the questions at these indices.
        n_units: How many questions there are.
        lower_is_better: The direction of the statistic.
    """
    value = statistic(np.arange(n_units)) if n_units else None
    drawn = _resampled(statistic, n_units) if value is not None else np.empty(0)
    if value is None or not drawn.size:
        return Difference(value, None, None, None, n_units, "no difference")
    beyond = min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    p = min(1.0, 2 * (1 + beyond) / (drawn.size + 1))
    low, high = percentiles(drawn)
    return _judged(float(value), low, high, p, n_units, lower_is_better)


def mcnemar(a_right: Sequence[bool], b_right: Sequence[bool]) -> McNemar:
    """The exact binomial test of McNemar (1947) over the questions that only one of the two gets right.

    Raises:
        ValueError: The two do not have as many values.
    """
    from scipy.stats import binomtest

    pairs = list(zip(a_right, b_right, strict=True))
    only_a = sum(1 for in_a, in_b in pairs if in_a and not in_b)
    only_b = sum(1 for in_a, in_b in pairs if in_b and not in_a)
    p = float(binomtest(only_a, only_a + only_b).pvalue) if only_a + only_b else 1.0
    return McNemar(only_a, only_b, p)


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable]) -> float | None:
    """Agreement of two raters beyond chance (Cohen 1960): 1 is full, 0 is that of chance.

    Not defined, hence None, without ratings or where both gave one same label throughout.

    Raises:
        ValueError: The two do not have as many ratings.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} ratings against {len(b)}")
    if len({*a, *b}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(list(a), list(b)))


def _judged(value: float, low: float, high: float, p: float, n: int, lower_is_better: bool) -> Difference:
    """A difference is called one when its interval does not hold zero and its p-value is under 5 %.

    An interval holds what its test does not reject: where p is not under 5 %, the interval is stretched to zero, which
    the bootstrap of a few pairs may miss. So the interval printed never says more than the verdict.
    """
    if p >= 1 - CONFIDENCE:
        low, high = min(low, 0.0), max(high, 0.0)
    if low <= 0 <= high:
        return Difference(value, low, high, p, n, "no difference")
    return Difference(value, low, high, p, n, "better" if (low > 0) != lower_is_better else "worse")


def _paired(a: Sequence[float], b: Sequence[float]) -> Floats:
    if len(a) != len(b):
        raise ValueError(f"{len(a)} values against {len(b)}")
    differences: Floats = np.asarray(b, dtype=float) - np.asarray(a, dtype=float)
    return differences


def _resampled(statistic: Statistic, n: int) -> Floats:
    random = np.random.default_rng([SEED, n])
    drawn = (statistic(random.integers(0, n, size=n)) for _ in range(STATISTIC_RESAMPLES))
    return np.array([value for value in drawn if value is not None], dtype=float)


def _sign_flip(differences: Floats) -> float:
    """Two-sided p-value of the sum of paired differences, were each as likely in one direction as in the other.

    Pairs without a difference change nothing. Every flip is tried where few pairs differ, else ``RESAMPLES`` random
    ones, with the observed one counted among them (Phipson and Smyth 2010).
    """
    changed = differences[differences != 0]
    if not changed.size:
        return 1.0
    reached = abs(changed.sum()) - 1e-9 * np.abs(changed).sum()  # sums in another order differ by a rounding
    if changed.size <= ENUMERATED:
        flips = np.arange(2**changed.size)[:, None] >> np.arange(changed.size) & 1
        return float((np.abs((2 * flips - 1) @ changed) >= reached).mean())
    random = np.random.default_rng([SEED, changed.size])
    beyond = 0
    for rows in chunks(RESAMPLES):
        bits = random.integers(0, 2, size=(rows.stop - rows.start, changed.size), dtype=np.int8)
        beyond += int((np.abs((2.0 * bits - 1) @ changed) >= reached).sum())
    return (1 + beyond) / (1 + RESAMPLES)
