"""Answers as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

EXPORT_FORMATS: Final[Mapping[str, str]] = {
    ".md": "Markdown",
    ".docx": "Word (.docx)",
    ".odt": "LibreOffice (.odt)",
    ".ris": "RIS",
    ".bib": "BibTeX",
    ".txt": "texte",
}
"""The formats in which an answer is exported, by the suffix of the file."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """An export: the name of the file, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes
