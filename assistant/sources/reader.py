"""Reading any file of a corpus: the format is told by the name and checked on the content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.errors import SourceError, os_reason
from assistant.models import Document
from assistant.sources.exports import EXPORT_SUFFIXES
from assistant.sources.limits import ParseLimits

PDF_SUFFIXES = frozenset({".pdf"})
NOTICE_SUFFIXES = frozenset({".txt", ".html", ".htm"})
DOCUMENT_SUFFIXES = PDF_SUFFIXES | NOTICE_SUFFIXES
"""Suffixes, in lower case, of the files that hold one document."""

READABLE_SUFFIXES = DOCUMENT_SUFFIXES | EXPORT_SUFFIXES
"""Ends of names, in lower case, of the files that are read; the others are left alone."""

_PDF_MARK = b"%PDF-"
_MARK_ZONE = 1024  # a PDF's mark stands in its first bytes, not always at the very first
_MEGABYTE = 1024 * 1024


def read_source(path: Path, file: str, limits: ParseLimits) -> Document:
    """Read one file as a document. Files that hold several are read by ``exports.read_export``.

    Args:
        path: The file on disk.
        file: Its name relative to the ingested folder, with ``/``.
        limits: Size and page limits; time and memory are the worker's concern.

    Returns:
        The document; its ``id`` and ``work_id`` derive from ``file``.

    Raises:
        SourceError: The file is missing, empty, too large, of an unknown kind, or cannot be read.
    """
    data = file_bytes(path, file, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = path.suffix.lower()
    if is_pdf(data) or suffix in PDF_SUFFIXES:
        del data
        from assistant.sources.ocr import PageReader  # each format's library is loaded for its own files only
        from assistant.sources.pdf import read_pdf

        page_reader = None if limits.ocr == "never" else PageReader(limits)
        return read_pdf(path, file, sha256, max_pages=limits.max_pages, page_reader=page_reader)
    if suffix not in NOTICE_SUFFIXES:
        raise SourceError(f"« {file} » : format non lu ; sont lus les fichiers {', '.join(sorted(READABLE_SUFFIXES))}.")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(f"« {file} » : le contenu n'est pas du texte ; vérifiez l'extension du fichier.")
    from assistant.sources.notice_document import notice_document
    from assistant.sources.opac import read_notice

    return notice_document(read_notice(data, file), file, sha256)


def is_pdf(data: bytes) -> bool:
    """True for the content of a PDF, whatever its name."""
    return _PDF_MARK in data[:_MARK_ZONE]


def file_bytes(path: Path, file: str, limits: ParseLimits) -> bytes:
    """The content of a file.

    Raises:
        SourceError: It is missing, empty, too large, or no plain file.
    """
    try:
        if path.exists() and not path.is_file():
            raise SourceError(f"« {file} » : ce n'est pas un fichier ordinaire ; donnez-en une copie.")
        size = path.stat().st_size
        if size > limits.max_file_mb * _MEGABYTE:
            raise SourceError(
                f"« {file} » : {size / _MEGABYTE:.0f} Mo, plus que la limite de {limits.max_file_mb} Mo ;"
                " réduisez le fichier ou relevez max_file_mb."
            )
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"« {file} » : le fichier ne peut pas être ouvert ({os_reason(error)}).") from error
    if not data:
        raise SourceError(f"« {file} » : le fichier est vide.")
    return data
