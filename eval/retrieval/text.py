"""A run over retrieval as text for a terminal, in French."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from eval.metrics.ranking import NAMES
from eval.report import words
from eval.report.french import ABSENT, counted, difference, finite, number, p_value, typeset

MAIN = "ndcg@10"
MEANS = ("ndcg@10", "success@1", "success@5", "mrr@10", "recall@5", "recall@20")
"""The measures shown as means over sets, in this order; those of other ranks, when asked for, come after."""

COMPARED = ("ndcg@10", "success@5", "recall@20")
_WITH_INTERVAL = ("ndcg@10", "success@5")


def retrieval_text(metrics: Mapping[str, Any]) -> str:
    """The figures of ``metrics.json`` for a reader: the sets, then the systems and what tells them apart."""
    scopes = [scope for scope in words.SCOPES if any(scope in found for found in metrics["systems"].values())]
    parts = ["\n".join(_sets(metrics))]
    for scope in scopes:
        parts += ["\n".join(_by_set(metrics, scope)), "\n".join(_means(metrics, scope))]
        parts.append("\n".join(_differences(metrics, scope)))
    parts += ["\n".join(_abstention(metrics, scope)) for scope in scopes]
    return typeset("\n\n".join(part for part in parts if part))


def _sets(metrics: Mapping[str, Any]) -> Iterator[str]:
    sets = metrics["sets"]
    asked = sum(one["queries"] for one in sets.values())
    silent = sum(one["unanswerable"] for one in sets.values())
    passages = sum(one["passages"] for one in sets.values())
    yield (
        f"{counted(len(sets), 'jeu', 'jeux')}, {counted(passages, 'passage')}, {counted(asked, 'question')} et"
        f" {number(silent)} sans réponse ({words.HALVES[metrics['half']]})."
    )
    rows = [["Jeu", "mesuré par", "passages", "questions", "unités", "sans réponse"]]
    for name, one in sets.items():
        counts = (one["passages"], one["queries"], one["units"], one["unanswerable"])
        rows.append([name, one["level"], *(number(count) for count in counts)])
    yield from _aligned(rows)
    for name, one in sets.items():
        if one["dropped"]:
            aside = counted(one["dropped"], "question mise", "questions mises")
            yield f"{name} : {aside} de côté, rien dans le jeu n'y répond."


def _by_set(metrics: Mapping[str, Any], scope: str) -> Iterator[str]:
    yield f"{words.SCOPES[scope]}, nDCG@10 de chaque jeu"
    names = list(metrics["sets"])
    rows = [["Système", *names]]
    for system, found in metrics["systems"].items():
        rows.append([words.SYSTEMS.get(system, system), *(number(found[scope][name][MAIN], 3) for name in names)])
    yield from _aligned(rows)


def _means(metrics: Mapping[str, Any], scope: str) -> Iterator[str]:
    yield f"{words.SCOPES[scope]}, moyenne des jeux (intervalle à 95 %)"
    measured = next(iter(metrics["systems"].values()))
    shown = [*MEANS, *(name for name in _mean(measured, scope) if name not in (*MEANS, *NAMES))]
    rows = [["Système", *(_short(name) for name in shown)]]
    for system in metrics["systems"]:
        values, bounds = (_mean(metrics[part][system], scope) for part in ("systems", "intervals"))
        cells = [_estimate(values[name], bounds[name] if name in _WITH_INTERVAL else None) for name in shown]
        rows.append([words.SYSTEMS.get(system, system), *cells])
    yield from _aligned(rows)


def _short(name: str) -> str:
    return words.ranked(name) or name


def _mean(found: Mapping[str, Any], scope: str) -> Mapping[str, Any]:
    mean: Mapping[str, Any] = found["alone_mean"] if scope == "alone" else found[scope]["mean"]
    return mean


def _estimate(value: float | None, bounds: Sequence[float | None] | None) -> str:
    if bounds is None or finite(bounds[0]) is None:
        return number(value, 3)
    return f"{number(value, 3)} [{number(bounds[0], 3)} ; {number(bounds[1], 3)}]"


def _differences(metrics: Mapping[str, Any], scope: str) -> Iterator[str]:
    yield f"{words.SCOPES[scope]}, écart avec l'hybride (moyenne des jeux, intervalle à 95 %)"
    rows = [["Système", "mesure", "écart", "p", "constat"]]
    for system, found in metrics["against_hybrid"].items():
        named = words.SYSTEMS.get(system, system)
        rows += [[named, _short(name), *_difference(found[scope][name])] for name in COMPARED]
    yield from _aligned(rows, left=(0, 1, 4))


def _difference(found: Mapping[str, Any]) -> list[str]:
    if finite(found["difference"]) is None:
        return [ABSENT, ABSENT, words.VERDICTS["none"]]
    shown = [difference(found[part], "decimal") for part in ("difference", "low", "high")]
    return [
        f"{shown[0]} [{shown[1]} ; {shown[2]}]",
        p_value(found["p"]),
        words.VERDICTS[words.judgement(found, lower_is_better=False)],
    ]


def _abstention(metrics: Mapping[str, Any], scope: str) -> Iterator[str]:
    found = metrics["abstention"]
    labels = [label for label in words.LABELS if all(label in found[system][scope] for system in found)]
    rows = [["Système", "jeux", "AURC", "AUROC", "questions", "sans réponse"]]
    for system, scopes in found.items():
        for label in labels:
            one = scopes[scope][label]
            figures = [number(one["aurc"], 3), number(one["auroc"], 3), number(one["n"]), number(one["unanswerable"])]
            rows.append([words.SYSTEMS.get(system, system), words.LABELS[label], *figures])
    if any(scopes[scope][label]["unanswerable"] for scopes in found.values() for label in labels):
        yield f"{words.SCOPES[scope]}, savoir se taire (AURC : plus bas est mieux ; AUROC : 0,5 au hasard)"
        yield from _aligned(rows, left=(0, 1))


def _aligned(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> Iterator[str]:
    """Rows of cells under one another: words to the left, figures to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(["", *cells]).rstrip()
