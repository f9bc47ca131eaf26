"""Reading files in worker processes, so that no file can crash, hang or fill the memory of the assistant.

A worker is a fresh Python process that reads one file after another and answers through a pipe. When it exceeds its
time it is killed, when it dies its file is refused, and the next file gets a new one. The parent only ever waits.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.errors import OperationError, SourceError, os_reason
from assistant.models import Document
from assistant.sources.limits import ParseLimits

__all__ = ["ParseLimits", "ParserPool", "parse_file", "serve"]

_PACKAGE_FOLDER = Path(__file__).resolve().parents[2]
_GRACE_S = 10  # after its limit, an orphan worker ends by its own alarm
_FILES_PER_WORKER = 200  # renewed after that, so that what a library leaks stays small
_MEGABYTE = 1024 * 1024


class ParserPool:
    """Workers that read files. Use it as a context manager; ``parse`` may be called from several threads.

    Args:
        limits: What one file may cost.
        workers: Most worker processes at a time; each starts at its first file.
    """

    def __init__(self, limits: ParseLimits | None = None, workers: int = 1) -> None:
        self.limits = limits or ParseLimits()
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(max(1, workers)):
            self._idle.put(None)
        self._slots = max(1, workers)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def parse(self, path: Path, file: str) -> Document:
        """Read one file in a worker.

        Args:
            path: The file on disk.
            file: Its name relative to the ingested folder, with ``/``.

        Raises:
            SourceError: The file is refused, or its worker died or exceeded its time or memory.
            OperationError: No worker can be started.
        """
        worker = self._idle.get()
        try:
            if worker is None or not worker.usable:
                if worker is not None:
                    worker.stop()
                worker = _Worker(self.limits)
            return worker.parse(path, file)
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Stop the workers; those still reading are waited for."""
        for _ in range(self._slots):
            worker = self._idle.get()
            if worker is not None:
                worker.stop()
        for _ in range(self._slots):
            self._idle.put(None)


def parse_file(path: Path, file: str, limits: ParseLimits | None = None) -> Document:
    """Read one file in a worker of its own (see ``ParserPool.parse``).

    Raises:
        SourceError: The file is refused, or its worker died or exceeded its time or memory.
    """
    with ParserPool(limits) as pool:
        return pool.parse(path, file)


class _Worker:
    """One worker process, seen from the parent."""

    def __init__(self, limits: ParseLimits) -> None:
        self.limits = limits
        self.files = 0
        self.connection, theirs = Pipe()
        code = "from assistant.sources.worker import serve; serve()"
        environment = dict(os.environ)
        paths = [str(_PACKAGE_FOLDER), *filter(None, [environment.get("PYTHONPATH")])]
        environment["PYTHONPATH"] = os.pathsep.join(paths)
        try:
            # A plain subprocess rather than multiprocessing's: the parent's main module, which may be the whole chat,
            # is not imported again.
            self.process = subprocess.Popen(
                [sys.executable, "-c", code, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            self.connection.close()
            raise OperationError(f"Le programme qui lit les fichiers ne démarre pas ({os_reason(error)}).") from error
        finally:
            theirs.close()

    @property
    def usable(self) -> bool:
        """True while it lives and is not due for renewal."""
        return self.process.poll() is None and self.files < _FILES_PER_WORKER

    def parse(self, path: Path, file: str) -> Document:
        self.files += 1
        overdue = threading.Event()

        def kill() -> None:
            overdue.set()
            self.process.kill()

        # A timer rather than a wait on the pipe: it also covers an answer that stops half-way.
        timer = threading.Timer(self.limits.timeout_s, kill)
        timer.start()
        try:
            self.connection.send((path, file, self.limits))
            answer = self.connection.recv()
        except (EOFError, OSError) as error:
            self.stop()
            if overdue.is_set():
                raise SourceError(
                    f"« {file} » : lecture interrompue après {self.limits.timeout_s:g} s ;"
                    " réenregistrez le fichier ou relevez parse_timeout_s."
                ) from error
            raise SourceError(
                f"« {file} » : le fichier a fait échouer le lecteur ({_ending(self.process.returncode)}) ;"
                " exportez-le de nouveau."
            ) from error
        except BaseException:
            # Interrupted (Ctrl-C): the answer still to come must not be taken for that of the next file.
            self.stop()
            raise
        finally:
            timer.cancel()
        if isinstance(answer, Document):
            return answer
        raise SourceError(str(answer))

    def stop(self) -> None:
        """End the process and free the pipe."""
        self.connection.close()
        try:
            self.process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {-code}"
    return f"code {code}"


def serve() -> None:
    """The worker's life: read the files that the parent names until it closes the pipe."""
    connection = Connection(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair
    limited = False
    while True:
        try:
            path, file, limits = connection.recv()
        except EOFError:
            return
        if not limited:
            _limit_memory(limits.memory_mb)
            limited = True
        # If the parent is gone, nobody else ends a worker that hangs.
        signal.alarm(int(limits.timeout_s) + _GRACE_S)
        answer = _answer(path, file, limits)
        signal.alarm(0)
        try:
            connection.send(answer)
        except BrokenPipeError:
            return


def _answer(path: Path, file: str, limits: ParseLimits) -> Document | str:
    """The document, or in French why it is refused."""
    from assistant.sources.reader import read_source

    try:
        return read_source(path, file, limits)
    except SourceError as error:
        return str(error)
    except MemoryError:
        return f"« {file} » : plus de {limits.memory_mb} Mo de mémoire ; découpez-le ou relevez parse_memory_mb."
    # Whatever a hostile file makes a parser raise is that file's outcome, and the worker reads on.
    except Exception as error:  # noqa: BLE001
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
