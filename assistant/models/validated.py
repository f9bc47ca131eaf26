"""Answers that a documentalist validated, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models.answers import AnswerSentence, Citation, Validated
from assistant.models.queries import Filters

ValidatedState = Literal["valid", "withdrawn"]
"""Whether a validated answer is given, or no longer."""

Withdrawal = Literal["changed", "gone", "expired", "replaced", "by_hand"]
"""Why a validated answer was withdrawn: what it cites changed or left the corpus, its time is over, another one was
validated for the same question, or somebody took it back."""

Action = Literal["validated", "corrected", "renewed", "withdrawn", "imported"]
"""What is done to a validated answer."""


@dataclass(frozen=True, slots=True)
class ValidatedEvent:
    """What was done to a validated answer, by whom and when (ISO 8601 with its time zone)."""

    at: str
    by: str
    action: Action
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """What tells whether a cited document is still what it was.

    The digest of its file, and that of the cited text with what stands around it (SHA-256, hexadecimal; see
    ``assistant.validation.standing``).
    """

    sha256: str
    around: str


@dataclass(frozen=True, slots=True)
class Validation:
    """What a person gives with an answer that is to be validated.

    ``text`` is written in the place of the answer's, with markers of its citations (``[1]``) then of ``sources``; None
    keeps it as it is. ``sources`` are more to cite, each « FICHIER | PAGE | EXTRAIT ». ``expires`` is the last day,
    « jamais » for no end, None for the usual time. ``note`` is for the other documentalists. ``filters`` are those that
    the question was asked with; the answer is given with the same ones only.
    """

    text: str | None = None
    sources: tuple[str, ...] = ()
    expires: str | None = None
    note: str = ""
    filters: Filters = Filters()


@dataclass(frozen=True, slots=True)
class ValidatedAnswer:
    """A validated answer as it is kept.

    ``sources`` go with ``citations``, one for each. ``standalone`` is the question as it is compared. ``validated``
    names who stands behind it now. ``reason`` is set once it is withdrawn, ``detail`` says the same in French,
    ``withdrawn_at`` is ISO 8601 with its time zone.
    """

    id: int
    question: str
    standalone: str
    filters: Filters
    text: str
    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]
    sources: tuple[CitedSource, ...]
    validated: Validated
    note: str = ""
    state: ValidatedState = "valid"
    reason: Withdrawal | None = None
    detail: str = ""
    withdrawn_at: str | None = None
    history: tuple[ValidatedEvent, ...] = ()
