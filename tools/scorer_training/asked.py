"""Questions with the signals of their candidates, and the file that keeps them between two runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.answering.signals import FEATURES

OWN_WEIGHT = 8.0
"""A question of ours counts as several of the other sets, which are larger and of other subjects."""

MADE_WEIGHT = 0.25
"""What a question made unanswerable, by taking out the documents that answer it, counts for one asked as such."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question, the signals of its possible candidates (one row each) and which of them are right.

    ``made`` marks a question made unanswerable by taking out the documents that answer it.
    """

    id: str
    own: bool
    answerable: bool
    made: bool
    rows: NDArray[np.float64]
    right: NDArray[np.bool_]

    @property
    def weight(self) -> float:
        """How much it counts in a fit."""
        return (OWN_WEIGHT if self.own else 1.0) * (MADE_WEIGHT if self.made else 1.0)


def save(path: Path, asked: Sequence[Asked]) -> None:
    """Keep questions in a file of arrays, the rows of all of them one after another."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        signals=np.array(FEATURES),
        ids=np.array([a.id for a in asked]),
        flags=np.array([(a.own, a.answerable, a.made) for a in asked], bool),
        counts=np.array([len(a.rows) for a in asked]),
        rows=np.concatenate([a.rows.reshape(-1, len(FEATURES)) for a in asked]),
        right=np.concatenate([a.right for a in asked]),
    )


def load(path: Path) -> list[Asked] | None:
    """What ``save`` kept; None when there is no file, or one of other signals than today's."""
    if not path.exists():
        return None
    with np.load(path) as kept:
        if tuple(kept["signals"]) != FEATURES:
            return None
        ids, flags, ends = kept["ids"], kept["flags"], np.cumsum(kept["counts"])[:-1]
        rows, right = np.split(kept["rows"], ends), np.split(kept["right"], ends)
    return [
        Asked(str(name), *map(bool, told), rows=own, right=held)
        for name, told, own, held in zip(ids, flags, rows, right, strict=True)
    ]
