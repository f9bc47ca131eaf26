"""The hybrid retriever: vectors, BM25 and coverage of the question's words fused, as a LangChain retriever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from assistant.models import DocumentSummary, Filters, Hit, Passage
from assistant.retrieval.copies import newest_first, shown_once
from assistant.retrieval.coverage import AskedWords
from assistant.retrieval.fusion import fuse, recency
from assistant.retrieval.query import Query

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
else:  # Pydantic evaluates the annotations of the fields below, which it then does not check.
    Encoder = Index = object

DEPTH = 50
"""How many passages each signal brings to the fusion."""

DEEPEST = 1_000
"""How far they go when copies of the same texts fill that."""

COVERAGE_SHARE = 0.9
"""Part of the weight of the words that goes to the coverage of the question, the rest being BM25's."""

RECENT = 0.1
"""What the newest of the documents found gains over the oldest, when the question asks for the newest."""

MAX_PER_DOCUMENT = 5
"""How many passages of one document a result holds at most, when other documents have some.

By document and not by work: the short notice of a long PDF often says best what the PDF is about.
"""


Scores = Sequence[tuple[str, float]]
"""Ids of passages and their scores, best first."""


@dataclass(frozen=True, slots=True)
class _Signals:
    """The passages found, best first, and the scores of each signal by id."""

    passages: list[Passage]
    scores: dict[str, dict[str, float]]


class HybridRetriever(BaseRetriever):
    """Finds passages by vectors and by BM25, and orders them by both and by how much of the question they hold.

    ``dense_weight`` is the share of the vectors in the fused score, from 0 (words only) to 1 (vectors only).
    ``copies`` sets repeats of a text aside and puts newer versions first.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index]
    encoder: SkipValidation[Encoder]
    k: int = 8
    dense_weight: float = 0.45
    coverage_share: float = COVERAGE_SHARE
    copies: bool = True
    filters: Filters = Filters()

    def search(self, asked: str | Query, *, k: int | None = None) -> list[Hit]:
        """Return at most ``k`` hits, best first, each text once.

        Scores are ``dense`` (cosine), ``lexical`` (BM25), ``coverage`` and ``fused`` (from 0 to 1), and ``recent`` when
        the newest are preferred.

        The ``copies`` of a hit's passage count the passages found that say the same and were set aside.
        """
        query = asked if isinstance(asked, Query) else Query(asked, filters=self.filters)
        k = k or self.k
        allowed = self.index.allowed_documents(query.filters)
        if allowed is not None and not allowed:
            return []
        vector = self.encoder.encode_queries([query.text])[0]
        additions = [(one.stems, one.weight) for one in query.expansions]
        words = AskedWords.of(query, self.index.document_frequency, self.index.passage_count())
        documents = self.index.summaries()
        depth = max(DEPTH, 3 * k)
        while True:
            dense = self.index.dense(vector, depth, allowed)
            lexical = self.index.lexical(query.text, depth, allowed, additions)
            signals = self._signals(query, words, {"dense": dense, "lexical": lexical}, documents)
            shown = self._chosen(signals, documents, k)
            everything = len(dense) < depth and len(lexical) < depth
            if len(shown) == k or everything or depth >= DEEPEST:
                break
            depth *= 4  # copies of a few texts took the places
        hits: list[Hit] = []
        for passage in shown:
            scores = {name: found[passage.id] for name, found in signals.scores.items() if passage.id in found}
            hits.append(_hit(passage, len(hits) + 1, scores, documents[passage.document_id]))
        return hits

    def _signals(
        self, query: Query, words: AskedWords, lists: Mapping[str, Scores], documents: Mapping[str, DocumentSummary]
    ) -> _Signals:
        """What each signal says of the passages that the searches found."""
        by_words = 1 - self.dense_weight
        by_coverage = by_words * self.coverage_share
        found = dict(fuse(lists, {"dense": self.dense_weight, "lexical": by_words - by_coverage}))
        passages = [p for p in self.index.passages(list(found)) if p.document_id in documents]
        scores = {name: dict(several) for name, several in lists.items()}
        scores["coverage"] = words.of_passages(passages)
        scores["fused"] = {
            p.id: (1 - by_coverage) * found[p.id] + by_coverage * scores["coverage"][p.id] for p in passages
        }
        if query.recent:
            scores["recent"] = recency({p.id: documents[p.document_id].date or "" for p in passages})
            scores["fused"] = {
                p.id: (scores["fused"][p.id] + RECENT * scores["recent"][p.id]) / (1 + RECENT) for p in passages
            }
        passages.sort(key=lambda p: (-scores["fused"][p.id], p.id))
        return _Signals(passages, scores)

    def _chosen(self, signals: _Signals, documents: Mapping[str, DocumentSummary], k: int) -> list[Passage]:
        """The passages shown, best first."""
        if not self.copies:
            return signals.passages[:k]
        families = self.index.families()
        found = {passage.document_id for passage in signals.passages}
        dates = {name: families[name][1] if name in families else documents[name].date or "" for name in found}
        once = shown_once(signals.passages, signals.scores["lexical"], dates)
        return _spread(newest_first(once, signals.scores["fused"], families), k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [to_langchain(hit) for hit in self.search(query)]


def _hit(passage: Passage, rank: int, scores: dict[str, float], summary: DocumentSummary) -> Hit:
    return Hit(
        passage=passage,
        rank=rank,
        scores=scores,
        work_id=summary.work_id,
        file=summary.file,
        title=summary.title,
        kind=summary.kind,
        date=summary.date,
    )


def _spread(passages: Iterable[Passage], k: int) -> list[Passage]:
    """The first ``k`` passages, ``MAX_PER_DOCUMENT`` of a document unless places stay free."""
    kept: list[Passage] = []
    put_off: list[Passage] = []
    per_document: dict[str, int] = {}
    for passage in passages:
        found = per_document.get(passage.document_id, 0)
        if found >= MAX_PER_DOCUMENT:
            put_off.append(passage)
            continue
        per_document[passage.document_id] = found + 1
        kept.append(passage)
        if len(kept) == k:
            return kept
    return (kept + put_off)[:k]


def to_langchain(hit: Hit) -> LangChainDocument:
    """A hit as a LangChain document; the metadata are those of ``search --json``."""
    passage = hit.passage
    return LangChainDocument(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "rank": hit.rank,
            "document_id": passage.document_id,
            "work_id": hit.work_id,
            "file": hit.file,
            "title": hit.title,
            "page": passage.pages[0],
            "heading_path": list(passage.heading_path),
            "scores": hit.scores,
        },
    )
