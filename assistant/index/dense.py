"""Vectors in Chroma, embedded: one collection for each generation of the index, cosine distance.

Chroma keeps one system for each path and process, and a system does not see what another process wrote. So a process
has one client for each path, shared by all who ask for it, and reopened for all when the catalogue moves. Opening
may replay what a writer has just written: opening and writing take turns, across processes, by a lock of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

import numpy as np
from filelock import FileLock

from assistant.index.trouble import damaged
from assistant.index.vector_table import VectorTable

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as ChromaCollection

WRITE_BATCH = 250
"""Vectors of one call: below Chroma's limit (5,461), and short enough for readers to open in between."""

IN_MEMORY = 300_000
"""Up to as many candidates, all are compared, which is exact: 460 MB and some 30 ms for as many vectors of E5."""

READ_BATCH = 2_000

_LOCK_NAME = "vectors.lock"

Answer = TypeVar("Answer")


class _Folder:
    """The client of a path, one for the process."""

    _open: ClassVar[dict[Path, _Folder]] = {}
    _registry: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.users = 0
        self._turn = FileLock(path.parent / _LOCK_NAME, thread_local=False)
        self._client: Client | None = None
        self._collections: dict[str, ChromaCollection] = {}

    @classmethod
    def share(cls, path: Path) -> _Folder:
        with cls._registry:
            folder = cls._open.setdefault(path, cls(path))
            folder.users += 1
            return folder

    def leave(self) -> None:
        with self._registry:
            self.users -= 1
            if self.users == 0:
                self._open.pop(self.path, None)
                self.forget()

    @contextmanager
    def turn(self) -> Iterator[Client]:
        """The client, while no other process opens or writes.

        Raises:
            CatalogueError: The folder is damaged, may not be written, or the disk is full.
        """
        from chromadb.errors import ChromaError, NotFoundError

        with self.lock:
            try:
                with self._turn:
                    yield self._connected()
            except NotFoundError:
                raise
            except (ChromaError, OSError) as error:
                raise damaged("L'index des vecteurs", self.path, error) from error

    def forget(self) -> None:
        """Close the client; the next use opens a new one, which sees what other processes wrote."""
        with self.lock:
            self._collections.clear()
            if self._client is not None:
                self._client.close()
                self._client = None

    def collection(self, name: str) -> ChromaCollection | None:
        """The collection for reading, or None while there is none. Call it with ``lock`` held."""
        if name in self._collections:
            return self._collections[name]
        if not (self.path / "chroma.sqlite3").exists():
            return None
        from chromadb.errors import NotFoundError

        with self.turn() as client:
            try:
                found = client.get_collection(name, embedding_function=None)
            except NotFoundError:
                return None
            some = found.peek(1)["embeddings"]
            if some is not None and len(some):
                found.query(query_embeddings=np.asarray(some), n_results=1, include=[])  # loads the graph
            self._collections[name] = found
            return found

    def _connected(self) -> Client:
        if self._client is None:
            import chromadb
            from chromadb.config import Settings

            try:
                client = chromadb.PersistentClient(str(self.path), Settings(anonymized_telemetry=False))
            except Exception as error:  # Chroma raises its own, SQLite's and Rust's errors alike
                raise damaged("L'index des vecteurs", self.path, error) from error
            self._client = cast("Client", client)  # the annotated type lacks ``close``
        return self._client


class DenseIndex:
    """The vectors of one generation, by key. Scores are cosines, from -1 to 1."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._folder = _Folder.share(path)
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

    def _read(self, keys: Sequence[str]) -> tuple[Sequence[str], np.ndarray]:
        nothing: tuple[list[str], np.ndarray] = ([], np.zeros((0, 0), dtype=np.float32))
        return self._ask(lambda collection: _read(collection, keys), nothing)

    def _forget(self, keys: Collection[str]) -> None:
        with self._folder.lock:
            self._table.forget(keys)

    def _ask(self, question: Callable[[ChromaCollection], Answer], otherwise: Answer) -> Answer:
        """Ask the collection; the other answer when there is none, or none any more."""
        with self._folder.lock:
            collection = self._folder.collection(self.name)
            if collection is None:
                return otherwise
            from chromadb.errors import ChromaError, NotFoundError

            try:
                return question(collection)
            except NotFoundError:  # somebody rebuilt the index, and dropped this generation
                self._folder.forget()
                return otherwise
            except ChromaError as error:
                raise damaged("L'index des vecteurs", self._folder.path, error) from error

    def reopen(self) -> None:
        """See what other processes wrote."""
        self._folder.forget()

    def clear(self) -> None:
        """Delete the collection."""
        from chromadb.errors import NotFoundError

        with self._folder.lock:
            self._table.forget()
        if not (self._folder.path / "chroma.sqlite3").exists():
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
