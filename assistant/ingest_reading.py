"""What is done of a file before it is written: is it to be read again, its text, its passages.

It is done in threads, ahead of the writing and in the order of the listing: reading waits for worker processes while
the vectors of the files before are computed. What is ahead is bounded, in files and in documents of one export.
"""

from __future__ import annotations

import hashlib
import queue
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.dedup import keep_once
from assistant.errors import AssistantError, SourceError, os_reason
from assistant.file_reports import Tally, export_report, read_report, refusal, writable
from assistant.ids import document_id
from assistant.index.journal import NOT_READ, Reading
from assistant.index.writer import Entry
from assistant.models import Document, FileReport, Outcome, Passage
from assistant.sources.listing import Found

if TYPE_CHECKING:
    from assistant.index.facets import LiveDocument
    from assistant.sources.exports import ExportSlice

THREADS = 2
"""Files read at a time: as many as the worker processes."""

_FILES_AHEAD = 6
_DOCUMENTS_AHEAD = 128
_STOP_LOOK_S = 0.2

Chunker = Callable[[Document, Callable[[str], int]], list[Passage]]
"""Cuts a document with a counter of tokens."""


class Parser(Protocol):
    """Reads files, for several threads; ``assistant.sources.worker.ParserPool`` is the real one."""

    def parse(self, path: Path, file: str) -> Document:
        """The document; raises ``SourceError`` with the reason in French."""

    def slices(self, path: Path, file: str) -> Iterator[ExportSlice]:
        """The documents of an export, likewise."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be looked at.

    ``file`` is the name under which it is listed; ``known`` its documents that are searched, by their file; ``last``
    how it was last read, where that was noted. ``name`` is the id of its document, ``salt`` what goes into those of
    an export's documents.
    """

    found: Found
    file: str
    name: str
    salt: str = ""
    export: bool = False
    known: Mapping[str, LiveDocument] = field(default_factory=dict)
    last: Reading | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """The last thing told of a file: its report, and the documents that left it.

    ``reading`` is to be noted, and None to be forgotten, unless the file is not ``changed``.
    """

    report: FileReport
    reading: Reading | None = None
    left: tuple[str, ...] = ()
    changed: bool = True


Item = Entry | Ending
"""What the reading of a file gives: documents to be written, then its ending."""


class FileReader:
    """Looks at files, reads and cuts those that are to be written. Used by several threads at once.

    Args:
        parser: What reads files.
        chunker: What cuts documents.
        count_tokens: Counter of the embedding model.
        settings: Digest of the limits of reading: what was refused under others is tried again.
        largest: Bytes over which a file is refused without its digest being looked at.
        counts: Pages read by OCR and repeats set aside, by live version.
        again: Read every file, even unchanged.
        without_text: Why pages have no text, for the reports (see ``ocr_advice``).
    """

    def __init__(
        self,
        parser: Parser,
        chunker: Chunker,
        count_tokens: Callable[[str], int],
        settings: str,
        *,
        largest: int,
        counts: Mapping[int, tuple[int, int]],
        again: bool,
        without_text: str = "",
    ) -> None:
        self._parser = parser
        self._chunker = chunker
        self._count_tokens = count_tokens
        self._settings = settings
        self._largest = largest
        self._counts = counts
        self._again = again
        self._without_text = without_text

    def read(self, task: Task) -> Iterator[Item]:
        """The documents of a file to be written, then its ending. A failure that is no fault of the file goes up."""
        digest = ""
        try:
            str(task.found.path).encode()
            if task.known or task.last or task.export:
                digest = self._digest(task.found.path)
            report = None if self._again else self._as_it_was(task, digest)
            if report is not None:
                yield Ending(report, changed=False)
            elif task.export:
                yield from self._export(task, digest)
            else:
                yield from self._document(task)
        except SourceError as error:
            yield self._refused(task, str(error), digest or self._digest(task.found.path))
        except AssistantError:
            raise
        except UnicodeError:
            yield self._refused(task, "nom de fichier ou texte mal codé : renommez le fichier ou refaites-le", "")
        except OSError as error:
            yield self._refused(task, f"fichier illisible ({os_reason(error)}) : vérifiez ses droits", "")
        except Exception as error:  # noqa: BLE001 - a file that breaks our own code must not stop the others either
            yield self._refused(task, f"lecture impossible ({type(error).__name__} : {error})", "")

    def _as_it_was(self, task: Task, digest: str) -> FileReport | None:
        """The report of a file that need not be read; None for one that has changed, or that other limits may read."""
        last = task.last
        if not digest:
            return None
        if last is not None and last.sha256 == digest and last.report.outcome in NOT_READ:
            if last.settings != self._settings:
                return None  # other limits may read it better
            if last.report.outcome == "refused":
                return replace(last.report, seconds=0.0)
        if task.export:
            if last is None or last.sha256 != digest:
                return None
            return replace(last.report, outcome="unchanged", seconds=0.0)
        document = next(iter(task.known.values()), None)
        if document is None or document.sha256 != digest:
            return None
        ocr_pages, copies = self._counts.get(document.version, (0, 0))
        report = read_report(
            document.file,
            "unchanged",
            document.pages,
            document.passages,
            document.unread_pages,
            self._without_text,
            last.report.hidden if last is not None and last.sha256 == digest else (),
        )
        return replace(report, ocr_pages=ocr_pages, copies=copies)

    def _document(self, task: Task) -> Iterator[Item]:
        began = time.monotonic()
        document = self._parser.parse(task.found.path, task.file)
        entry = self._entry(document, task.name, task.file, task.found.path)
        tally = Tally()
        tally.add(entry)
        known = task.known.get(task.file)
        report = read_report(
            task.file,
            "replaced" if known and known.sha256 != document.sha256 else "read",
            len(document.pages),
            len(entry.passages),
            tuple(page.number for page in document.pages if page.origin == "none"),
            self._without_text,
            tuple((page.number, page.hidden) for page in document.pages if page.hidden),
        )
        report = replace(
            report, ocr_pages=tally.ocr_pages, copies=tally.copies, seconds=round(time.monotonic() - began, 3)
        )
        yield entry
        noted = report.outcome in NOT_READ or report.hidden
        yield Ending(report, Reading(document.sha256, self._settings, task.file, report) if noted else None)

    def _export(self, task: Task, digest: str) -> Iterator[Item]:
        """Documents of an export that are new or have changed, then how many there are and which have left."""
        tally, changed = Tally(), False
        present: set[str] = set()
        began, lent = time.monotonic(), 0.0
        for some in self._parser.slices(task.found.path, task.file):
            tally.note_problems(some.problems)
            for document in some.documents:
                known = task.known.get(document.file)
                present.add(document.file)
                if known is not None and known.sha256 == document.sha256 and not self._again:
                    tally.add_known(known, self._counts.get(known.version, (0, 0)))
                    continue
                entry = self._record(task, document, tally)
                if entry is not None:
                    changed = changed or known is None or known.sha256 != document.sha256
                    tally.new += known is None
                    tally.changed += known is not None and known.sha256 != document.sha256
                    tally.add(entry)
                    handed = time.monotonic()
                    yield entry
                    lent += time.monotonic() - handed  # its reader waits here while vectors are computed
        left = tuple(document.id for file, document in task.known.items() if file not in present)
        tally.left = len(left)
        report = export_report(task.file, self._outcome(task, changed=changed or bool(left)), tally)
        report = replace(report, seconds=round(time.monotonic() - began - lent, 3))
        yield Ending(report, Reading(digest, self._settings, task.file, report, task.salt), left)

    def _outcome(self, task: Task, *, changed: bool) -> Outcome:
        first_time = not task.known or (task.last is not None and not task.last.sha256)
        if first_time or (self._again and not changed):
            return "read"
        return "replaced" if changed else "unchanged"

    def _record(self, task: Task, document: Document, tally: Tally) -> Entry | None:
        known = task.known.get(document.file)
        name = known.id if known else document_id(document.file, task.salt)
        try:
            return self._entry(document, name, document.file, task.found.path)
        except UnicodeError:
            tally.note_problems([f"« {writable(document.file)} » : texte mal codé"])
        except AssistantError:
            raise
        except Exception as error:  # noqa: BLE001 - one record that breaks our own code must not lose the others
            tally.note_problems([f"« {document.file} » : lecture impossible ({type(error).__name__} : {error})"])
        return None

    def _entry(self, document: Document, name: str, file: str, path: Path) -> Entry:
        document = replace(document, id=name, work_id=name, file=file)
        document.text.encode()
        document.file.encode()
        return Entry(document, keep_once(self._chunker(document, self._count_tokens)), path)

    def _refused(self, task: Task, reason: str, digest: str) -> Ending:
        """A refusal, noted with the content and the limits that it holds for where these are known."""
        report = refusal(writable(task.file), reason, read_before=bool(task.known))
        salt = task.salt if task.export else ""
        reading = Reading(digest, self._settings, task.file, report, salt) if digest else None
        return Ending(report, reading)

    def _digest(self, path: Path) -> str:
        """SHA-256 of a plain file that is not too large, else nothing."""
        try:
            state = path.stat()
            if not stat.S_ISREG(state.st_mode) or state.st_size > self._largest:
                return ""
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:  # the parser says why it cannot be opened
            return ""


class _Done:
    """Ends the items of a file."""


class _Stopped(Exception):  # noqa: N818 - it ends a thread whose work nobody waits for; it is no error
    """Nobody takes what is read any more."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


_Line = queue.Queue[Item | _Failed | _Done]


def read_ahead(
    tasks: Iterable[Task], read: Callable[[Task], Iterator[Item]]
) -> Generator[tuple[Task, Iterator[Item]], None, None]:
    """Each task in turn with what its reading gives, read by threads a little ahead of the caller.

    What is given of a task is to be taken to its end before the next task. Close it to stop the threads.

    Args:
        tasks: The tasks; taken in the caller's thread, a few ahead.
        read: Reads one; an error that it raises is raised where its items are taken.
    """
    stop = threading.Event()
    ahead: deque[tuple[Task, _Line]] = deque()
    pool = ThreadPoolExecutor(THREADS, thread_name_prefix="reading")
    try:
        for task in tasks:
            line: _Line = queue.Queue(_DOCUMENTS_AHEAD)
            pool.submit(_fill, line, task, read, stop)
            ahead.append((task, line))
            if len(ahead) > _FILES_AHEAD:
                first, its = ahead.popleft()
                yield first, _drain(its)
        while ahead:
            first, its = ahead.popleft()
            yield first, _drain(its)
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _fill(line: _Line, task: Task, read: Callable[[Task], Iterator[Item]], stop: threading.Event) -> None:
    try:
        for item in read(task):
            _put(line, item, stop)
        _put(line, _Done(), stop)
    except _Stopped:
        return
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        _put(line, _Failed(error), stop)


def _put(line: _Line, item: Item | _Failed | _Done, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            return line.put(item, timeout=_STOP_LOOK_S)
        except queue.Full:
            continue
    raise _Stopped


def _drain(line: _Line) -> Iterator[Item]:
    while not isinstance(item := line.get(), _Done):
        if isinstance(item, _Failed):
            raise item.error
        yield item
