"""A folder of Chroma: its client, one for the process, the turns of those who open or write, and its damages."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

import numpy as np
from filelock import FileLock

from assistant.errors import CatalogueError, os_reason
from assistant.index.graph_files import DATABASE, flaw
from assistant.index.trouble import damaged_vectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as ChromaCollection

_LOCK_NAME = "vectors.lock"
_WHAT = "L'index des vecteurs"


class ChromaFolder:
    """The client of a path, one for the process."""

    _open: ClassVar[dict[Path, ChromaFolder]] = {}
    _registry: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.users = 0
        self._turn = FileLock(path.parent / _LOCK_NAME, thread_local=False)
        self._client: Client | None = None
        self._collections: dict[str, ChromaCollection] = {}

    @classmethod
    def share(cls, path: Path) -> ChromaFolder:
        """The folder of a path, to be left once with ``leave``."""
        with cls._registry:
            folder = cls._open.setdefault(path, cls(path))
            folder.users += 1
            return folder

    def leave(self) -> None:
        """Let go of the folder; the last to leave closes the client."""
        with self._registry:
            self.users -= 1
            if self.users == 0:
                self._open.pop(self.path, None)
                self.forget()

    def exists(self) -> bool:
        """Whether anything was written."""
        return (self.path / DATABASE).exists()

    @contextmanager
    def turn(self) -> Iterator[Client]:
        """The client, while no other process opens or writes. Raises as ``told`` does."""
        with self.lock, self.told(), self._turn:
            yield self._connected()

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell in French what Chroma and the system say. That there is no such collection is no error of theirs.

        Raises:
            DamagedVectorsError: The files are damaged; the next use opens them anew.
            CatalogueError: The folder may not be written, the disk is full, or anything else.
        """
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except NotFoundError:
            raise
        except BaseException as error:  # a panic of Chroma's Rust is no ``Exception``, and no class to be imported
            if not isinstance(error, (ChromaError, OSError)) and type(error).__name__ != "PanicException":
                raise
            self.forget()
            raise damaged_vectors(_WHAT, self.path, error) from error

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
        if not self.exists():
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

    def set_aside(self) -> Path:
        """Give the folder another name, beside the one it had, which nothing bears any more.

        Raises:
            CatalogueError: The system refused.
        """
        aside = self.path.with_name(f"{self.path.name}-damaged-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}")
        with self.lock, self._turn:
            self.forget()
            try:
                self.path.rename(aside)
            except OSError as error:
                raise CatalogueError(
                    f"{_WHAT} {self.path} est endommagé et ne peut être mis de côté ({os_reason(error)}) : fermez les"
                    " autres programmes qui l'emploient, supprimez ce dossier, puis relancez « assistant ingest »."
                ) from error
        return aside

    def drop_aside(self) -> None:
        """Delete what was set aside, once it is made again."""
        for folder in self.path.parent.glob(f"{self.path.name}-damaged-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def damage(self, reason: str) -> CatalogueError:
        """The error of a damage that was seen here, told in French."""
        return damaged_vectors(_WHAT, self.path, reason, certain=True)

    def _connected(self) -> Client:
        if self._client is None:
            wrong = flaw(self.path)
            if wrong:
                raise self.damage(wrong)
            self._client = self._new_client()
        return self._client

    def _new_client(self) -> Client:
        import chromadb
        from chromadb.api.shared_system_client import SharedSystemClient
        from chromadb.config import Settings

        try:
            client = chromadb.PersistentClient(str(self.path), Settings(anonymized_telemetry=False))
        except BaseException:
            # Chroma 1.5.9 keeps the system that could not start, and would give it to the next client of this path.
            SharedSystemClient._identifier_to_system.pop(str(self.path), None)
            raise
        return cast("Client", client)  # the annotated type lacks ``close``
