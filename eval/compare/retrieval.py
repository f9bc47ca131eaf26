"""Two runs over the same retrieval sets, each unit (a query, or a group of them) counting once in its set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from eval.compare.answers import side
from eval.compare.results import Change, Compared, Comparison
from eval.errors import RunError
from eval.runs import RetrievalRun
from eval.statistics import paired_over_sets

HEADLINE = "ndcg@10"
PREFERRED_SYSTEM = "hybrid"
SCOPES = ("pool", "alone")
"""The scopes of retrieval, the one that decides first."""

Query = Mapping[str, Any]
Units = dict[str, dict[str, list[float]]]
"""By set and by unit, the values of the queries."""


def compare_retrieval(a: RetrievalRun, b: RetrievalRun, config_changes: Mapping[str, tuple[Any, Any]]) -> Comparison:
    """Compare two runs known to be over the same queries.

    Raises:
        RunError: They have no system, or no metric, in common.
    """
    pairs = _pairs(a, b)
    systems = {
        system: {scope: metrics for scope in SCOPES if (metrics := _metrics(pairs, system, scope))}
        for system in dict.fromkeys(name for query, _ in pairs for name in query["systems"])
    }
    systems = {system: scopes for system, scopes in systems.items() if scopes}
    chosen = next((name for name in (PREFERRED_SYSTEM, *systems) if name in systems), None)
    scope = next((name for name in SCOPES if chosen and HEADLINE in systems[chosen].get(name, {})), None)
    if chosen is None or scope is None:
        raise RunError(f"{a.folder} et {b.folder} ne se comparent pas : aucun système commun mesuré par {HEADLINE}.")
    return Comparison(
        kind="retrieval",
        a=side(a),
        b=side(b),
        n=len(pairs),
        metrics=systems[chosen][scope],
        headline=HEADLINE,
        changes=_changes(pairs, chosen, scope),
        config_changes=config_changes,
        system=(chosen, scope),
        systems=systems,
    )


def key_of(query: Query) -> str:
    """What tells a query from all others: its set and its id."""
    return f"{query['set']}/{query['id']}"


def _pairs(a: RetrievalRun, b: RetrievalRun) -> list[tuple[Query, Query]]:
    in_b = {key_of(query): query for query in b.queries}
    return [(query, in_b[key_of(query)]) for query in a.queries]


def _values(query: Query, system: str, scope: str) -> Mapping[str, float | None]:
    """The metrics of a query; none for a query without an answer in its set."""
    return query["systems"].get(system, {}).get(scope, {}).get("values") or {}


def _metrics(pairs: list[tuple[Query, Query]], system: str, scope: str) -> dict[str, Compared]:
    names = dict.fromkeys(name for query, _ in pairs for name in _values(query, system, scope))
    return {name: compared for name in names if (compared := _compared(pairs, system, scope, name))}


def _compared(pairs: list[tuple[Query, Query]], system: str, scope: str, metric: str) -> Compared | None:
    """A metric of the units that both runs measured, None where there are none."""
    in_a: Units = {}
    in_b: Units = {}
    for query, other in pairs:
        value_a, value_b = (_values(one, system, scope).get(metric) for one in (query, other))
        if value_a is not None and value_b is not None:
            for units, value in ((in_a, value_a), (in_b, value_b)):
                units.setdefault(query["set"], {}).setdefault(query["unit"], []).append(value)
    if not in_a:
        return None
    means_a, means_b = (
        {name: [float(np.mean(values)) for values in units.values()] for name, units in found.items()}
        for found in (in_a, in_b)
    )
    n = sum(len(values) for values in means_a.values())
    overall = [float(np.mean([np.mean(values) for values in means.values()])) for means in (means_a, means_b)]
    return Compared(overall[0], overall[1], n, n, paired_over_sets(means_a, means_b))


def _changes(pairs: list[tuple[Query, Query]], system: str, scope: str) -> tuple[Change, ...]:
    """The queries whose nDCG@10 rose or fell."""
    found = []
    for query, other in pairs:
        before, after = (_values(one, system, scope).get(HEADLINE) for one in (query, other))
        if before is not None and after is not None and before != after:
            won = after > before
            found.append(Change(key_of(query), str(query["text"]), "won" if won else "lost", before, after))
    return tuple(found)
