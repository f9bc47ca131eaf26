"""From an answer to a verdict: each metric of the question, and where its evidence stood among the passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from eval.answers.verdict import Verdict
from eval.given import Given, read_given
from eval.metrics.abstention import loss
from eval.metrics.citations import evidence_pages
from eval.metrics.per_question import values_of

if TYPE_CHECKING:
    from eval.answers.systems import FoundPages, Played
    from eval.metrics.alce import Entailment
    from eval.questions import Question


class Corpus(Protocol):
    """What a verdict needs of the corpus."""

    def page_text(self, file: str, page: int) -> str | None:
        """The text of a page, None when there is no such page."""

    def is_notice(self, file: str) -> bool:
        """True when a file is a catalogue notice."""

    def premises(self, given: Given) -> Mapping[int, str]:
        """The text of the passage that each marker points at."""


def judge(question: Question, played: Played, corpus: Corpus, entailment: Entailment) -> Verdict:
    """The verdict on one answer."""
    given = read_given(played.answer)
    values = values_of(question, given, corpus, corpus.premises(given), entailment, corpus.is_notice)
    return Verdict(
        question=question,
        values=values,
        confidence=given.confidence,
        loss=loss(question, given, corpus.is_notice),
        ranks={name: rank_of(found, question, corpus.is_notice) for name, found in played.found.items()},
        passages_read=played.passages_read,
    )


def rank_of(found: Sequence[FoundPages], question: Question, is_notice: Callable[[str], bool]) -> int | None:
    """Rank, from 1, of the first passage that stands on a page of evidence or of ``alt_pages``; None without one."""
    for rank, (file, pages) in enumerate(found, start=1):
        if any(evidence_pages(question, file, page, is_notice) for page in pages):
            return rank
    return None
