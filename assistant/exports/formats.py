"""The formats of an export by the suffix of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant.exports.bibtex import bibtex
from assistant.exports.mail import mail
from assistant.exports.markdown import markdown
from assistant.exports.opendocument import opendocument
from assistant.exports.report import Report, Source, make_report
from assistant.exports.ris import ris
from assistant.exports.word import word
from assistant.models import Answer, ExportedFile
from assistant.text import STOP_WORDS, fold

_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, and its media type (IANA's where it has one)."""

    media_type: str
    write: Callable[[Report], bytes]


FORMATS: Mapping[str, Format] = {
    ".md": Format("text/markdown; charset=utf-8", markdown),
    ".docx": Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", word),
    ".odt": Format("application/vnd.oasis.opendocument.text", opendocument),
    ".ris": Format("application/x-research-info-systems", ris),
    ".bib": Format("application/x-bibtex; charset=utf-8", bibtex),
    ".txt": Format("text/plain; charset=utf-8", lambda report: mail(report).encode()),
}


def export(answer: Answer, sources: Mapping[str, Source], suffix: str, day: str) -> ExportedFile:
    """An answer with its sources as a file.

    Args:
        answer: It cites something: what cites nothing is not exported.
        sources: The documents cited, by id.
        suffix: One of ``FORMATS``.
        day: ISO 8601 day of the export.
    """
    chosen = FORMATS[suffix]
    name = f"{file_stem(answer.question)}-{day}{suffix}"
    return ExportedFile(name, chosen.media_type, chosen.write(make_report(answer, sources, day)))


def file_stem(question: str) -> str:
    """« reponse-echeance-engagement » for a question: letters and figures alone, a few words."""
    words = [word for word in re.findall(r"[a-z0-9]+", fold(question)) if word not in STOP_WORDS]
    return "-".join(["reponse", *words[:_NAME_WORDS]])[:80]
