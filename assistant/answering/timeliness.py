"""Dates that a quoted sentence announces and that are past today.

Pure functions: the day taken as today is an argument. What a date is compared with, besides today, is the date of its
document: a day told in June 2023 for July was still to come then, whatever the tense of the verb.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answering import messages
from assistant.models import Citation
from assistant.sources.references import french_date
from assistant.text import DateMention, dates, fold, parse_date, sentences

MOST = 3
"""Dates that are told to be past at most."""

_FUTURE = re.compile(
    r"\b(?!(?:opera|camera|ultra|infra|extra|intra|supra|contra|para|agora|front|affront)\b)\w{2,}(?:ra|ront)\b"
    r"|(?<!etait )(?<!etaient )(?<!avait ete )\b(?:prevu|attendu|programme|planifie|espere|fixe)e?s?\b(?! par)"
    r"|\bannoncee?s? pour\b|\ba venir\b|\bprochaine?s?\b|\bau plus tard\b"
    r"|\b(?:doit|doivent|va|vont) [a-z]+(?:er|ir|re)\b"
)
"""Words by which a clause tells what is to come."""

_NEAR = 80
"""Characters before a date in which a verb in the future speaks of it."""

_FROM = re.compile(
    r"(?:prevue?s?(?: pour)?|attendue?s?(?: pour)?|annoncee?s? pour|fixee?s? au|jusqu'(?:au|a|en)|au plus tard"
    r"|a (?:compter|partir) d(?:u|e)|avant|d'ici(?: a| au)?|reporte[rs]?e?s? au)\s*(?:le\s*)?(?:\w+di\s*)?$"
)
"""Words just before a date that open a time from it or close one with it."""

_OPENS_A_SPAN = re.compile(r"\b(?:a (?:compter|partir) d[ue]|depuis|du)\s*(?:le\s*)?(?:\w+di\s*)?$")
_CLOSES_IT = re.compile(r"^\W*(?:et )?(?:jusqu'(?:au|a|en)|au)\s*(?:le\s*)?(?:\w+di\s*)?\d")
"""« à compter du 27 mai 2021 jusqu'au 27 mai 2024 »: the end is what is worth telling to be past."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A date that a text announces, ISO 8601, as precise as the text tells it."""

    iso: str


def warnings_of_dates(citations: Sequence[Citation], today: date) -> list[str]:
    """Sentences in French on the dates that quotes announce and that are past, in order, at most ``MOST``.

    Args:
        citations: The citations of an answer; their ``date`` is their document's.
        today: The day taken as today.
    """
    places: dict[str, list[int]] = {}
    for citation in citations:
        for one in announced(citation.quote, citation.date):
            if last_day(one.iso) < today:
                places.setdefault(one.iso, [])
                if citation.n not in places[one.iso]:
                    places[one.iso].append(citation.n)
    return [messages.date_past(french_date(iso), iso.count("-"), numbers) for iso, numbers in places.items()][:MOST]


def announced(text: str, written: str | None = None) -> Iterator[Announced]:
    """The dates that a text announces as still to come when it was written.

    Args:
        text: Some sentences.
        written: ISO date of the document, None when unknown.

    >>> [one.iso for one in announced("Le projet sera présenté le 7 juillet 2023.")]
    ['2023-07-07']
    """
    for span in sentences(text):
        for clause in re.split(r"[;:•]", text[span.start : span.end]):
            for mention in dates(clause):
                if _OPENS_A_SPAN.search(fold(clause[: mention.start])) and _CLOSES_IT.search(
                    fold(clause[mention.end :])
                ):
                    continue
                iso = _iso(mention, clause, written)
                if iso and parse_date(iso) and _to_come(mention, iso, clause, written):
                    yield Announced(iso)


def last_day(iso: str) -> date:
    """The last day of an ISO year, month or day."""
    year, month, day = [*map(int, iso.split("-")), 0, 0][:3]
    month = month or 12
    return date(year, month, min(day or 31, calendar.monthrange(year, month)[1]))


def _to_come(mention: DateMention, iso: str, clause: str, written: str | None) -> bool:
    before = fold(clause[: mention.start])
    opens = bool(_FROM.search(before))
    heads = re.fullmatch(r"\W*(?:(?:le|en|des|a compter du|a partir du)\W+)*(?:\w+di )?", before)
    told = bool(_FUTURE.search(fold(clause[mention.end :]) if heads else before[-_NEAR:]))
    if written is None:
        return told or opens
    if written.startswith(iso) or iso.startswith(written):
        return told
    if iso > written:  # a year alone names a plan or an edition more often than a day to come
        return told or opens or mention.kind != "year"
    return told and not opens and mention.kind != "year"


def _iso(mention: DateMention, clause: str, written: str | None) -> str | None:
    """The date of a mention; a day without its year, just after « jusqu'au », is the first one after the document's."""
    if mention.iso or not written or len(written) < len("2023-06-01"):
        return mention.iso
    if not _FROM.search(fold(clause[: mention.start])):
        return None
    year = int(written[:4])
    told = [parse_date(f"{clause[mention.start : mention.end]} {number}") for number in (year, year + 1)]
    return next((iso for iso in told if iso and iso >= written), None)
