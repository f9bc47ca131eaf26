"""What is known of a document beside its text, and the filters that it passes: pure functions.

A notice and its PDFs are one work, so a PDF passes a filter on descriptors, authors or dates by its notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.models import Document, DocumentSummary, Filters, Kind
from assistant.sources.references import reference
from assistant.text import fold, normalise_space, tokens


@dataclass(frozen=True, slots=True)
class Facets:
    """What is told of a document in lists and filters; a PDF has a reference alone.

    ``descriptors`` are (label, code) pairs; ``attachments`` are names of files, ``attached`` what else tells them: the
    path where a file was put, its address.
    """

    descriptors: tuple[tuple[str, str | None], ...] = ()
    authors: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    reference: str = ""
    url: str | None = None
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveDocument:
    """A document that is searched, without its text. ``path`` is absolute; ``version`` is its row in the catalogue.

    ``family`` is shared by documents that are versions of one another, and empty where there is no other.
    """

    version: int
    id: str
    work_id: str
    kind: Kind
    title: str
    file: str
    path: str
    sha256: str
    date: str | None
    pages: int
    passages: int
    unread_pages: tuple[int, ...]
    facets: Facets
    family: str = ""


def facets_of(document: Document) -> Facets:
    """Facets of a document: its reference, and what its notice says."""
    notice = document.notice
    if notice is None:
        return Facets(reference=reference(document))
    return Facets(
        descriptors=tuple((descriptor.label, descriptor.code) for descriptor in notice.descriptors),
        authors=tuple(agent.name for agent in notice.authors),
        attachments=tuple(attachment.name for attachment in notice.attachments),
        reference=reference(document),
        url=notice.url,
        attached=tuple(told for one in notice.attachments for told in (one.path, one.url) if told),
    )


def matching(documents: Sequence[LiveDocument], filters: Filters) -> frozenset[str]:
    """Ids of the documents that pass every filter; within one filter any of its values is enough.

    A descriptor is compared with labels and codes, whole; an author passes when all the words asked for are in a
    name. Neither sees case or accents. A date of a month or a year passes when a part of it is in the interval.
    """
    works: dict[str, list[LiveDocument]] = {}
    for document in documents:
        works.setdefault(document.work_id, []).append(document)
    kept: set[str] = set()
    for work in works.values():
        if not _names_match(work, filters):
            continue
        told = next((document.date for document in work if document.kind == "notice" and document.date), None)
        for document in work:
            dated = _in_interval(document.date or told, filters.date_from, filters.date_to)
            if dated and (not filters.kinds or document.kind in filters.kinds):
                kept.add(document.id)
    return frozenset(kept)


def _names_match(work: Sequence[LiveDocument], filters: Filters) -> bool:
    if filters.descriptors:
        names = {_same(name) for document in work for pair in document.facets.descriptors for name in pair if name}
        if names.isdisjoint(_same(asked) for asked in filters.descriptors):
            return False
    if filters.authors:
        known = [set(tokens(author)) for document in work for author in document.facets.authors]
        asked_words = [words for author in filters.authors if (words := set(tokens(author)))]
        return any(words <= name for words in asked_words for name in known)
    return True


def _same(name: str) -> str:
    return fold(normalise_space(name))


def _in_interval(date: str | None, start: str | None, end: str | None) -> bool:
    if not start and not end:
        return True
    if not date:
        return False
    first = f"{date}-01-01"[:10] if len(date) == 4 else f"{date}-01"[:10]
    last = f"{date}-12-31"[:10] if len(date) == 4 else f"{date}-31"[:10]
    return (not start or last >= start) and (not end or first <= end)


def summary(document: LiveDocument, work: Iterable[LiveDocument]) -> DocumentSummary:
    """A line of the list of documents; a PDF takes its link, and the date that it lacks, from its notice."""
    notice = document if document.kind == "notice" else next((d for d in work if d.kind == "notice"), None)
    return DocumentSummary(
        id=document.id,
        work_id=document.work_id,
        kind=document.kind,
        title=document.title,
        file=document.file,
        date=document.date or (notice.date if notice else None),
        pages=document.pages,
        passages=document.passages,
        reference=document.facets.reference,
        url=notice.facets.url if notice else None,
    )
