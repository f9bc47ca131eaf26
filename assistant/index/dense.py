"""Vectors in Chroma, embedded: one collection for each generation of the index, cosine distance.

Chroma keeps one system for each path and process, and a system does not see what another process wrote. So a process
has one client for each path, shared by all who ask for it, and reopened for all when the catalogue moves. Opening
may replay what a writer has just written: opening and writing take turns, across processes, by a lock of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from assistant.index.chroma_folder import ChromaFolder
from assistant.index.graph_files import drop_unused
from assistant.index.vector_table import VectorTable

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection as ChromaCollection

WRITE_BATCH = 250
"""Vectors of one call: below Chroma's limit (5,461), and short enough for readers to open in between."""

IN_MEMORY = 300_000
"""Up to as many candidates, all are compared, which is exact: 460 MB and some 30 ms for as many vectors of E5."""

READ_BATCH = 2_000

Answer = TypeVar("Answer")


class DenseIndex:
    """The vectors of one generation, by key. Scores are cosines, from -1 to 1.

    Whatever reads or writes raises ``DamagedVectorsError`` when the files are damaged, and ``CatalogueError`` when
    they cannot be used for another reason.
    """

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._folder = ChromaFolder.share(path)
        self._closed = False
        self._table = VectorTable()

    def upsert(self, keys: Sequence[str], vectors: np.ndarray) -> None:
        """Write vectors, ``(n, d)`` and of unit norm, under their keys; an existing key is replaced."""
        self._forget(keys)
        for start in range(0, len(keys), WRITE_BATCH):
            with self._folder.turn() as client:
                collection = client.get_or_create_collection(
                    self.name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
                )
                part = slice(start, start + WRITE_BATCH)
                collection.upsert(ids=list(keys[part]), embeddings=np.asarray(vectors[part], dtype=np.float32))

    def delete(self, keys: Sequence[str]) -> None:
        """Take keys out; those that are not there are ignored."""
        self._forget(keys)
        for start in range(0, len(keys), WRITE_BATCH):
            self._delete_batch(list(keys[start : start + WRITE_BATCH]))

    def _delete_batch(self, keys: list[str]) -> None:
        if self.count():
            with self._folder.turn():
                self._ask(lambda collection: collection.delete(ids=keys), None)

    def open(self) -> None:
        """Open the folder, which other generations may have made; nothing comes of it but the errors."""
        if self._folder.exists():
            with self._folder.turn():
                pass

    def count(self) -> int:
        """Number of vectors."""
        return self._ask(lambda collection: collection.count(), 0)

    def keys(self) -> set[str]:
        """Every key."""
        return self._ask(lambda collection: set(collection.get(include=[])["ids"]), set())

    def search(
        self, vector: np.ndarray, k: int, keys: Sequence[str], chosen: np.ndarray | None = None
    ) -> list[tuple[str, float]]:
        """The ``k`` nearest among keys, nearest first, with their cosine.

        Up to ``IN_MEMORY`` of them are all compared; beyond, the graph is asked for more neighbours until enough are
        allowed.

        Args:
            vector: A unit vector.
            k: How many.
            keys: The keys that are searched, not to be changed afterwards.
            chosen: Places in ``keys`` of those allowed, each once; None for all.
        """
        query = np.asarray(vector, dtype=np.float32)
        allowed = len(keys) if chosen is None else len(chosen)
        if not allowed or k <= 0:
            return []
        if allowed > IN_MEMORY:
            names = set(keys if chosen is None else (keys[place] for place in chosen))
            return self._ask(lambda collection: _by_graph(collection, query, k, names), [])
        with self._folder.lock:
            return self._table.nearest(query, k, keys, self._read, chosen)

    def load(self, keys: Sequence[str]) -> None:
        """Read now the vectors of the keys that the next searches are to be given."""
        if len(keys) <= IN_MEMORY:
            with self._folder.lock:
                self._table.load(keys, self._read)

    def vectors(self, keys: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors of those of the keys that exist."""
        if not keys:
            return {}
        with self._folder.lock:
            found, vectors = self._read(keys)
        return dict(zip(found, vectors, strict=True))

    def check(self, keys: Sequence[str]) -> None:
        """Read every vector of these keys; nothing comes of it but the errors."""
        for start in range(0, len(keys), READ_BATCH):
            self._read(keys[start : start + READ_BATCH])

    def _read(self, keys: Sequence[str]) -> tuple[Sequence[str], np.ndarray]:
        nothing: tuple[list[str], np.ndarray] = ([], np.zeros((0, 0), dtype=np.float32))
        found, vectors = self._ask(lambda collection: _read(collection, keys), nothing)
        norms = np.linalg.norm(vectors, axis=1)
        if not (np.isfinite(norms) & (norms > 0)).all():  # their lengths were lost, which Chroma does not see
            self._folder.forget()
            raise self._folder.damage("des vecteurs sont nuls")
        return found, vectors

    def _forget(self, keys: Collection[str]) -> None:
        with self._folder.lock:
            self._table.forget(keys)

    def _ask(self, question: Callable[[ChromaCollection], Answer], otherwise: Answer) -> Answer:
        """Ask the collection; the other answer when there is none, or none any more."""
        with self._folder.lock:
            collection = self._folder.collection(self.name)
            if collection is None:
                return otherwise
            from chromadb.errors import NotFoundError

            try:
                with self._folder.told():
                    return question(collection)
            except NotFoundError:  # somebody rebuilt the index, and dropped this generation
                self._folder.forget()
                return otherwise

    def reopen(self) -> None:
        """See what other processes wrote."""
        self._folder.forget()

    def clear(self) -> None:
        """Delete the collection."""
        from chromadb.errors import NotFoundError

        with self._folder.lock:
            self._table.forget()
        if not self._folder.exists():
            return
        with self._folder.turn() as client, suppress(NotFoundError):
            client.delete_collection(self.name)

    def drop_others(self) -> None:
        """Delete the collections of other generations."""
        if not self._folder.path.exists():
            return
        with self._folder.turn() as client:
            for collection in client.list_collections():
                if collection.name != self.name:
                    client.delete_collection(collection.name)
            drop_unused(self._folder.path)

    def set_aside(self) -> None:
        """Begin again with nothing, whatever the collection; what there was stands beside, until ``drop_aside``.

        Raises:
            CatalogueError: The system refused.
        """
        with self._folder.lock:
            self._table.forget()
            self._folder.set_aside()

    def drop_aside(self) -> None:
        """Delete what was set aside."""
        self._folder.drop_aside()

    def close(self) -> None:
        """Let go of the client; the last to leave closes it."""
        if not self._closed:
            self._closed = True
            self._folder.leave()


def _read(collection: ChromaCollection, keys: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """The vectors of keys that exist, some thousands at a time."""
    found: list[str] = []
    vectors: list[np.ndarray] = []
    for start in range(0, len(keys), READ_BATCH):
        part = collection.get(ids=list(keys[start : start + READ_BATCH]), include=["embeddings"])
        if part["embeddings"] is not None and len(part["embeddings"]):
            found += part["ids"]
            vectors.append(np.asarray(part["embeddings"], dtype=np.float32))
    return found, np.concatenate(vectors) if vectors else np.zeros((0, 0), dtype=np.float32)


def _by_graph(
    collection: ChromaCollection, query: np.ndarray, k: int, allowed: Collection[str]
) -> list[tuple[str, float]]:
    total = collection.count()
    fetch = min(total, k * total // len(allowed) + k)
    while fetch > 0:
        found = collection.query(query_embeddings=query[None, :], n_results=fetch, include=["distances"])
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        hits = [(key, 1.0 - float(d)) for key, d in zip(ids, distances, strict=True) if key in allowed]
        if len(hits) >= k or fetch >= total:
            return hits[:k]
        fetch = min(total, 4 * fetch)
    return []
