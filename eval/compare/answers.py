"""Two runs over the same question file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from eval.answers.measures import statistic
from eval.answers.verdict import Verdict
from eval.compare.results import Change, Compared, Comparison, Side
from eval.metrics import names
from eval.runs import AnswersRun
from eval.statistics import Difference, Indices, mcnemar, paired_difference, paired_statistic

HEADLINE = "answer_right"
OF_THE_CHOSEN = frozenset({"abstention_precision"})
"""Means whose value says what the question is, and which a run moves by choosing the questions: pairs never differ."""


BY_ENTAILMENT = ("citation_precision", "citation_recall")
"""Metrics that whoever decides of entailment makes higher or lower."""

BY_CONFIDENCE = ("aurc", "auroc")
"""Metrics of the confidence: what is abstained from has none of its own, so they hang on what is answered, and how."""


def compare_answers(a: AnswersRun, b: AnswersRun, config_changes: Mapping[str, tuple[Any, Any]]) -> Comparison:
    """Compare two runs known to be over the same questions.

    ``BY_ENTAILMENT`` are compared only where the same decides of entailment, ``BY_CONFIDENCE`` only where both runs
    have the same answer threshold and the same kind of answers (extractive, of a model, recorded).
    """
    in_a, in_b = list(a.verdicts.values()), [b.verdicts[id_] for id_ in a.verdicts]
    why = _incomparable(a.metrics["config"], b.metrics["config"])
    metrics = {name: _compared(name, in_a, in_b, why.get(name)) for name in names.ALL}
    return Comparison(
        kind="answers",
        a=side(a),
        b=side(b),
        n=len(in_a),
        metrics=metrics,
        headline=HEADLINE,
        changes=_changes(a, b),
        config_changes=config_changes,
    )


def side(run: Any) -> Side:
    """A run in short."""
    config = run.metrics.get("config") or {}
    return Side(str(run.folder), {name: value for name, value in config.items() if not isinstance(value, Mapping)})


def _incomparable(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, str]:
    """The metrics that the two configurations make incomparable, and why."""
    why: dict[str, str] = {}
    if a["entailment"] != b["entailment"]:
        said = f"le contrôle de l'implication n'est pas le même ({a['entailment']}, {b['entailment']})"
        why |= dict.fromkeys(BY_ENTAILMENT, said)
    if _kind(a) != _kind(b):
        why |= dict.fromkeys(BY_CONFIDENCE, "les réponses, donc leur confiance, ne sont pas de même sorte")
    elif a["settings"].get("answer_threshold") != b["settings"].get("answer_threshold"):
        why |= dict.fromkeys(
            BY_CONFIDENCE, "le seuil de réponse n'est pas le même, et la confiance ne se voit qu'au-delà"
        )
    return why


def _kind(config: Mapping[str, Any]) -> str:
    """``extractive``, ``recorded``, or the provider of a model."""
    return str(config["answerer"]).partition(":")[0]


def _compared(name: str, in_a: list[Verdict], in_b: list[Verdict], why: str | None) -> Compared:
    if why is not None:
        return _side_by_side(name, in_a, in_b, why)
    if name in OF_THE_CHOSEN:
        return _mean_of_the_chosen(name, in_a, in_b)
    return (_mean if name in names.MEANS else _statistic)(name, in_a, in_b)


def _side_by_side(name: str, in_a: list[Verdict], in_b: list[Verdict], why: str) -> Compared:
    """The two values, without a difference."""
    nothing = Difference(None, None, None, None, 0, "no difference")
    if name in names.MEANS:
        a, b = ([v for one in side if (v := one.values.get(name)) is not None] for side in (in_a, in_b))
        values = [float(np.mean(found)) if found else None for found in (a, b)]
        return Compared(values[0], values[1], len(a), len(b), nothing, incomparable=why)
    value_a, value_b = (statistic(side, name)(np.arange(len(side))) for side in (in_a, in_b))
    return Compared(value_a, value_b, len(in_a), len(in_b), nothing, incomparable=why)


def _mean(name: str, in_a: list[Verdict], in_b: list[Verdict]) -> Compared:
    pairs = [(one.values.get(name), other.values.get(name)) for one, other in zip(in_a, in_b, strict=True)]
    all_a, all_b = [x for x, _ in pairs if x is not None], [y for _, y in pairs if y is not None]
    both = [(x, y) for x, y in pairs if x is not None and y is not None]
    paired_a, paired_b = [x for x, _ in both], [y for _, y in both]
    return Compared(
        a=float(np.mean(all_a)) if all_a else None,
        b=float(np.mean(all_b)) if all_b else None,
        n_a=len(all_a),
        n_b=len(all_b),
        difference=paired_difference(paired_a, paired_b, name in names.LOWER_IS_BETTER),
        mcnemar=mcnemar([x == 1 for x in paired_a], [y == 1 for y in paired_b])
        if name in names.RIGHT_OR_WRONG and both
        else None,
    )


def _mean_of_the_chosen(name: str, in_a: list[Verdict], in_b: list[Verdict]) -> Compared:
    """A mean over the questions that each run chose, compared over those that either did."""
    pairs = [(one.values.get(name), other.values.get(name)) for one, other in zip(in_a, in_b, strict=True)]
    values = np.array([pair for pair in pairs if pair != (None, None)], dtype=float).reshape(-1, 2)  # None becomes NaN

    def means(places: Indices) -> list[float | None]:
        return [float(c[there].mean()) if (there := ~np.isnan(c)).any() else None for c in values[places].T]

    def change(places: Indices) -> float | None:
        value_a, value_b = means(places)
        return None if value_a is None or value_b is None else value_b - value_a

    a, b = means(np.arange(len(values)))
    n_a, n_b = (int((~np.isnan(column)).sum()) for column in values.T)
    return Compared(a, b, n_a, n_b, paired_statistic(change, len(values), name in names.LOWER_IS_BETTER))


def _statistic(name: str, in_a: list[Verdict], in_b: list[Verdict]) -> Compared:
    of_a, of_b = statistic(in_a, name), statistic(in_b, name)

    def change(places: Indices) -> float | None:
        value_a, value_b = of_a(places), of_b(places)
        return None if value_a is None or value_b is None else value_b - value_a

    everything = np.arange(len(in_a))
    difference = paired_statistic(change, len(in_a), name in names.LOWER_IS_BETTER)
    return Compared(of_a(everything), of_b(everything), len(in_a), len(in_b), difference)


def _changes(a: AnswersRun, b: AnswersRun) -> tuple[Change, ...]:
    """The questions whose answer became right or wrong, and those without an answer now abstained from or no more."""
    found = []
    for id_, verdict in a.verdicts.items():
        before, after = _outcome(verdict), _outcome(b.verdicts[id_])
        if before is None or after is None or before == after:
            continue
        shown = [run.given[id_].answer if id_ in run.given else "" for run in (a, b)]
        found.append(Change(id_, verdict.question.question, "won" if after > before else "lost", shown[0], shown[1]))
    return tuple(found)


def _outcome(verdict: Verdict) -> float | None:
    name = HEADLINE if verdict.question.answerable else "abstention_recall"
    return verdict.values.get(name)
