"""From quotes to numbered citations bound to their passages, before any marker is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.chunking import passage_boxes
from assistant.models import AnswerSentence, Citation, Document, Hit, Page

if TYPE_CHECKING:
    from assistant.index.store import Index

ReferenceOf = Callable[[Document, int], str]
"""The bibliographic reference of a document with the physical page cited, 1-based."""


@dataclass(slots=True)
class CitationBook:
    """Gives each quote its number: the same stretch of the same document has the same number throughout an answer."""

    reference_of: ReferenceOf
    citations: list[Citation] = field(default_factory=list)

    def cite(self, hit: Hit, document: Document, start: int, end: int, support: float) -> tuple[Citation, bool]:
        """The citation of ``document.text[start:end]`` and whether it is new.

        A stretch that goes over a page break is cut to the page that holds most of it, so that the quote stands on
        the page it names.
        """
        page, start, end = on_one_page(document, start, end)
        for citation in self.citations:
            if citation.document_id == document.id and citation.start <= start and end <= citation.end:
                return citation, False
        citation = Citation(
            n=len(self.citations) + 1,
            passage_id=hit.passage.id,
            document_id=document.id,
            work_id=document.work_id,
            file=document.file,
            title=document.title,
            reference=self.reference_of(document, page),
            page=page,
            quote=document.text[start:end],
            start=start,
            end=end,
            boxes=passage_boxes(document, start, end),
            support=round(support, 4),
            date=hit.date or document.date,
        )
        self.citations.append(citation)
        return citation, True


def notice_of(document: Document, index: Index) -> Document | None:
    """The notice of the work that a document belongs to, itself for a notice; None for a PDF that stands alone."""
    if document.kind == "notice":
        return document
    notices = (one.id for one in index.work_documents(document.work_id) if one.kind == "notice")
    return index.document(next(notices, ""))


def on_one_page(document: Document, start: int, end: int) -> tuple[int, int, int]:
    """(page number, start, end) of the longest part of a stretch that stands on one page, without outer white space."""
    best: tuple[int, int, int] = (1, start, end)
    longest = -1
    for page in document.pages:
        left, right = max(start, page.start), min(end, _end(page))
        if right - left > longest:
            longest = right - left
            best = (page.number, left, right)
    number, left, right = best
    piece = document.text[left:right]
    return number, left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())


def _end(page: Page) -> int:
    return page.start + len(page.text)


def with_markers(sentences: Sequence[AnswerSentence]) -> str:
    """The text of an answer: sentences with their markers, one to a line."""
    return "\n".join(
        f"{sentence.text} {''.join(f'[{n}]' for n in sentence.citations)}".rstrip() for sentence in sentences
    )
