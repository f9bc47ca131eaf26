"""What becomes of the sentences of a model, one event each, and how its answer ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answering.base import Evidence, Support
from assistant.answering.masking import mask
from assistant.answering.model_stream import Cause
from assistant.models import DropReason, SentenceCheck

FailureCause = Cause | Literal["cut", "empty", "no_room"]
"""Why a model's answer is missing or incomplete."""


_NAMED = 3
"""Documents named in a notice at most."""


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


@dataclass(frozen=True, slots=True)
class Unshown:
    """Passages that the model was not shown, since each is longer by itself than its window; the first event."""

    evidence: tuple[Evidence, ...]
    window: int

    @property
    def notice(self) -> str:
        """What the reader is told."""
        names = ", ".join(f"« {item.hit.title} »" for item in self.evidence[:_NAMED])
        count = len(self.evidence)
        what = "Un passage trop long" if count == 1 else f"{count} passages trop longs"
        end = "n'a pas été montré au modèle" if count == 1 else "n'ont pas été montrés au modèle"
        return f"{what} ({names}) {end} : sa fenêtre est de {self.window} jetons (réglage chat_context_tokens)."


ModelEvent = Unshown | Supported | Dropped | Refused | Failed
"""What ``ModelAnswerer.stream`` yields."""


def check_of(event: Supported | Dropped) -> SentenceCheck:
    """What is told of a sentence; the contacts of one that is not shown are masked, since nothing vouches for them."""
    if isinstance(event, Supported):
        return SentenceCheck(event.text, "moved" if event.moved else "supported")
    return SentenceCheck(mask(event.text, ()), "dropped", event.why)
