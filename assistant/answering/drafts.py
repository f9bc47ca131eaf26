"""An answer in the making: its sentences, their numbered citations, what is to be said beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.answering.citations import CitationBook
from assistant.models import AnswerSentence, CheckedSentence, Document, Hit, SentenceCheck, VerifiedSentence

Stretch = tuple[Hit, Document, int, int, float]
"""What a sentence rests on: the passage, its document, start and end in its text, the support from 0 to 1."""


@dataclass(slots=True)
class Draft:
    """An answer in the making. ``failure`` says why the model wrote nothing."""

    book: CitationBook
    sentences: list[AnswerSentence] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failure: str = ""
    checks: list[SentenceCheck] = field(default_factory=list)

    @property
    def without_answer(self) -> tuple[str, ...]:
        """The warnings that hold when nothing is answered: that the model failed, and no word about extracts."""
        return (f"{self.failure}.",) if self.failure else ()

    def checked(self, check: SentenceCheck) -> CheckedSentence:
        """Note what became of a sentence of the model."""
        self.checks.append(check)
        return CheckedSentence(check)

    def add(self, text: str, quotes: Sequence[Stretch], *, lead: bool = False) -> VerifiedSentence:
        """Add a sentence with its citations; ``lead`` as in ``AnswerSentence``."""
        numbers, new = [], []
        for hit, document, start, end, support in quotes:
            citation, is_new = self.book.cite(hit, document, start, end, support)
            numbers.append(citation.n)
            if is_new:
                new.append(citation)
        sentence = AnswerSentence(text, tuple(dict.fromkeys(numbers)), lead)
        self.sentences.append(sentence)
        return VerifiedSentence(sentence, tuple(new))

    def holds(self, document_id: str, start: int, end: int) -> bool:
        """True when a sentence of the answer, a lead aside, quotes a stretch of a document."""
        number = self.number_of(document_id, start, end)
        return any(number in one.citations for one in self.sentences if not one.lead)

    def number_of(self, document_id: str, start: int, end: int) -> int | None:
        """The marker under which a stretch of a document is cited, None when it is not."""
        return next(
            (
                one.n
                for one in self.book.citations
                if one.document_id == document_id and one.start <= start and end <= one.end
            ),
            None,
        )
