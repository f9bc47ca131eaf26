"""What is told while an answer is prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models.answers import Answer, AnswerSentence, Citation, SentenceCheck


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done, in French, while an answer is prepared."""

    stage: Literal["rewriting", "searching", "reading", "verifying"]
    message: str


@dataclass(frozen=True, slots=True)
class VerifiedSentence:
    """A sentence that may be shown, with the citations it is the first to use."""

    sentence: AnswerSentence
    new_citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """What became of a sentence that a model wrote; one that is shown follows as a ``VerifiedSentence``."""

    check: SentenceCheck


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of a stream: the whole answer, which replaces what was shown."""

    answer: Answer


StreamEvent = Progress | CheckedSentence | VerifiedSentence | Completed
"""What ``Assistant.stream`` yields, ``Completed`` last."""
