"""What is known of a document beside its text: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.models import Document, DocumentSummary, Kind
from assistant.sources.references import reference


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
