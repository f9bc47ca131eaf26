"""What the page asks of the assistant, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from assistant.models import (
    Answer,
    Box,
    Condition,
    Copy,
    CorpusView,
    Document,
    ExportedFile,
    Filters,
    ResultList,
    StreamEvent,
    Turn,
    ValidatedAnswer,
    Validation,
)
from assistant.settings import Settings


class ValidatedDesk(Protocol):
    """The part of the desk of validated answers that the page uses; what cannot be done raises ``UsageError``."""

    def validate(self, answer: Answer, by: str, given: Validation = Validation()) -> ValidatedAnswer:
        """Keep an answer as it is, or the text written in its place."""

    def withdraw(self, number: int, by: str, why: str = "") -> ValidatedAnswer:
        """Stop giving an answer."""

    def renew(self, number: int, by: str, expires: str | None = None) -> ValidatedAnswer:
        """Give an answer again, in the name of who renews it."""

    def all(self) -> list[ValidatedAnswer]:
        """Every answer, the latest first."""

    def may_validate(self, by: str) -> bool:
        """True when somebody of this name may validate."""


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
        validated: bool = True,
    ) -> Iterator[StreamEvent]:
        """What happens while a question is answered, ``Completed`` last; ``conversation`` names it for the log.

        ``removed`` are conditions read in the question before that are not wanted; ``validated`` is False for the
        assistant's own answer.
        """

    @property
    def validated(self) -> ValidatedDesk:
        """Where answers are validated."""

    def browse(self, question: str, filters: Filters = Filters(), *, removed: Sequence[Condition] = ()) -> ResultList:
        """Works for a question with their facets; all of them for an empty question."""

    def corpus(self) -> CorpusView:
        """What the corpus holds now."""

    def document(self, document_id: str) -> Document | None:
        """A document with its pages and blocks."""

    def export(self, answer: Answer, suffix: str) -> ExportedFile:
        """An answer with its sources as a file; ``suffix`` is one of ``EXPORT_FORMATS``."""

    def copies_of(self, passage_id: str) -> list[Copy]:
        """Where else the corpus has the text of a passage."""

    def file_path(self, document_id: str) -> Path | None:
        """The file that was ingested."""

    def page_image(self, document_id: str, page: int, boxes: Sequence[Box]) -> bytes:
        """PNG of a page of a PDF, ``boxes`` highlighted."""

    def examples(self) -> tuple[str, ...]:
        """Questions that the corpus answers."""
