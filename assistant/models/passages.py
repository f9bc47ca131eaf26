"""What is searched and found: passages of documents."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.models.documents import Box, Kind


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is searched and cited: ``text == Document.text[start:end]``.

    ``context`` is added for search and reading and is not part of the text: title, heading path, a table's header.
    ``copies`` counts the exact repeats that were set aside in favour of this passage.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    pages: tuple[int, ...]
    heading_path: tuple[str, ...] = ()
    context: str = ""
    boxes: tuple[Box, ...] = ()
    copies: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a text stands again; ``passage_id`` is that of the passage that was kept in that document."""

    document_id: str
    passage_id: str
    file: str
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its rank and the scores that made it (``dense``, ``lexical``, ``fused``).

    ``work_id``, ``file``, ``title``, ``kind`` and ``date`` are those of its document; ``copies`` are the other places
    where the corpus has the same text.
    """

    passage: Passage
    rank: int
    scores: dict[str, float]
    work_id: str = ""
    file: str = ""
    title: str = ""
    kind: Kind = "notice"
    date: str | None = None
    copies: tuple[Copy, ...] = ()
