"""What becomes of the sentences of a model, one event each, and how its answer ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answering.base import Support
from assistant.answering.model_stream import Cause

DropReason = Literal[
    "no_marker",
    "unknown_marker",
    "unsupported",
    "foreign_contact",
    "repeated",
    "unfinished",
    "introduction",
    "refusal",
]
"""Why a sentence of the model is not shown."""

FailureCause = Cause | Literal["cut", "empty"]
"""Why a model's answer is missing or incomplete."""


@dataclass(frozen=True, slots=True)
class Supported:
    """A sentence that may be shown, without markers; ``moved`` when the model had cited other passages."""

    text: str
    supports: tuple[Support, ...]
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence of the model that is not shown."""

    text: str
    why: DropReason


@dataclass(frozen=True, slots=True)
class Refused:
    """The model says that the passages do not answer; the last event, never after a ``Supported``."""

    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The model did not answer or did not finish; the last event.

    ``message`` is a French clause without its final stop. ``partial`` when sentences were supported before.
    """

    message: str
    cause: FailureCause
    partial: bool = False

    @property
    def notice(self) -> str:
        """What the reader is told."""
        outcome = "la réponse est incomplète" if self.partial else "réponse extraite des documents"
        return f"{self.message} ; {outcome}."


ModelEvent = Supported | Dropped | Refused | Failed
"""What ``ModelAnswerer.stream`` yields."""
