"""A comparison for a reader at a terminal: the conclusion, the table, the questions that changed, the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.cli_text import printable
from assistant.text import one_line
from eval.compare.results import Compared, Comparison
from eval.report import french
from eval.report.french import NBSP
from eval.report.words import VERDICTS, Metric, metric

SHOWN = 20
"""Questions won, and questions lost, that are shown with both answers; JSON gives them all."""

NO_DIFFERENCE = VERDICTS["no difference"]
_CONCLUSIONS = {"better": "B fait mieux", "worse": "B fait moins bien", "no difference": NO_DIFFERENCE}
_HEADERS = ("Mesure", "A", "B", "B − A", "Intervalle à 95 %", "p", "n", "Conclusion")
_WIDEST = 100


def comparison_text(comparison: Comparison) -> str:
    """The comparison as text: its conclusion first, good or bad."""
    counted = french.counted(comparison.n, "question" if comparison.kind == "answers" else "requête")
    lines = [
        f"A{NBSP}: {comparison.a.folder}",
        f"B{NBSP}: {comparison.b.folder}",
        f"Comparaison sur {counted}.",
        *(f"Attention{NBSP}: {french.typeset(warning)}" for warning in comparison.warnings),
        "",
        *_conclusion(comparison),
    ]
    if comparison.systems:
        for system, scopes in comparison.systems.items():
            for scope, metrics in scopes.items():
                lines += ["", f"{system}, {_SCOPES[scope]}{NBSP}: moyenne sur les jeux", *_table(metrics)]
    else:
        lines += ["", *_table(comparison.metrics)]
    lines += ["", _REMINDER, *_changes(comparison), *_config(comparison)]
    return printable("\n".join(lines))


_SCOPES = {"alone": "chaque jeu seul", "pool": "tous les jeux ensemble"}
_REMINDER = (
    "Une différence n'est dite démontrée que si son intervalle exclut zéro et que p est inférieur à 0,05.\n"
    "Elle porte sur les n questions (ou groupes de requêtes) que la mesure concerne des deux côtés.\n"
    "Chaque mesure est jugée seule : sur un grand nombre de mesures, une différence peut paraître par hasard."
).replace(" :", f"{NBSP}:")


def _conclusion(comparison: Comparison) -> Iterator[str]:
    headline = comparison.metrics[comparison.headline]
    of = metric(comparison.headline)
    found = headline.difference
    where = f" ({comparison.system[0]}, {_SCOPES[comparison.system[1]]})" if comparison.system else ""
    if found.difference is None:
        yield f"{of.label}{where}{NBSP}: {NO_DIFFERENCE}, {headline.why}."
        return
    amount = f"{french.difference(found.difference, of.unit)}, {_interval(headline, of)}, {_p(found.p)}"
    said = {
        "better": f"B fait mieux que A ({amount}).",
        "worse": f"B fait moins bien que A ({amount}).",
        "no difference": f"{NO_DIFFERENCE} entre A et B ({amount}).",
    }[found.verdict]
    yield f"{of.label}{where}{NBSP}: {said}"
    if comparison.opposed:
        others = ", ".join(metric(name).label for name in comparison.opposed)
        contrary = _CONCLUSIONS["worse" if found.verdict == "better" else "better"]
        yield f"Bilan partagé{NBSP}: {contrary} pour {others}."


def _p(value: float | None) -> str:
    """« p = 0,031 » or « p < 0,001 »."""
    shown = french.p_value(value)
    return f"p {shown}" if shown.startswith("<") else f"p = {shown}"


def _interval(compared: Compared, of: Metric) -> str:
    return french.difference_interval(compared.difference.low, compared.difference.high, of.unit)


def _table(metrics: Mapping[str, Compared]) -> list[str]:
    there = {name: compared for name, compared in metrics.items() if compared.n_a or compared.n_b}
    rows = [_HEADERS, *(_row(metric(name), compared) for name, compared in there.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADERS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for why in dict.fromkeys(compared.incomparable for compared in there.values() if compared.incomparable):
        those = ", ".join(metric(name).label for name, compared in there.items() if compared.incomparable == why)
        lines.append(f"Non comparable{NBSP}: {those}{NBSP}: {why}.")
    absent = ", ".join(metric(name).label for name in metrics if name not in there)
    return [*lines, f"Sans objet pour ces questions{NBSP}: {absent}."] if absent else lines


def _row(of: Metric, compared: Compared) -> tuple[str, ...]:
    found = compared.difference
    n = str(found.n) if compared.n_a == compared.n_b == found.n else f"{found.n} (A {compared.n_a}, B {compared.n_b})"
    return (
        of.label,
        french.measure(compared.a, of.unit),
        french.measure(compared.b, of.unit),
        french.difference(found.difference, of.unit),
        _interval(compared, of) or french.ABSENT,
        french.p_value(found.p),
        n,
        "non comparable" if found.difference is None else _CONCLUSIONS[found.verdict],
    )


def _changes(comparison: Comparison) -> Iterator[str]:
    noun = "Questions" if comparison.kind == "answers" else "Requêtes"
    for outcome, said in (("won", "gagnées"), ("lost", "perdues")):
        changes = [change for change in comparison.changes if change.outcome == outcome]
        yield ""
        yield f"{noun} {said} par B{NBSP}: {french.number(len(changes)) if changes else 'aucune'}"
        for change in changes[:SHOWN]:
            yield f"  {change.id}{NBSP}: {_short(change.question)}"
            yield f"    A{NBSP}: {_shown(change.a)}"
            yield f"    B{NBSP}: {_shown(change.b)}"
        if len(changes) > SHOWN:
            yield f"  … et {french.number(len(changes) - SHOWN)} de plus (option --json pour les voir toutes)."


def _shown(value: str | float) -> str:
    return _short(value) if isinstance(value, str) else f"nDCG@10 {french.number(value, 3)}"


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST - 1]}…"


def _config(comparison: Comparison) -> Iterator[str]:
    yield ""
    if not comparison.config_changes:
        yield f"Configuration{NBSP}: la même des deux côtés."
        return
    yield f"Ce qui change dans la configuration, de A à B{NBSP}:"
    for name, (before, after) in comparison.config_changes.items():
        yield f"  {name}{NBSP}: {_short(french.plain(before))} → {_short(french.plain(after))}"
