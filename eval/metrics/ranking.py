"""Measures of a ranking: how many of what answers a question come, and how soon. Computed by ir_measures.

MacAvaney, Macdonald and Ounis 2022, « Streamlining Evaluation with ir-measures », ECIR, through pytrec_eval (Van
Gysel and de Rijke 2018, SIGIR). All go from 0 to 1, higher is better; relevance is yes or no. With rel(i) 1 when the
result at rank i (from 1) is relevant, else 0, and R the number of relevant items:

* ``recall@k``: ``sum_(i <= k) rel(i) / R``;
* ``success@k``: 1 when one of the first k is relevant;
* ``mrr@10``: 1 / rank of the first relevant result, 0 when it is beyond the tenth (its mean is the MRR: Voorhees 1999,
  « The TREC-8 Question Answering Track Report »);
* ``ndcg@10``: ``DCG / best DCG`` with ``DCG = sum_(i <= 10) rel(i) / log2(i + 1)``, the best being that of
  ``min(R, 10)`` relevant results in front (Järvelin and Kekäläinen 2002, « Cumulated Gain-Based Evaluation », TOIS).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

NAMES = (
    "recall@1",
    "recall@5",
    "recall@10",
    "recall@20",
    "success@1",
    "success@5",
    "success@10",
    "mrr@10",
    "ndcg@10",
)
"""The measures, by the names of ``metrics.json``."""

DEPTH = 20
"""How deep a ranking is looked at: no measure has a higher cutoff."""

_RECIPROCAL, _RECIPROCAL_CUT = "mrr@10", 10


def measures(cutoffs: Sequence[int] = ()) -> tuple[str, ...]:
    """``NAMES``, with recall and success at other cutoffs, from 1 to ``DEPTH``, after them.

    Raises:
        ValueError: A cutoff is out of bounds.
    """
    if any(not 1 <= k <= DEPTH for k in cutoffs):
        raise ValueError(f"cutoffs {list(cutoffs)}: from 1 to {DEPTH}")
    more = (f"{family}@{k}" for k in sorted(set(cutoffs)) for family in ("recall", "success"))
    return (*NAMES, *(name for name in more if name not in NAMES))


def ranking_values(
    rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, Collection[str]], names: Sequence[str] = NAMES
) -> dict[str, dict[str, float]]:
    """Every measure of every question.

    Args:
        rankings: What was found for each question, best first, each item once. One that is empty or missing has 0
            everywhere.
        relevant: What answers each question, at least one item.
        names: The measures, of ``measures``.

    Returns:
        For each question of ``relevant``, in its order, the value of each measure.

    Raises:
        ValueError: A ranking holds an item twice.
    """
    import ir_measures

    for query, ranking in rankings.items():
        if len(set(ranking)) < len(ranking):
            raise ValueError(f"the ranking of {query} holds an item twice")
    qrels = [ir_measures.Qrel(query, item, 1) for query, items in relevant.items() for item in items]
    values = {query: dict.fromkeys(names, 0.0) for query in relevant}
    # pytrec_eval does not know the cut of the reciprocal rank, and gives 1/11 for mrr@10: the ranking is cut instead.
    for cut, some in ((_RECIPROCAL_CUT, [_RECIPROCAL]), (None, [name for name in names if name != _RECIPROCAL])):
        named = {_measure(name): name for name in some}
        # It sorts by score, then by name: scores that decrease strictly keep the order given.
        run = [
            ir_measures.ScoredDoc(query, item, -float(place))
            for query in relevant
            for place, item in enumerate(rankings.get(query, ())[:cut])
        ]
        for found in ir_measures.pytrec_eval.iter_calc(list(named), qrels, run):
            values[found.query_id][named[found.measure]] = float(found.value)
    return values


def _measure(name: str) -> Any:
    import ir_measures

    family, _, cutoff = name.partition("@")
    families = {"recall": ir_measures.R, "success": ir_measures.Success, "ndcg": ir_measures.nDCG}
    return ir_measures.RR if name == _RECIPROCAL else families[family] @ int(cutoff)


def unit_means(values: Sequence[float], units: Sequence[Hashable]) -> list[float]:
    """The mean value of each unit (the forms of one request), in the order in which units first come.

    Args:
        values: One a question.
        units: What each question counts in, in the same order.

    Raises:
        ValueError: The two differ in length.
    """
    found: dict[Hashable, list[float]] = {}
    for value, unit in zip(values, units, strict=True):
        found.setdefault(unit, []).append(value)
    return [math.fsum(several) / len(several) for several in found.values()]
