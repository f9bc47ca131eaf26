"""The search of an assistant: a question that stands alone is read, then passages or works are found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import wiring
from assistant.models import Condition, Filters, ResultList, SearchResult
from assistant.questions import Clock

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.retrieval.understanding import Understood
    from assistant.settings import Settings


class Searcher:
    """Reads questions and searches an index; ``retriever`` and ``understand`` serve what answers, too."""

    def __init__(self, settings: Settings, index: Index, encoder: Encoder) -> None:
        self._settings = settings
        self._index = index
        self._thesaurus = wiring.ThesaurusShelf(settings, index)
        self._thesaurus.refresh()
        self._holdings, self._reader = wiring.make_reader(index, self._thesaurus.thesaurus)
        self.retriever = wiring.make_retriever(settings, index, encoder)

    def corpus_changed(self) -> None:
        """Read the thesaurus of the corpus again when it is another one."""
        if self._thesaurus.refresh():
            self._holdings, self._reader = wiring.make_reader(self._index, self._thesaurus.thesaurus)

    def understand(
        self, question: str, filters: Filters, *, conditions: bool = True, removed: Sequence[Condition] = ()
    ) -> Understood:
        """The query, the conditions read in the question, and a listing when it is about the catalogue."""
        return self._reader.read(question, filters, conditions=conditions, removed=removed)

    def passages(
        self, question: str, standalone: str, filters: Filters, k: int | None, clock: Clock, *, conditions: bool
    ) -> SearchResult:
        """Passages for a question, best first.

        Args:
            question: What was typed.
            standalone: The same, searchable alone.
            filters: Conditions on the documents.
            k: How many at most; by default that of the settings.
            clock: Began with the question.
            conditions: False to read no condition on documents in the question.
        """
        from assistant.retrieval.parts import search_parts
        from assistant.retrieval.understanding import searched

        understood = self.understand(standalone, filters, conditions=conditions)
        found = search_parts(self.retriever.search, understood.query, k or self._settings.search_k)
        copies = self._index.copies_of_each([hit.passage.id for hit in found])
        hits = [replace(hit, copies=tuple(copies.get(hit.passage.id, ()))) for hit in found]
        clock.lap("search")
        return SearchResult(
            question, standalone, filters, tuple(hits), clock.timings(),
            conditions=understood.conditions, searched=searched(understood.query),
        )  # fmt: skip

    def works(self, standalone: str, filters: Filters, *, conditions: bool, removed: Sequence[Condition]) -> ResultList:
        """Works for a question, best first, with facets; every work that passes the filters for an empty one."""
        from assistant.retrieval.results import MOST_HITS, all_works, listed_works, result_list
        from assistant.retrieval.understanding import searched

        works = self._holdings.works()
        if not standalone:
            return all_works(works, self._index.allowed_documents(filters), filters)
        understood = self.understand(standalone, filters, conditions=conditions, removed=removed)
        if understood.listing:
            return listed_works(standalone, understood.listing, works, filters, understood.conditions)
        hits = self.retriever.search(understood.query, k=MOST_HITS)
        found = result_list(standalone, hits, works, filters, understood.conditions)
        return replace(found, added=searched(understood.query).added)
