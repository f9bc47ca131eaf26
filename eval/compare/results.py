"""What a comparison of two runs says, and how it is printed as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from eval.statistics import Difference, McNemar

Verdict = Literal["better", "worse", "no difference", "mixed"]
Metrics = Mapping[str, "Compared"]

OPPOSED_UNDER = 0.01
"""A metric is said to differ the other way than the headline when its p-value is under this, a fifth of the usual."""

NOTHING_IN_COMMON = "aucune question commune ne permet de la mesurer"


@dataclass(frozen=True, slots=True)
class Compared:
    """One metric in both runs.

    ``a`` and ``b`` are the values over the questions of which each run lets the metric say something (``n_a``,
    ``n_b`` of them); ``difference`` is over those that both do, so it need not be ``b − a``, but for
    ``abstention_precision``: ``b − a``, over the questions that either abstains from. For retrieval these are means
    over sets, and the questions are units (queries, or groups of them). Where the two values do not measure the same
    thing, ``incomparable`` says why, in French, and there is no difference.
    """

    a: float | None
    b: float | None
    n_a: int
    n_b: int
    difference: Difference
    mcnemar: McNemar | None = None
    incomparable: str | None = None

    @property
    def why(self) -> str | None:
        """Why there is no difference, None where there is one."""
        return self.incomparable or (NOTHING_IN_COMMON if self.difference.difference is None else None)

    def json(self) -> dict[str, Any]:
        """The object of a metric: the fields of the difference stand beside the two values."""
        mcnemar = asdict(self.mcnemar) if self.mcnemar else None
        values = {"a": self.a, "b": self.b, "n_a": self.n_a, "n_b": self.n_b}
        told = {"comparable": self.why is None, "why": self.why}
        return {**values, **self.difference.json(), "mcnemar": mcnemar, **told}


@dataclass(frozen=True, slots=True)
class Change:
    """A question that one run gets right (or a query that it answers better) and the other does not.

    ``a`` and ``b`` are the text shown by each run, or for a query its nDCG@10.
    """

    id: str
    question: str
    outcome: Literal["won", "lost"]
    a: str | float
    b: str | float


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two runs: its folder and the entries of its configuration that hold in a word."""

    folder: str
    config: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run B against run A. ``n`` is the number of questions, or of queries.

    Attributes:
        headline: The metric of ``metrics`` that decides: ``answer_right``, or ``ndcg@10``.
        system: Of retrieval, the system and the scope of ``metrics``: "hybrid" where both runs have it, else their
            first common one; ``pool`` where both have it, else ``alone``. None for answers.
        systems: Of retrieval, the metrics of each common system and scope.
        changes: The questions won and lost by B, in the order of the file.
        config_changes: The entries of the configuration that differ, in A and in B; those that change no figure (the
            date, folders, addresses) are left out.
        warnings: What a reader must know before believing the figures, in French.
    """

    kind: Literal["answers", "retrieval"]
    a: Side
    b: Side
    n: int
    metrics: Metrics
    headline: str
    changes: tuple[Change, ...]
    config_changes: Mapping[str, tuple[Any, Any]]
    system: tuple[str, str] | None = None
    systems: Mapping[str, Mapping[str, Metrics]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """That of the headline metric alone; "mixed" where it differs one way and a metric of ``opposed`` the other.

        Without a difference of the headline there is none, whatever the others say: of many metrics each tested at
        5 %, some differ by chance. For the same reason, one that is opposed must be so at p < 0.01.
        """
        found = self.metrics[self.headline].difference.verdict
        return "mixed" if found != "no difference" and self.opposed else found

    @property
    def opposed(self) -> tuple[str, ...]:
        """The metrics that differ the other way than the headline does, with p under ``OPPOSED_UNDER``."""
        other = {"better": "worse", "worse": "better"}.get(self.metrics[self.headline].difference.verdict)
        against = {
            name: metric.difference for name, metric in self.metrics.items() if metric.difference.verdict == other
        }
        return tuple(name for name, found in against.items() if found.p is not None and found.p < OPPOSED_UNDER)

    def ids(self, outcome: Literal["won", "lost"]) -> list[str]:
        """The questions won, or lost, by B."""
        return [change.id for change in self.changes if change.outcome == outcome]

    def json(self) -> dict[str, Any]:
        """The object of ``eval compare --json``."""
        return {
            "kind": self.kind,
            "a": asdict(self.a),
            "b": asdict(self.b),
            "n": self.n,
            "warnings": list(self.warnings),
            "verdict": self.verdict,
            "headline": self.headline,
            "system": list(self.system) if self.system else None,
            "metrics": {name: metric.json() for name, metric in self.metrics.items()},
            "systems": {
                system: {
                    scope: {name: metric.json() for name, metric in metrics.items()}
                    for scope, metrics in scopes.items()
                }
                for system, scopes in self.systems.items()
            },
            "won": self.ids("won"),
            "lost": self.ids("lost"),
            "changes": [asdict(change) for change in self.changes],
            "config_changes": {name: list(values) for name, values in self.config_changes.items()},
        }
