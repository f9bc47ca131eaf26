"""What the answerers share: numbered passages, what backs a sentence, and the check they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.models import Hit, Passage


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
