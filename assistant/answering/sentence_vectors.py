"""Vectors of sentences, and how near they are to a question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import Candidate
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

Vector = NDArray[np.float32]

BEFORE = 150
"""Characters before a sentence that its vector reads too."""


class SentenceVectors:
    """Vectors of sentences, kept in memory: the same sentences come back from one question to the next."""

    def __init__(self, encoder: Encoder, capacity: int = 20_000) -> None:
        self._encoder = encoder
        self._known: dict[str, Vector] = {}
        self._capacity = capacity

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts, shape (len(texts), dimension)."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            if len(self._known) + len(missing) > self._capacity:
                self._known.clear()
            self._known.update(zip(missing, self._encoder.encode_passages(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


def contextual_text(candidate: Candidate) -> str:
    """The text whose vector stands for a candidate: its headings and what precedes it say what « il » is."""
    return f"{candidate.headings}\n{one_line(candidate.before)[-BEFORE:]} {candidate.shown}"


def likeness(found: Sequence[Candidate], query_vector: Vector, vectors: SentenceVectors) -> list[tuple[float, float]]:
    """The first two signals of each candidate: its cosine with the question, and what it lacks to the best of them."""
    cosines = vectors.of([contextual_text(candidate) for candidate in found]) @ query_vector
    return [(10 * (float(cosine) - 0.8), 10 * float(cosine - cosines.max())) for cosine in cosines]
