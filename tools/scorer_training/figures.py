"""What is printed of a fit, and the thresholds chosen on its predictions."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.metrics import roc_auc_score

from scorer_training.asked import Asked
from scorer_training.fitting import Predicted, cross_validate


def report(name: str, asked: Sequence[Asked], best: Mapping[str, Predicted]) -> None:
    answerable = [a for a in asked if a.answerable]
    silent = [a for a in asked if not a.answerable and not a.made]
    present = np.mean([a.right.any() for a in answerable])
    first = np.mean([best[a.id].right for a in answerable])
    print(f"{name}: answerable {len(answerable)}, right among candidates {present:.3f}, shown {first:.3f}")
    for threshold in (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
        right = np.mean([best[a.id].right and best[a.id].confidence >= threshold for a in answerable])
        silence = np.mean([best[a.id].confidence < threshold for a in answerable])
        refused = np.mean([best[a.id].confidence < threshold for a in silent]) if silent else math.nan
        print(f"  from {threshold:.2f}: right {right:.3f}  silent: answerable {silence:.3f}, others {refused:.3f}")


def learning_curve(asked: Sequence[Asked]) -> None:
    """What more questions bring: the first sentence right, and right before wrong, by the share that is learned from.

    Each question is predicted by what the other folds teach, cut down to a share of their questions.
    """
    for share in (0.1, 0.25, 0.5, 0.75, 1.0):
        kept = [a for a in asked if int(hashlib.sha256(f"curve/{a.id}".encode()).hexdigest(), 16) % 1000 < 1000 * share]
        best, _ = cross_validate(asked, kept)
        real = [a for a in asked if not a.made]
        shown = np.mean([best[a.id].right for a in real if a.answerable])
        order = roc_auc_score([best[a.id].right for a in real], [best[a.id].confidence for a in real])
        print(f"learned from {share:.0%} ({len(kept)} questions): right {shown:.3f}, AUROC {order:.3f}")


def thresholds(asked: Sequence[Asked], best: Mapping[str, Predicted]) -> tuple[float, float]:
    """Thresholds on the confidence, from predictions of other folds.

    ``answer_from`` maximises right answers minus wrong ones, our questions and the sets weighing the same;
    ``check_from`` is the confidence around which one answer in four would be right.
    """
    grid = np.arange(0.05, 0.9, 0.005)

    def gain(threshold: float, own: bool) -> float:
        told = [best[a.id] for a in asked if a.own == own and not a.made]
        return float(np.mean([(one.confidence >= threshold) * (1.0 if one.right else -1.0) for one in told]))

    answer_from = float(max(grid, key=lambda t: gain(t, True) + gain(t, False)))
    ordered = sorted((best[a.id] for a in asked if not a.made), key=lambda one: (-one.confidence, not one.right))
    check_from = 0.05
    for place in range(len(ordered) - 50):
        if np.mean([one.right for one in ordered[place : place + 50]]) < 0.25:
            check_from = ordered[place].confidence
            break
    return answer_from, min(check_from, answer_from)
