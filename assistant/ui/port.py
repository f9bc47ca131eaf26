"""What the page asks of the assistant, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.models import Box, Condition, Copy, CorpusView, Document, Filters, ResultList, StreamEvent, Turn
from assistant.settings import Settings


class PageAssistant(Protocol):
    """The part of ``Assistant`` that the page uses. Every method may be called from several threads."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        *,
        conversation: str = "",
        removed: Sequence[Condition] = (),
    ) -> Iterator[StreamEvent]:
        """What happens while a question is answered, ``Completed`` last; ``conversation`` names it for the log.

        ``removed`` are conditions read in the question before that are not wanted.
        """

    def browse(self, question: str, filters: Filters = Filters(), *, removed: Sequence[Condition] = ()) -> ResultList:
        """Works for a question with their facets; all of them for an empty question."""

    def corpus(self) -> CorpusView:
        """What the corpus holds now."""

    def document(self, document_id: str) -> Document | None:
        """A document with its pages and blocks."""

    def copies_of(self, passage_id: str) -> list[Copy]:
        """Where else the corpus has the text of a passage."""

    def file_path(self, document_id: str) -> Path | None:
        """The file that was ingested."""

    def page_image(self, document_id: str, page: int, boxes: Sequence[Box]) -> bytes:
        """PNG of a page of a PDF, ``boxes`` highlighted."""

    def examples(self) -> tuple[str, ...]:
        """Questions that the corpus answers."""
