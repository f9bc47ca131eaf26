"""The pages of an open PDF as lines in reading order, with running headers and footers set aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium

from assistant.sources.geometry import Rect
from assistant.sources.ocr import PageReader
from assistant.sources.ocr_choice import choose
from assistant.sources.pdf_doubles import drawn_once, not_drawn
from assistant.sources.pdf_forms import form_words
from assistant.sources.pdf_furniture import PageLines, find_furniture
from assistant.sources.pdf_hidden import hidden_words
from assistant.sources.pdf_layout import reading_order
from assistant.sources.pdf_lines import Line, Segment, segments
from assistant.sources.pdf_rules import ruling_lines
from assistant.sources.pdf_tables import Table, find_tables
from assistant.sources.pdf_text import PageText, PlacedWord, page_words, viewport

_FURNITURE_TABLE_ZONE = 0.2  # part of the page's height, at either end, where a table may be a running header
TURNED_REGION = 10_000
"""Regions from this number on hold text that is turned with regard to the page's main direction."""

_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class LaidPage:
    """One page: its words, its tables and, once laid out, its lines in reading order."""

    text: PageText
    tables: list[Table] = field(default_factory=list)
    segments: dict[int, list[Segment]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    readable: bool = True


def lay_out(document: pdfium.PdfDocument, reader: PageReader | None = None) -> list[LaidPage]:
    """All the pages of a document, each read, freed of its running headers and put in reading order.

    Args:
        document: The open document.
        reader: Reads on their image the pages whose text layer is absent or broken; None: none is.
    """
    pages = [_read(document, index, reader) for index in range(len(document))]
    _dissolve_running_tables(pages)
    for page in pages:
        page.segments = _segments(page)
    furniture = find_furniture([_for_furniture(index, page) for index, page in enumerate(pages)], _body_size(pages))
    for index, page in enumerate(pages):
        page.text.label = furniture.labels.get(index) or _stored_label(document, index)
        for rank, direction in enumerate(page.segments):
            kept = [segment for segment in page.segments[direction] if id(segment) not in furniture.segments]
            for line in reading_order(kept):
                page.lines.append(replace(line, region=line.region + rank * TURNED_REGION))
        page.segments = {}
    return pages


def _read(document: pdfium.PdfDocument, index: int, reader: PageReader | None) -> LaidPage:
    try:
        page = document[index]
    except pdfium.PdfiumError:
        width, height = _size(document, index)
        return LaidPage(PageText(index + 1, width, height), readable=False)
    try:
        view = viewport(page)
        width, height = view.size
        text = PageText(index + 1, width, height, words=page_words(page, view, doubles=True))
        _set_aside(text, hidden_words(page, text))
        text.words += form_words(document, page, view)
        if reader is not None:
            hidden = text.hidden
            text = choose(page, text, reader)
            text.hidden = hidden
        upright = [word for word in text.words if word.direction == 0]
        tables = find_tables(ruling_lines(page, view), upright) if upright else []
    finally:
        page.close()
    return LaidPage(text, tables)


def _set_aside(text: PageText, hidden: Sequence[PlacedWord]) -> None:
    """Take out the words that no reader sees, count their characters, and keep once what is drawn twice.

    In that order: of two words in one place, the first may be under a picture and the second be the one that is seen.
    """
    unseen = {id(word) for word in hidden}
    text.words = drawn_once([word for word in text.words if id(word) not in unseen])
    text.hidden = sum(len(word.text) for word in not_drawn(hidden, text.words))


def _size(document: pdfium.PdfDocument, index: int) -> tuple[float, float]:
    try:
        width, height = document.get_page_size(index)
    except pdfium.PdfiumError:
        return 0.0, 0.0
    return float(width), float(height)


def _stored_label(document: pdfium.PdfDocument, index: int) -> str | None:
    label = document.get_page_label(index)
    return label.strip()[:20] or None if label else None


def _dissolve_running_tables(pages: Sequence[LaidPage]) -> None:
    """Turn the tables that letterheads are drawn with back into words: the same one on three pages or more."""
    found: list[tuple[LaidPage, Table, str]] = []
    for page in pages:
        zone = _FURNITURE_TABLE_ZONE * page.text.height
        found.extend(
            (page, table, _DIGITS.sub("#", " ".join(word.text for word in table.words)))
            for table in page.tables
            if table.rect.bottom < zone or table.rect.top > page.text.height - zone
        )
    counts = Counter(text for _, _, text in found)
    for page, table, text in found:
        if counts[text] >= 3:
            page.tables.remove(table)


def _segments(page: LaidPage) -> dict[int, list[Segment]]:
    """Segments by reading direction, the main one first; each table is one segment."""
    in_tables = {id(word) for table in page.tables for word in table.words}
    found: dict[int, list[Segment]] = {}
    for direction in page.text.directions():
        words = [word for word in page.text.words if word.direction == direction and id(word) not in in_tables]
        found[direction] = segments(words)
    upright = found.setdefault(0, []) if page.tables else []
    upright.extend(_table_segment(rank, table.rect) for rank, table in enumerate(page.tables))
    return found


def _table_segment(rank: int, rect: Rect) -> Segment:
    return Segment([], rect.x0, rect.top, rect.x1, rect.bottom, size=10.0, table=rank)


def _for_furniture(index: int, page: LaidPage) -> PageLines:
    main = next(iter(page.segments), 0)
    width, height = page.text.frame_size(main)
    return PageLines(index, width, height, page.segments.get(main, []))


def _body_size(pages: Sequence[LaidPage]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for word in page.text.words:
            sizes[round(2 * word.size) / 2] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0
