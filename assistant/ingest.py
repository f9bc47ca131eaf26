"""From folders to the index: read, cut, write, and say what became of each file.

A file is known by its absolute path: read again only when its bytes change, replaced when they do, removed when it
has gone from a folder that is given. Of an export, which holds many documents, only those that changed are written
again. One broken file never stops the others, and what was read of it before stays searched.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__
from assistant.chunking import chunk
from assistant.dedup import keep_once
from assistant.errors import MissingPathError
from assistant.file_reports import ocr_advice, out_of_reach, writable
from assistant.index.journal import Reading
from assistant.index.writer import Entry, IndexWriter
from assistant.ingest_known import KnownFiles
from assistant.ingest_reading import THREADS, Chunker, Ending, FileReader, Item, Parser, Task, read_ahead
from assistant.models import FileReport, IngestReport
from assistant.settings import expanded
from assistant.sources.limits import ParseLimits
from assistant.sources.listing import Listing, list_files
from assistant.sources.ocr_engine import missing

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.settings import Settings

DEFAULT_FOLDER = Path("corpus")
"""Read when no path is given and none was before."""

_FLUSH_PASSAGES = 512
_FLUSH_DOCUMENTS = 256
_MEGABYTE = 1024 * 1024

ProgressCallback = Callable[[str, int, int], None]
"""Called with what is being done, the number of files done, and the number of files."""


def ingest(
    paths: Sequence[Path] | None,
    index: Index,
    encoder: Encoder,
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: ProgressCallback | None = None,
    parser: Parser | None = None,
    chunker: Chunker = chunk,
) -> IngestReport:
    """Read files into the index.

    Args:
        paths: Folders and files. None or empty: those given before, else ``corpus`` in the current folder.
        index: The index; opened ``for_rebuild`` where it was made with another model.
        encoder: The embedding model.
        settings: ``data_dir`` and the limits of reading.
        rebuild: Read everything again, into new indexes that replace the old ones at the end. What cannot be read
            any more is taken from the catalogue.
        progress: Told of each file.
        parser: What reads files, by default in a worker process with limits.
        chunker: What cuts documents.

    Raises:
        MissingPathError: A path is not there, or none was given and there is none to read again.
        IndexLockedError: Another process is writing.
    """
    began = time.monotonic()
    given = [expanded(path) for path in paths or ()]
    for path in given:
        if not path.exists():
            raise MissingPathError(f"Chemin introuvable : {path}. Vérifiez-le, ou donnez un autre dossier.")
    limits = _limits(settings)
    with index.writer() as writer, _reading(parser, limits) as reading:
        known_roots = writer.journal.roots()
        if not given and not known_roots and not DEFAULT_FOLDER.is_dir():
            raise MissingPathError("Rien à lire : donnez un dossier, par exemple « assistant ingest mon-dossier ».")
        wanted = [*given, *known_roots] if rebuild or not given else given
        wanted = wanted or [DEFAULT_FOLDER]
        listing = list_files([path for path in wanted if path.exists()], _suffixes(), settings.data_dir)
        writer.journal.add_roots(listing.roots)  # known even if this run is interrupted
        reader = FileReader(
            reading,
            chunker,
            encoder.count_tokens,
            reading_digest(settings),
            largest=limits.max_file_mb * _MEGABYTE,
            counts=writer.catalogue.counts_by_version(),
            again=rebuild,
            without_text=ocr_advice(settings.ocr, missing()),
        )
        run = _Run(writer, encoder, reader, chunker, progress, rebuild=rebuild)
        run.all_of(listing, [path for path in wanted if not path.exists()])
        report = IngestReport(tuple(run.reports.values()), seconds=round(time.monotonic() - began, 3))
        writer.record_run(report, run.reports)
    return report


def _suffixes() -> Collection[str]:
    from assistant.sources.reader import READABLE_SUFFIXES

    return READABLE_SUFFIXES


def _limits(settings: Settings) -> ParseLimits:
    return ParseLimits(
        max_file_mb=settings.max_file_mb,
        max_pages=settings.max_pages,
        timeout_s=settings.parse_timeout_s,
        memory_mb=settings.parse_memory_mb,
        ocr=settings.ocr,
        ocr_page_timeout_s=settings.ocr_page_timeout_s,
        ocr_timeout_s=settings.ocr_timeout_s,
    )


def reading_digest(settings: Settings) -> str:
    """Changes with what may change how files are read, or the fate of one that was refused: limits and programs."""
    return hashlib.sha256(f"{__version__} {_limits(settings)!r} {missing()}".encode()).hexdigest()[:16]


@contextmanager
def _reading(parser: Parser | None, limits: ParseLimits) -> Iterator[Parser]:
    if parser is not None:
        yield parser
        return
    from assistant.sources.worker import ParserPool

    with ParserPool(limits, THREADS) as pool:
        yield pool


class _Run:
    """One ingestion. ``reports`` are by absolute path, in the order of reading."""

    def __init__(
        self,
        writer: IndexWriter,
        encoder: Encoder,
        reader: FileReader,
        chunker: Chunker,
        progress: ProgressCallback | None,
        *,
        rebuild: bool,
    ) -> None:
        self.reports: dict[str, FileReport] = {}
        self._writer = writer
        self._encoder = encoder
        self._reader = reader
        self._chunker = chunker
        self._progress = progress
        self._rebuild = rebuild
        self._known = KnownFiles(writer, rebuild=rebuild)
        self._waiting: list[Entry] = []
        self._left: list[str] = []
        self._notes: dict[str, Reading | None] = {}
        self._written: set[str] = set()
        self._done = self._total = 0
        writer.on_encoding = self._tell_encoding

    def all_of(self, listing: Listing, absent: Sequence[Path]) -> None:
        """Read every file found, remove what has gone, and link works."""
        self._total = len(listing.found)
        with self._writer.rebuild() if self._rebuild else nullcontext():
            with closing(read_ahead(map(self._known.task, listing.found), self._reader.read)) as read:
                for task, items in read:
                    self._tell(task.found.file)
                    self._one(task, items)
                    self._done += 1
            self._flush()
            removed = self._gone(listing, absent)
            if self._rebuild:
                self._carry_over({*removed, *self._left})
        if self._rebuild:
            self._writer.journal.note_readings(self._notes)
        else:
            self._writer.remove(*removed)
        self._writer.link()
        self._tell("Terminé")

    def _one(self, task: Task, items: Iterator[Item]) -> None:
        """Have the documents of a file written, and note its report."""
        path, begun = writable(task.found.path), False
        for item in items:
            if task.export and not begun and (isinstance(item, Entry) or item.left):
                begun = True
                # Until all is written, no digest says that the export is unchanged.
                unfinished = Reading("", "", task.file, FileReport(task.file, "read"), task.salt)
                self._writer.journal.note_readings({path: unfinished})
            if isinstance(item, Ending):
                self._end(path, item)
            else:
                self._waiting.append(item)
            self._flush_when_many()

    def _end(self, path: str, ending: Ending) -> None:
        self.reports[path] = ending.report
        self._left += ending.left
        if ending.changed:
            self._notes[path] = ending.reading

    def _flush_when_many(self) -> None:
        passages = sum(len(entry.passages) for entry in self._waiting)
        if len(self._waiting) >= _FLUSH_DOCUMENTS or passages >= _FLUSH_PASSAGES:
            self._flush()

    def _flush(self) -> None:
        """Write what waits; what it says of files is noted after, so that a crash has them read again."""
        self._writer.put_all(self._waiting)
        self._written.update(entry.document.id for entry in self._waiting)
        self._waiting.clear()
        if not self._rebuild:
            self._writer.retire(self._left)
            self._left.clear()
            self._writer.journal.note_readings(self._notes)
            self._notes.clear()

    def _gone(self, listing: Listing, absent: Sequence[Path]) -> list[str]:
        """Documents whose file has gone from where it was looked for; folders out of reach are said to be so."""
        removed: list[str] = []
        for path in self._known.paths():
            if listing.misses(Path(path)) or Path(path) in absent:
                removed += self._known.ids(path)
                self.reports[path] = self._known.removal(path)
                self._notes[path] = None
        unreachable = [path for path in absent if any(path in Path(known).parents for known in self._known.paths())]
        empty = [path for path in absent if path not in unreachable]
        self._forget_refused(listing, empty)
        for folder in [*listing.closed, *unreachable]:
            self.reports[writable(folder)] = out_of_reach(folder)
        return removed

    def _forget_refused(self, listing: Listing, empty: Sequence[Path]) -> None:
        """Say nothing more of what could not be read and has gone, nor of a path that gave nothing and has gone."""
        journal = self._writer.journal
        for path in map(Path, {**journal.not_read(), **journal.readings()}):
            if str(path) not in self.reports and (listing.misses(path) or any(one in path.parents for one in empty)):
                journal.forget(str(path))
        for path in empty:
            journal.forget(str(path))

    def _carry_over(self, removed: Collection[str]) -> None:
        """Write anew, from the catalogue, what is searched and could not be read this time."""
        for live in self._known.documents():
            if live.id in self._written or live.id in removed:
                continue
            document = self._writer.catalogue.document(live.version)
            if document is not None:
                passages = keep_once(self._chunker(document, self._encoder.count_tokens))
                self._waiting.append(Entry(document, passages, Path(live.path)))
                self._flush_when_many()
        self._flush()

    def _tell(self, what: str) -> None:
        if self._progress is not None:
            self._progress(what, self._done, self._total)

    def _tell_encoding(self, done: int, total: int) -> None:
        self._tell(f"calcul des vecteurs ({done} passages sur {total})")
