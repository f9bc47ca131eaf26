"""Vectors kept in memory to be compared one by one: an exact search, the same whenever and wherever it is made.

A graph of neighbours (HNSW) is approximate: with the packaged model, whose cosines are all close, the default graph of
Chroma missed one neighbour in six among 12,000 passages, not the same from one opening to the next. Comparing
them all costs less than reading the passages that are found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

Read = Callable[[Sequence[str]], tuple[Sequence[str], np.ndarray]]
"""Gives the vectors of keys: those that exist, in any order, and their rows."""

_FEW = 16
"""Up to one vector in so many, taking them apart costs less than comparing all."""

_AT_ONCE = 10_000
_NOWHERE = -1


class VectorTable:
    """Unit vectors by key, read when they are first asked for. A key's vector never changes while it is kept.

    Not safe for several threads at once: its owner holds a lock.
    """

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._keys: list[str] = []
        self._matrix = np.zeros((0, 0), dtype=np.float32)  # rows beyond the keys are room to grow
        self._asked: tuple[Sequence[str], np.ndarray] | None = None

    def forget(self, keys: Collection[str] | None = None) -> None:
        """Let go of some vectors, or of all."""
        self._asked = None
        dropped = set(self._keys if keys is None else keys)
        kept = [key for key in self._keys if key not in dropped]
        if len(kept) < len(self._keys):
            self._matrix = self._matrix[[self._rows[key] for key in kept]]
            self._keys, self._rows = kept, {key: row for row, key in enumerate(kept)}

    def nearest(
        self, query: np.ndarray, k: int, keys: Sequence[str], read: Read, chosen: np.ndarray | None = None
    ) -> list[tuple[str, float]]:
        """The ``k`` keys of the highest cosine, highest first, equal ones in order of key.

        Args:
            query: A unit vector, ``(d,)``.
            k: How many.
            keys: The keys to compare; those that ``read`` does not know are left out. Not changed afterwards: the same
                object coming again is not looked at again.
            read: Reads the vectors that are not known yet.
            chosen: Places in ``keys`` of those to compare, each once; None for all.
        """
        rows = self._rows_of(keys, chosen, read)
        if not rows.size:
            return []
        query, table = np.asarray(query, dtype=np.float32), self._matrix[: len(self._keys)]
        scores = table[rows] @ query if rows.size * _FEW < len(table) else (table @ query)[rows]
        first = np.flatnonzero(scores >= np.partition(scores, -k)[-k]) if k < scores.size else np.arange(scores.size)
        best = sorted((-float(scores[place]), self._keys[rows[place]]) for place in first)[:k]
        return [(key, -score) for score, key in best]

    def load(self, keys: Sequence[str], read: Read) -> None:
        """Read the vectors that are not known yet, so that the next question does not."""
        self._rows_of(keys, None, read)

    def _rows_of(self, keys: Sequence[str], chosen: np.ndarray | None, read: Read) -> np.ndarray:
        """Rows of the keys; the same keys come with every question until something is written."""
        if self._asked is None or self._asked[0] is not keys:
            known = (self._rows.get(key, _NOWHERE) for key in keys)
            self._asked = (keys, np.fromiter(known, dtype=np.intp, count=len(keys)))
        places = self._asked[1]
        rows = places if chosen is None else places[chosen]
        missing = np.flatnonzero(rows == _NOWHERE)
        if not missing.size:
            return rows
        lacking = missing if chosen is None else chosen[missing]
        names = [keys[place] for place in lacking.tolist()]
        self._add(*read(sorted(names)))
        places[lacking] = [self._rows.get(name, _NOWHERE) for name in names]
        rows = places if chosen is None else places[chosen]
        found: np.ndarray = rows[rows != _NOWHERE]
        return found

    def _add(self, keys: Sequence[str], vectors: np.ndarray) -> None:
        if not len(keys):
            return
        order = sorted(range(len(keys)), key=keys.__getitem__)  # the same table from one opening to the next
        held, needed = len(self._keys), len(self._keys) + len(keys)
        if needed > len(self._matrix):
            size = needed if not held else max(needed, held + held // 2)  # so that many small additions cost little
            matrix = np.empty((size, vectors.shape[1]), dtype=np.float32)
            if held:
                matrix[:held] = self._matrix[:held]
            self._matrix = matrix
        for start in range(0, len(order), _AT_ONCE):
            places = order[start : start + _AT_ONCE]
            rows = self._matrix[held + start : held + start + len(places)]
            rows[:] = vectors[places]
            rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        self._keys += [keys[place] for place in order]
        self._rows.update((key, row) for row, key in enumerate(self._keys[held:], start=held))
