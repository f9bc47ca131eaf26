"""The report of a run over retrieval sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.report import charts, french, page, words
from eval.report.figures import Figure, difference, figure
from eval.report.svg import Chart
from eval.runs import RetrievalRun

SHOWN = ("ndcg@10", "success@5", "recall@20")
"""The metrics that have a table; the first one has a chart, and ranks the worst questions."""

REFERENCE = "hybrid"
WORST = 50
"""Questions that the reference answers worst, shown one by one."""

MEAN = "Moyenne des jeux"
CONTENTS = (("jeux", "Jeux"), ("abstention", "Abstention"), ("pires", "Questions les moins bien servies"),
            ("configuration", "Configuration"))  # fmt: skip


def retrieval_page(run: RetrievalRun) -> str:
    """The report of a run over retrieval: one HTML page that needs nothing else, the same for the same run."""
    metrics = run.metrics
    config = metrics.get("config") or {}
    scopes = [scope for scope in words.SCOPES if any(scope in found for found in metrics["systems"].values())]
    return page.render(
        "retrieval.html",
        title="Évaluation de la recherche",
        lead=" · ".join(_lead(metrics, config)),
        contents=[(scope, words.SCOPES[scope]) for scope in scopes] + list(CONTENTS),
        summary=_summary(metrics, scopes),
        scopes=[_scope(metrics, scope) for scope in scopes],
        sets=metrics.get("sets") or {},
        abstention=[(words.SCOPES[scope], rows) for scope in scopes if (rows := _abstention(metrics, scope))],
        **_worst(run, scopes),
        configuration=words.configuration(config),
    )


def _lead(metrics: Mapping[str, Any], config: Mapping[str, Any]) -> list[str]:
    sets = metrics.get("sets") or {}
    asked = sum(one.get("queries") or 0 for one in sets.values())
    half = str(metrics.get("half") or "all")
    told = [french.counted(len(sets), "jeu", "jeux"), french.counted(asked, "question"), words.HALVES.get(half, half)]
    return told + ([french.day(config["date"])] if config.get("date") else [])


def _named(system: str) -> str:
    return words.SYSTEMS.get(system, system)


def _part(
    metrics: Mapping[str, Any], part: str, system: str, scope: str
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The values, or the intervals, of a system: those of each set, and those of the mean over sets."""
    found = (metrics.get(part) or {}).get(system) or {}
    by_set = dict(found.get(scope) or {})
    mean = found.get("alone_mean") if scope == "alone" else by_set.pop("mean", None)
    return by_set, mean or {}


def _estimates(metrics: Mapping[str, Any], system: str, scope: str, name: str) -> dict[str, dict[str, Any]]:
    """One metric of a system as estimates: each set in its order, then the mean."""
    values, mean = _part(metrics, "systems", system, scope)
    intervals, mean_interval = _part(metrics, "intervals", system, scope)
    sets = metrics.get("sets") or {}
    units = {one: (sets.get(one) or {}).get("units") or 0 for one in values}
    found = {one: _estimate(values[one].get(name), (intervals.get(one) or {}).get(name), units[one]) for one in values}
    return found | {MEAN: _estimate(mean.get(name), mean_interval.get(name), sum(units.values()))}


def _estimate(value: Any, bounds: Sequence[Any] | None, n: int) -> dict[str, Any]:
    low, high = bounds or (None, None)
    return {"value": value, "low": low, "high": high, "n": n}


def _scope(metrics: Mapping[str, Any], scope: str) -> dict[str, Any]:
    systems = [system for system, found in metrics["systems"].items() if scope in found]
    tables = []
    for name in SHOWN:
        found = {system: _estimates(metrics, system, scope, name) for system in systems}
        head = list(next(iter(found.values()), {}))
        rows = [(_named(system), "", [_without_n(figure(name, one)) for one in by_set.values()])
                for system, by_set in found.items()]  # fmt: skip
        tables.append((words.metric(name).label, head, rows))
    return {
        "id": scope,
        "title": words.SCOPES[scope],
        "chart": _chart(metrics, systems, scope),
        "tables": tables,
        "against": _against(metrics, scope),
    }


def _without_n(found: Figure) -> Figure:
    """The same figure without its count: that of a set stands in the table of sets, once for all systems."""
    return Figure(found.metric, found.value, found.interval, "0", found.whisker)


def _chart(metrics: Mapping[str, Any], systems: Sequence[str], scope: str) -> Chart | None:
    table: dict[str, dict[str, charts.Dot]] = {}
    for system in systems:
        for one, estimate in _estimates(metrics, system, scope, SHOWN[0]).items():
            dot = charts.Dot(*(french.finite(estimate[key]) for key in ("value", "low", "high")))
            table.setdefault(one, {})[_named(system)] = dot
    title = f"nDCG@10, {words.SCOPES[scope].lower()}"
    return charts.dots(table, name=f"ndcg-{scope}", title=title, axis=words.metric(SHOWN[0]).label)


def _against(metrics: Mapping[str, Any], scope: str) -> list[tuple[str, str, Any]]:
    found = metrics.get("against_hybrid") or {}
    return [
        (_named(system), words.metric(name).label, difference(name, scopes[scope].get(name)))
        for system, scopes in found.items()
        if scope in scopes
        for name in SHOWN
    ]


def _abstention(metrics: Mapping[str, Any], scope: str) -> list[tuple[str, str, list[Figure], str]]:
    return [
        (_named(system), words.LABELS.get(name, name),
         [figure(one, {"value": found.get(one), "n": found.get("n")}) for one in ("aurc", "auroc")],
         f"{french.number(found.get('n') or 0)}, dont {french.number(found.get('unanswerable') or 0)} sans réponse")
        for system, scopes in (metrics.get("abstention") or {}).items()
        for name, found in (scopes.get(scope) or {}).items()
    ]  # fmt: skip


def _summary(metrics: Mapping[str, Any], scopes: Sequence[str]) -> str:
    told = []
    for scope in scopes:
        means = {
            _named(system): french.finite(_part(metrics, "systems", system, scope)[1].get(SHOWN[0]))
            for system in metrics["systems"]
        }
        known = sorted(((value, name) for name, value in means.items() if value is not None), reverse=True)
        if known:
            told.append(
                f"{words.SCOPES[scope]} : " + ", ".join(f"{name} {french.number(v, 3)}" for v, name in known) + "."
            )
    return " ".join(["nDCG@10, moyenne des jeux.", *told]) if told else "Rien n'a été mesuré."


def _worst(run: RetrievalRun, scopes: Sequence[str]) -> dict[str, Any]:
    """The questions of the lowest nDCG@10 of the reference, in the widest scope, with that of each system."""
    scope = scopes[-1] if scopes else "alone"
    systems = list(run.metrics["systems"])
    reference = REFERENCE if REFERENCE in systems else next(iter(systems), REFERENCE)
    scored = []
    for query in run.queries:
        values = {system: _value(query, system, scope) for system in systems}
        if query.get("answerable") and (value := values.get(reference)) is not None:
            scored.append((value, query, [french.number(values[system], 3) for system in systems]))
    scored.sort(key=lambda found: found[0])  # stable: equal ones stay in the order of the run
    return {
        "worst": [(query, values) for _, query, values in scored[:WORST]],
        "worst_of": _named(reference),
        "worst_scope": words.SCOPES[scope],
        "systems": [_named(system) for system in systems],
    }


def _value(query: Mapping[str, Any], system: str, scope: str) -> float | None:
    found = (query["systems"].get(system) or {}).get(scope) or {}
    return french.finite((found.get("values") or {}).get(SHOWN[0]))
