"""The systems that rank passages: the product's words alone, its vectors alone, and both as it fuses them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from assistant.retrieval.hybrid import DEPTH as FUSED_DEPTH
from assistant.retrieval.hybrid import HybridRetriever
from eval.metrics.ranking import DEPTH

if TYPE_CHECKING:
    import numpy as np

    from assistant.embeddings import Encoder
    from assistant.index.lexical import Addition
    from assistant.index.store import Index
    from assistant.models import DocumentSummary, Filters, Passage
    from assistant.settings import Settings

_ASKED_DEPTH = max(FUSED_DEPTH, 3 * DEPTH)  # what the retriever asks of each signal for a ranking of ``DEPTH``


@dataclass(frozen=True, slots=True)
class Ranked:
    """Names of passages, best first, ``DEPTH`` at most, and how sure the system is (higher is surer)."""

    names: tuple[str, ...]
    confidence: float


class Shelf:
    """An index with what is asked of it again and again for every question read once: passages and documents."""

    def __init__(self, index: Index, names: Sequence[str]) -> None:
        self.index = index
        self.passages = {passage.id: passage for passage in index.passages(names)}
        self.documents = index.documents()


class Asked:
    """One question on one index: what the retriever reads of an ``Index``, with each search made once.

    Passages of ``hidden`` are as if they were not in the index: the searches go deeper by as many.
    """

    def __init__(self, shelf: Shelf, text: str, vector: np.ndarray, hidden: frozenset[str] = frozenset()) -> None:
        self.text = text
        self.vector = vector
        self._shelf = shelf
        self._hidden = hidden
        self._found: dict[str, list[tuple[str, float]]] = {}

    def allowed_documents(self, filters: Filters) -> frozenset[str] | None:
        """As the index."""
        return self._shelf.index.allowed_documents(filters)

    def dense(
        self, vector: np.ndarray, k: int = _ASKED_DEPTH, allowed: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """The nearest passages with their cosine. ``vector`` is always that of the question."""
        return self._once("dense", k, lambda depth: self._shelf.index.dense(vector, depth, allowed))

    def lexical(
        self,
        query: str,
        k: int = _ASKED_DEPTH,
        allowed: frozenset[str] | None = None,
        additions: Sequence[Addition] = (),
    ) -> list[tuple[str, float]]:
        """The best passages by BM25. ``query`` is always the question."""
        signal = f"lexical {additions}" if additions else "lexical"
        return self._once(signal, k, lambda depth: self._shelf.index.lexical(query, depth, allowed, additions))

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """As the index."""
        return [self._shelf.passages[name] for name in ids if name in self._shelf.passages]

    def documents(self) -> list[DocumentSummary]:
        """As the index."""
        return self._shelf.documents

    def families(self) -> Mapping[str, tuple[str, str]]:
        """As the index."""
        return self._shelf.index.families()

    def _once(self, signal: str, k: int, search: Callable[[int], list[tuple[str, float]]]) -> list[tuple[str, float]]:
        if signal not in self._found:
            found = search(max(k, _ASKED_DEPTH) + len(self._hidden))
            self._found[signal] = [(name, score) for name, score in found if name not in self._hidden]
        return self._found[signal][:k]


class System(Protocol):
    """What is evaluated."""

    @property
    def name(self) -> str:
        """Its name in ``metrics.json``."""

    def rank(self, asked: Asked) -> Ranked:
        """Rank the passages of an index for a question."""


class Lexical:
    """``Index.lexical`` as it is; as sure as the BM25 score of its first passage is high, 0 when there is none."""

    name = "lexical"

    def rank(self, asked: Asked) -> Ranked:
        """The best by BM25."""
        return _ranked(asked.lexical(asked.text), 0.0)


class Dense:
    """``Index.dense`` as it is; as sure as the cosine of its first passage is high."""

    name = "dense"

    def rank(self, asked: Asked) -> Ranked:
        """The nearest by cosine."""
        return _ranked(asked.dense(asked.vector), -1.0)


class Hybrid:
    """``HybridRetriever`` with the weight of the settings.

    It is as sure as the highest cosine of its hits: the fused score is normalised for each question, the best being
    always near 1, and says nothing.
    """

    name = "hybrid"

    def __init__(self, encoder: Encoder, dense_weight: float) -> None:
        self._encoder = encoder
        self._dense_weight = dense_weight

    def rank(self, asked: Asked) -> Ranked:
        """What the product finds."""
        retriever = HybridRetriever(
            index=cast("Index", asked), encoder=self._encoder, k=DEPTH, dense_weight=self._dense_weight
        )
        hits = retriever.search(asked.text)
        cosines = [hit.scores["dense"] for hit in hits if "dense" in hit.scores]
        return Ranked(tuple(hit.passage.id for hit in hits), max(cosines, default=-1.0))


def _ranked(found: Sequence[tuple[str, float]], without: float) -> Ranked:
    return Ranked(tuple(name for name, _ in found[:DEPTH]), found[0][1] if found else without)


REFERENCE = "hybrid"
"""The system that the others are compared with: what the product does."""

SYSTEMS: Mapping[str, Callable[[Settings, Encoder], System]] = {
    "lexical": lambda _settings, _encoder: Lexical(),
    "dense": lambda _settings, _encoder: Dense(),
    "hybrid": lambda settings, encoder: Hybrid(encoder, settings.dense_weight),
}
"""How each system is made, by name, in the order in which they are shown: another one is added here."""
