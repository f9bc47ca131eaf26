"""What an answer that is not given, or is not sure, says of its question: what nothing mentions, and what to try."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.candidates import Candidate
from assistant.answering.citations import notice_of
from assistant.answering.extractive import unmentioned
from assistant.answering.restrictions import not_said
from assistant.index.store import Index
from assistant.models import Document, Hit
from assistant.text import stems

MOST_DESCRIPTORS = 3


def unknown_words(question: str, index: Index) -> list[str]:
    """Words of a question, as typed, that no passage of the corpus holds."""
    return unmentioned(question, lambda term: index.document_frequency(term) > 0)


def near_descriptors(question: str, hits: Sequence[Hit], index: Index) -> list[str]:
    """Descriptors of the nearest notices that share a word with the question, at most ``MOST_DESCRIPTORS``."""
    asked, found = frozenset(stems(question)), dict[str, None]()
    for hit in hits:
        document = index.document(hit.passage.document_id)
        notice = notice_of(document, index) if document else None
        labels = [one.label for one in notice.notice.descriptors] if notice and notice.notice else []
        found |= dict.fromkeys(label for label in labels if asked & frozenset(stems(label)))
    return list(found)[:MOST_DESCRIPTORS]


def not_said_by(question: str, candidate: Candidate) -> list[str]:
    """Words that restrict a question and that the nearest sentence, with what surrounds it, does not hold."""
    told = f"{candidate.headings} {candidate.before} {candidate.text} {candidate.metadata} {candidate.hit.date or ''}"
    return not_said(question, told)


def not_said_by_cited(question: str, document_ids: Iterable[str], index: Index) -> list[str]:
    """``not_said_in`` of the documents of some citations, named by id; those that have left the index say nothing."""
    documents = [index.document(one) for one in dict.fromkeys(document_ids)]
    return not_said_in(question, [one for one in documents if one is not None])


def not_said_in(question: str, documents: Sequence[Document]) -> list[str]:
    """Proper names and years of a question that none of the documents cited holds.

    Args:
        question: A self-contained question.
        documents: Those cited.
    """
    told = " ".join(f"{one.title} {one.text}" for one in documents)
    return not_said(question, told, complements=False) if documents else []
