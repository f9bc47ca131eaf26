"""What a search or a listing gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from assistant.models.documents import Kind
from assistant.models.passages import Hit
from assistant.models.queries import AddedWords, Condition, Filters, SearchedQuery

Counted = Literal["works", "notices", "pdfs"]
"""What a listing counts: works (a notice and its PDFs are one), notices alone, or PDF files alone."""


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A line of a listing; of a work, its notice where there is one. ``n`` is the marker of its citation, if any."""

    document_id: str
    work_id: str
    kind: Kind
    title: str
    date: str | None
    authors: tuple[str, ...]
    reference: str
    file: str
    url: str | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What the catalogue holds under some criteria: all of it, the newest first.

    ``criteria`` are French phrases. ``at_least`` is True when more may fit than were counted. ``total`` counts what
    fits, ``documents`` holds what was asked of it (the three latest of twelve).
    """

    counted: Counted
    total: int
    criteria: tuple[str, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet and the number of works found that have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of the works found, by value; the most frequent first, years from the newest."""

    descriptors: tuple[FacetValue, ...] = ()
    years: tuple[FacetValue, ...] = ()
    authors: tuple[FacetValue, ...] = ()
    kinds: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundWork:
    """A work of a list of results, with the passage that answers best; none when nothing was searched for."""

    document: ListedDocument
    kinds: tuple[Kind, ...]
    hit: Hit | None = None


@dataclass(frozen=True, slots=True)
class ResultList:
    """Works found, best first (the newest first without a question), and their facets.

    ``added`` are the words searched beside those of the question.
    """

    question: str
    filters: Filters
    works: tuple[FoundWork, ...]
    facets: Facets
    conditions: tuple[Condition, ...] = ()
    added: tuple[AddedWords, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages found for a question. ``timings_ms`` has a ``total``.

    ``filters`` are those asked for, ``conditions`` those read in the question, ``searched`` what came of both.
    """

    question: str
    standalone_question: str
    filters: Filters
    hits: tuple[Hit, ...]
    timings_ms: dict[str, float] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    searched: SearchedQuery | None = None
