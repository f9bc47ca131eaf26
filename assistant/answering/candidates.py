"""The sentences, rows and record lines of the retrieved passages that an answer may quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.injections import order_start
from assistant.models import Block, Document, Hit
from assistant.text import normalise_space, one_line, sentences, stem_set

MIN_LENGTH = 3
"""Characters under which a sentence quotes nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of a document that may be quoted: ``text == document.text[start:end]``.

    ``before`` is the text of the same block that precedes it, ``headings`` the titles it stands under, ``metadata``
    the ``search_text`` of its block (for a line of a notice's record), ``whole`` the stems of its document.
    """

    hit: Hit
    start: int
    end: int
    text: str
    block: Block
    before: str = ""
    headings: str = ""
    metadata: str = ""
    whole: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """The text as it is shown in an answer."""
        return one_line(self.text)


def candidates(hits: Sequence[Hit], document_of: Callable[[str], Document | None]) -> list[Candidate]:
    """Candidates of all hits in order, each stretch of a document once.

    Args:
        hits: Passages, best first.
        document_of: Gives a document by id; a hit whose document has gone is passed over.
    """
    found: list[Candidate] = []
    seen: set[tuple[str, int, int]] = set()
    for hit in hits:
        document = document_of(hit.passage.document_id)
        if document is None:
            continue
        for candidate in _of_passage(hit, document):
            key = (document.id, candidate.start, candidate.end)
            if key not in seen:
                seen.add(key)
                found.append(candidate)
    return found


def _of_passage(hit: Hit, document: Document) -> Iterator[Candidate]:
    passage = hit.passage
    headings = " › ".join((document.title, *passage.heading_path))
    current, whole = headings, stem_set(document.title) | _stems_of(document.text)
    for block in document.blocks:
        start, end = max(block.start, passage.start), min(block.end, passage.end)
        if end <= start:
            continue
        if block.kind == "heading":
            current = f"{headings} › {normalise_space(document.text[block.start : block.end])}"
        stated = _stated(block, document.text)
        for left, right in _spans(block, document.text, start, end):
            text = document.text[left:right]
            if len(text.strip()) >= MIN_LENGTH and stated(left, right):
                before = document.text[block.start : left][-300:]
                if block.kind == "table" and block.header_end is not None and left >= block.header_end:
                    before = document.text[block.start : block.header_end]
                yield Candidate(hit, left, right, text, block, before, current, block.search_text, whole)


@lru_cache(maxsize=64)
def _stems_of(text: str) -> frozenset[str]:
    return stem_set(text)


def _stated(block: Block, text: str) -> Callable[[int, int], bool]:
    """Tells whether a stretch of a block is said by the document, and is no order to the program that reads it."""
    if block.kind == "table":
        return lambda left, right: order_start(text[left:right]) is None
    first = order_start(text[block.start : block.end])
    return lambda left, right: first is None or right <= block.start + first


def _spans(block: Block, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A record line or a heading whole, a table row by row (its header is not an answer), the rest by sentences."""
    if block.kind in {"metadata", "heading", "title"}:
        yield start, end
    elif block.kind == "table":
        yield from rows_of(block, text, start, end)
    else:
        for span in sentences(text[start:end]):
            yield start + span.start, start + span.end


def rows_of(block: Block, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The rows of a table between two places of a document, without its header nor what ends their lines."""
    offset = start
    for line in text[start:end].splitlines(keepends=True):
        is_header = block.header_end is not None and offset < block.header_end
        if line.strip() and not is_header:
            yield offset, offset + len(line.rstrip())
        offset += len(line)
