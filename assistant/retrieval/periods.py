"""Periods told in a question (« depuis juin 2022 », « entre 2020 et 2022 ») as intervals of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.sources.references import french_date
from assistant.text import NUMBER_WORDS, fold_same_length

_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
           "novembre", "decembre")  # fmt: skip
_MONTH = "(?:" + "|".join(_MONTHS) + ")"
_YEAR = r"(?:19|20)\d\d"
_MOMENT = (
    rf"(?:\d{{1,2}}(?:er)?\s+{_MONTH}\s+{_YEAR}|\d{{1,2}}/\d{{1,2}}/{_YEAR}|{_YEAR}-\d\d-\d\d|{_MONTH}(?:\s+{_YEAR})?"
    rf"|\d{{1,2}}/{_YEAR}|{_YEAR}-\d\d(?!\d)|{_YEAR}|cette\s+annee|l'an(?:nee)?\s+(?:dernier|derniere|passee?))(?![\w/-]|'\w)"
)
_ARTICLE = r"(?:l'annee\s+|le\s+|la\s+|l'|du\s+|d'|mois\s+de\s+|debut\s+)*"
_COUNT = r"(\d{1,2}|" + "|".join(word for word in NUMBER_WORDS if " " not in word and "-" not in word) + "|un)"
_PATTERNS = {
    "between": re.compile(
        rf"(?:entre|de|du|d')\s*{_ARTICLE}({_MOMENT})\s+(?:et|a|au|a la fin de)\s+{_ARTICLE}({_MOMENT})"
    ),
    "ago": re.compile(
        rf"(?:depuis|ces|au cours des|sur les)\s+{_COUNT}\s+(?:dernier(?:e)?s\s+)?(an|annee|moi)s?(?!\w)"
    ),
    "since": re.compile(rf"(?:depuis|a partir d[eu]|a compter d[eu]|des)\s+{_ARTICLE}({_MOMENT})"),
    "after": re.compile(rf"(?:apres|posterieure?s? a|plus recente?s? qu(?:e\s|'))\s*{_ARTICLE}({_MOMENT})"),
    "before": re.compile(rf"(?:avant|anterieure?s? a)\s+{_ARTICLE}({_MOMENT})"),
    "until": re.compile(rf"jusqu'(?:en|a|au)\s+{_ARTICLE}({_MOMENT})"),
    "within": re.compile(rf"(?:(?:en|de|du|pour|le|au|dans)\s+|d')?{_ARTICLE}({_MOMENT})"),
}
"""Ways to tell a period, tried in this order on folded text."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, None for an open end; ``end`` is where its words end."""

    end: int
    first: date | None
    last: date | None
    label: str

    @property
    def value(self) -> str:
        """An ISO 8601 interval, open ends written ``..``."""
        return "/".join(day.isoformat() if day else ".." for day in (self.first, self.last))


def period_at(text: str, start: int, today: date) -> Period | None:
    """The period whose words begin at an offset of a text, None when there is none or it is impossible.

    Args:
        text: A question.
        start: Where to look.
        today: From which « depuis juin » and « cette année » are reckoned: the latest June that has begun.
    """
    folded = fold_same_length(text).replace("’", "'")
    for name, pattern in _PATTERNS.items():
        match = pattern.match(folded, start)
        if match is None:
            continue
        found = _ago(match, today) if name == "ago" else _told(name, match, today)
        if found and not (found.first and found.last and found.first > found.last):
            return found
    return None


def days_of(value: str) -> tuple[str | None, str | None]:
    """First and last ISO day of ``Period.value``, None for an open end."""
    first, last = value.split("/")
    return (None if first == ".." else first), (None if last == ".." else last)


def _told(name: str, match: re.Match[str], today: date) -> Period | None:
    told = list(match.groups())
    if len(told) > 1 and told[0] in _MONTHS and (year := re.search(_YEAR, told[1])):
        told[0] += f" {year[0]}"  # « entre juin et septembre 2023 »
    moments = [_moment(words, today) for words in told]
    if None in moments:
        return None
    (first, last, shown), *others = (moment for moment in moments if moment)
    end, the = match.end(), "le " if len(shown.split()) == 3 else ""
    one_day = timedelta(days=1)
    if name == "between":
        return Period(end, first, others[0][1], f"entre {the}{shown} et {'le ' if the else ''}{others[0][2]}")
    if name == "since":
        return Period(end, first, None, f"depuis {the}{shown}")
    if name == "after":
        return Period(end, last + one_day, None, f"après {the}{shown}")
    if name == "before":
        return Period(end, None, first - one_day, f"avant {the}{shown}")
    if name == "until":
        return Period(end, None, last, f"jusqu'au {shown}" if the else f"jusqu'en {shown}")
    return Period(end, first, last, f"du {shown}" if the else f"en {shown}")


def _ago(match: re.Match[str], today: date) -> Period:
    count = 1 if match[1] == "un" else NUMBER_WORDS.get(match[1]) or int(match[1])
    months = count if match[2] == "moi" else 12 * count
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    day = min(today.day, calendar.monthrange(year, month + 1)[1])
    first = date(year, month + 1, day)
    return Period(match.end(), first, None, f"depuis le {french_date(first.isoformat())}")


def _moment(words: str, today: date) -> tuple[date, date, str] | None:
    """First day, last day and French name of a moment; None for a date that the calendar lacks."""
    year, month, day = _parts(words, today)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    last_month = month or 12
    last = date(year, last_month, day or calendar.monthrange(year, last_month)[1])
    iso = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
    return first, last, french_date(iso)


def _parts(words: str, today: date) -> tuple[int, int | None, int | None]:
    """Year, month and day; 13 as a month when there is no such date."""
    if words.startswith("cette"):
        return today.year, None, None
    if words.startswith("l'an"):
        return today.year - 1, None, None
    if match := re.fullmatch(rf"(?:(\d{{1,2}})(?:er)?\s+)?({_MONTH})(?:\s+({_YEAR}))?", words):
        month = _MONTHS.index(match[2]) + 1
        year = int(match[3]) if match[3] else today.year - (month > today.month)
        return year, month, int(match[1]) if match[1] else None
    year, *rest = reversed(_numbers(words)) if "/" in words else _numbers(words)
    told = [*rest, None, None]
    return year, 13 if rest and not 1 <= rest[0] <= 12 else told[0], told[1]


def _numbers(words: str) -> list[int]:
    return [int(part) for part in re.split(r"[/-]", words)]
