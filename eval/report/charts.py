"""The charts of the reports. Each gives its SVG, a sentence that says what it shows, and its data as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eval.report.french import counted, duration, finite, interval, number, percent
from eval.report.svg import MARKERS, SERIES, Chart, axes_of, colour, label_of, legend, to_svg

ROWS = 40
"""A table beside a curve holds this many points at most, evenly taken, both ends included."""

RANK_BINS = (("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("6 à 8", 8), ("9 à 20", 20))
BEYOND = "non trouvé"


@dataclass(frozen=True, slots=True)
class Point:
    """A working point: the share of questions answered, and the share of wrong ones among them."""

    label: str
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class Dot:
    """A value from 0 to 1 with its interval, None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None


def risk_coverage(
    curves: Mapping[str, Sequence[Sequence[Any]]], points: Sequence[Point], *, name: str, title: str
) -> Chart | None:
    """Risk against coverage, both from 0 to 1; lower is better. None without any curve.

    Args:
        curves: By label, ``[coverage, risk, threshold]`` with coverage ascending.
        points: Working points to mark.
        name: Of the chart, unique in its page.
        title: Its title.
    """
    curves = {label: curve for label, curve in curves.items() if curve}
    if not curves:
        return None
    figure, axes = axes_of(300)
    for rank, (label, curve) in enumerate(curves.items()):
        x, y = [100 * p[0] for p in curve], [100 * p[1] for p in curve]
        axes.plot(x, y, color=colour(SERIES[rank % 6]), linewidth=2, linestyle=("-", "--", ":")[rank % 3],
                  marker="o" if len(curve) == 1 else None, label=label)  # fmt: skip
    for rank, point in enumerate(points):
        axes.plot([100 * point.coverage], [100 * point.risk], MARKERS[rank + 1], color=colour(SERIES[rank + 1]),
                  markersize=10, markeredgecolor=colour("surface"), label=point.label, clip_on=False)  # fmt: skip
    axes.set(xlim=(0, 100), xlabel="Couverture : part de questions répondues", ylabel="Risque : part d'erreurs")
    top = max([100 * p[1] for curve in curves.values() for p in curve] + [100 * p.risk for p in points])
    axes.set_ylim(0, max(5.0, min(100.0, 1.1 * top)))
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: percent(value / 100, 0)))
    _grid(axes, "both")
    legend(axes)
    label = _curve_words(curves, points)
    rows = [
        (series, percent(c), percent(r), number(t, 3)) for series, curve in curves.items() for c, r, t in _some(curve)
    ]
    rows += [(point.label, percent(point.coverage), percent(point.risk), "") for point in points]
    head = ("Courbe", "Couverture", "Risque", "Seuil")
    return Chart(title, to_svg(figure, name, label), label, head, tuple(rows))


def _curve_words(curves: Mapping[str, Sequence[Sequence[Any]]], points: Sequence[Point]) -> str:
    parts = ["Risque selon la couverture."]
    for label, curve in curves.items():
        parts.append(f"{label} : risque de {percent(curve[0][1])} à {percent(curve[0][0])} de couverture et de "
                     f"{percent(curve[-1][1])} à {percent(curve[-1][0])}.")  # fmt: skip
    parts += [f"{p.label} : couverture {percent(p.coverage)}, risque {percent(p.risk)}." for p in points]
    return " ".join(parts)


def _some(curve: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    if len(curve) <= ROWS:
        return list(curve)
    return [curve[round(i * (len(curve) - 1) / (ROWS - 1))] for i in range(ROWS)]


def rank_histogram(ranks: Sequence[int | None], *, name: str) -> Chart | None:
    """How many questions have their first passage on a page of evidence at each rank; None without any question."""
    if not ranks:
        return None
    bins = {label: 0 for label, _ in RANK_BINS} | {BEYOND: 0}
    for rank in ranks:
        bins[next((label for label, last in RANK_BINS if rank is not None and rank <= last), BEYOND)] += 1
    figure, axes = axes_of(280)
    bars = axes.bar(range(len(bins)), list(bins.values()), color=[colour("accent")] * len(RANK_BINS) + [colour("c2")])
    axes.bar_label(bars, [number(n) for n in bins.values()], color=colour("ink"), fontsize=12, padding=2)
    axes.set_xticks(
        range(len(bins)), ["non\ntrouvé" if label == BEYOND else label.replace(" à ", "–") for label in bins]
    )
    axes.set(xlabel="Rang du premier passage sur une bonne page", ylabel="Questions")
    axes.set_ylim(0, max(bins.values()) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    _grid(axes, "y")
    rows = tuple((label, number(n), percent(n / len(ranks))) for label, n in bins.items())
    label = f"Rang du premier passage sur une bonne page, {counted(len(ranks), 'question')} : " + ", ".join(
        f"{'rang ' if bin_ != BEYOND else ''}{bin_} : {n}" for bin_, n, _ in rows
    )
    return Chart("Rang du premier passage sur une bonne page", to_svg(figure, name, label), label,
                 ("Rang", "Questions", "Part"), rows,
                 "« Non trouvé » : au-delà du vingtième rang, ou nulle part.")  # fmt: skip


def stage_times(stages: Mapping[str, tuple[Any, Any]], *, name: str) -> Chart | None:
    """Median time of each stage, a line up to its 95th percentile, in milliseconds; None without any time."""
    known = {s: (finite(a), finite(b)) for s, (a, b) in stages.items() if finite(a) is not None}
    if not known:
        return None
    figure, axes = axes_of(90 + 34 * len(known))
    for row, (p50, p95) in enumerate(known.values()):
        axes.barh(row, p50 or 0, height=0.55, color=colour("accent"), label="médiane" if row == 0 else None)
        if p95 is not None:
            axes.plot([p50 or 0, p95], [row, row], color=colour("c2"), linewidth=2)
            axes.plot([p95], [row], "|", color=colour("c2"), markersize=12, markeredgewidth=2,
                      label="95e centile" if row == 0 else None)  # fmt: skip
    axes.set_yticks(range(len(known)), [label_of(stage) for stage in known])
    axes.set_ylim(len(known) - 0.4, -0.6)
    axes.set_xlim(0, 1.06 * max(max(p50 or 0, p95 or 0) for p50, p95 in known.values()) or 1)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: duration(value)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5))
    _grid(axes, "x")
    legend(axes, reverse=True)  # Matplotlib puts lines before bars
    rows = tuple((stage, duration(p50), duration(p95)) for stage, (p50, p95) in known.items())
    label = "Temps par étape : " + ", ".join(f"{s} : médiane {a}, 95e centile {b}" for s, a, b in rows)
    return Chart("Temps par étape", to_svg(figure, name, label), label, ("Étape", "Médiane", "95e centile"), rows)


def dots(table: Mapping[str, Mapping[str, Dot]], *, name: str, title: str, axis: str) -> Chart | None:
    """Values with their intervals: a line for each group, a marker for each series; None without any value.

    Args:
        table: By group (a set), by series (a system), a value from 0 to 1.
        name: Of the chart, unique in its page.
        title: Its title.
        axis: What is measured.
    """
    series = list(dict.fromkeys(one for row in table.values() for one in row))
    known = [dot for row in table.values() for dot in row.values() if dot.value is not None]
    if not known:
        return None
    figure, axes = axes_of(90 + len(table) * (14 + 16 * len(series)))
    for rank, one in enumerate(series):
        shift = 0.7 * ((rank + 0.5) / len(series) - 0.5)
        shown = [(y + shift, row[one]) for y, row in enumerate(table.values()) if one in row]
        _whiskers(axes, [(y, dot) for y, dot in shown if dot.value is not None], rank, one)
    axes.set_yticks(range(len(table)), [label_of(group) for group in table])
    axes.set_ylim(len(table) - 0.5, -0.5)
    bounds = [bound for dot in known for bound in (dot.value, dot.low, dot.high) if bound is not None]
    axes.set_xlim(max(0.0, min(bounds) - 0.05), min(1.02, max(bounds) + 0.05))
    axes.set_xlabel(axis)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number(value, 2)))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    _grid(axes, "x")
    legend(axes)
    rows = tuple(
        (group, one, number(dot.value, 3), interval(dot.low, dot.high, "decimal"))
        for group, row in table.items()
        for one, dot in row.items()
    )
    label = f"{title}. " + ", ".join(f"{group}, {one} : {value}" for group, one, value, _ in rows)
    head = ("Jeu", "Système", axis, "Intervalle à 95 %")
    return Chart(title, to_svg(figure, name, label), label, head, rows)


def _whiskers(axes: Axes, shown: Sequence[tuple[float, Dot]], rank: int, series: str) -> None:
    hue = colour(SERIES[rank % 6])
    for y, dot in shown:
        if dot.low is not None and dot.high is not None:
            axes.plot([dot.low, dot.high], [y, y], color=hue, linewidth=2)
    values = [dot.value for _, dot in shown if dot.value is not None]
    axes.plot(values, [y for y, _ in shown], MARKERS[rank % 6], color=hue, markersize=7, linestyle="none",
              markeredgecolor=colour("surface"), label=label_of(series))  # fmt: skip


def _grid(axes: Axes, which: str) -> None:
    axes.grid(
        visible=True,
        axis="both" if which == "both" else "x" if which == "x" else "y",
        color=colour("line"),
        linewidth=0.8,
    )
