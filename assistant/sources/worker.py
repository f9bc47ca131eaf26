"""Reading files in worker processes, so that no file can crash, hang or fill the memory of the assistant.

A worker is a fresh Python process that reads one file after another and answers through a pipe. When it exceeds its
time it is killed, when it dies its file is refused, and the next file gets a new one. The parent only ever waits. An
export is answered in slices, each when it is asked for: neither side holds more than one.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from assistant.errors import OperationError, SourceError, os_reason
from assistant.models import Document
from assistant.sources.limits import ParseLimits

if TYPE_CHECKING:
    from assistant.sources.exports import ExportSlice

__all__ = ["ParseLimits", "ParserPool", "parse_file"]

_PACKAGE_FOLDER = Path(__file__).resolve().parents[2]
_FILES_PER_WORKER = 200  # renewed after that, so that what a library leaks stays small
_NEXT = "next"
"""Asks for the next slice of an export."""


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
        self._working: set[_Worker | None] = set()
        self._given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:  # nobody waits for what is being read
            self.give_up()
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
        with self._worker() as worker:
            answer = worker.ask((path, file, self.limits, False), file)
        if isinstance(answer, Document):
            return answer
        raise SourceError(str(answer))

    def slices(self, path: Path, file: str) -> Iterator[ExportSlice]:
        """Read one export in a worker, which is kept until the last slice; the limit of time is that of a slice.

        Args:
            path: The file on disk.
            file: Its name relative to the ingested folder, with ``/``.

        Raises:
            SourceError: The file is refused, or its worker died or exceeded its time or memory.
            OperationError: No worker can be started.
        """
        with self._worker() as worker:
            question: Any = (path, file, self.limits, True)
            finished = False
            try:
                while (answer := worker.ask(question, file)) is not None:
                    if isinstance(answer, str):
                        finished = True
                        raise SourceError(answer)
                    yield answer
                    question = _NEXT
                finished = True
            finally:
                if not finished:
                    worker.stop()  # given up half-way: its next answer must not be taken for that of another file

    @contextmanager
    def _worker(self) -> Iterator[_Worker]:
        """A worker for one file, started if need be."""
        worker = self._idle.get()
        try:
            if self._given_up:
                raise OperationError("La lecture des fichiers est arrêtée.")
            if worker is None or not worker.usable:
                if worker is not None:
                    worker.stop()
                worker = None
                worker = _Worker(self.limits)
            self._working.add(worker)
            yield worker
        finally:
            self._working.discard(worker)
            self._idle.put(worker)

    def give_up(self) -> None:
        """Kill the workers that are reading, and read nothing more."""
        self._given_up = True
        for worker in list(self._working):
            if worker is not None:
                worker.process.kill()

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
        code = "from assistant.sources.serving import serve; serve()"
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

    def ask(self, question: Any, file: str) -> Any:
        """Send a question and wait for its answer; a request for a file is one, ``_NEXT`` another."""
        self.files += question is not _NEXT
        overdue = threading.Event()

        def kill() -> None:
            overdue.set()
            self.process.kill()

        # A timer rather than a wait on the pipe: it also covers an answer that stops half-way. The worker ends by its
        # own alarm when it exceeds its time without that of OCR, which only it knows.
        timer = threading.Timer(self.limits.longest_s, kill)
        timer.start()
        try:
            self.connection.send(question)
            return self.connection.recv()
        except (EOFError, OSError) as error:
            self.stop()
            if overdue.is_set() or self.process.returncode == -signal.SIGALRM:
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
