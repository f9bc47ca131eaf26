"""The bounds that a run must hold, from a TOML file such as this one::

    [metrics]                       # higher is better: a floor each
    answer_right = 0.60
    "hybrid.pool.ndcg@10" = 0.70    # of a run over retrieval: SYSTEM.SCOPE.METRIC, mean over sets

    [ceilings]                      # lower is better: a ceiling each
    false_abstention_rate = 0.25

A gate is for runs of one kind: what a run does not measure, it does not hold. A floor of 1 and a ceiling of 0 admit no
exception: the value itself is held against them. Any other bound is held against the 95 % interval.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import MissingPathError, UsageError
from eval.metrics.names import ALL, LOWER_IS_BETTER
from eval.metrics.ranking import DEPTH
from eval.report import french
from eval.report.french import NBSP
from eval.report.words import metric
from eval.runs import AnswersRun, RetrievalRun

FLOORS, CEILINGS = "metrics", "ceilings"
RETRIEVAL_NAME = re.compile(
    r"(?P<system>.+)\.(?P<scope>alone|pool)\.(?P<metric>(?:recall|success)@(?P<k>[1-9]\d*)|mrr@10|ndcg@10)"
)
PERCENT = 2.0
"""From here a bound was meant in percent: 60 is refused; 1.1 is a bound, which no run holds."""

_ROUNDING = 1e-9  # a mean of ones may be a rounding away from one

UNBOUNDED = frozenset({"page_distance"})
"""Metrics that are not from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Gate:
    """The lowest value allowed of some metrics, the highest of others."""

    floors: Mapping[str, float]
    ceilings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Failure:
    """A metric beyond its bound, or without a value (``value`` is None): ``ceiling`` says which bound it is."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    bound: float
    ceiling: bool

    def json(self) -> dict[str, Any]:
        """The object of ``eval compare --json``."""
        return asdict(self)


def load_gate(path: Path) -> Gate:
    """Read and check a file of floors and ceilings.

    Raises:
        MissingPathError: The file is not there.
        UsageError: It cannot be read, an entry is unknown, in the wrong table or not a number, or there is none.
    """
    if not path.is_file():
        raise MissingPathError(f"Fichier introuvable : {path}. Vérifiez le chemin.")
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} n'est pas un fichier TOML lisible ({error}).") from error
    for name, table in tables.items():
        if name not in (FLOORS, CEILINGS) or not isinstance(table, Mapping):
            raise UsageError(f"{path}, {name} : inconnu. Mettez les seuils sous [{FLOORS}] ou [{CEILINGS}].")
    gate = Gate(_bounds(path, FLOORS, tables), _bounds(path, CEILINGS, tables))
    if not gate.floors and not gate.ceilings:
        raise UsageError(f"{path} ne contient aucun seuil : il ne contrôlerait rien. Mettez-en sous [{FLOORS}].")
    return gate


def _bounds(path: Path, table: str, tables: Mapping[str, Any]) -> dict[str, float]:
    found = {}
    for name, value in tables.get(table, {}).items():
        if reason := _refusal(table, name, value):
            raise UsageError(f"{path}, [{table}], {name} : {reason}")
        found[name] = float(value)
    return found


def _refusal(table: str, name: str, value: Any) -> str | None:
    """Why an entry is refused, None when it is not."""
    if isinstance(value, Mapping):
        return 'mettez le nom entier entre guillemets, comme "hybrid.pool.ndcg@10".'
    if name not in ALL and not RETRIEVAL_NAME.fullmatch(name):
        near = difflib.get_close_matches(name, ALL, n=1)
        return f"mesure inconnue. Vouliez-vous dire {near[0]} ?" if near else "mesure inconnue."
    if (name in LOWER_IS_BETTER) != (table == CEILINGS):
        right, way = (CEILINGS, "basse") if name in LOWER_IS_BETTER else (FLOORS, "haute")
        return f"cette mesure est meilleure quand elle est plus {way}. Mettez-la sous [{right}]."
    path = RETRIEVAL_NAME.fullmatch(name)
    if path and path["k"] and int(path["k"]) > DEPTH:
        return f"la recherche n'est mesurée que sur les {DEPTH} premiers résultats."
    number = french.finite(value)
    if number is None:
        return f"un nombre est attendu, pas {value!r}."
    if name in UNBOUNDED:
        return None if number >= 0 else f"un nombre positif est attendu, pas {value}."
    if not 0 <= number < PERCENT:
        return f"un nombre entre 0 et 1 est attendu, pas {value} (0.85 pour 85{NBSP}%)."
    return None


def check_gate(run: AnswersRun | RetrievalRun, gate: Gate) -> list[Failure]:
    """The metrics that a run does not hold, in the order of the file.

    A floor is not held when the whole 95 % interval is below it, a ceiling when the whole interval is above: chance
    alone seldom fails a run. A floor of 1 or more and a ceiling of 0 are held against the value itself: one invented
    quote in 158 fails « quote_exact = 1.0 », though the interval reaches 1. A metric without a value in the run (no
    question has one, or the run is of another kind) is not held either, since nothing was checked.
    """
    return [failure for failure in _checked(run, gate) if not _held(failure)]


def _checked(run: AnswersRun | RetrievalRun, gate: Gate) -> Iterator[Failure]:
    for ceiling, bounds in ((False, gate.floors), (True, gate.ceilings)):
        for name, bound in bounds.items():
            yield Failure(name, *_measured(run.metrics, name), bound, ceiling)


def _held(found: Failure) -> bool:
    if found.value is None:
        return False
    if _without_exception(found):
        return found.value <= _ROUNDING if found.ceiling else found.value >= found.bound - _ROUNDING
    if found.ceiling:
        return (found.value if found.low is None else found.low) <= found.bound
    return (found.value if found.high is None else found.high) >= found.bound


def _without_exception(found: Failure) -> bool:
    """True for a ceiling of 0 and for a floor of 1 (or of more, which no run holds)."""
    return found.bound <= 0 if found.ceiling else found.bound >= 1


def _measured(metrics: Mapping[str, Any], name: str) -> tuple[float | None, float | None, float | None]:
    """The value of a metric in a run and its bounds, as its ``metrics.json`` has them."""
    path = RETRIEVAL_NAME.fullmatch(name)
    if path is None:
        found = _at(metrics, "metrics", name)
        return _number(found, "value"), _number(found, "low"), _number(found, "high")
    scope = ("alone_mean",) if path["scope"] == "alone" else ("pool", "mean")
    place = (path["system"], *scope, path["metric"])
    bounds = _at(metrics, "intervals", *place)
    low, high = bounds if isinstance(bounds, Sequence) and len(bounds) == 2 else (None, None)
    return french.finite(_at(metrics, "systems", *place)), french.finite(low), french.finite(high)


def _at(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _number(found: Any, name: str) -> float | None:
    return french.finite(_at(found, name))


def gate_text(failures: Sequence[Failure]) -> str:
    """What is not held, a line each, or that all is."""
    if not failures:
        return "Tous les seuils sont tenus."
    title = f"{french.counted(len(failures), 'seuil non tenu', 'seuils non tenus')}{NBSP}:"
    return "\n".join([title, *(f"  {_line(failure)}" for failure in failures)])


def _line(failure: Failure) -> str:
    path = RETRIEVAL_NAME.fullmatch(failure.name)
    of = metric(path["metric"] if path else failure.name)
    bound = f"{'plafond' if failure.ceiling else 'plancher'} {french.measure(failure.bound, of.unit)}"
    bound += ", sans exception admise" if _without_exception(failure) else ""
    said = f"{of.label} [{failure.name}]{NBSP}:"
    if failure.value is None:
        return f"{said} sans valeur dans cette évaluation, rien n'est donc contrôlé ({bound})."
    interval = french.interval(failure.low, failure.high, of.unit)
    return f"{said} {french.measure(failure.value, of.unit)}{f' ({interval})' if interval else ''}, {bound}."
