"""Stand-ins for tests, as close to the real thing as a test needs."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.text import stems, tokens


@dataclass
class HashedEncoder:
    """An encoder without a model: each stem of a text adds one to a place of its vector.

    Texts that share words are close, as with a real model, so rankings mean something. ``passages_encoded`` keeps
    what it was given.
    """

    name: str = "hashed"
    dimension: int = 256
    max_tokens: int = 512
    revision: str = "1"
    passages_encoded: list[str] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Changes with the name and the revision."""
        return f"{self.name}@{self.revision}#{self.dimension}"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of shape ``(len(texts), dimension)``."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for stem in stems(text) or [text]:
                vectors[row, zlib.crc32(stem.encode()) % self.dimension] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: np.ndarray = vectors / np.maximum(norms, 1e-9)
        return unit

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """As ``encode_queries``, and noted."""
        self.passages_encoded.extend(texts)
        return self.encode_queries(texts)

    def count_tokens(self, text: str) -> int:
        """One token a word."""
        return len(tokens(text))


@dataclass
class FakeStatistics:
    """Frequencies of stems: ``holding`` for those it knows, 1 for the others, in a corpus of ``passages``."""

    holding: dict[str, int] = field(default_factory=dict)
    passages: int = 100

    def document_frequency(self, stem: str) -> int:
        """Passages that hold a stem."""
        return self.holding.get(stem, 1)

    def passage_count(self) -> int:
        """Passages in all."""
        return self.passages


@dataclass
class CompressedEncoder(HashedEncoder):
    """A hashed encoder whose cosines go from 0.75 to 1, as those of E5 do: a constant is added to every vector."""

    dimension: int = 257
    floor: float = 0.75

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of shape ``(len(texts), dimension)``."""
        vectors = super().encode_queries(texts) * np.sqrt(1 - self.floor)
        vectors[:, -1] = np.sqrt(self.floor)
        unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
