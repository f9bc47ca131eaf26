"""A linear map that fits the vectors of the packaged model to French questions.

The vectors of E5 all point the same way: any two texts have a cosine near .8, and texts that are near everything come
up for every question. Taking the mean out, then turning the space by a map learned from questions and the passages
that answer them, brings far more than any fusion does (docs/retrieval.md). The weights are a matrix of the size of a
vector: the time of a product for each text, 300 KB on disk, made by ``tools/train_adapter.py``.

Source: the mean taken out, Mu and Viswanath, « All-but-the-Top », ICLR 2018; the same map for questions and passages
is a linear adapter (Artetxe, Labaka and Agirre, « Generalizing and Improving Bilingual Word Embedding Mappings », AAAI
2018, for its normalise, centre, map, in this order).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.embeddings import Encoder, EncoderInFront, load_encoder, normalised

if TYPE_CHECKING:
    from assistant.settings import Settings

FILE = Path(__file__).parent / "adapter.npz"


@dataclass(frozen=True, eq=False)
class Adapter:
    """Means of the vectors of questions and of passages, ``(d,)``, and the map, ``(d, d)``.

    ``model`` is the fingerprint of the encoder whose vectors it was learned on; it means nothing for another.
    ``digest`` tells one adapter from the next.
    """

    model: str
    query_mean: np.ndarray
    passage_mean: np.ndarray
    matrix: np.ndarray
    digest: str

    def queries(self, vectors: np.ndarray) -> np.ndarray:
        """Vectors of questions, ``(n, d)``, as they are compared; float32 of unit norm."""
        return self._mapped(vectors, self.query_mean)

    def passages(self, vectors: np.ndarray) -> np.ndarray:
        """Vectors of passages, likewise."""
        return self._mapped(vectors, self.passage_mean)

    def _mapped(self, vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
        return normalised(normalised(vectors - mean) @ self.matrix).astype(np.float32)

    def save(self, path: Path) -> None:
        """Write it; the map in half precision, which changes no ranking."""
        np.savez_compressed(
            path,
            model=np.array(self.model),
            query_mean=self.query_mean.astype(np.float32),
            passage_mean=self.passage_mean.astype(np.float32),
            matrix=self.matrix.astype(np.float16),
        )


class AdaptedEncoder(EncoderInFront):
    """An ``Encoder`` whose vectors go through an adapter."""

    def __init__(self, encoder: Encoder, adapter: Adapter) -> None:
        super().__init__(encoder)
        self.adapter = adapter

    @property
    def fingerprint(self) -> str:
        """That of the encoder behind, and of the adapter."""
        return f"{self.plain.fingerprint}+{self.adapter.digest}"

    def encode_queries(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of questions: float32 of shape ``(len(texts), dimension)``, of unit norm."""
        return self.adapter.queries(self.plain.encode_queries(texts))

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of passages, likewise."""
        return self.adapter.passages(self.plain.encode_passages(texts))


@lru_cache(maxsize=4)
def load_adapter(path: Path = FILE) -> Adapter:
    """The adapter of a file; the packaged one by default."""
    content = path.read_bytes()
    with np.load(path) as stored:
        return Adapter(
            model=str(stored["model"]),
            query_mean=stored["query_mean"],
            passage_mean=stored["passage_mean"],
            matrix=stored["matrix"].astype(np.float32),
            digest=hashlib.sha256(content).hexdigest()[:8],
        )


def adapted(encoder: Encoder, wanted: bool = True) -> Encoder:
    """The encoder with the packaged adapter, when it is wanted and was learned on this very model."""
    if not wanted:
        return encoder
    adapter = load_adapter()
    return AdaptedEncoder(encoder, adapter) if adapter.model == encoder.fingerprint else encoder


def plain(encoder: Encoder) -> Encoder:
    """The encoder behind an adapter, whose cosines are those that scores of sentences were learned on."""
    return encoder.plain if isinstance(encoder, AdaptedEncoder) else encoder


def load_search_encoder(settings: Settings) -> Encoder:
    """What passages and questions are encoded with: the model of the settings, adapted where it may be.

    Raises:
        ModelError: The model cannot be loaded.
    """
    return adapted(load_encoder(settings), settings.vector_adapter)
