"""Which documents pass filters, without looking at them one by one: what they are told by is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from assistant.index.facets import LiveDocument
from assistant.models import Filters
from assistant.text import fold, normalise_space, tokens


class FacetTable:
    """Descriptors, authors, dates and kinds of documents, never changed once it is made.

    A notice and its PDFs are one work, so a PDF passes a filter on descriptors, authors or dates by its notice.
    """

    def __init__(self, documents: Iterable[LiveDocument]) -> None:
        documents = list(documents)
        numbers: dict[str, int] = {}
        for document in documents:
            numbers.setdefault(document.work_id, len(numbers))
        self._ids = np.array([document.id for document in documents], dtype=object)
        self._work = np.array([numbers[document.work_id] for document in documents], dtype=np.intp)
        self._works = len(numbers)
        self._kinds = np.array([document.kind for document in documents])
        self._firsts, self._lasts = _intervals(documents)
        names = {name: _same(name) for name in {name for one in documents for name in _names(one)}}
        self._with_descriptor = _postings((numbers[one.work_id], names[n]) for one in documents for n in _names(one))
        self._with_author = _postings((numbers[one.work_id], name) for one in documents for name in one.facets.authors)
        authors = list(self._with_author)
        self._author_words = _postings((place, word) for place, name in enumerate(authors) for word in tokens(name))
        self._authors = authors

    def matching(self, filters: Filters) -> frozenset[str]:
        """Ids of the documents that pass every filter; within one filter any of its values is enough.

        A descriptor is compared with labels and codes, whole; an author is one of this very name or, where there is
        none, passes when all the words asked for are in a name. Descriptors see neither case nor accents, nor do these
        words. A date of a month or a year passes when a part of it is in the interval.
        """
        kept = np.ones(len(self._ids), dtype=bool)
        if filters.descriptors:
            kept &= self._of_works(self._with_descriptor.get(_same(asked), ()) for asked in filters.descriptors)
        if filters.authors:
            names = {name for asked in filters.authors for name in self._named(asked)}
            kept &= self._of_works(self._with_author[name] for name in names)
        if filters.kinds:
            kept &= np.isin(self._kinds, filters.kinds)
        if filters.date_from:
            kept &= (self._lasts != "") & (self._lasts >= filters.date_from)
        if filters.date_to:
            kept &= (self._firsts != "") & (self._firsts <= filters.date_to)
        return frozenset(self._ids[kept].tolist())

    def _of_works(self, several: Iterable[Collection[int]]) -> np.ndarray:
        """True for the documents of some works."""
        works = np.zeros(self._works, dtype=bool)
        for numbers in several:
            works[list(numbers)] = True
        return works[self._work]

    def _named(self, asked: str) -> Iterator[str]:
        """The author of this very name, else those whose name holds all the words asked for."""
        if asked in self._with_author:
            yield asked
            return
        words = set(tokens(asked))
        if words:
            places = set.intersection(*(self._author_words.get(word, set()) for word in words))
            yield from (self._authors[place] for place in places)


def _postings(pairs: Iterable[tuple[int, str]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for number, name in pairs:
        found.setdefault(name, set()).add(number)
    return found


def _names(document: LiveDocument) -> Iterator[str]:
    """Labels and codes of a document's descriptors."""
    return (name for pair in document.facets.descriptors for name in pair if name)


def _same(name: str) -> str:
    return fold(normalise_space(name))


def _intervals(documents: Collection[LiveDocument]) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of each document's date, or of its notice's; empty where neither has any."""
    told: dict[str, str] = {}
    for document in documents:
        if document.kind == "notice" and document.date:
            told.setdefault(document.work_id, document.date)
    dates = [document.date or told.get(document.work_id, "") for document in documents]
    firsts = [(f"{date}-01-01" if len(date) == 4 else f"{date}-01")[:10] if date else "" for date in dates]
    lasts = [(f"{date}-12-31" if len(date) == 4 else f"{date}-31")[:10] if date else "" for date in dates]
    return np.array(firsts, dtype="U10"), np.array(lasts, dtype="U10")
