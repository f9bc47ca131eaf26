"""The running text of a notice: its repetition set aside, and the dates that it tells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.text import dates, fold, parse_date

_SAME = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-", "…": "..."})
_LONG = 40
"""Characters from which a paragraph counts as a repeat even when its line breaks are not the same."""
_LONE_DATE = re.compile(r"(?:le\s+)?(?P<date>[0-9a-zéûA-Z./ -]{4,20})", re.IGNORECASE)
_HEADING_LENGTH = 120


def paragraph_key(text: str) -> str:
    """What two paragraphs have in common when they say the same: no case, accents, white space, kind of quote."""
    return "".join(fold(text.translate(_SAME)).split())


def added_paragraphs(first: Sequence[str], second: Sequence[str]) -> list[str]:
    """Paragraphs of ``second`` that ``first`` does not hold, with the repeated headings that introduce them."""
    if not second:
        return []
    keys = [paragraph_key(text) for text in first]
    known, whole = set(keys), "".join(keys)
    added: list[str] = []
    last_kept = len(second)
    for index in range(len(second) - 1, -1, -1):
        text = second[index]
        key = paragraph_key(text)
        repeated = key in known or (len(key) >= _LONG and key in whole)
        introduces = added and last_kept == index + 1 and _introduces(text, added[-1])
        if not repeated or introduces:
            added.append(text)
            last_kept = index
    return added[::-1]


def _introduces(text: str, following: str) -> bool:
    return _is_short_heading(text) and not _is_short_heading(following)


def _is_short_heading(text: str) -> bool:
    return len(text) <= _HEADING_LENGTH and text[-1:] not in {".", ";", ",", ":"}


def lone_date(line: str) -> str | None:
    """ISO day of a line that is a date and nothing else, None for any other line."""
    match = _LONE_DATE.fullmatch(line.strip())
    iso = parse_date(match["date"]) if match else None
    return iso if iso and len(iso) == len("2023-06-01") else None


def split_halves(lines: Sequence[str]) -> tuple[list[str], str | None, list[str]]:
    """The abstract, the line of the publication date, and the contents of an unlabelled notice.

    The date line that separates them is the one after which the text begins again; else the last line where it is a
    date (there are no contents), else the first date line. Without one, the contents begin where a long paragraph
    comes back.
    """
    days = [index for index, line in enumerate(lines) if lone_date(line)]
    keys = [paragraph_key(line) for line in lines]
    for day in days:
        if keys[day + 1 : day + 2] and keys[day + 1] in keys[:day]:
            return list(lines[:day]), lines[day], list(lines[day + 1 :])
    if days:
        day = days[-1] if days[-1] == len(lines) - 1 else days[0]
        return list(lines[:day]), lines[day], list(lines[day + 1 :])
    for index, key in enumerate(keys):
        if len(key) >= _LONG and key in keys[:index]:
            return list(lines[:index]), None, list(lines[index:])
    return list(lines), None, []


def event_dates(text: str, published: str | None) -> tuple[str, ...]:
    """ISO days and months told in a text, each once, in order of appearance.

    A day whose year is not said takes that of the notice when every other day of the text is in the year of the
    publication; else it is left out, as years alone are.
    """
    mentions = [mention for mention in dates(text) if mention.kind != "year"]
    years = {mention.iso[:4] for mention in mentions if mention.iso} | ({published[:4]} if published else set())
    year = next(iter(years)) if published and len(years) == 1 else None
    found: dict[str, None] = {}
    for mention in mentions:
        iso = mention.iso
        if iso is None and year:
            iso = parse_date(f"{text[mention.start : mention.end]} {year}")
        if iso:
            found[iso] = None
    return tuple(found)
