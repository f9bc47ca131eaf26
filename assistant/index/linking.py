"""Which PDFs belong to which notice: a pure function of what is in the catalogue, whatever came first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from os.path import commonpath
from pathlib import PurePath

from assistant.index.facets import LiveDocument
from assistant.text import tokens

_SUFFIX = re.compile(r"\.(?:pdf|docx?|odt|html?)$", re.IGNORECASE)


def link_works(documents: Iterable[LiveDocument]) -> dict[str, str]:
    """Work of each document: a PDF named by a notice's attachments joins the notice's work, any other is its own.

    A PDF is named by its file name first, by its title else; accents, case, punctuation and suffix are ignored. Of
    several PDFs of that name, those beside the notice are taken; if there is none the name is ambiguous and links
    nothing. A PDF that several notices name goes to the nearest by folder, then to the first by file.

    Args:
        documents: All the live documents.

    Returns:
        Work id by document id; a work's id is the id of its notice, or of the PDF that stands alone.
    """
    ordered = sorted(documents, key=lambda document: (document.file, document.path))
    works = {document.id: document.id for document in ordered}
    pdfs = [document for document in ordered if document.kind == "pdf"]
    by_file = _grouped((link_key(PurePath(pdf.file).name), pdf) for pdf in pdfs)
    by_title = _grouped((link_key(pdf.title), pdf) for pdf in pdfs)
    nearest: dict[str, int] = {}
    for notice in ordered:
        for name in notice.facets.attachments:
            key = link_key(name)
            for pdf in _chosen(notice, by_file.get(key) or by_title.get(key) or []):
                shared = len(PurePath(commonpath([notice.path, pdf.path])).parts)
                if shared > nearest.get(pdf.id, -1):
                    nearest[pdf.id] = shared
                    works[pdf.id] = notice.id
    return works


def link_key(name: str) -> str:
    """What is compared of the name of an attachment, a file or a title."""
    return " ".join(tokens(_SUFFIX.sub("", name.strip()).replace("_", " ")))


def _grouped(pairs: Iterable[tuple[str, LiveDocument]]) -> dict[str, list[LiveDocument]]:
    groups: dict[str, list[LiveDocument]] = {}
    for key, document in pairs:
        if key:
            groups.setdefault(key, []).append(document)
    return groups


def _chosen(notice: LiveDocument, candidates: Sequence[LiveDocument]) -> Sequence[LiveDocument]:
    if len(candidates) <= 1:
        return candidates
    folder = PurePath(notice.path).parent
    beside = [pdf for pdf in candidates if PurePath(pdf.path).parent == folder]
    return beside if len(beside) == 1 else []
