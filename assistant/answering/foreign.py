"""A question in another language than French: the nearest sentences of the corpus, to be checked.

The packaged model is multilingual, so that a question finds French sentences by their meaning; but its cosines do not
tell an answer from what is only near (see docs/conversation.md for the measure), and the words of the question, on
which the scorer rests, are not those of the texts. So nothing is given as an answer: the nearest sentences are shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answering.base import Asked
from assistant.answering.candidates import Candidate, candidates
from assistant.answering.drafts import Stretch
from assistant.answering.mentions import satisfies
from assistant.answering.question import Question
from assistant.answering.question_types import AnswerType
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.text import fold, tokens

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index

MOST = 3
"""Sentences shown at most."""

NEAR = 0.02
"""What a sentence loses, in cosine, to the best one and is shown still."""

OF_THE_KIND = 0.02
"""What a sentence gains, in cosine, when it holds what is asked for: a number, a date, somebody."""

_SHORTEST = 4
_ASKED: tuple[tuple[AnswerType, str], ...] = (
    (
        "number",
        r"how many|cuant[oa]s|quant[oa]s|wie ?viele|quant[ie]|cat[ie]|kac|ile|كم|скільки|сколько",
    ),
    ("date", r"when|cuando|quando|wann|cand|ne zaman|kiedy|متى|коли|когда"),
    ("agent", r"who|whom|quien(?:es)?|quem|wer|chi|cine|kim|kto|من|хто|кто"),
    ("amount", r"how much|budget of|cuanto|presupuesto|quanto|orcamento|wie ?viel|ميزانية|бюджет"),
)
_TYPES = tuple((name, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for name, words in _ASKED)


def asked_type(question: str) -> AnswerType:
    """The kind of thing that a question asks for, by its question word; « any » when it has none that is known."""
    folded = fold(question)
    return next((name for name, pattern in _TYPES if pattern.search(folded)), "any")


def nearest(
    question: str, found: Sequence[Candidate], cosines: NDArray[np.float32], most: int = MOST
) -> list[tuple[Candidate, float]]:
    """The sentences nearest to a question, with their cosine, best first.

    Args:
        question: In any language.
        found: The candidates.
        cosines: Their cosine with the question, in the same order.
        most: How many at most.
    """
    kind = asked_type(question)
    asked = Question(question, (kind,), None, ())
    ranked = []
    for candidate, cosine in zip(found, cosines, strict=True):
        text = candidate.shown
        if candidate.block.kind in {"heading", "title", "metadata", "table"} or text.endswith(("?", ":")):
            continue
        if len(tokens(text)) >= _SHORTEST:
            gain = OF_THE_KIND * (kind != "any" and satisfies(asked, text) > 0)
            ranked.append((float(cosine) + gain, float(cosine), candidate))
    ranked.sort(key=lambda one: -one[0])
    return [(candidate, cosine) for score, cosine, candidate in ranked[:most] if score >= ranked[0][0] - NEAR]


def nearest_stretches(
    asked: Asked, index: Index, encoder: Encoder, vectors: SentenceVectors
) -> Iterator[tuple[str, Stretch]]:
    """The nearest sentences as they are shown, with where they stand; the support is the cosine.

    Args:
        asked: The question with its passages.
        index: Where their documents are.
        encoder: Encodes the question.
        vectors: Vectors of sentences.
    """
    found = candidates(asked.hits, index.document)
    if not found:
        return
    cosines = vectors.of([one.shown for one in found]) @ encoder.encode_queries([asked.standalone])[0]
    for candidate, cosine in nearest(asked.standalone, found, cosines):
        document = index.document(candidate.hit.passage.document_id)
        if document:
            yield candidate.shown, (candidate.hit, document, candidate.start, candidate.end, cosine)
