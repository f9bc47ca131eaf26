"""The answer of the catalogue to a question about itself: the works that fit, counted and listed from the metadata."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.index.facets import LiveDocument
from assistant.models import Condition, Filters, ListedDocument, Listing
from assistant.retrieval.catalogue_questions import CatalogueQuestion
from assistant.retrieval.conditions import with_conditions
from assistant.retrieval.holdings import Holdings, Work
from assistant.sources.references import french_date
from assistant.text import fold, stem, stems, tokenise

if TYPE_CHECKING:
    from assistant.index.store import Index

MOST_PASSAGES = 5_000
"""Passages read at most to find those that hold the words of a subject."""


@dataclass(frozen=True, slots=True)
class _Subject:
    """Documents that hold the words of a subject; ``cut`` when there may be more."""

    documents: frozenset[str]
    cut: bool


def make_listing(asked: CatalogueQuestion, index: Index, holdings: Holdings, filters: Filters) -> Listing:
    """What the catalogue holds for a question, the newest first.

    Args:
        asked: What was understood of the question.
        index: Where the words of a subject that is no descriptor are looked for.
        holdings: The works of the catalogue.
        filters: Those that the user asks for besides; they win over the conditions of the question.
    """
    wanted, conditions = with_conditions(filters, [one for one in asked.conditions if one.field != "recent"])
    names = [one.value for one in conditions if one.field == "author"]
    subjects = _subjects(conditions)
    # An author of the catalogue is compared whole: « Région X » is not « Préfecture de la région X ».
    plain = replace(wanted, authors=filters.authors, descriptors=filters.descriptors)
    works = holdings.works()
    allowed = index.allowed_documents(replace(plain, kinds=()))
    subject = _subject(asked.topic, index) if asked.topic else None
    typed = _typed(asked.type_words, works.values(), holdings) if asked.type_words else None
    found: list[ListedDocument] = []
    for work in works.values():
        kept = [
            one
            for one in work.documents
            if (allowed is None or one.id in allowed) and _of_kind(one, plain.kinds, asked)
        ]
        if names and not set(names) & set(work.authors):
            continue
        if any(not set(group) & set(work.descriptors) for group in subjects):
            continue
        if typed is not None and work.id not in typed:
            continue
        if subject is not None:
            kept = kept if asked.counted == "works" and _holds(work.documents, subject) else [
                one for one in kept if one.id in subject.documents
            ]  # fmt: skip
        found.extend(work.listed(one) for one in (kept[:1] if asked.counted == "works" else kept))
    found.sort(key=lambda one: (one.date or "", one.title), reverse=True)
    shown = tuple(found if asked.latest is None else found[: asked.latest])
    criteria = (*_criteria(asked, conditions), *_told(filters), *_imprecise(found, wanted))
    return Listing(asked.counted, len(found), criteria, shown, at_least=bool(subject and subject.cut))


def _of_kind(document: LiveDocument, kinds: Collection[str], asked: CatalogueQuestion) -> bool:
    if asked.counted == "works":
        return not kinds or document.kind in kinds
    return document.kind == {"notices": "notice", "pdfs": "pdf"}[asked.counted]


def _holds(documents: Sequence[LiveDocument], subject: _Subject) -> bool:
    return any(one.id in subject.documents for one in documents)


def _subject(words: str, index: Index) -> _Subject:
    """Documents that have a passage, its title and headings included, with every word of a subject."""
    wanted = set(stems(words))
    found = index.lexical(words, MOST_PASSAGES) if wanted else []
    passages = index.passages([name for name, _ in found])
    holding = (one.document_id for one in passages if wanted <= set(stems(f"{one.context}\n{one.text}")))
    return _Subject(frozenset(holding), len(found) >= MOST_PASSAGES)


def _typed(words: str, works: Collection[Work], holdings: Holdings) -> frozenset[str]:
    """Works whose type of document, or a title, holds the noun asked for."""
    wanted, types = _plain_stems(words), holdings.types()
    kept = set()
    for work in works:
        told = [types.get(one.id, "") for one in work.documents] + [one.title for one in work.documents]
        if any(wanted <= _plain_stems(text) for text in told):
            kept.add(work.id)
    return frozenset(kept)


def _plain_stems(text: str) -> set[str]:
    """Stems without accents, of words without the « s » that the stemmer leaves (« rendus »)."""
    return {stem(token.folded.removesuffix("s")) for token in tokenise(fold(text))}


def _criteria(asked: CatalogueQuestion, conditions: Sequence[Condition]) -> tuple[str, ...]:
    told: list[str] = []
    if asked.type_words:
        told.append(f"type de document ou titre contenant « {_singular(asked.type_words)} »")
    told += [f"descripteur {_quoted(group)}" for group in _subjects(conditions)]
    for field in ("author", "date"):
        of_field = [one for one in conditions if one.field == field]
        label = " ou ".join(one.label if n == 0 else f"« {one.value} »" for n, one in enumerate(of_field))
        told += [f"{label} (date du document)" if field == "date" else label] if of_field else []
    if asked.topic:
        told.append(f"texte contenant « {' '.join(asked.topic.split())} » (aucun descripteur de ce nom)")
    return tuple(told)


def _subjects(conditions: Sequence[Condition]) -> list[tuple[str, ...]]:
    """Descriptors that a work must have, one of each group: « sur A en B » asks for both, « sur A ou B » for either."""
    groups: list[tuple[str, ...]] = []
    for one in conditions:
        if one.field != "descriptor":
            continue
        if groups and one.words.lower().startswith("ou "):
            groups[-1] = (*groups[-1], one.value)
        else:
            groups.append((one.value,))
    return groups


def _singular(words: str) -> str:
    return re.sub(r"s\b", "", words)


def _told(filters: Filters) -> tuple[str, ...]:
    """The filters that the user set, in words."""
    told = []
    if filters.date_from:
        told.append(f"à partir du {french_date(filters.date_from)}")
    if filters.date_to:
        told.append(f"jusqu'au {french_date(filters.date_to)}")
    told += [f"descripteur {_quoted(filters.descriptors)}"] if filters.descriptors else []
    told += [f"auteur {_quoted(filters.authors)}"] if filters.authors else []
    told += [" ou ".join({"notice": "notices", "pdf": "PDF"}[kind] for kind in filters.kinds)] if filters.kinds else []
    return tuple(told)


def _imprecise(found: Sequence[ListedDocument], filters: Filters) -> tuple[str, ...]:
    """That some documents are dated by their year or month alone, which goes over an end of the period."""
    start, end = filters.date_from or "0000-00-00", filters.date_to or "9999-99-99"
    over = [
        one
        for one in found
        if one.date and len(one.date) < 10 and not start <= _first(one.date) <= _last(one.date) <= end
    ]
    return (f"dont {len(over)} daté{'s' * (len(over) > 1)} sans le jour, peut-être hors de la période",) if over else ()


def _first(date: str) -> str:
    return f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"


def _last(date: str) -> str:
    return f"{date}-12-31"[:10] if len(date) == 4 else f"{date}-28"


def _quoted(names: Sequence[str]) -> str:
    return " ou ".join(f"« {name} »" for name in names)
