"""Judging rankings of passages by the rules of a set: by document or by passage, copies of other sets left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics.ranking import NAMES, ranking_values
from eval.retrieval.indexing import passage_name
from eval.retrieval.sets import Query, RetrievalSet, SetPassage
from eval.retrieval.systems import Ranked


@dataclass(frozen=True, slots=True)
class Scored:
    """What one system found for one question.

    ``values`` holds each measure, nothing for a question without answer. ``loss`` is 0 when the first result is
    relevant, else 1, as it always is for a question without answer: whatever is shown there misleads.
    """

    values: Mapping[str, float]
    confidence: float
    loss: int
    ranking: tuple[str, ...]


class Judge:
    """The rules, for the sets that one index holds together."""

    def __init__(self, sets: Sequence[RetrievalSet], names: Sequence[str] = NAMES) -> None:
        """Know the sets and the copies of each passage.

        Args:
            sets: The sets.
            names: The measures, of ``eval.metrics.ranking.measures``.
        """
        self._names = tuple(names)
        self._sets = tuple(sets)
        self._documents: dict[str, str] = {}
        self._same: dict[tuple[str, str], list[tuple[RetrievalSet, str]]] = {}
        for one in sets:
            for passage in one.passages:
                self._documents[passage_name(one.name, passage.id)] = passage_name(one.name, passage.doc)
                self._same.setdefault((passage.id, passage.text), []).append((one, passage.doc))

    def hidden(self, one: RetrievalSet, query: Query) -> frozenset[str]:
        """Names of the passages that are neither a hit nor a miss for a question of a set.

        They are the copies, in other sets, of its relevant passages: same id and same text, whatever the title. By
        document they are all the passages of the copies of its relevant documents, a copy being a document of the
        same id that holds at least one copied passage. For a question without answer they are the passages of the
        documents taken out of its set, which answer it, where another set holds them.
        """
        names = {
            passage_name(other.name, part.id)
            for other in self._sets
            if other is not one and not query.answerable
            for doc in query.removed_docs
            for part in other.by_document.get(doc, ())
        }
        for passage in _relevant_passages(one, query):
            for other, doc in self._same[passage.id, passage.text]:
                if other is one:
                    continue
                if one.level == "passage":
                    names.add(passage_name(other.name, passage.id))
                elif doc == passage.doc:
                    names.update(passage_name(other.name, part.id) for part in other.by_document[doc])
        return frozenset(names)

    def score(self, one: RetrievalSet, queries: Sequence[Query], found: Mapping[str, Ranked]) -> dict[str, Scored]:
        """Judge what a system found for questions of a set, answerable or not.

        Args:
            one: The set.
            queries: Some of its questions.
            found: For each, by its id, the names of the passages found, those hidden left out.

        Returns:
            The judgement of each question, by its id.
        """
        relevant = {q.id: [passage_name(one.name, item) for item in q.relevant] for q in queries if q.answerable}
        values = ranking_values({q: self._items(one, found[q].names) for q in relevant}, relevant, self._names)
        return {
            query.id: Scored(
                values=values.get(query.id, {}),
                confidence=found[query.id].confidence,
                loss=0 if query.id in values and values[query.id]["success@1"] else 1,
                ranking=found[query.id].names,
            )
            for query in queries
        }

    def _items(self, one: RetrievalSet, names: Iterable[str]) -> list[str]:
        """What is ranked: the passages, or their documents, each where its first passage is."""
        if one.level == "passage":
            return list(names)
        return list(dict.fromkeys(self._documents[name] for name in names))


def _relevant_passages(one: RetrievalSet, query: Query) -> list[SetPassage]:
    if one.level == "document":
        return [passage for doc in sorted(query.relevant) for passage in one.by_document[doc]]
    return [one.by_id[name] for name in sorted(query.relevant)]
