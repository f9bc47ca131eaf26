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


class VectorTable:
    """Unit vectors by key, read when they are first asked for. A key's vector never changes while it is kept.

    Not safe for several threads at once: its owner holds a lock.
    """

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._keys: list[str] = []
        self._matrix = np.zeros((0, 0), dtype=np.float32)
        self._asked: tuple[Collection[str], np.ndarray] | None = None

    def forget(self, keys: Collection[str] | None = None) -> None:
        """Let go of some vectors, or of all."""
        self._asked = None
        kept = [] if keys is None else [key for key in self._keys if key not in set(keys)]
        if len(kept) < len(self._keys):
            self._matrix = self._matrix[[self._rows[key] for key in kept]]
            self._keys, self._rows = kept, {key: row for row, key in enumerate(kept)}

    def nearest(self, query: np.ndarray, k: int, allowed: Collection[str], read: Read) -> list[tuple[str, float]]:
        """The ``k`` keys of the highest cosine among those allowed, highest first, equal ones in order of key.

        Args:
            query: A unit vector, ``(d,)``.
            k: How many.
            allowed: The keys to compare; those that ``read`` does not know are left out. Not changed meanwhile.
            read: Reads the vectors that are not known yet.
        """
        rows = self._rows_of(allowed, read)
        if not rows.size:
            return []
        scores = self._matrix @ np.asarray(query, dtype=np.float32)
        if rows.size < len(self._keys):
            scores = scores[rows]
        else:
            rows = np.arange(len(self._keys))
        first = np.flatnonzero(scores >= np.partition(scores, -k)[-k]) if k < scores.size else np.arange(scores.size)
        best = sorted((-float(scores[place]), self._keys[rows[place]]) for place in first)[:k]
        return [(key, -score) for score, key in best]

    def _rows_of(self, allowed: Collection[str], read: Read) -> np.ndarray:
        """Rows of the keys allowed; the same keys come with every question until something is written."""
        if self._asked is not None and self._asked[0] is allowed:
            return self._asked[1]
        missing = sorted(key for key in allowed if key not in self._rows)
        if missing:
            self._add(*read(missing))
        rows = np.fromiter((self._rows[key] for key in allowed if key in self._rows), dtype=np.intp)
        if len(rows) == len(allowed):
            self._asked = (allowed, rows)
        return rows

    def _add(self, keys: Sequence[str], vectors: np.ndarray) -> None:
        if not len(keys):
            return
        order = sorted(range(len(keys)), key=keys.__getitem__)  # the same table from one opening to the next
        added = np.asarray(vectors, dtype=np.float32)[order]
        added /= np.maximum(np.linalg.norm(added, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        self._matrix = np.concatenate([self._matrix, added]) if len(self._keys) else added
        for place in order:
            self._rows[keys[place]] = len(self._keys)
            self._keys.append(keys[place])
