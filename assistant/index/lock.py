"""One writer at a time on a data folder, whatever the process, with the holder's name for whoever waits.

The lock is the operating system's: it goes with its process, even killed. The file beside it only says who holds it.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import CatalogueError, IndexLockedError, os_reason

LOCK_NAME = "writer.lock"
HOLDER_NAME = "writer.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes: process, machine, and since when (ISO 8601 with its time zone)."""

    pid: int
    host: str
    since: str

    @classmethod
    def this_process(cls) -> Holder:
        """The current process, from now on."""
        return cls(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat(timespec="seconds"))


def holder(folder: Path) -> Holder | None:
    """Who holds, or last held, the lock of a folder; None when it is not written there."""
    try:
        return Holder(**json.loads((folder / HOLDER_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a data folder.

    Raises:
        IndexLockedError: Somebody else holds it; the message names the process, the machine and the time.
        CatalogueError: The folder cannot be written.
    """
    lock = FileLock(folder / LOCK_NAME, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise IndexLockedError(_message(holder(folder))) from None
    except OSError as error:
        raise CatalogueError(
            f"Écriture impossible dans {folder} ({os_reason(error)}) : vérifiez les droits du dossier de données."
        ) from error
    named = folder / HOLDER_NAME
    try:
        with suppress(OSError):  # the name is for whoever waits: the lock holds without it
            named.write_text(json.dumps(asdict(Holder.this_process())), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            named.unlink(missing_ok=True)
        lock.release()


def _message(who: Holder | None) -> str:
    if who is None:
        return "L'index est en cours d'écriture par un autre programme : attendez qu'il ait fini, puis recommencez."
    since = datetime.fromisoformat(who.since).astimezone()
    return (
        f"L'index est en cours d'écriture par le processus {who.pid} sur {who.host} depuis le"
        f" {since:%d/%m/%Y à %H:%M} : attendez qu'il ait fini, puis recommencez."
    )
