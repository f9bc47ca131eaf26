"""The dates of a UNIMARC record: that of the record, that of publication; what is not understood is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.sources.notice_fields import Field, printed_date
from assistant.text import dates, parse_date

_QUALIFIED = re.compile(r"^(?:cop\.?|c|©|DL|impr\.?|p)\s*(?=\d)|\s*\((?:DL|cop\.?|impr\.?)\)$|(?<=\d)-$", re.IGNORECASE)
_FIRST_OF_YEAR = "-01-01"
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


def iso_day(text: str) -> str | None:
    """ISO day of « 20230907 », « 2023-09-07 » or « 2023-09-07T10:00:00Z »; None for what is no day."""
    match = _DAY.match(text.strip())
    try:
        return date(*map(int, match.groups())).isoformat() if match else None
    except ValueError:  # « 2023-02-30 », « 0000-00-00 »
        return None


def recorded_fields(codes: str, transactions: Sequence[str], datestamp: str) -> Iterator[Field]:
    """The date of the record: its day of entry (100 $a), else of its last transaction (801 $c), else the server's."""
    for text in (codes[:8], *transactions, datestamp):
        day = iso_day(text)
        if day:
            yield Field("recorded", (printed_date(day),))
            return


def published_fields(printed: Sequence[str], computed: Sequence[str], codes: str = "") -> Iterator[Field]:
    """The date of publication, as precise as the source is.

    Args:
        printed: What the publication area says (210 $d): « 2023 », « cop. 1997 », « juin 2023 ».
        computed: The day that PMB works out (009 $a), which is 1 January where the source said a year only.
        codes: Field 100 $a, whose positions 9-12 are a year.
    """
    known = False
    for text in dict.fromkeys(printed):
        plain = _QUALIFIED.sub("", text.strip())
        iso = parse_date(plain)
        known = known or iso is not None
        yield Field("published", (printed_date(iso) if iso and len(iso) != 7 else plain if iso else text,))
    for text in computed:
        day = iso_day(text)
        if day and day.endswith(_FIRST_OF_YEAR):
            day = None if known else day[:4]
        if day is None and known:
            continue
        known = True
        if day is None or not dates(printed_date(day)):
            yield Field("dated", (text,))  # a year before those that are read as dates (« 1765-01-01 »)
        else:
            yield Field("published", (printed_date(day),))
    if not known and codes[9:13].isdigit():
        yield Field("published", (codes[9:13],))
