"""The systems that rank passages: the product's words alone, its vectors alone, and both as it fuses them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from assistant.chunking import embedding_input
from assistant.retrieval.accents import restore_accents
from assistant.retrieval.expanders import expanded, expanders
from assistant.retrieval.hybrid import COVERAGE_SHARE, HybridRetriever
from assistant.retrieval.hybrid import DEPTH as FUSED_DEPTH
from assistant.retrieval.query import Query
from eval.metrics.ranking import DEPTH

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.lexical import Addition, CountedDefinition
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
    """An index with what is asked of it again and again for every question read once: passages and documents.

    ``plain`` is the model without the adapter of the assistant; the vectors it gives are compared one by one.
    """

    def __init__(self, index: Index, passages: Sequence[Passage], plain: Encoder) -> None:
        self.index = index
        self.names = [passage.id for passage in passages]
        self.passages = {passage.id: passage for passage in index.passages(self.names)}
        self.documents = index.summaries()
        self.plain = plain
        self.frequency = lru_cache(maxsize=None)(index.document_frequency)
        self._inputs = [embedding_input(passage) for passage in passages]

    @cached_property
    def plain_vectors(self) -> np.ndarray:
        """Vectors of the passages by the model alone, ``(n, d)``, in order of ``names``."""
        return self.plain.encode_passages(self._inputs)


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
        """The nearest passages with their cosine."""
        return self._once(
            f"dense {hash(vector.tobytes())}", k, lambda depth: self._shelf.index.dense(vector, depth, allowed)
        )

    def lexical(
        self,
        query: str,
        k: int = _ASKED_DEPTH,
        allowed: frozenset[str] | None = None,
        additions: Sequence[Addition] = (),
    ) -> list[tuple[str, float]]:
        """The best passages by BM25."""
        return self._once(
            f"lexical {query} {additions}", k, lambda depth: self._shelf.index.lexical(query, depth, allowed, additions)
        )

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """As the index."""
        return [self._shelf.passages[name] for name in ids if name in self._shelf.passages]

    def plain_dense(self, k: int = _ASKED_DEPTH) -> list[tuple[str, float]]:
        """The nearest passages by the model without the adapter, with their cosine."""

        def search(depth: int) -> list[tuple[str, float]]:
            scores = self._shelf.plain_vectors @ self._shelf.plain.encode_queries([self.text])[0]
            order = np.argsort(-scores, kind="stable")[:depth]
            return [(self._shelf.names[row], float(scores[row])) for row in order]

        return self._once("plain", k, search)

    def definitions(self, names: Collection[str]) -> list[CountedDefinition]:
        """As the index."""
        return self._shelf.index.definitions(names)

    def document_frequency(self, stem: str) -> int:
        """As the index."""
        return self._shelf.frequency(stem)

    def passage_count(self) -> int:
        """As the index."""
        return len(self._shelf.names)

    def summaries(self) -> Mapping[str, DocumentSummary]:
        """As the index."""
        return self._shelf.documents

    def families(self) -> Mapping[str, tuple[str, str]]:
        """As the index."""
        return self._shelf.index.families()

    def unadapted(self) -> Asked:
        """The same question on the vectors without the adapter."""
        other = _PlainAsked(self._shelf, self.text, self.vector, self._hidden)
        other._found = self._found
        return other

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


class Plain:
    """The model's own vectors, without the adapter: what the assistant's are compared with."""

    name = "e5"

    def rank(self, asked: Asked) -> Ranked:
        """The nearest by cosine."""
        return _ranked(asked.plain_dense(), -1.0)


class ReciprocalRanks:
    """BM25 and the model's own vectors by reciprocal rank fusion, of equal weights.

    Source: Cormack, Clarke and Büttcher, « Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank Learning
    Methods », SIGIR 2009.
    """

    name = "rrf"

    def __init__(self, constant: int = 60) -> None:
        self._constant = constant

    def rank(self, asked: Asked) -> Ranked:
        """By the sum of the inverses of the ranks."""
        scores: dict[str, float] = {}
        for found in (asked.lexical(asked.text), asked.plain_dense()):
            for rank, (name, _) in enumerate(found[:_ASKED_DEPTH], start=1):
                scores[name] = scores.get(name, 0.0) + 1 / (self._constant + rank)
        return _ranked(sorted(scores.items(), key=lambda item: (-item[1], item[0])), 0.0)


class _PlainAsked(Asked):
    """A question on the vectors without the adapter."""

    def dense(
        self, vector: np.ndarray, k: int = _ASKED_DEPTH, allowed: frozenset[str] | None = None
    ) -> list[tuple[str, float]]:
        """The nearest passages with their cosine, whatever the vector."""
        return self.plain_dense(k)


class Hybrid:
    """``HybridRetriever`` with the weight of the settings, or one of its parts switched off.

    Questions are prepared as the assistant does without a thesaurus: accents put back, words added.

    It is as sure as the highest cosine of its hits: the fused score is normalised for each question, the best being
    always near 1, and says nothing.
    """

    def __init__(
        self,
        encoder: Encoder,
        dense_weight: float,
        *,
        name: str = "hybrid",
        coverage_share: float = COVERAGE_SHARE,
        copies: bool = True,
        adapter: bool = True,
        expansions: bool = True,
    ) -> None:
        self.name = name
        self._encoder = encoder
        self._dense_weight = dense_weight
        self._coverage_share = coverage_share
        self._copies = copies
        self._adapter = adapter
        self._expansions = expansions

    def rank(self, asked: Asked) -> Ranked:
        """What the product finds."""
        retriever = HybridRetriever(
            index=cast("Index", asked if self._adapter else asked.unadapted()),
            encoder=self._encoder,
            k=DEPTH,
            dense_weight=self._dense_weight,
            coverage_share=self._coverage_share,
            copies=self._copies,
        )
        text = restore_accents(asked.text, asked.document_frequency)
        added = expanded(text, expanders(asked)) if self._expansions else ()
        hits = retriever.search(Query(text, added))
        cosines = [hit.scores["dense"] for hit in hits if "dense" in hit.scores]
        return Ranked(tuple(hit.passage.id for hit in hits), max(cosines, default=-1.0))


def _ranked(found: Sequence[tuple[str, float]], without: float) -> Ranked:
    return Ranked(tuple(name for name, _ in found[:DEPTH]), found[0][1] if found else without)


REFERENCE = "hybrid"
"""The system that the others are compared with: what the product does."""

SYSTEMS: Mapping[str, Callable[[Settings, Encoder], System]] = {
    "lexical": lambda _settings, _encoder: Lexical(),
    "e5": lambda _settings, _encoder: Plain(),
    "rrf": lambda _settings, _encoder: ReciprocalRanks(),
    "dense": lambda _settings, _encoder: Dense(),
    "hybrid": lambda settings, encoder: Hybrid(encoder, settings.dense_weight),
}
"""How each system is made, by name, in the order in which they are shown: another one is added here."""

ABLATION: Mapping[str, Callable[[Settings, Encoder], System]] = {
    "min-max": lambda settings, encoder: Hybrid(
        encoder, settings.dense_weight, name="min-max", coverage_share=0.0, copies=False, adapter=False
    ),
    "no-adapter": lambda settings, encoder: Hybrid(encoder, settings.dense_weight, name="no-adapter", adapter=False),
    "no-coverage": lambda settings, encoder: Hybrid(
        encoder, settings.dense_weight, name="no-coverage", coverage_share=0.0
    ),
    "no-bm25": lambda settings, encoder: Hybrid(encoder, settings.dense_weight, name="no-bm25", coverage_share=1.0),
    "no-expansions": lambda settings, encoder: Hybrid(
        encoder, settings.dense_weight, name="no-expansions", expansions=False
    ),
    "no-copies": lambda settings, encoder: Hybrid(encoder, settings.dense_weight, name="no-copies", copies=False),
}
"""What the assistant does with one of its parts switched off, and plain fusion: shown when it is asked for."""
