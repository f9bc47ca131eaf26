"""What one browser's search tab holds: the question, the facets picked, the conditions taken away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast, get_args

from assistant.models import Condition, Filters, Kind, Passage, ResultList
from assistant.ui import texts

FACETS = {
    "descriptors": texts.FILTER_DESCRIPTORS,
    "years": texts.SEARCH_YEARS,
    "authors": texts.FILTER_AUTHORS,
    "kinds": texts.FILTER_KINDS,
}
"""The facets and their titles, in the order of the page."""


@dataclass(frozen=True, slots=True)
class SearchState:
    """A search as it stands.

    ``conditions`` are those last read in the question, ``removed`` those taken away. ``passages`` are those by which
    the works were found, in the order of the page; None for a work that was only listed.
    """

    question: str = ""
    filters: Filters = Filters()
    conditions: tuple[Condition, ...] = ()
    removed: tuple[Condition, ...] = ()
    passages: tuple[Passage | None, ...] = ()

    def having(self, found: ResultList) -> SearchState:
        """The state once its works are found."""
        passages = tuple(work.hit.passage if work.hit else None for work in found.works)
        return replace(self, conditions=found.conditions, passages=passages)

    def passage(self, place: int) -> Passage | None:
        """The passage by which the work at a place was found, from 0."""
        return self.passages[place] if 0 <= place < len(self.passages) else None

    def toggled(self, facet: str, value: str) -> SearchState:
        """The state with a value of a facet picked, or let go; of the years one is picked at a time."""
        if facet == "years":
            if not (value.isdigit() and len(value) == 4):
                return self
            picked = chosen(self.filters, "years") != (value,)
            start, end = (f"{value}-01-01", f"{value}-12-31") if picked else (None, None)
            return replace(self, filters=replace(self.filters, date_from=start, date_to=end))
        if facet not in FACETS or (facet == "kinds" and value not in get_args(Kind)):
            return self
        kept: tuple[str, ...] = getattr(self.filters, facet)
        changed = tuple(one for one in kept if one != value) if value in kept else (*kept, value)
        return replace(self, filters=_with(self.filters, facet, changed))

    def kept_out(self, index: int) -> SearchState:
        """The state without one of the conditions read in the question, by its place."""
        if not 0 <= index < len(self.conditions):
            return self
        return replace(self, removed=(*self.removed, self.conditions[index]))


def chosen(filters: Filters, facet: str) -> tuple[str, ...]:
    """The values of a facet that are picked."""
    if facet != "years":
        values: tuple[str, ...] = getattr(filters, facet)
        return values
    start, end = filters.date_from or "", filters.date_to or ""
    return (start[:4],) if start and start[:4] == end[:4] else ()


def _with(filters: Filters, facet: str, values: tuple[str, ...]) -> Filters:
    if facet == "descriptors":
        return replace(filters, descriptors=values)
    if facet == "authors":
        return replace(filters, authors=values)
    return replace(filters, kinds=cast("tuple[Kind, ...]", values))
