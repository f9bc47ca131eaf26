"""A list of works as a library catalogue shows it, with facets: pure functions on hits and holdings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from assistant.models import Condition, Facets, FacetValue, Filters, FoundWork, Hit, Listing, ResultList
from assistant.retrieval.holdings import Work
from assistant.text import stems

MOST_HITS = 100
"""Passages from which a list of works is made."""

KIND_LABELS = {"notice": "Notices", "pdf": "PDF"}


def result_list(
    question: str,
    hits: Sequence[Hit],
    works: Mapping[str, Work],
    filters: Filters,
    conditions: Sequence[Condition] = (),
) -> ResultList:
    """The works of some hits, in the order of their best passage, and their facets.

    What is nearest by meaning alone is left out as long as some passages hold words of the question: the vectors find
    something for every question, and facets would count the whole catalogue. A work is shown by its best passage that
    reads as prose and holds a word of the question, where it has one.

    Args:
        question: What was searched.
        hits: Passages found, best first.
        works: The works of the catalogue, by id.
        filters: Those in force.
        conditions: Those read in the question.
    """
    by_words = [hit for hit in hits if hit.scores.get("lexical")]
    wanted = set(stems(question))
    best: dict[str, Hit] = {}
    for hit in by_words or hits:
        if hit.work_id in works:
            kept = best.setdefault(hit.work_id, hit)
            if not _reads(kept, wanted) and _reads(hit, wanted):
                best[hit.work_id] = hit
    found = [_found(works[work_id], hit) for work_id, hit in best.items()]
    return ResultList(question, filters, tuple(found), facets([works[name] for name in best]), tuple(conditions))


def listed_works(
    question: str, listing: Listing, works: Mapping[str, Work], filters: Filters, conditions: Sequence[Condition] = ()
) -> ResultList:
    """The works of a listing of the catalogue, in its order, and their facets."""
    kept = [works[name] for name in dict.fromkeys(one.work_id for one in listing.documents) if name in works]
    found = tuple(_found(work, None) for work in kept)
    return ResultList(question, filters, found, facets(kept), tuple(conditions))


def all_works(works: Mapping[str, Work], allowed: Collection[str] | None, filters: Filters) -> ResultList:
    """Every work that has a document allowed (None: all), the newest first, and their facets."""
    kept = [
        work for work in works.values() if allowed is None or any(document.id in allowed for document in work.documents)
    ]
    found = sorted((_found(work, None) for work in kept), key=lambda one: one.document.date or "", reverse=True)
    return ResultList("", filters, tuple(found), facets(kept))


def facets(works: Iterable[Work]) -> Facets:
    """How many works have each descriptor, year, author and kind; a work counts once for each."""
    descriptors: Counter[str] = Counter()
    years: Counter[str] = Counter()
    authors: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for work in works:
        descriptors.update(set(work.descriptors))
        authors.update(set(work.authors))
        kinds.update(set(work.kinds))
        years.update({one.date[:4] for one in (work.listed(d) for d in work.documents) if one.date})
    return Facets(
        descriptors=_values(descriptors),
        years=tuple(FacetValue(year, year, count) for year, count in sorted(years.items(), reverse=True)),
        authors=_values(authors),
        kinds=tuple(FacetValue(kind, KIND_LABELS[kind], count) for kind, count in sorted(kinds.items())),
    )


def _reads(hit: Hit, wanted: AbstractSet[str]) -> bool:
    """True for prose with a word of the question: a list of descriptors or of files does not end as a sentence does."""
    text = hit.passage.text.rstrip()
    return text.endswith((".", "!", "?", "…", "»")) and not wanted.isdisjoint(stems(text))


def _values(counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    return tuple(FacetValue(name, name, n) for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _found(work: Work, hit: Hit | None) -> FoundWork:
    return FoundWork(work.listed(work.first), work.kinds, hit)
