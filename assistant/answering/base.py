"""What the answerers share: the question, numbered passages, what backs a sentence, and the check they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant.models import DropReason, Filters, Hit, Listing, Passage, Turn

Manner = Literal["plain", "shorter", "more"]
"""How an answer is told: as it comes, in one sentence, or with what follows the sentences already given."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that is known when its answer begins.

    ``filters`` are those searched with. ``listing`` is set when the question is about the catalogue itself. ``recent``
    asks for the newest of what answers as well, ``manner`` for the same answer told otherwise.
    """

    question: str
    standalone: str
    history: tuple[Turn, ...]
    filters: Filters
    hits: tuple[Hit, ...]
    listing: Listing | None = None
    recent: bool = False
    manner: Manner = "plain"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with the number it is cited by; ``n`` starts at 1 and is fixed before anything is written."""

    passage: Passage
    hit: Hit
    n: int


@dataclass(frozen=True, slots=True)
class Support:
    """The words that back a sentence: ``[start:end]`` of the document's text, in the passage of ``evidence``.

    ``score`` goes from 0 to 1.
    """

    evidence: Evidence
    start: int
    end: int
    score: float


class SentenceVerifier(Protocol):
    """Tells whether passages support a sentence."""

    def verify(self, sentence: str, evidence: Sequence[Evidence]) -> Support | None:
        """The best support of ``sentence`` among ``evidence``, or None when none of them supports it."""
        ...

    def why_not(self, sentence: str, evidence: Sequence[Evidence]) -> DropReason:
        """Why no passage of ``evidence`` supports ``sentence``, as far as it can be told."""
        ...
