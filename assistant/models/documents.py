"""Documents as they were read: pages, blocks, and words with their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from assistant.models.notices import Notice

Kind = Literal["notice", "pdf"]
"""What a document is: a catalogue notice or a PDF file."""

KIND_NAMES: Final[Mapping[str, str]] = {"notice": "notice", "pdf": "PDF"}
"""The kinds in a French sentence."""

BlockKind = Literal["title", "heading", "paragraph", "item", "table", "note", "metadata"]
"""The role of a stretch of ``Document.text`` in its structure."""

OCR_DOUBTFUL: Final = 0.87
"""Mean confidence of a page read by OCR under which its text is to be checked; measured in docs/reading.md."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from the top left of the page as displayed."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page with its place in ``Document.text`` and on the page.

    A word cut by a hyphen at the end of a line is two ``Word``s, one for each part, with contiguous offsets.
    """

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document. ``text`` is ``Document.text[start:start + len(text)]``; sizes are in points.

    ``origin`` says where the text comes from; ``none`` means that the page gave no text (a scan without OCR).
    ``confidence`` is OCR's, from 0 to 1, and None otherwise. ``hidden`` counts the characters that were set aside when
    the page was read because nobody sees them; it is told in the report, and not kept.
    """

    number: int
    text: str
    start: int
    label: str | None = None
    width: float = 0.0
    height: float = 0.0
    origin: Literal["text", "form", "ocr", "none"] = "text"
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    hidden: int = 0

    @property
    def doubtful(self) -> bool:
        """True when OCR read it with doubts: what it says is to be checked on the image."""
        return self.origin == "ocr" and (self.confidence or 0.0) < OCR_DOUBTFUL


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of ``Document.text`` with a role: what chunking works on.

    ``level`` is the depth of a heading (1 is the highest). ``number`` is the printed number of a heading or of an
    item (« 3 », « 2.1 », « Engagement 4 »). ``header_end`` is, for a table, the end offset of its header row.
    ``search_text`` is what helps to find the block without being in it (« pièce jointe, document PDF »).
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    number: str | None = None
    header_end: int | None = None
    search_text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One readable thing: a notice's text or a PDF file.

    ``text`` is the cleaned text: the pages' texts joined by a blank line. ``blocks`` cover it in reading order and
    do not overlap. ``file`` is relative to the ingested folder, with ``/``. ``date`` is the publication date, else
    the record's. ``notice`` is set for a notice. ``sha256`` is that of the file's bytes.
    """

    id: str
    work_id: str
    kind: Kind
    title: str
    file: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    date: str | None = None
    notice: Notice | None = None

    def printed_label(self, page: int) -> str | None:
        """The number printed on a page of a PDF, where it differs from the physical one."""
        labels = (one.label for one in self.pages if one.number == page and self.kind == "pdf")
        return next((label for label in labels if label and label != str(page)), None)
