"""The fields of the filter panel, read into ``Filters`` and told back in words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from typing import get_args

from assistant.errors import UsageError
from assistant.models import Filters, Kind
from assistant.text import parse_date
from assistant.ui.texts import BAD_DATE, BAD_PERIOD, KINDS, french_date


def read_filters(start: object, end: object, descriptors: object, authors: object, kinds: object) -> Filters:
    """Filters from what the page sent, of which nothing is trusted: unknown kinds and empty values are dropped.

    Raises:
        UsageError: A date is not understood, or the period is the wrong way round.
    """
    date_from = _day(start, last=False)
    date_to = _day(end, last=True)
    if date_from and date_to and date_from > date_to:
        raise UsageError(BAD_PERIOD)
    wanted = _strings(kinds)
    chosen: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind in wanted)
    return Filters(date_from, date_to, _strings(descriptors), _strings(authors), chosen)


def describe(filters: Filters) -> tuple[str, ...]:
    """One short French phrase for each active condition."""
    phrases = []
    if filters.date_from and filters.date_to:
        phrases.append(f"du {french_date(filters.date_from)} au {french_date(filters.date_to)}")
    elif filters.date_from:
        phrases.append(f"à partir du {french_date(filters.date_from)}")
    elif filters.date_to:
        phrases.append(f"jusqu’au {french_date(filters.date_to)}")
    kinds = tuple(KINDS[kind] for kind in filters.kinds)
    phrases += [" ou ".join(values) for values in (filters.descriptors, filters.authors, kinds) if values]
    return tuple(phrases)


def _day(value: object, *, last: bool) -> str | None:
    """ISO day of a year, a month or a day; the first or the last day of a longer period."""
    text = str(value or "").strip()
    if not text:
        return None
    month_first = re.fullmatch(r"(0?[1-9]|1[0-2])[/.-](\d{4})", text)
    iso = f"{month_first[2]}-{int(month_first[1]):02d}" if month_first else parse_date(text)
    if iso is None and re.fullmatch(r"(19|20)\d\d", text):
        iso = text
    if iso is None:
        raise UsageError(BAD_DATE.format(value=text[:40]))
    if len(iso) == len("2023"):
        return iso + ("-12-31" if last else "-01-01")
    if len(iso) == len("2023-06"):
        days = calendar.monthrange(int(iso[:4]), int(iso[5:]))[1]
        return f"{iso}-{days if last else 1:02d}"
    return iso


def _strings(values: object) -> tuple[str, ...]:
    if not isinstance(values, Sequence) or isinstance(values, str):
        return ()
    return tuple(value for value in values if isinstance(value, str) and value)
