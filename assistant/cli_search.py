"""What ``search`` and ``ask`` print beside passages and sentences: conditions, facets, listings, explanations.

Pure functions on the data of ``models``, for a reader and for ``--json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.cli_text import printable
from assistant.models import KIND_NAMES, Condition, Facets, FacetValue, Filters, Hit, Listing, SearchResult
from assistant.text import one_line

SIGNALS = {
    "fused": "score d'ensemble",
    "dense": "proximité de sens",
    "lexical": "mots",
    "coverage": "mots de la question couverts",
    "recent": "nouveauté",
}
"""French names of the signals; another one is shown under its own name."""

SOURCES = {
    "acronym": "sigle",
    "spelling": "faute de frappe ou autre graphie",
    "thesaurus": "thésaurus",
    "date": "autre écriture de la date",
    "number": "autre écriture du nombre",
}

FILTERS = {"from": "depuis", "to": "jusqu'à", "descriptors": "descripteur", "authors": "auteur", "kinds": "type"}
"""French names of the filters."""

_FACETS = (
    ("descriptors", "Descripteurs"), ("years", "Années"), ("authors", "Auteurs"), ("kinds", "Types"),
)  # fmt: skip
VALUES_SHOWN = 10
"""Values of a facet that are printed for a reader."""


def conditions_json(conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """The conditions read in a question."""
    return [asdict(one) for one in conditions]


def listing_json(listing: Listing | None) -> dict[str, Any] | None:
    """The listing of a question about the catalogue."""
    if listing is None:
        return None
    documents = [{**asdict(one), "authors": list(one.authors)} for one in listing.documents]
    return {**asdict(listing), "criteria": list(listing.criteria), "documents": documents}


def facets_json(facets: Facets) -> dict[str, Any]:
    """Counts of works by value."""
    return {name: [asdict(value) for value in getattr(facets, name)] for name, _ in _FACETS}


def explain_json(result: SearchResult) -> dict[str, Any]:
    """Why each passage of a search is there: the query as searched, then each signal's score and rank."""
    asked = result.searched
    return {
        "query": {
            "text": asked.text if asked else result.standalone_question,
            "filters": filters_json(asked.filters if asked else result.filters),
            "expansions": [asdict(one) for one in asked.added] if asked else [],
            "recent": bool(asked and asked.recent),
            "conditions": conditions_json(result.conditions),
        },
        "hits": [
            {
                "rank": hit.rank,
                "passage_id": hit.passage.id,
                "signals": [
                    {"name": name, "label": SIGNALS.get(name, name), "score": score, "rank": rank}
                    for name, score, rank in signals_of(hit, result.hits)
                ],
            }
            for hit in result.hits
        ],
    }


def signals_of(hit: Hit, hits: Sequence[Hit]) -> list[tuple[str, float, int]]:
    """(name, score, rank among the hits) of each signal of a hit; the highest score has rank 1."""
    return [
        (name, score, 1 + sum(other.scores.get(name, float("-inf")) > score for other in hits))
        for name, score in hit.scores.items()
    ]


def conditions_text(conditions: Sequence[Condition]) -> str:
    """What was understood of the question; empty when nothing was."""
    applied = [one.label for one in conditions if one.applied]
    left_out = [one.label for one in conditions if not one.applied]
    lines = [f"Compris dans la question : {' ; '.join(applied)} (--no-conditions pour s'en passer)"] if applied else []
    lines += [f"Sans effet, car aucun document n'y répond : {' ; '.join(left_out)}"] if left_out else []
    return printable("\n".join(map(one_line, lines)))


def facets_text(facets: Facets, works: int) -> str:
    """The facets for a reader, the first values of each."""
    lines = [f"Dans {works} document{'s' * (works > 1)} trouvé{'s' * (works > 1)}"]
    for name, title in _FACETS:
        values: tuple[FacetValue, ...] = getattr(facets, name)
        shown = [f"{one_line(value.label)} ({value.count})" for value in values[:VALUES_SHOWN]]
        more = len(values) - VALUES_SHOWN
        shown += [f"et {more} autre{'s' * (more > 1)}"] if more > 0 else []
        lines.append(f"{title} : {' ; '.join(shown) or 'aucun'}")
    return printable("\n".join(lines))


def explain_text(result: SearchResult) -> str:
    """Why each passage is there, for a reader."""
    asked = result.searched
    lines = [f"Recherche : {one_line(asked.text if asked else result.standalone_question)}"]
    for one in asked.added if asked else ():
        source = SOURCES.get(one.source, one.source)
        lines.append(f"Mots ajoutés : {one.shown}, pour « {one.origin} » ({source}, poids {_figure(one.weight)})")
    filters = filters_json(asked.filters if asked else result.filters)
    several = {name: [value] if isinstance(value, str) else value for name, value in filters.items() if value}
    told = [
        f"{FILTERS[name]} {', '.join(KIND_NAMES.get(one, one) for one in values)}" for name, values in several.items()
    ]
    lines.append(f"Filtres : {' ; '.join(told) or 'aucun'}")
    if asked and asked.recent:
        lines.append("Les plus récents d'abord, à égalité")
    for hit in result.hits:
        signals = [
            f"{SIGNALS.get(name, name)} {_figure(score)} (rang {rank})"
            for name, score, rank in signals_of(hit, result.hits)
        ]
        lines.append(f"{hit.rank}. {one_line(hit.title)} : {' ; '.join(signals) or 'aucun score'}")
    return printable("\n".join(lines))


def filters_json(filters: Filters) -> dict[str, Any]:
    """The conditions of a search; ``from`` and ``to`` are inclusive days."""
    return {
        "from": filters.date_from,
        "to": filters.date_to,
        "descriptors": list(filters.descriptors),
        "authors": list(filters.authors),
        "kinds": list(filters.kinds),
    }


def _figure(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",")
