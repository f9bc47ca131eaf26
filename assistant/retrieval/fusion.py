"""Fusing the dense and the lexical result lists into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def min_max(results: Sequence[tuple[str, float]]) -> dict[str, float]:
    """Scores brought to [0, 1]: the best is 1, the last 0; when all are equal, all are 1.

    Source: Fox and Shaw, « Combination of Multiple Searches », TREC-2, 1994 (score normalisation before CombSUM).
    """
    if not results:
        return {}
    scores = [score for _, score in results]
    low, high = min(scores), max(scores)
    if high == low:
        return {key: 1.0 for key, _ in results}
    return {key: (score - low) / (high - low) for key, score in results}


def fuse(lists: Mapping[str, Sequence[tuple[str, float]]], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """Weighted sum of min-max scores (CombSUM); what is absent from a list has 0 in it.

    Args:
        lists: For each signal, (passage id, score), higher is better.
        weights: The weight of each signal; those of the signals that found something are brought to a sum of 1.

    Returns:
        (passage id, score in [0, 1]), best first; equal scores in order of id, so that the order is always the same.
    """
    found = {name: results for name, results in lists.items() if results and weights.get(name, 0) > 0}
    total = sum(weights[name] for name in found)
    fused: dict[str, float] = {}
    for name, results in found.items():
        for key, score in min_max(results).items():
            fused[key] = fused.get(key, 0.0) + weights[name] / total * score
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def recency(dates: Mapping[str, str]) -> dict[str, float]:
    """How new each is among the others, from 0 (the oldest, and those without a date) to 1 (the newest).

    Args:
        dates: ISO dates by key, empty when unknown. Their order counts and not their distance.
    """
    known = sorted({date for date in dates.values() if date})
    place = {date: (number + 1) / len(known) for number, date in enumerate(known)}
    return {key: place.get(date, 0.0) for key, date in dates.items()}
