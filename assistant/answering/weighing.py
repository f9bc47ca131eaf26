"""What a question weighs and what a candidate holds of it: terms with their rarity, stems, restrictions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answering.anchors import labels_of, quantities_of
from assistant.answering.candidates import Candidate
from assistant.answering.question import Question
from assistant.answering.question_types import RECORD_TYPES
from assistant.answering.restrictions import Restrictions, restrictions
from assistant.answering.word_families import held
from assistant.text import stems, tokenise


class TermStatistics(Protocol):
    """How many passages hold a stem, and how many there are."""

    def document_frequency(self, stem: str) -> int:
        """Passages that hold a stem."""

    def passage_count(self) -> int:
        """Passages in all."""


def idf(term: str, statistics: TermStatistics) -> float:
    """Inverse document frequency of BM25 (Robertson and Zaragoza, 2009), never negative.

    log(1 + (N - n + 0.5) / (n + 0.5)) with N passages of which n hold the term.
    """
    total, holding = statistics.passage_count(), statistics.document_frequency(term)
    return math.log(1 + (max(total - holding, 0) + 0.5) / (holding + 0.5))


def numbers_of(text: str) -> frozenset[str]:
    """Figures of a question: years, amounts, numbers of articles."""
    return frozenset(word.folded for word in tokenise(text) if word.folded.isdigit())


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a question with their weights, and the share of their mass that the corpus does not know."""

    weight: dict[str, float]
    known: frozenset[str]

    @classmethod
    def of(cls, question: Question, statistics: TermStatistics) -> Terms:
        """Weigh the terms of a question by their IDF, those of the conversation's subject by half of it."""
        weight = {term: idf(term, statistics) for term in question.content}
        weight |= {term: 0.5 * idf(term, statistics) for term in question.subject}
        return cls(weight, frozenset(term for term in weight if statistics.document_frequency(term) > 0))

    def share(self, covered: frozenset[str]) -> float:
        """The share of the mass that these terms are."""
        return sum(self.weight[term] for term in covered) / self._total

    @property
    def unknown(self) -> float:
        """The share of the mass that no passage of the corpus holds."""
        return 1.0 - self.share(self.known)

    def heaviest_missing(self, covered: frozenset[str]) -> float:
        """The weight of the heaviest term that is not covered, as a share of the heaviest."""
        missed = max((w for term, w in self.weight.items() if term not in covered), default=0.0)
        return missed / (max(self.weight.values(), default=0.0) or 1.0)

    @property
    def _total(self) -> float:
        return sum(self.weight.values()) or 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A candidate with the stems around it and the terms that it, its context and its passage cover.

    ``alike`` is True for a row when another row of its table covers the same terms.
    """

    candidate: Candidate
    stems: frozenset[str]
    around: frozenset[str]
    in_passage: frozenset[str]
    own: frozenset[str]
    context: frozenset[str]
    passage: frozenset[str]
    in_document: frozenset[str]
    alike: bool = False

    @classmethod
    def of(
        cls,
        candidate: Candidate,
        terms: Terms,
        in_passage: frozenset[str],
        passage: frozenset[str],
        in_document: frozenset[str],
    ) -> Seen:
        """Read a candidate.

        Args:
            candidate: The candidate.
            terms: Those of the question.
            in_passage: Stems of its passage.
            passage: The terms that these cover.
            in_document: The terms that its document covers.
        """
        own = frozenset(stems(candidate.text))
        around = own | frozenset(stems(f"{candidate.headings} {candidate.before} {candidate.metadata}"))
        in_own, in_context = held(terms.weight, own), held(terms.weight, around)
        return cls(candidate, own, around, in_passage, in_own, in_context, passage, in_document)


def with_rows_alike(seen: Sequence[Seen]) -> list[Seen]:
    """The same, the rows marked that cover what another row of their table covers."""

    def key(one: Seen) -> tuple[str, int, frozenset[str]]:
        return one.candidate.hit.passage.document_id, one.candidate.block.start, one.own

    rows = Counter(key(one) for one in seen if one.candidate.block.kind == "table" and one.own)
    return [replace(one, alike=rows[key(one)] > 1) for one in seen]


@dataclass(frozen=True, slots=True)
class Asks:
    """What a question asks for beside its terms."""

    figures: frozenset[str]
    quantities: frozenset[str]
    labels: frozenset[str]
    limits: Restrictions
    about_record: bool

    @classmethod
    def of(cls, question: Question) -> Asks:
        """Read a question."""
        about_record = not RECORD_TYPES.isdisjoint(question.types)
        limits = restrictions(question.text)
        if about_record:
            limits = replace(limits, years=frozenset())  # the year is that of the record, not of what it tells
        return cls(
            numbers_of(question.text),
            frozenset(quantities_of(question.text)),
            labels_of(question.text),
            limits,
            about_record,
        )
