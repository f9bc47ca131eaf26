"""Cutting a document into passages along its structure.

A passage is a run of whole blocks under one heading path, of about ``MIN_TOKENS`` to ``MAX_TOKENS`` of the model. A
block that is too long is cut between sentences, a table between rows; a sentence is never cut, even when it is longer
than the aim. What helps to find or to read a passage without being in it (title, heading path, header of the
table) is its ``context``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.models import Block, Box, Document, Page, Passage
from assistant.text import normalise_space, one_line, sentences

CHUNKER_VERSION = "3"
"""Changes whenever the same document would be cut otherwise: part of the index's stamp."""

MIN_TOKENS = 120
MAX_TOKENS = 250


@dataclass(frozen=True, slots=True)
class _Unit:
    """The smallest thing that may be moved from one passage to the next: a block, a sentence of it, or a row."""

    start: int
    end: int
    tokens: int
    block: Block
    path: tuple[str, ...]

    @property
    def family(self) -> str:
        """Units of different families never share a passage: text, a table, a record, the terms of a record."""
        if self.block.kind == "metadata":
            return "terms" if "descripteurs" in self.block.search_text else "record"
        return "table" if self.block.kind == "table" else "text"


def chunk(document: Document, count_tokens: Callable[[str], int]) -> list[Passage]:
    """Cut a document into passages, in reading order.

    Args:
        document: The document, its blocks in order.
        count_tokens: Tokens of a text for the embedding model.

    Returns:
        Passages with ``text == document.text[start:end]``, 1-based pages and boxes; exact repeats are still there
        (see ``assistant.dedup``).
    """
    groups = _join_small(list(_groups(list(_units(document, count_tokens)))))
    seen: Counter[str] = Counter()
    passages = []
    for position, group in enumerate(groups):
        passage = _passage(document, group, position)
        occurrence = seen[passage.text]
        seen[passage.text] += 1
        passages.append(replace(passage, id=_passage_id(document.id, passage.text, occurrence)))
    return passages


def embedding_input(passage: Passage) -> str:
    """What is encoded for a passage: its context, then its text (the title and section belong in the vector)."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _passage_id(document_id: str, text: str, occurrence: int) -> str:
    digest = hashlib.sha256(f"{document_id}\x00{text}\x00{occurrence}".encode()).hexdigest()
    return digest[:20]


def _units(document: Document, count_tokens: Callable[[str], int]) -> Iterator[_Unit]:
    path: list[tuple[int, str]] = []
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if not text.strip():
            continue
        if block.kind == "heading":
            path = [(level, title) for level, title in path if level < block.level]
            path.append((block.level, normalise_space(text)))
        titles = tuple(title for _, title in path)
        for start, end in _pieces(block, text, count_tokens):
            yield _Unit(start, end, count_tokens(document.text[start:end]), block, titles)


def _pieces(block: Block, text: str, count_tokens: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    if block.kind in {"heading", "title"} or count_tokens(text) <= MAX_TOKENS:
        yield block.start, block.end
    elif block.kind in {"table", "metadata"}:
        offset = block.start
        for line in text.splitlines(keepends=True):
            if line.strip():
                yield offset, offset + len(line.rstrip())
            offset += len(line)
    else:
        for span in sentences(text):
            yield block.start + span.start, block.start + span.end


def _groups(units: Sequence[_Unit]) -> Iterator[list[_Unit]]:
    """Pack units: a heading opens a group once the one before is long enough, and is never left alone at its end."""
    group: list[_Unit] = []
    size = 0
    for unit in units:
        opens = unit.block.kind == "heading" and (size >= MIN_TOKENS or not _siblings(group, unit))
        other = bool(group) and unit.family != group[-1].family and group[-1].block.kind not in {"heading", "title"}
        if group and (opens or other or size + unit.tokens > MAX_TOKENS):
            kept, carried = _split_trailing_headings(group)
            if kept:
                yield kept
            group = carried
            size = sum(u.tokens for u in group)
        group.append(unit)
        size += unit.tokens
    if group:
        yield group


def _siblings(group: Sequence[_Unit], heading: _Unit) -> bool:
    """True when the heading goes under the same parent as the group, so that short numbered parts may be together."""
    depth = len(heading.path) - 1
    return all(unit.path[:depth] == heading.path[:-1] for unit in group)


def _split_trailing_headings(group: list[_Unit]) -> tuple[list[_Unit], list[_Unit]]:
    cut = len(group)
    while cut > 0 and group[cut - 1].block.kind == "heading":
        cut -= 1
    return group[:cut], group[cut:]


def _join_small(groups: list[list[_Unit]]) -> list[list[_Unit]]:
    """Join to its predecessor a short tail of the same heading path (the last sentences of a cut block)."""
    joined: list[list[_Unit]] = []
    for group in groups:
        size = sum(unit.tokens for unit in group)
        if (
            joined
            and size < MIN_TOKENS // 3
            and joined[-1][-1].path == group[0].path
            and joined[-1][-1].family == group[0].family == "text"
            and size + sum(unit.tokens for unit in joined[-1]) <= MAX_TOKENS + MIN_TOKENS // 3
        ):
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _passage(document: Document, group: Sequence[_Unit], position: int) -> Passage:
    start, end = group[0].start, group[-1].end
    text = document.text[start:end]
    path = _common_path(group)
    pages = tuple(page.number for page in document.pages if _overlaps(page, start, end)) or (1,)
    return Passage(
        id="",
        document_id=document.id,
        text=text,
        start=start,
        end=end,
        pages=pages,
        heading_path=path,
        context=_context(document, group, path),
        boxes=passage_boxes(document, start, end),
        position=position,
    )


def _common_path(group: Sequence[_Unit]) -> tuple[str, ...]:
    """The path of the first unit that is under a heading, cut where the others leave it."""
    paths = [unit.path for unit in group]
    shortest = min(len(path) for path in paths)
    common = 0
    while common < shortest and len({path[common] for path in paths}) == 1:
        common += 1
    return paths[0][:common]


def _context(document: Document, group: Sequence[_Unit], path: Sequence[str]) -> str:
    text = normalise_space(document.text[group[0].start : group[-1].end])
    parts = [part for part in (document.title, *path) if part and not text.startswith(part)]
    lines = [" › ".join(dict.fromkeys(parts))]
    for block in dict.fromkeys(unit.block for unit in group):
        if block.search_text:
            lines.append(block.search_text)
        if block.header_end is not None and group[0].start >= block.header_end:
            lines.append(one_line(document.text[block.start : block.header_end]))
    return "\n".join(line for line in dict.fromkeys(lines) if line)


def _overlaps(page: Page, start: int, end: int) -> bool:
    return page.start < end and page.start + len(page.text) > start


def passage_boxes(document: Document, start: int, end: int) -> tuple[Box, ...]:
    """Boxes of the words of ``document.text[start:end]``, one for each line of each page, in reading order.

    A document without word boxes (a notice) gives none.
    """
    boxes: list[Box] = []
    for page in document.pages:
        if not _overlaps(page, start, end):
            continue
        for word in page.words:
            if word.start >= end or word.end <= start:
                continue
            if boxes and _same_line(boxes[-1], word.box):
                boxes[-1] = _union(boxes[-1], word.box)
            else:
                boxes.append(word.box)
    return tuple(boxes)


def _same_line(a: Box, b: Box) -> bool:
    height = max(a.bottom - a.top, b.bottom - b.top, 1.0)
    close = -2.0 <= b.x0 - a.x1 <= 2.0 * height
    return a.page == b.page and abs((a.top + a.bottom) - (b.top + b.bottom)) / 2 < 0.4 * height and close


def _union(a: Box, b: Box) -> Box:
    return Box(a.page, min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))
