"""The report of a comparison: run B against run A, over the same questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.metrics import names
from eval.report import french, page, words
from eval.report.figures import Difference, difference
from eval.report.questions import show
from eval.runs import AnswersRun, RetrievalRun

MOST = 100
"""Queries of a retrieval set shown in each list, the largest changes first."""

HEADLINES = {"answers": "answer_right", "retrieval": "ndcg@10"}
CONTENTS = (("mesures", "Mesures"), ("perdues", "Perdues"), ("gagnees", "Gagnées"), ("configuration", "Configuration"))
CONCLUSIONS = {
    "better": "B fait mieux que A.",
    "worse": "B fait moins bien que A.",
    "no difference": "Aucune différence démontrée entre A et B.",
    "mixed": "Bilan partagé : d'autres mesures disent le contraire.",
    "none": "A et B ne se comparent pas sur cette mesure.",
}

Run = AnswersRun | RetrievalRun
Rows = list[tuple[str, str, Difference]]


def comparison_page(comparison_json: Mapping[str, Any], a: Run, b: Run) -> str:
    """The report of a comparison: one HTML page that needs nothing else, the same for the same comparison.

    Args:
        comparison_json: The object of ``eval compare --json``.
        a: The run before.
        b: The run after, over the same questions.
    """
    kind = str(comparison_json["kind"])
    lost, won = list(comparison_json.get("lost") or ()), list(comparison_json.get("won") or ())
    noun = "question" if kind == "answers" else "requête"
    n = comparison_json.get("n") or 0
    return page.render(
        "comparison.html",
        title="Comparaison de deux évaluations",
        lead=f"{'Réponses' if kind == 'answers' else 'Recherche'} · {french.counted(n, noun)}",
        contents=CONTENTS,
        noun=noun,
        sides=[
            (letter, run.folder.name or str(run.folder), _side(run), words.not_of_the_model(run.metrics.get("model")))
            for letter, run in (("A", a), ("B", b))
        ],
        warnings=list(comparison_json.get("warnings") or ()),
        conclusion=_conclusion(comparison_json, kind),
        tables=_tables(comparison_json),
        lists=[_list("perdues", lost, comparison_json, a, b), _list("gagnees", won, comparison_json, a, b)],
        changes=[
            (words.CONFIG.get(name, name), before, after)
            for name, (before, after) in (comparison_json.get("config_changes") or {}).items()
        ],
        configurations=[
            (letter, words.configuration(run.metrics.get("config") or {})) for letter, run in (("A", a), ("B", b))
        ],
    )


def _side(run: Run) -> str:
    config = run.metrics.get("config") or {}
    told = [
        words.answerer(str(config.get("answerer") or "")),
        config.get("commit"),
        french.day(config["date"]) if config.get("date") else None,
    ]
    return " · ".join(str(part) for part in told if part)


def _conclusion(found: Mapping[str, Any], kind: str) -> dict[str, Any]:
    name = str(found.get("headline") or HEADLINES[kind])
    headline = difference(name, (found.get("metrics") or {}).get(name))
    code = str(found.get("verdict") or headline.code)
    code = headline.code if headline.code == "none" or code not in CONCLUSIONS else code
    place = found.get("system")
    where = (
        f" ({words.SYSTEMS.get(place[0], place[0])}, {words.SCOPES.get(place[1], place[1]).lower()})" if place else ""
    )
    return {"headline": headline, "where": where, "sentence": CONCLUSIONS[code], "code": code,
            "main": CONCLUSIONS.get(headline.code) if code == "mixed" else ""}  # fmt: skip


def _tables(found: Mapping[str, Any]) -> list[tuple[str, Rows]]:
    """One table of the metrics of answers, or one for each system and scope of retrieval."""
    systems = found.get("systems") or {}
    if not systems:
        return [("Mesures de A et de B", _rows(found.get("metrics") or {}))]
    return [
        (f"{words.SYSTEMS.get(system, system)}, {words.SCOPES.get(scope, scope).lower()}", _rows(metrics))
        for system, scopes in systems.items()
        for scope, metrics in scopes.items()
    ]


def _rows(metrics: Mapping[str, Any]) -> Rows:
    order = [name for name in names.ALL if name in metrics] + [name for name in metrics if name not in names.ALL]
    rows = [difference(name, metrics[name]) for name in order]
    return [(row.metric.label, row.metric.direction, row) for row in rows]


def _list(anchor: str, ids: Sequence[str], found: Mapping[str, Any], a: Run, b: Run) -> dict[str, Any]:
    lost = anchor == "perdues"
    told: dict[str, Any] = {"anchor": anchor, "count": len(ids), "lost": lost, "questions": [], "queries": []}
    if isinstance(a, AnswersRun) and isinstance(b, AnswersRun):
        both = [one for one in ids if one in a.verdicts and one in b.verdicts]
        told["questions"] = [
            (show(a, a.verdicts[one], f"{anchor}-{n}"), show(b, b.verdicts[one], f"{anchor}-{n}-b"))
            for n, one in enumerate(both, start=1)
        ]
    elif isinstance(a, RetrievalRun) and isinstance(b, RetrievalRun):
        told["queries"] = _queries(ids, found.get("system") or ("hybrid", "alone"), a, b)
    return told


def _queries(ids: Sequence[str], place: Sequence[str], a: RetrievalRun, b: RetrievalRun) -> list[Any]:
    """The queries of these ids (``set/id``) with their nDCG@10 in A and in B, the largest changes first."""
    in_a, in_b = ({f"{q['set']}/{q['id']}": q for q in run.queries} for run in (a, b))
    shown = []
    for one in ids:
        if one in in_a and one in in_b:
            values = [_value(run[one], place) for run in (in_a, in_b)]
            shown.append((one, in_a[one]["text"], values[0], values[1]))
    shown.sort(key=lambda row: -abs((row[3] or 0) - (row[2] or 0)))
    return [(one, text, french.number(x, 3), french.number(y, 3)) for one, text, x, y in shown[:MOST]]


def _value(query: Mapping[str, Any], place: Sequence[str]) -> float | None:
    found = (query["systems"].get(place[0]) or {}).get(place[1]) or {}
    return french.finite((found.get("values") or {}).get("ndcg@10"))
