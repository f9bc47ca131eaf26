"""From verdicts to figures: each metric over all questions and over each kind, with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from eval.answers.verdict import Verdict
from eval.metrics import names
from eval.metrics.abstention import abstention_f1
from eval.metrics.risk import aurc, auroc
from eval.statistics import Estimate, Statistic, mean_interval, paired_difference, statistic_interval

SUCCESS_AT = (1, 5, 8)


def measures(verdicts: Sequence[Verdict]) -> dict[str, Estimate]:
    """Every metric of ``eval.metrics.names.ALL``; one that says nothing of these questions has no value and n = 0."""
    found = {name: mean_interval(values(verdicts, name)) for name in names.MEANS}
    for name in names.OTHERS:
        found[name] = statistic_interval(statistic(verdicts, name), len(verdicts))
    return {name: found[name] for name in names.ALL}


def values(verdicts: Sequence[Verdict], name: str) -> list[float]:
    """The values of a metric, of the questions of which it says something."""
    return [value for verdict in verdicts if (value := verdict.values[name]) is not None]


def statistic(verdicts: Sequence[Verdict], name: str) -> Statistic:
    """A metric of all the questions together, as a function of the indices of the questions.

    ``aurc`` ranks the questions by confidence, with the loss of each; ``auroc`` is the probability that an answerable
    question has a higher confidence than an unanswerable one; ``abstention_f1`` is the harmonic mean of the precision
    and the recall of the abstentions.
    """
    confidences = np.array([verdict.confidence for verdict in verdicts])
    losses = np.array([verdict.loss for verdict in verdicts])
    answerable = np.array([verdict.question.answerable for verdict in verdicts])
    precisions = _with_gaps(verdicts, "abstention_precision")
    recalls = _with_gaps(verdicts, "abstention_recall")

    def of_risk(places: np.ndarray) -> float | None:
        return aurc(confidences[places].tolist(), losses[places].tolist())

    def of_order(places: np.ndarray) -> float | None:
        return auroc(confidences[places].tolist(), answerable[places].tolist())

    def of_abstentions(places: np.ndarray) -> float | None:
        return abstention_f1(_mean(precisions[places]), _mean(recalls[places]))

    return {"aurc": of_risk, "auroc": of_order, "abstention_f1": of_abstentions}[name]


def _with_gaps(verdicts: Sequence[Verdict], name: str) -> np.ndarray:
    """The values of a metric with NaN where it says nothing."""
    return np.array([np.nan if (v := verdict.values[name]) is None else v for verdict in verdicts], dtype=float)


def _mean(found: np.ndarray) -> float | None:
    there = found[~np.isnan(found)]
    return float(there.mean()) if there.size else None


def as_json(found: Mapping[str, Estimate]) -> dict[str, Any]:
    """Estimates as objects."""
    return {name: estimate.json() for name, estimate in found.items()}


def by_kind(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The metrics of each kind of question, in order of name."""
    kinds: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        kinds.setdefault(verdict.question.kind, []).append(verdict)
    return {kind: as_json(measures(kinds[kind])) for kind in sorted(kinds)}


def page_retrieval(verdicts: Sequence[Verdict], which: str = "rewritten") -> dict[str, Any]:
    """How early a page of evidence is found: success@k and MRR@10 over the questions that have evidence.

    success@k is the share of questions with such a page among the first k passages; MRR@10 the mean of 1/rank, 0
    beyond the tenth (Craswell 2009, « Mean Reciprocal Rank »).

    Args:
        verdicts: The questions.
        which: The question that was searched: ``raw``, ``rewritten`` or ``standalone``.
    """
    ranks = [verdict.ranks[which] for verdict in verdicts if which in verdict.ranks]
    found = {
        f"success@{k}": mean_interval([float(rank is not None and rank <= k) for rank in ranks]) for k in SUCCESS_AT
    }
    return as_json({**found, "mrr@10": mean_interval([reciprocal(rank) for rank in ranks])})


def reciprocal(rank: int | None) -> float:
    """1/rank, 0 when nothing was found in the first ten."""
    return 1 / rank if rank is not None and rank <= 10 else 0.0


def follow_ups(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The questions that have a history: the same metrics, and what rewriting brings to the search.

    ``rewritten_vs_raw`` is the difference of reciprocal ranks, rewritten question minus raw question.
    """
    chosen = [verdict for verdict in verdicts if verdict.question.history]
    both = [v for v in chosen if "raw" in v.ranks and "rewritten" in v.ranks]
    raw, rewritten = ([reciprocal(v.ranks[which]) for v in both] for which in ("raw", "rewritten"))
    return {
        "n": len(chosen),
        "metrics": as_json(measures(chosen)),
        "retrieval": {
            **{which: page_retrieval(chosen, which) for which in ("raw", "rewritten", "standalone")},
            "rewritten_vs_raw": paired_difference(raw, rewritten).json(),
        },
    }
