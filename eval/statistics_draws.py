"""Resampled means: the draws that the intervals of ``eval.statistics`` are read from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

SEED = 20240607
RESAMPLES = 10_000
CONFIDENCE = 0.95

_ROWS = 1_000  # of resamples held as floats at a time
Floats = npt.NDArray[np.float64]


def constant(data: Floats) -> bool:
    """True when all values are the same."""
    return bool(np.ptp(data) < 1e-12)  # equal differences may be a rounding apart


def constant_bounds(data: Floats, least: float = 0) -> tuple[float, float]:
    """Bounds of the mean where one same value was seen throughout, of values from ``least`` to 1."""
    from scipy.stats import binomtest

    value = float(data[0])
    other = float(binomtest(0, data.size).proportion_ci(CONFIDENCE, method="exact").high)
    return value * (1 - other) + min(least, value) * other, value * (1 - other) + max(1.0, value) * other


def percentiles(drawn: Floats) -> tuple[float, float]:
    """The bounds of the middle 95 % of what was drawn."""
    low, high = np.quantile(drawn, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)


@lru_cache(maxsize=16)
def _counts(n: int, stream: int) -> npt.NDArray[np.uint8]:
    """How many times each of ``n`` units is drawn, one resample a row; ``stream`` keeps sets independent."""
    random = np.random.default_rng([SEED, n, stream])
    counts = np.empty((RESAMPLES, n), dtype=np.uint8)  # a unit is drawn once on average, never 255 times
    for rows in chunks(RESAMPLES):
        height = rows.stop - rows.start
        places = random.integers(0, n, size=(height, n)) + n * np.arange(height)[:, None]
        counts[rows] = np.bincount(places.ravel(), minlength=height * n).reshape(height, n)
    return counts


def resampled_means(data: Floats, stream: int = 0) -> Floats:
    """The mean of each bootstrap resample of some values; ``stream`` keeps sets of one size independent."""
    counts = _counts(data.size, stream)
    means: Floats = np.concatenate([counts[rows].astype(float) @ data / data.size for rows in chunks(RESAMPLES)])
    return means


def drawn_means(data: Floats, stream: int) -> tuple[Floats, Floats]:
    """The resampled means of a set for the lower bound and for the upper one: the same ones, unless it is constant."""
    if not constant(data):
        means = resampled_means(data, stream)
        return means, means
    value = float(data[0])
    other = np.random.default_rng([SEED, data.size, stream, 1]).beta(1, data.size, RESAMPLES)
    return value * (1 - other) + min(0.0, value) * other, value * (1 - other) + max(1.0, value) * other


def resampled_set_means(sets: Sequence[Floats]) -> Floats:
    """The mean over sets of the resampled means of each."""
    means: Floats = np.mean([resampled_means(data, stream) for stream, data in enumerate(sets)], axis=0)
    return means


def chunks(total: int) -> list[slice]:
    """Slices of resamples that fit in memory."""
    return [slice(start, min(start + _ROWS, total)) for start in range(0, total, _ROWS)]
