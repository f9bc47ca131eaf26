"""An encoder that remembers: vectors kept on disk, so that a text is encoded once and for all runs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import numpy as np

from assistant.adapter import AdaptedEncoder, plain
from assistant.embeddings import Encoder, EncoderInFront, resolve_dtype, to_stderr
from assistant.errors import OperationError, os_reason

FILE = "vectors.sqlite"

ENCODE_SLICE = 128
"""Texts encoded, and then written, in one go: what an interruption can lose."""

_READ_SLICE = 500
_WAIT_S = 60.0
_SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL)"

Result = TypeVar("Result")


class CachedEncoder(EncoderInFront):
    """An ``Encoder`` in front of another: it encodes only the texts whose vectors are not kept yet.

    A vector is kept under the SHA-256 of the model's fingerprint, the precision, the role (question or passage) and
    the text, so that another model, other prompts or another precision never meet. Safe to share between threads
    and, the file being SQLite's, between processes.
    """

    def __init__(
        self,
        encoder: Encoder,
        folder: Path,
        precision: str = "auto",
        *,
        progress: Callable[[int, int], None] | None = None,
        notify: Callable[[str], None] = to_stderr,
    ) -> None:
        """Open the file of vectors, made if needed.

        Args:
            encoder: What encodes the texts that are not known.
            folder: Where the file stands.
            precision: ``embedding_dtype`` of the settings; ``auto`` is what this processor computes in.
            progress: Told how many texts of a call are encoded and how many are to be, those known left out.
            notify: Told in French that a damaged file is made anew.

        Raises:
            OperationError: The file cannot be opened or written.
        """
        self.progress = progress
        super().__init__(encoder)
        self._precision = resolve_dtype(precision)
        self._store = _Store(folder / FILE, 4 * encoder.dimension, notify)

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind."""
        return self.plain.fingerprint

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions: float32 of shape ``(len(texts), dimension)``, of unit norm."""
        return self._encode("query", texts, self.plain.encode_queries)

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, likewise."""
        return self._encode("passage", texts, self.plain.encode_passages)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _encode(self, role: str, texts: Sequence[str], encode: Callable[[Sequence[str]], np.ndarray]) -> np.ndarray:
        keys = [self._key(role, text) for text in texts]
        known = self._store.read(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # The longest together: a batch is padded to its longest text.
        ordered = sorted(missing.items(), key=lambda item: (len(item[1]), item[1]))
        for start in range(0, len(ordered), ENCODE_SLICE):
            part = ordered[start : start + ENCODE_SLICE]
            made = np.ascontiguousarray(encode([text for _, text in part]), dtype=np.float32)
            fresh = {key: vector.tobytes() for (key, _), vector in zip(part, made, strict=True)}
            self._store.write(fresh)
            known |= fresh
            if self.progress is not None:
                self.progress(start + len(part), len(ordered))
        joined = b"".join(known[key] for key in keys)
        return np.frombuffer(joined, dtype=np.float32).reshape(len(keys), self.dimension).copy()

    def _key(self, role: str, text: str) -> bytes:
        told = json.dumps([self.fingerprint, self._precision, role, text])
        return hashlib.sha256(told.encode()).digest()


@contextmanager
def remembered(
    encoder: Encoder, folder: Path, precision: str = "auto", progress: Callable[[int, int], None] | None = None
) -> Iterator[Encoder]:
    """The encoder with its vectors kept in a folder; those before an adapter are, so that another one reads them too.

    Raises:
        OperationError: The file cannot be opened or written.
    """
    cached = CachedEncoder(plain(encoder), folder, precision, progress=progress)
    try:
        yield AdaptedEncoder(cached, encoder.adapter) if isinstance(encoder, AdaptedEncoder) else cached
    finally:
        cached.close()


class _Store:
    """The file of vectors: bytes by key, in SQLite. A damaged file is made anew; nothing in it is past remaking."""

    def __init__(self, path: Path, size: int, notify: Callable[[str], None]) -> None:
        self.path = path
        self._size = size
        self._notify = notify
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self.read([])

    def close(self) -> None:
        with self._lock:
            self._disconnect()

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The vectors of the keys that are known; one of another length than expected is as unknown."""

        def select(connection: sqlite3.Connection) -> dict[bytes, bytes]:
            found: dict[bytes, bytes] = {}
            for start in range(0, len(keys), _READ_SLICE):
                part = keys[start : start + _READ_SLICE]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)  # noqa: S608
                found.update((key, vector) for key, vector in rows if len(vector) == self._size)
            return found

        return self._ask(select)

    def write(self, vectors: dict[bytes, bytes]) -> None:
        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", list(vectors.items()))

        self._ask(insert)

    def _ask(self, question: Callable[[sqlite3.Connection], Result]) -> Result:
        with self._lock, self._told():
            try:
                return question(self._connected())
            except sqlite3.OperationalError:  # full, locked, not writable: the file itself is sound
                raise
            except sqlite3.DatabaseError as error:
                self._notify(f"Vecteurs gardés illisibles : {self.path} ({error}). Ils sont recalculés.")
                self._remove()
                return question(self._connected())

    def _connected(self) -> sqlite3.Connection:
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self.path, timeout=_WAIT_S, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            with self._connection:
                self._connection.execute(_SCHEMA)
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            with closing(self._connection):
                self._connection = None

    def _remove(self) -> None:
        self._disconnect()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say in French what the system and SQLite refuse."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            reason = os_reason(error) if isinstance(error, OSError) else str(error)
            raise OperationError(
                f"Vecteurs gardés inutilisables : {self.path} ({reason}). Donnez un autre dossier avec --cache."
            ) from error
