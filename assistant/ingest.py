"""From folders to the index: read, cut, write, and say what became of each file.

A file is known by its absolute path: read again only when its bytes change, replaced when they do, removed when it
has gone from a folder that is given. One broken file never stops the others, and what was read of it before stays
searched.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.chunking import chunk
from assistant.dedup import keep_once
from assistant.errors import AssistantError, MissingPathError, SourceError, os_reason
from assistant.file_reports import out_of_reach, read_report, refusal, writable
from assistant.ids import document_id
from assistant.index.writer import Entry, IndexWriter
from assistant.models import Document, FileReport, IngestReport, Outcome, Passage
from assistant.settings import expanded
from assistant.sources.listing import Found, Listing, list_files

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.facets import LiveDocument
    from assistant.index.store import Index
    from assistant.settings import Settings

DEFAULT_FOLDER = Path("corpus")
"""Read when no path is given and none was before."""

_FLUSH_PASSAGES = 128
_FLUSH_DOCUMENTS = 32

ProgressCallback = Callable[[str, int, int], None]
"""Called with what is being done, the number of files done, and the number of files."""


class Parser(Protocol):
    """Reads a file; ``assistant.sources.worker.ParserPool`` is the real one."""

    def parse(self, path: Path, file: str) -> Document:
        """The document; raises ``SourceError`` with the reason in French."""


Chunker = Callable[[Document, Callable[[str], int]], list[Passage]]
"""Cuts a document with a counter of tokens."""


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
    with index.writer() as writer, _reading(parser, settings) as reading:
        known_roots = writer.journal.roots()
        if not given and not known_roots and not DEFAULT_FOLDER.is_dir():
            raise MissingPathError("Rien à lire : donnez un dossier, par exemple « assistant ingest mon-dossier ».")
        wanted = [*given, *known_roots] if rebuild or not given else given
        wanted = wanted or [DEFAULT_FOLDER]
        listing = list_files([path for path in wanted if path.exists()], _suffixes(), settings.data_dir)
        writer.journal.add_roots(listing.roots)  # known even if this run is interrupted
        run = _Run(writer, encoder, reading, chunker, progress, rebuild=rebuild)
        run.all_of(listing, [path for path in wanted if not path.exists()])
        report = IngestReport(tuple(run.reports.values()), seconds=round(time.monotonic() - began, 3))
        writer.record_run(report, run.reports)
    return report


def _suffixes() -> Collection[str]:
    from assistant.sources.reader import READABLE_SUFFIXES

    return READABLE_SUFFIXES


@contextmanager
def _reading(parser: Parser | None, settings: Settings) -> Iterator[Parser]:
    if parser is not None:
        yield parser
        return
    from assistant.sources.worker import ParseLimits, ParserPool

    limits = ParseLimits(
        max_file_mb=settings.max_file_mb,
        max_pages=settings.max_pages,
        timeout_s=settings.parse_timeout_s,
        memory_mb=settings.parse_memory_mb,
    )
    with ParserPool(limits) as pool:
        yield pool


class _Run:
    """One ingestion. ``reports`` are by absolute path, in the order of reading."""

    def __init__(
        self,
        writer: IndexWriter,
        encoder: Encoder,
        parser: Parser,
        chunker: Chunker,
        progress: ProgressCallback | None,
        *,
        rebuild: bool,
    ) -> None:
        self.reports: dict[str, FileReport] = {}
        self._writer = writer
        self._encoder = encoder
        self._parser = parser
        self._chunker = chunker
        self._progress = progress
        self._rebuild = rebuild
        self._live = writer.live()
        self._owners = {document.id: document.path for document in self._live.values()}
        self._waiting: list[Entry] = []
        self._written: set[str] = set()
        self._done = self._total = 0
        writer.on_encoding = self._tell_encoding

    def all_of(self, listing: Listing, absent: Sequence[Path]) -> None:
        """Read every file found, remove what has gone, and link works."""
        self._total = len(listing.found)
        with self._writer.rebuild() if self._rebuild else nullcontext():
            for found in listing.found:
                self._tell(found.file)
                self._one(found)
                self._done += 1
                self._flush_when_many()
            self._flush()
            removed = self._gone(listing, absent)
            if self._rebuild:
                self._carry_over(removed)
        if not self._rebuild:
            self._writer.remove(*removed)
        self._writer.link()
        self._tell("Terminé")

    def _one(self, found: Found) -> None:
        """Read a file, or note why not. What fails in the index or in the model is no fault of the file: it goes up."""
        path = str(found.path)
        try:
            path.encode()
            known = self._live.get(path) or self._moved(found)
            if known is not None and not self._rebuild and known.sha256 == _sha256(found.path):
                self.reports[path] = read_report(
                    known.file, "unchanged", known.pages, known.passages, known.unread_pages
                )
                return
            self._prepare(found, known)
        except SourceError as error:
            self._refuse(found, str(error))
        except AssistantError:
            raise
        except UnicodeError:
            self._refuse(found, "nom de fichier ou texte mal codé : renommez le fichier ou refaites-le")
        except OSError as error:
            self._refuse(found, f"fichier illisible ({os_reason(error)}) : vérifiez ses droits")
        except Exception as error:  # noqa: BLE001 - a file that breaks our own code must not stop the others either
            self._refuse(found, f"lecture impossible ({type(error).__name__} : {error})")

    def _prepare(self, found: Found, known: LiveDocument | None) -> None:
        """Read and cut a file, to be written with those that wait."""
        file = known.file if known else found.file
        document = self._parser.parse(found.path, file)
        name = known.id if known else self._free_id(found)
        document = replace(document, id=name, work_id=name, file=file)
        document.text.encode()
        passages = keep_once(self._chunker(document, self._encoder.count_tokens))
        unread = tuple(page.number for page in document.pages if page.origin == "none")
        outcome: Outcome = "replaced" if known and known.sha256 != document.sha256 else "read"
        report = read_report(file, outcome, len(document.pages), len(passages), unread)
        self._owners[name] = str(found.path)
        self._waiting.append(Entry(document, passages, found.path))
        self.reports[str(found.path)] = report

    def _free_id(self, found: Found) -> str:
        """The id of a new file; its folder tells it from a file of the same relative path elsewhere."""
        name = document_id(found.file)
        return name if name not in self._owners else document_id(found.file, salt=str(found.root))

    def _moved(self, found: Found) -> LiveDocument | None:
        """The document of that id whose file stood elsewhere, in a folder that was moved as a whole."""
        path = self._owners.get(document_id(found.file))
        if path is None or path not in self._live or Path(path).exists():
            return None
        document = replace(self._live.pop(path), path=str(found.path))
        self._live[document.path] = document
        self._owners[document.id] = document.path
        if not self._rebuild:
            self._writer.moved(document.id, found.path)
        return document

    def _flush_when_many(self) -> None:
        passages = sum(len(entry.passages) for entry in self._waiting)
        if len(self._waiting) >= _FLUSH_DOCUMENTS or passages >= _FLUSH_PASSAGES:
            self._flush()

    def _flush(self) -> None:
        self._writer.put_all(self._waiting)
        self._written.update(entry.document.id for entry in self._waiting)
        self._waiting.clear()

    def _gone(self, listing: Listing, absent: Sequence[Path]) -> list[str]:
        """Documents whose file has gone from where it was looked for; folders out of reach are said to be so."""
        removed = []
        for path, document in self._live.items():
            if listing.misses(Path(path)) or Path(path) in absent:
                removed.append(document.id)
                self.reports[path] = FileReport(
                    document.file, "removed", document.pages, document.passages, message="fichier absent"
                )
        unreachable = [path for path in absent if any(path in Path(known).parents for known in self._live)]
        empty = [path for path in absent if path not in unreachable]
        self._forget_refused(listing, empty)
        for folder in [*listing.closed, *unreachable]:
            self.reports[writable(folder)] = out_of_reach(folder)
        return removed

    def _forget_refused(self, listing: Listing, empty: Sequence[Path]) -> None:
        """Say nothing more of what could not be read and has gone, nor of a path that gave nothing and has gone."""
        for path in map(Path, self._writer.journal.not_read()):
            if str(path) not in self.reports and (listing.misses(path) or any(one in path.parents for one in empty)):
                self._writer.journal.forget(str(path))
        for path in empty:
            self._writer.journal.forget(str(path))

    def _carry_over(self, removed: Collection[str]) -> None:
        """Write anew, from the catalogue, what is searched and could not be read this time."""
        for live in self._live.values():
            if live.id in self._written or live.id in removed:
                continue
            document = self._writer.catalogue.document(live.version)
            if document is not None:
                passages = keep_once(self._chunker(document, self._encoder.count_tokens))
                self._waiting.append(Entry(document, passages, Path(live.path)))
        self._flush()

    def _refuse(self, found: Found, reason: str) -> None:
        known = self._live.get(str(found.path))
        file = known.file if known else writable(found.file)
        self.reports[writable(found.path)] = refusal(file, reason, read_before=known is not None)

    def _tell(self, what: str) -> None:
        if self._progress is not None:
            self._progress(what, self._done, self._total)

    def _tell_encoding(self, done: int, total: int) -> None:
        self._tell(f"calcul des vecteurs ({done} passages sur {total})")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
