"""The hybrid retriever: dense and lexical search fused, as a LangChain retriever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from assistant.models import DocumentSummary, Filters, Hit, Passage
from assistant.retrieval.copies import newest_first, shown_once
from assistant.retrieval.fusion import fuse
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

MAX_PER_DOCUMENT = 5
"""How many passages of one document a result holds at most, when other documents have some.

By document and not by work: the short notice of a long PDF often says best what the PDF is about.
"""


Scores = Sequence[tuple[str, float]]
"""Ids of passages and their scores, best first."""


class HybridRetriever(BaseRetriever):
    """Finds passages by vectors and by words, and fuses both lists.

    ``dense_weight`` is the share of the vectors in the fused score, from 0 (words only) to 1 (vectors only).
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index]
    encoder: SkipValidation[Encoder]
    k: int = 8
    dense_weight: float = 0.5
    filters: Filters = Filters()

    def search(self, asked: str | Query, *, k: int | None = None) -> list[Hit]:
        """Return at most ``k`` hits, best first, each text once; scores are ``dense``, ``lexical`` and ``fused``.

        The ``copies`` of a hit's passage count the passages found that say the same and were set aside.
        """
        query = asked if isinstance(asked, Query) else Query(asked, filters=self.filters)
        k = k or self.k
        allowed = self.index.allowed_documents(query.filters)
        if allowed is not None and not allowed:
            return []
        vector = self.encoder.encode_queries([query.text])[0]
        additions = [(one.stems, one.weight) for one in query.expansions]
        documents = {summary.id: summary for summary in self.index.documents()}
        depth = max(DEPTH, 3 * k)
        while True:
            dense = self.index.dense(vector, depth, allowed)
            lexical = self.index.lexical(query.text, depth, allowed, additions)
            shown, signals = self._ranked(dense, lexical, documents, k)
            everything = len(dense) < depth and len(lexical) < depth
            if len(shown) == k or everything or depth >= DEEPEST:
                break
            depth *= 4  # copies of a few texts took the places
        hits: list[Hit] = []
        for passage in shown:
            scores = {name: found[passage.id] for name, found in signals.items() if passage.id in found}
            hits.append(_hit(passage, len(hits) + 1, scores, documents[passage.document_id]))
        return hits

    def _ranked(
        self, dense: Scores, lexical: Scores, documents: Mapping[str, DocumentSummary], k: int
    ) -> tuple[list[Passage], dict[str, dict[str, float]]]:
        """The passages shown, best first, and the scores of all by signal."""
        fused = fuse(
            {"dense": dense, "lexical": lexical}, {"dense": self.dense_weight, "lexical": 1 - self.dense_weight}
        )
        signals = {"dense": dict(dense), "lexical": dict(lexical), "fused": dict(fused)}
        passages = [p for p in self.index.passages([name for name, _ in fused]) if p.document_id in documents]
        families = self.index.families()
        found = {passage.document_id for passage in passages}
        dates = {name: families[name][1] if name in families else documents[name].date or "" for name in found}
        once = shown_once(passages, signals["lexical"], dates)
        return _spread(newest_first(once, signals["fused"], families), k), signals

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
