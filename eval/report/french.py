"""Numbers and dates as French writes them: decimal comma, no-break spaces, a true minus sign."""

from __future__ import annotations

import json
import math
import re
from datetime import datetime
from typing import Any, Literal

NBSP = "\u00a0"
"""No-break space: before « % », « : », a unit, and inside « … »."""

THIN = "\u202f"
"""Narrow no-break space: between thousands, before « ; », « ! » and « ? »."""

ABSENT = "sans objet"
"""Shown for a value that does not exist."""

MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
          "novembre", "décembre")  # fmt: skip

Unit = Literal["percent", "decimal", "pages"]
"""How a metric is written: a share from 0 to 1 shown in %, a number from 0 to 1, or a number of pages."""


_BEFORE = ((re.compile(" (?=[:»%])"), NBSP), (re.compile(" (?=[;!?])"), THIN), (re.compile("(?<=«) "), NBSP))


def typeset(text: str) -> str:
    """Our own words with the no-break spaces of French before « : ; ! ? % » and inside quotation marks."""
    for place, space in _BEFORE:
        text = place.sub(space, text)
    return text


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def for_page(text: str) -> str:
    """Our own words as ``typeset`` makes them, with the curled apostrophe that a page has and a terminal has not."""
    return _APOSTROPHE.sub("\N{RIGHT SINGLE QUOTATION MARK}", typeset(text))


def finite(value: Any) -> float | None:
    """The number, or None for what is not a finite one."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def number(value: Any, digits: int = 0) -> str:
    """A number with ``digits`` decimals: « 12 345,6 »."""
    found = finite(value)
    if found is None:
        return ABSENT
    text = f"{abs(found):,.{digits}f}".replace(",", THIN).replace(".", ",")
    negative = found < 0 and any(c not in "0," + THIN for c in text)
    return f"−{text}" if negative else text


def percent(value: Any, digits: int = 1) -> str:
    """A share from 0 to 1 as « 81,3 % »."""
    found = finite(value)
    return ABSENT if found is None else f"{number(100 * found, digits)}{NBSP}%"


def measure(value: Any, unit: Unit) -> str:
    """The value of a metric in its unit."""
    found = finite(value)
    if found is None:
        return ABSENT
    if unit == "percent":
        return percent(found)
    return f"{number(found, 1)}{NBSP}page{'s' if found >= 2 else ''}" if unit == "pages" else number(found, 3)


def interval(low: Any, high: Any, unit: Unit) -> str:
    """« de 74,1 à 88,0 % », or "" when a bound is missing."""
    if finite(low) is None or finite(high) is None:
        return ""
    if unit == "percent":
        return f"de {number(100 * low, 1)} à {percent(high)}"
    return f"de {number(low, 1)} à {number(high, 1)}" if unit == "pages" else f"de {number(low, 3)} à {number(high, 3)}"


def difference(value: Any, unit: Unit) -> str:
    """A difference with its sign; one of shares is in points of percentage."""
    found = finite(value)
    if found is None:
        return ABSENT
    scale, digits = (100.0, 1) if unit == "percent" else (1.0, 1 if unit == "pages" else 3)
    text = number(scale * found, digits)
    text = text if text.startswith("−") or not text.strip("0,") else f"+{text}"
    return f"{text}{NBSP}{'points' if abs(scale * found) >= 2 else 'point'}" if unit == "percent" else text


def difference_interval(low: Any, high: Any, unit: Unit) -> str:
    """The bounds of a difference: « de −1,2 à +4,0 »."""
    if finite(low) is None or finite(high) is None:
        return ""
    shown = [difference(bound, unit).partition(NBSP)[0] for bound in (low, high)]
    return f"de {shown[0]} à {shown[1]}"


def p_value(value: Any) -> str:
    """A p-value with three decimals, « < 0,001 » under that."""
    found = finite(value)
    if found is None:
        return ABSENT
    return f"<{NBSP}0,001" if found < 0.001 else number(found, 3)


def duration(milliseconds: Any) -> str:
    """A duration given in milliseconds, in seconds from one second on."""
    found = finite(milliseconds)
    if found is None:
        return ABSENT
    if found >= 1000:
        return f"{number(found / 1000, 1)}{NBSP}s"
    return f"{number(found, 0 if found >= 10 or found == 0 else 1)}{NBSP}ms"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun: « 1 question », « 0 question », « 1 203 questions »."""
    return f"{number(n)}{NBSP}{one if abs(n) < 2 else many or one + 's'}"


def day(iso: Any) -> str:
    """An ISO 8601 date and time as « 22 novembre 2026 à 20 h 15 », or as it stands when it is not one."""
    try:
        moment = datetime.fromisoformat(str(iso))
    except ValueError:
        return ABSENT if iso is None else str(iso)
    first = "1er" if moment.day == 1 else str(moment.day)
    date = f"{first}{NBSP}{MONTHS[moment.month - 1]}{NBSP}{moment.year}"
    return f"{date} à {moment.hour}{NBSP}h{NBSP}{moment.minute:02}" if "T" in str(iso) else date


def plain(value: Any) -> str:
    """Any JSON value of a configuration as a reader sees it."""
    if value is None or value == "":
        return "aucun"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int):
        return str(value)  # a seed or a port takes no thousands separator
    if isinstance(value, float):
        return str(value).replace(".", ",").replace("-", "−")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
