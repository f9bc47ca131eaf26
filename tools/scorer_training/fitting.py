"""The fit of both regressions: the ranking of candidates, and the confidence in the first."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.answering.extractive import MAX_SENTENCES, NEARLY
from assistant.answering.scoring import CONFIDENCE_SIGNS, confidence_signals
from assistant.answering.signals import SIGNS
from scorer_training.asked import Asked

FOLDS = 5
L2 = 0.003
RIDGE = 0.3

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class First:
    """The best candidate of a question, the signals of its confidence, and whether what is shown is right."""

    place: int
    signals: tuple[float, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Predicted:
    """The confidence in an answer (0 to 1), from questions other than its own, and whether it is right."""

    confidence: float
    right: bool


def fit_ranking(asked: Sequence[Asked]) -> Array:
    """Weights on raw signals of a conditional logit, on the questions that have a right candidate.

    Maximises the mean log of the probability given to right candidates together, less ``L2`` times the squared norm
    of the weights on standardised signals.
    """
    chosen = [a for a in asked if a.right.any()]
    rows = np.concatenate([a.rows for a in chosen])
    mean, scale = rows.mean(0), rows.std(0) + 1e-9
    signals = [(a.rows - mean) / scale for a in chosen]
    total = sum(a.weight for a in chosen)

    def loss(weights: Array) -> tuple[float, Array]:
        value, gradient = 0.0, np.zeros_like(weights)
        for a, x in zip(chosen, signals, strict=True):
            score = x @ weights
            odds = np.exp(score - score.max())
            among_all, among_right = odds / odds.sum(), np.where(a.right, odds, 0) / odds[a.right].sum()
            value -= a.weight * float(np.log(among_all[a.right].sum() + 1e-12))
            gradient -= a.weight * (x.T @ (among_right - among_all))
        return value / total + L2 * float(weights @ weights), gradient / total + 2 * L2 * weights

    found = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=_bounds(SIGNS.values()))
    weights: Array = found.x / scale
    return weights


def shown_right(asked: Asked, scores: list[float]) -> bool:
    """True when one of the sentences that would be shown is right: the best, and those nearly as likely."""
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[:MAX_SENTENCES]
    floor = scores[order[0]] + math.log(NEARLY)
    return any(asked.right[place] for place in order if scores[place] >= floor)


def first_of(asked: Asked, ranking: Array) -> First:
    """What would be answered, with the signals of its confidence."""
    scores = [float(score) for score in asked.rows @ ranking]
    first = max(range(len(scores)), key=scores.__getitem__)
    return First(first, confidence_signals(scores, first, tuple(asked.rows[first])), shown_right(asked, scores))


def fit_confidence(asked: Sequence[Asked], firsts: dict[str, First]) -> tuple[Array, float]:
    """Weights and intercept, on raw signals, of the probability that what is shown is right.

    A logistic regression on standardised signals: the weighted log loss, plus the squared norm of the weights over
    ``2 * RIDGE``.
    """
    rows = np.array([firsts[a.id].signals for a in asked])
    right = np.array([firsts[a.id].right for a in asked], float)
    counts = np.array([a.weight for a in asked])
    mean, scale = rows.mean(0), rows.std(0)
    scale[scale == 0] = 1.0
    signals = np.hstack([(rows - mean) / scale, np.ones((len(rows), 1))])

    def loss(weights: Array) -> tuple[float, Array]:
        score = signals @ weights
        ridge = np.append(weights[:-1], 0.0) / RIDGE
        value = float(counts @ (np.logaddexp(0, score) - right * score)) + 0.5 * float(ridge @ weights)
        gradient: Array = signals.T @ (counts * (1 / (1 + np.exp(-score)) - right)) + ridge
        return value, gradient

    bounds = [*_bounds(CONFIDENCE_SIGNS.values()), (None, None)]
    found = minimize(loss, np.zeros(signals.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = found.x[:-1] / scale
    return weights, float(found.x[-1] - (weights * mean).sum())


def _bounds(signs: Iterable[int]) -> list[tuple[float | None, float | None]]:
    """What a weight may be, from what its signal does: helps (1), harms (-1) or either (0)."""
    return [(0.0 if sign > 0 else None, 0.0 if sign < 0 else None) for sign in signs]


def _by_folds(asked: Sequence[Asked], predict: Callable[[list[Asked], list[Asked]], None]) -> None:
    fold_of = {a.id: int(hashlib.sha256(a.id.split("#")[0].encode()).hexdigest(), 16) % FOLDS for a in asked}
    for number in range(FOLDS):
        predict([a for a in asked if fold_of[a.id] != number], [a for a in asked if fold_of[a.id] == number])


def cross_validate(
    asked: Sequence[Asked], learned_from: Sequence[Asked] | None = None
) -> tuple[dict[str, Predicted], dict[str, First]]:
    """For each question, the confidence in its answer and whether it is right, each from other folds.

    Also the best candidates themselves with their signals, on which the confidence that ships is fitted.
    ``learned_from`` are the questions that teach, all of them by default.
    """
    teaching = {a.id for a in (asked if learned_from is None else learned_from)}
    firsts: dict[str, First] = {}
    best: dict[str, Predicted] = {}

    def rank(others: list[Asked], held: list[Asked]) -> None:
        ranking = fit_ranking([a for a in others if a.id in teaching])
        firsts.update({a.id: first_of(a, ranking) for a in held})

    def trust(others: list[Asked], held: list[Asked]) -> None:
        weights, intercept = fit_confidence([a for a in others if a.id in teaching], firsts)
        for a in held:
            total = float(np.dot(weights, firsts[a.id].signals)) + intercept
            best[a.id] = Predicted(1 / (1 + math.exp(-total)), firsts[a.id].right)

    _by_folds(asked, rank)
    _by_folds(asked, trust)
    return best, firsts
