"""What was ingested, and what the corpus holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models.documents import Kind

Outcome = Literal["read", "unchanged", "replaced", "removed", "partly_read", "unread", "refused"]
"""What became of a file in an ingestion."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file of an ingestion; ``message`` gives the reason in French where there is one.

    ``ocr_pages`` counts the pages whose text comes from OCR, ``copies`` the repeats that were set aside. ``records``
    counts the documents of a file that holds several, and ``problems`` those that could not be read. ``seconds`` is
    the time of reading and cutting the file, without that of the vectors. ``hidden`` gives the pages where text that
    nobody sees was set aside, 1-based, each with its number of characters.
    """

    file: str
    outcome: Outcome
    pages: int = 0
    passages: int = 0
    unread_pages: tuple[int, ...] = ()
    message: str | None = None
    ocr_pages: int = 0
    seconds: float = 0.0
    copies: int = 0
    records: int = 0
    problems: int = 0
    hidden: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingestion did, file by file. ``seconds`` is wall-clock time."""

    files: tuple[FileReport, ...]
    seconds: float = 0.0

    def count(self, outcome: Outcome) -> int:
        """Number of files with this outcome."""
        return sum(1 for report in self.files if report.outcome == outcome)

    @property
    def refused(self) -> bool:
        """True when at least one file was refused."""
        return self.count("refused") > 0


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A line of the list of documents."""

    id: str
    work_id: str
    kind: Kind
    title: str
    file: str
    date: str | None
    pages: int
    passages: int
    reference: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusView:
    """What the corpus holds, for the page and for ``assistant status``.

    ``last_ingestion`` is an ISO 8601 date and time. ``not_read`` holds the files of the last ingestions whose outcome
    is ``partly_read``, ``unread`` or ``refused``. ``descriptors`` and ``authors`` are the choices of the filters,
    sorted; ``folders`` what was ingested.
    """

    documents: tuple[DocumentSummary, ...] = ()
    passages: int = 0
    last_ingestion: str | None = None
    not_read: tuple[FileReport, ...] = ()
    descriptors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
