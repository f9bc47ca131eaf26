"""From judged questions to the figures of a run: means by set and over sets, intervals, differences, abstention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.metrics.ranking import NAMES, unit_means
from eval.metrics.risk import aurc, auroc
from eval.retrieval.scoring import Scored
from eval.retrieval.sets import Query, RetrievalSet
from eval.statistics import Estimate, mean_interval, mean_over_sets, paired_over_sets

POOL, ALONE = "pool", "alone"
"""The scopes: all the sets in one index, or each in its own."""

STRONG, WEAK = "strong", "weak"
"""The sets whose questions without answer are sure, and those where a passage may still answer some."""

Results = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Scored]]]]
"""What was found, by system, scope, set and question."""


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A set and those of its questions that were asked."""

    set: RetrievalSet
    queries: tuple[Query, ...]

    @property
    def answerable(self) -> list[Query]:
        """The questions that are scored."""
        return [query for query in self.queries if query.answerable]

    @property
    def units(self) -> list[str]:
        """What each answerable question counts in."""
        return [query.unit for query in self.answerable]


def figures(
    asked: Sequence[AskedSet], results: Results, reference: str, names: Sequence[str] = NAMES
) -> dict[str, Any]:
    """The parts of ``metrics.json`` that hold figures.

    Args:
        asked: The sets with the questions asked, in their order.
        results: Every judged question of every system.
        reference: The system that the others are compared with.
        names: The measures.
    """
    systems: dict[str, Any] = {}
    intervals: dict[str, Any] = {}
    for system, scopes in results.items():
        systems[system], intervals[system] = {}, {}
        for scope, found in scopes.items():
            by_set, mean = _estimates(asked, found, names)
            for told, part in ((systems, _value), (intervals, _interval)):
                shown = {name: _each(estimates, part) for name, estimates in by_set.items()}
                if scope == ALONE:
                    told[system] |= {"alone": shown, "alone_mean": _each(mean, part)}
                else:
                    told[system][scope] = {**shown, "mean": _each(mean, part)}
    return {
        "systems": systems,
        "intervals": intervals,
        "against_hybrid": _against(asked, results, reference, names),
        "abstention": {
            system: {scope: _abstention(asked, found) for scope, found in scopes.items()}
            for system, scopes in results.items()
        },
        "sets": {one.set.name: _description(one) for one in asked},
    }


def _units(asked: AskedSet, found: Mapping[str, Scored], measure: str) -> list[float]:
    return unit_means([found[query.id].values[measure] for query in asked.answerable], asked.units)


def _strata(
    asked: Iterable[AskedSet], found: Mapping[str, Mapping[str, Scored]], measure: str
) -> dict[str, list[float]]:
    return {one.set.name: _units(one, found[one.set.name], measure) for one in asked}


def _estimates(
    asked: Sequence[AskedSet], found: Mapping[str, Mapping[str, Scored]], names: Sequence[str]
) -> tuple[dict[str, dict[str, Estimate]], dict[str, Estimate]]:
    """Each measure of each set, and over sets."""
    strata = {measure: _strata(asked, found, measure) for measure in names}
    by_set = {
        one.set.name: {measure: mean_interval(strata[measure][one.set.name]) for measure in names} for one in asked
    }
    return by_set, {measure: mean_over_sets(strata[measure]) for measure in names}


def _each(estimates: Mapping[str, Estimate], part: Any) -> dict[str, Any]:
    return {measure: part(estimate) for measure, estimate in estimates.items()}


def _value(estimate: Estimate) -> float | None:
    return estimate.value


def _interval(estimate: Estimate) -> list[float | None]:
    return [estimate.low, estimate.high]


def _against(asked: Sequence[AskedSet], results: Results, reference: str, names: Sequence[str]) -> dict[str, Any]:
    """Each other system minus the reference, mean over sets."""
    return {
        system: {
            scope: {
                measure: paired_over_sets(
                    _strata(asked, results[reference][scope], measure), _strata(asked, found, measure)
                ).json()
                for measure in names
            }
            for scope, found in scopes.items()
        }
        for system, scopes in results.items()
        if system != reference
    }


def _abstention(asked: Sequence[AskedSet], found: Mapping[str, Mapping[str, Scored]]) -> dict[str, Any]:
    """How well the confidence tells what can be answered, by set and by kind of label; question by question."""
    parts = {one.set.name: [one] for one in asked}
    parts |= {
        STRONG: [one for one in asked if not one.set.weak_unanswerable],
        WEAK: [one for one in asked if one.set.weak_unanswerable],
    }
    return {
        name: _trust([(q, found[one.set.name][q.id]) for one in some for q in one.queries])
        for name, some in parts.items()
        if some
    }


def _trust(judged: Sequence[tuple[Query, Scored]]) -> dict[str, Any]:
    confidences = [scored.confidence for _, scored in judged]
    return {
        "aurc": aurc(confidences, [scored.loss for _, scored in judged]),
        "auroc": auroc(confidences, [query.answerable for query, _ in judged]),
        "n": len(judged),
        "unanswerable": sum(not query.answerable for query, _ in judged),
    }


def _description(asked: AskedSet) -> dict[str, Any]:
    return {
        "level": asked.set.level,
        "weak_unanswerable": asked.set.weak_unanswerable,
        "queries": len(asked.answerable),
        "units": len(set(asked.units)),
        "passages": len(asked.set.passages),
        "unanswerable": len(asked.queries) - len(asked.answerable),
        "dropped": asked.set.dropped,
        "sha256": asked.set.sha256,
    }
