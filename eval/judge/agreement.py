"""How far the judge agrees with a person, on the answers that the person labelled.

A label file holds one object a line: ``{"id", "faithfulness": 0|0.5|1|null, "correctness": 0|0.5|1|null}``, null for
what the person did not judge; other fields, such as a note, are left alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import DatasetError
from eval.jsonlines import read_lines
from eval.judge.judge import Judgement
from eval.judge.rubric import SCALE
from eval.statistics import cohen_kappa


@dataclass(frozen=True, slots=True)
class Label:
    """A person's scores of one answer, None where not judged; ``line`` is its place in the file, from 1."""

    id: str
    faithfulness: float | None
    correctness: float | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a file, in its order."""

    path: Path
    labels: tuple[Label, ...]

    def check(self, ids: Collection[str]) -> None:
        """Hold the labels to the questions of a run.

        Raises:
            DatasetError: A label is of a question that is not among ``ids``.
        """
        for label in self.labels:
            if label.id not in ids:
                raise DatasetError(self.path, label.line, f"identifiant absent de l'évaluation : {label.id}.")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cohen's kappa of judge and person on each scale, over the answers that both scored.

    ``n`` counts the answers scored by both on one scale at least. A kappa is 1 for full agreement, 0 for that of
    chance, None where it is not defined.
    """

    n: int
    faithfulness_kappa: float | None
    correctness_kappa: float | None
    faithfulness_n: int = 0
    correctness_n: int = 0

    def json(self, path: Path) -> dict[str, Any]:
        """The object of ``metrics.json``, with the name of the label file."""
        return {
            "file": path.name,
            "n": self.n,
            "faithfulness_kappa": self.faithfulness_kappa,
            "correctness_kappa": self.correctness_kappa,
            "faithfulness_n": self.faithfulness_n,
            "correctness_n": self.correctness_n,
        }


def load_labels(path: Path) -> Labels:
    """Read and check a label file.

    Raises:
        MissingPathError: The file is not there.
        DatasetError: A malformed line, a duplicate id, a score that is not on the scale, or no label at all.
    """
    labels: dict[str, Label] = {}
    for number, value in read_lines(path):
        label = _label(path, number, value)
        if label.id in labels:
            first = labels[label.id].line
            raise DatasetError(path, number, f"identifiant déjà donné à la ligne {first} : {label.id}.")
        labels[label.id] = label
    if not labels:
        raise DatasetError(path, None, "aucune note.")
    return Labels(path, tuple(labels.values()))


def agreement(judgements: Iterable[Judgement], labels: Labels) -> Agreement:
    """Cohen's kappa, unweighted (Cohen 1960, A coefficient of agreement for nominal scales), for each scale.

    Labels of answers that the judge did not score are left out, as is what the person left null.
    """
    by_id = {judgement.id: judgement for judgement in judgements}
    both = [(by_id[label.id], label) for label in labels.labels if label.id in by_id]
    faithfulness = [(j.faithfulness, p.faithfulness) for j, p in both if p.faithfulness is not None]
    correctness = [(j.correctness, p.correctness) for j, p in both if p.correctness is not None]
    return Agreement(
        n=sum(p.faithfulness is not None or p.correctness is not None for _, p in both),
        faithfulness_kappa=_kappa(faithfulness),
        correctness_kappa=_kappa(correctness),
        faithfulness_n=len(faithfulness),
        correctness_n=len(correctness),
    )


def _kappa(pairs: list[tuple[float, float]]) -> float | None:
    # As text: a float label would be taken for a continuous value, which has no kappa.
    return cohen_kappa([f"{judge:g}" for judge, _ in pairs], [f"{person:g}" for _, person in pairs])


def _label(path: Path, number: int, value: dict[str, Any]) -> Label:
    name = value.get("id")
    if not isinstance(name, str) or not name.strip():
        raise DatasetError(path, number, "id : un texte non vide est attendu.")
    faithfulness = _score(path, number, value, "faithfulness")
    return Label(name, faithfulness, _score(path, number, value, "correctness"), number)


def _score(path: Path, number: int, value: dict[str, Any], name: str) -> float | None:
    if name not in value:  # a misspelt field would otherwise pass for one that was not judged
        raise DatasetError(path, number, f"il manque le champ {name} (null pour ce qui n'a pas été jugé).")
    score = value[name]
    if score is None:
        return None
    if isinstance(score, bool) or score not in SCALE:
        raise DatasetError(path, number, f"{name} = {ascii(score)[:40]} : 0, 0.5, 1 ou null est attendu.")
    return float(score)
