"""A metric with its interval, ready to be shown: the words, and where its dot and its whisker stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from eval.report import french, words


@dataclass(frozen=True, slots=True)
class Whisker:
    """A dot with its interval on a line from 0 to ``end``; places are in % of the line."""

    at: float
    left: float
    width: float
    end: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric and its estimate in words."""

    metric: words.Metric
    value: str
    interval: str
    n: str
    whisker: Whisker | None

    @property
    def known(self) -> bool:
        """False when the metric says nothing of these questions."""
        return self.value != french.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """A metric in two runs, or two systems: ``code`` is a key of ``words.VERDICTS``."""

    metric: words.Metric
    a: str
    b: str
    difference: str
    interval: str
    p: str
    n: str
    code: str
    sides: str = ""
    mcnemar: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """The verdict in words."""
        return words.VERDICTS[self.code]


def figure(name: str, estimate: Mapping[str, Any] | None) -> Figure:
    """The figure of an estimate ``{value, low, high, n}``; None, or a value of null, gives « sans objet »."""
    estimate = estimate or {}
    metric = words.metric(name)
    value, low, high = (french.finite(estimate.get(key)) for key in ("value", "low", "high"))
    return Figure(
        metric,
        french.measure(value, metric.unit),
        "" if value is None else french.interval(low, high, metric.unit),
        french.number(estimate.get("n") or 0),
        None if value is None else whisker(value, low, high, metric.unit),
    )


def figures(names: Iterable[str], estimates: Mapping[str, Any] | None) -> list[Figure]:
    """The figures of these metrics, in this order; one that is not there is « sans objet »."""
    return [figure(name, (estimates or {}).get(name)) for name in names]


def whisker(value: float, low: float | None, high: float | None, unit: french.Unit) -> Whisker:
    """Where to draw an estimate; the line of a number of pages ends at the next multiple of five."""
    low, high = value if low is None else low, value if high is None else high
    end = 1.0 if unit != "pages" else max(5.0, 5.0 * -(-high // 5))

    def place(bound: float) -> float:
        return round(100 * min(max(bound / end, 0.0), 1.0), 2)

    left = place(low)
    width = round(place(high) - left, 2)
    return Whisker(place(value), left, width, french.percent(end, 0) if unit == "percent" else french.number(end))


def difference(name: str, entry: Mapping[str, Any] | None) -> Difference:
    """A comparison ``{a, b, difference, low, high, p, n, verdict, mcnemar}`` in words; what is missing is left out."""
    entry = entry or {}
    metric = words.metric(name)
    return Difference(
        metric,
        french.measure(entry.get("a"), metric.unit),
        french.measure(entry.get("b"), metric.unit),
        french.difference(entry.get("difference"), metric.unit),
        french.difference_interval(entry.get("low"), entry.get("high"), metric.unit),
        french.p_value(entry.get("p")),
        french.number(entry.get("n") or 0),
        words.judgement(entry, lower_is_better=metric.lower_is_better),
        _sides(entry),
        _mcnemar(entry.get("mcnemar")),
    )


def _sides(entry: Mapping[str, Any]) -> str:
    """How many questions the metric concerns on each side, where that is not how many it concerns on both."""
    n = entry.get("n") or 0
    sides = [entry.get("n_a", n), entry.get("n_b", n)]
    return "" if sides == [n, n] else f"A : {sides[0]}, B : {sides[1]}"


def _mcnemar(found: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not found:
        return ()
    p = french.p_value(found.get("p"))
    return (f"McNemar : {p}", f"A seul {found.get('only_a')}, B seul {found.get('only_b')}")
