"""Answering only when sure: the risk taken at each share of questions answered.

The *coverage* of a threshold is the share of questions whose confidence reaches it, and its *risk* the mean loss of
those questions (Geifman & El-Yaniv 2017, « Selective Classification for Deep Neural Networks », NeurIPS). The area
under the curve is that of Geifman, Uziel & El-Yaniv 2019, « Bias-Reduced Uncertainty Estimation », ICLR.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

MIN_COVERED = 5
"""Questions that a chosen threshold must cover: the risk of fewer says nothing."""


def risk_coverage(confidences: Sequence[float], losses: Sequence[float]) -> list[tuple[float, float, float]]:
    """The risk-coverage curve: ``(coverage, risk, threshold)`` of each confidence, coverage ascending.

    ``coverage = |{i: c_i >= t}| / n``, ``risk = mean of l_i over them``. Questions of one confidence enter together:
    no threshold tells them apart. The last point covers every question; without questions there is no point.

    Args:
        confidences: One a question, higher when surer.
        losses: One a question in the same order, from 0 (right) to 1 (wrong).

    Raises:
        ValueError: The two differ in length, or a value is NaN.
    """
    curve, covered, lost = [], 0, 0.0
    for threshold, group in _groups(confidences, losses):
        covered, lost = covered + len(group), lost + math.fsum(group)
        curve.append((covered / len(losses), lost / covered, threshold))
    return curve


def aurc(confidences: Sequence[float], losses: Sequence[float]) -> float | None:
    """Area under the risk-coverage curve: ``1/n sum_k (1/k sum_{i <= k} l_(i))``, surest questions first.

    From 0 to 1, lower is better; a constant confidence gives the mean loss. Among questions of one confidence the
    value is the expectation over their orders, which is that of each having the mean loss of them all. None without
    questions.

    Raises:
        ValueError: As for ``risk_coverage``.
    """
    covered, lost, area = 0, 0.0, 0.0
    for _, group in _groups(confidences, losses):
        mean = math.fsum(group) / len(group)
        for _ in group:
            covered, lost = covered + 1, lost + mean
            area += lost / covered
    return area / covered if covered else None


def auroc(confidences: Sequence[float], positives: Sequence[bool]) -> float | None:
    """Probability that a positive question has a higher confidence than a negative one, ties counting one half.

    ``(R - n(n + 1)/2) / nm`` with R the sum of the ranks of the n positives among all n + m (Mann & Whitney 1947). From
    0 to 1, higher is better, 0.5 for chance. None when all questions are of one class.

    Raises:
        ValueError: The two differ in length, or a confidence is NaN.
    """
    if len(confidences) != len(positives):
        raise ValueError(f"{len(confidences)} confidences for {len(positives)} questions")
    if any(math.isnan(confidence) for confidence in confidences):
        raise ValueError("a confidence is NaN")
    above = np.asarray(positives, dtype=bool)
    n, m = int(above.sum()), int((~above).sum())
    if not n or not m:
        return None
    from scipy.stats import rankdata

    return float((rankdata(confidences)[above].sum() - n * (n + 1) / 2) / (n * m))


def threshold_for_risk(
    confidences: Sequence[float], losses: Sequence[float], max_risk: float, *, least: int = MIN_COVERED
) -> float | None:
    """The lowest threshold whose covered questions have a risk of at most ``max_risk``: the most answers allowed.

    Every confidence seen is tried, and those that cover fewer than ``least`` questions (all of them, when there are
    fewer) are left out. None when no threshold holds. The risk on other questions may be higher: it was chosen here.

    Raises:
        ValueError: As for ``risk_coverage``.
    """
    least = min(least, len(losses))
    for coverage, risk, threshold in reversed(risk_coverage(confidences, losses)):
        if round(coverage * len(losses)) < least:
            return None
        if risk <= max_risk:
            return threshold
    return None


def _groups(confidences: Sequence[float], losses: Sequence[float]) -> Iterator[tuple[float, list[float]]]:
    """The losses of each confidence, highest confidence first."""
    if any(math.isnan(value) for value in (*confidences, *losses)):
        raise ValueError("a confidence or a loss is NaN")
    groups: dict[float, list[float]] = {}
    for confidence, loss in zip(confidences, losses, strict=True):
        groups.setdefault(confidence, []).append(loss)
    for confidence in sorted(groups, reverse=True):
        yield confidence, groups[confidence]
