"""One document of the corpus: found by what a person calls it, taken out, and its pages as images."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import MissingPathError, SourceError, UsageError
from assistant.models import Box, DocumentSummary, FileReport

if TYPE_CHECKING:
    from assistant.index.store import Index

_CHOICES_SHOWN = 5


def remove_document(index: Index, document_or_file: str) -> FileReport:
    """Take one document out of the index, by id, by file as it is listed, or by its path on disk.

    Raises:
        MissingPathError: No document has this id or file.
        UsageError: Several documents have this file name.
    """
    found = named(index, document_or_file)
    if not found:
        raise MissingPathError(
            f"Aucun document « {document_or_file} » dans le corpus ; « assistant status » en donne la liste."
        )
    if len(found) > 1:
        choices = " ; ".join(f"{one.id} ({index.document_path(one.id)})" for one in found[:_CHOICES_SHOWN])
        more = " ; …" if len(found) > _CHOICES_SHOWN else ""
        raise UsageError(
            f"Plusieurs documents s'appellent « {document_or_file} » : donnez l'identifiant. {choices}{more}"
        )
    with index.writer() as writer:
        writer.remove(found[0].id)
    return FileReport(found[0].file, "removed", pages=found[0].pages, passages=found[0].passages)


def named(index: Index, document_or_file: str) -> list[DocumentSummary]:
    """Documents of this id or path, else of this file, else of this base name."""
    given, summaries = Path(document_or_file), index.documents()
    path = given.parent.resolve() / given.name
    return (
        [s for s in summaries if document_or_file == s.id or path == index.document_path(s.id)]
        or [s for s in summaries if document_or_file == s.file]
        or [s for s in summaries if document_or_file == s.file.rsplit("/", 1)[-1]]
    )


def file_of(index: Index, document_id: str) -> Path | None:
    """The file a live document was read from, None when it is no longer there."""
    path = index.document_path(document_id)
    return path if path is not None and path.is_file() else None


def page_image(index: Index, document_id: str, page: int, boxes: Sequence[Box] = ()) -> bytes:
    """A page as a PNG with boxes highlighted.

    Args:
        index: Where the document is.
        document_id: Id of a live PDF.
        page: Physical number, 1-based.
        boxes: Boxes of that page; those of other pages are left out.

    Raises:
        SourceError: The document is not a PDF of the corpus, its file has gone, or it has no such page.
    """
    from assistant.sources.rendering import render_page

    document = index.document(document_id)
    if document is None or document.kind != "pdf":
        raise SourceError("Ce document n'est pas un PDF du corpus.")
    path = file_of(index, document_id)
    if path is None:
        raise SourceError(f"Le fichier « {document.file} » n'est plus à sa place : l'image ne peut être montrée.")
    return render_page(path, page, [box for box in boxes if box.page == page])
