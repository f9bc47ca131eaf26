"""An answer, its citations, and what became of each sentence of a model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.models.documents import Box
from assistant.models.queries import AddedWords, Condition
from assistant.models.results import Listing

Level = Literal["answer", "to_check", "none"]
"""How far an answer goes: an answer, the nearest passage to be checked by the reader, or nothing."""

Reason = Literal["not_in_corpus", "out_of_scope", "not_understood", "ambiguous", "empty_index"]
"""Why the assistant abstained."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote that backs a sentence: exact slice ``[start:end]`` of the document's text, on ``page``.

    ``support`` is the verification's score from 0 to 1. ``reference`` is the bibliographic reference in French.
    ``date`` is the document's, that of its notice for a PDF without one.
    """

    n: int
    passage_id: str
    document_id: str
    work_id: str
    file: str
    title: str
    reference: str
    page: int
    quote: str
    start: int
    end: int
    boxes: tuple[Box, ...] = ()
    support: float = 0.0
    date: str | None = None


DropReason = Literal[
    "no_marker",
    "unknown_marker",
    "number",
    "date",
    "name",
    "negation",
    "modality",
    "population",
    "condition",
    "unsupported",
    "contradicted",
    "not_entailed",
    "foreign_contact",
    "repeated",
    "unfinished",
    "introduction",
    "refusal",
]
"""Why a sentence that a model wrote is not shown.

From ``number`` to ``condition``: what its passages say otherwise or do not say. ``unsupported``: too little of it is
in them. ``contradicted`` and ``not_entailed``: the judgement of the ``nli_model``, where one is set.
"""


@dataclass(frozen=True, slots=True)
class SentenceCheck:
    """What became of a sentence that a model wrote.

    ``outcome`` is ``supported`` by the passage that it cites, ``moved`` to another that supports it, or ``dropped``
    for a ``reason``. Links, addresses and telephone numbers of a dropped sentence are masked in ``text``.
    """

    text: str
    outcome: Literal["supported", "moved", "dropped"]
    reason: DropReason | None = None


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of an answer and the markers of the citations that back it.

    ``lead`` marks the span of the quote after it that is the answer itself (« 17 engagements »).
    """

    text: str
    citations: tuple[int, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Validated:
    """Who validated an answer, the day it was done and the last day it holds (ISO 8601; None for no end).

    ``corrected`` is True when the text is a person's. ``id`` is the number of the validated answer.
    """

    id: int
    by: str
    on: str
    expires: str | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says to a question. ``text`` is always what is shown.

    ``conditions`` were read in the question. ``listing`` is set when the question was about the catalogue itself.
    ``added`` are the words searched beside those of the question. ``verification`` is what became of each sentence of
    a chat model, in order; none without a chat model. ``validated`` is set for an answer that a documentalist
    validated or wrote.
    """

    question: str
    standalone_question: str
    text: str
    level: Level
    reason: Reason | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    listing: Listing | None = None
    added: tuple[AddedWords, ...] = ()
    verification: tuple[SentenceCheck, ...] = ()
    validated: Validated | None = None

    @property
    def abstained(self) -> bool:
        """True when no answer is given, even if a passage to check is shown."""
        return self.level != "answer"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Literal["user", "assistant"]
    content: str
