"""The works that an answer cites, one entry each, for reference managers: what RIS and BibTeX share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.exports.report import HEADINGS, NBSP, Report, Source, clean, quoted
from assistant.models import Citation, Document
from assistant.sources.descriptions import Description, description
from assistant.sources.references import french_date, page_label
from assistant.text import STOP_WORDS, fold

WorkType = Literal["report", "article", "book", "thesis", "conference", "law", "web", "other"]

_TYPES: tuple[tuple[WorkType, str], ...] = (
    ("report", "rapport etude bilan diagnostic enquete synthese dossier evaluation observation tableau"),
    ("article", "article periodique revue bulletin"),
    ("thesis", "these memoire"),
    ("conference", "actes colloque conference"),
    ("law", "loi decret arrete circulaire ordonnance"),
    ("book", "livre ouvrage monographie manuel"),
)
"""First words of types of document, folded."""

_REPORT_PHRASES = ("compte rendu", "compte-rendu", "document de travail", "litterature grise")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A work that is cited.

    ``key`` depends on the work alone, so that it is the same in every export. ``notes`` are French lines: the pages
    cited, the question, the level when it is not an answer, the warnings.
    """

    key: str
    type: WorkType
    told: Description
    notes: tuple[str, ...]


def cited_works(report: Report) -> list[CitedWork]:
    """The works of an answer, in the order of their first citation."""
    groups: dict[str, list[Citation]] = {}
    for citation in report.answer.citations:
        groups.setdefault(citation.work_id, []).append(citation)
    return [_work(work_id, citations, report) for work_id, citations in groups.items()]


def _work(work_id: str, citations: Sequence[Citation], report: Report) -> CitedWork:
    found = [source for one in citations if (source := report.sources.get(one.document_id))]
    # A PDF says what its notice does, and its own file besides.
    best = next((source for source in found if source.document.kind == "pdf"), found[0] if found else None)
    told = description(best.document, best.notice) if best else Description(title=clean(citations[0].title))
    notes = [_pages(citations, report), f"Cité en réponse à{NBSP}: {quoted(report.question)} ({_day(report)})"]
    if report.level != "answer":
        notes.append(f"{HEADINGS[report.level]}{NBSP}: pas de réponse sûre, passage le plus proche")
    notes += [f"À savoir{NBSP}: {warning}" for warning in report.warnings]
    return CitedWork(_key(told, best, work_id), type_of(told), told, tuple(notes))


def type_of(told: Description) -> WorkType:
    """The type of a work from the words of its notice; unknown, a book has an ISBN and what is online an address."""
    kind = fold(told.document_type)
    if kind.startswith(_REPORT_PHRASES):
        return "report"
    words = _WORD.findall(kind)
    singular = words[0].removesuffix("s") if words else ""
    for found, firsts in _TYPES:
        if singular and singular in {word.removesuffix("s") for word in firsts.split()}:
            return found
    if told.isbns:
        return "book"
    return "web" if told.url else "other"


def _pages(citations: Sequence[Citation], report: Report) -> str:
    """« Pages citées : notice ; protocole.pdf, p. 3, p. 5 »."""
    places: dict[str, list[str]] = {}
    for citation in citations:
        source = report.sources.get(citation.document_id)
        if citation.file.lower().endswith(".pdf"):
            label = page_label(source.document, citation.page) if source else f"p. {citation.page}"
            places.setdefault(clean(citation.file.rsplit("/", 1)[-1]), []).append(label)
        else:
            places.setdefault("", []).append("notice")
    told = [", ".join([*([file] if file else []), *dict.fromkeys(labels)]) for file, labels in sorted(places.items())]
    return f"Pages citées{NBSP}: {f'{NBSP}; '.join(told)}" if set(places) != {""} else "Cité d’après la notice"


def _day(report: Report) -> str:
    return f"export du {french_date(report.day)}"


def _key(told: Description, source: Source | None, work_id: str) -> str:
    """« region2023objectif65474 »: who, when, what, and the number of the notice, else the digest of the file."""
    who = _first_word(told.creators[0].name if told.creators else next(iter(told.publishers), ""))
    when = (told.published or "sd")[:4]
    what = _first_word(told.title)
    number = "".join(_WORD.findall(fold(told.number)))
    return f"{who}{when}{what}{number[-12:] or _digest(source.document if source else None, work_id)}"


def _digest(document: Document | None, work_id: str) -> str:
    return (document.sha256 if document else "")[:6] or "".join(_WORD.findall(fold(work_id)))[:6]


def _first_word(text: str) -> str:
    words = [word for word in _WORD.findall(fold(text)) if word not in STOP_WORDS and len(word) > 1]
    return words[0] if words else ""
