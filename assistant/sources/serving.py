"""What a worker process does: read the files that the parent names, one after another, until it closes the pipe."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import SourceError
from assistant.models import Document
from assistant.sources.limits import ParseLimits

if TYPE_CHECKING:
    from assistant.sources.exports import ExportSlice

_MEGABYTE = 1024 * 1024


def serve() -> None:
    """The worker's life: read the files that the parent names until it closes the pipe."""
    connection = Connection(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    limited = False
    while True:
        try:
            path, file, limits, several = connection.recv()
        except EOFError:
            return
        if not limited:
            _limit_memory(limits.memory_mb)
            limited = True
        try:
            for answer in _slices(path, file, limits, connection) if several else _one(path, file, limits):
                connection.send(answer)
        except (BrokenPipeError, EOFError):
            return


def _one(path: Path, file: str, limits: ParseLimits) -> Iterator[Document | str]:
    from assistant.sources.reader import read_source

    with _alarm(limits):
        answer = _guarded(lambda: read_source(path, file, limits), file, limits)
    yield answer


def _slices(path: Path, file: str, limits: ParseLimits, connection: Connection) -> Iterator[ExportSlice | str | None]:
    """Slice after slice, each when the one before was taken; a refusal ends them, and None says that all are given."""
    from assistant.sources.exports import read_export

    slices = read_export(path, file, limits)
    while True:
        with _alarm(limits):
            answer = _guarded(lambda: next(slices, None), file, limits)
        yield answer
        if answer is None or isinstance(answer, str):
            return
        connection.recv()


@contextmanager
def _alarm(limits: ParseLimits) -> Iterator[None]:
    """End the worker when its time is out, even if the parent is gone. The time of OCR is not counted (see ``ocr``)."""
    signal.setitimer(signal.ITIMER_REAL, limits.timeout_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _guarded(read: Callable[[], Any], file: str, limits: ParseLimits) -> Any:
    """What is read, or in French why it is refused."""
    try:
        return read()
    except SourceError as error:
        return str(error)
    except MemoryError:
        return f"« {file} » : plus de {limits.memory_mb} Mo de mémoire ; découpez-le ou relevez parse_memory_mb."
    except Exception as error:  # noqa: BLE001 - whatever a hostile file makes a parser raise is that file's outcome
        return f"« {file} » : le fichier ne peut pas être lu ({type(error).__name__}) ; exportez-le de nouveau."


def _limit_memory(megabytes: int) -> None:
    import resource

    try:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * _MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ValueError, OSError):
        # macOS accepts no limit on the address space: there the time limit alone ends a file that grows.
        return
