"""French text brought to one spelling, so that two ways of writing a number, a date or an amount compare equal.

« 1er juin 2023 », « premier juin 2023 », « 01/06/2023 » and « 2023-06-01 » give the same words; so do « 1 200 »,
« 1.200 » and « mille deux cents », « 3 M€ » and « 3 millions d'euros », « 9h30 » and « 9 h 30 ».

The text is lower-cased first, so capitals mark what is written here: ``J1`` is the first day of a month, which the
number 1 is not, and ``H9M30`` a time of the day.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from assistant.text import fold

_DECIMAL = "٫"
"""Decimal sign of the numbers written here: no text holds it, and no punctuation is mistaken for it."""

_SUPERSCRIPTS = re.compile(r"(?<=\d)[⁰¹²³⁴-⁹]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "′": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\t": "|"}
)

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre",
)  # fmt: skip
_ANY_MONTH = f"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?:1[5-9]|20)\d\d"
_SHORT_MONTH = r"(?P<short>janv|f[ée]vr?|avr|juil|sept|oct|nov|d[ée]c)\b\.?(?!\w)"
_SHORT_MONTHS = (
    re.compile(rf"(?P<before>\b\d{{1,2}}(?:er)?\s+){_SHORT_MONTH}"),
    re.compile(rf"(?P<before>\b)(?!sept\b\s){_SHORT_MONTH}(?=\s*{_YEAR}\b)"),  # « les sept 2000 euros »
)
_ISO_DAY = re.compile(rf"(?<![\w-])(?P<y>{_YEAR})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])")
_DAY = re.compile(
    rf"(?<![\w/.-])(?P<d>\d{{1,2}})(?P<sign>[/.-])(?P<m>\d{{1,2}})(?P=sign)(?P<y>{_YEAR}|\d\d)(?![\w/-]|\.\d)"
)
_DAY_AND_MONTH = re.compile(r"(?<![\w/.,])(?P<d>[0-3]\d)/(?P<m>[01]\d)(?![\w/]|[.,]\d)")
_MONTH_AND_YEAR = re.compile(rf"(?<![\w/.,])(?P<m>[01]\d)/(?P<y>{_YEAR})(?![\w/]|\.\d)")
_DAY_IN_WORDS = re.compile(rf"(?:\ble\s+)?(?<![\w,.٫])(?P<d>\d{{1,2}}|premier)(?:er)?\s+{_ANY_MONTH}\b")
_ARTICLE = re.compile(r"\ble\s+(?=J\d)")

_THOUSANDS = re.compile(r"(?<![\w,.٫])(?P<whole>\d{1,3}(?:(?: \d{3})+|(?:\.\d{3})+))(?:,(?P<part>\d+))?(?!\d|[.,]\d)")
_DECIMALS = re.compile(r"(?<![\w,.٫])(?P<whole>\d+)[.,](?P<part>\d+)(?!\d|[.,]\d)")
_EURO = r"(?:€|(?:eur|euros?)\b)"
_SCALED = re.compile(
    r"(?<![\w,.٫])(?P<value>\d+(?:٫\d+)?)\s*"
    rf"(?:(?P<word>millions?|milliards?|milliers?|mille)\b|(?P<letter>mds?|mrds?|m|k)(?=\s*(?:d'\s*)?{_EURO}))"
    r"(?:\s+de\b|\s*d')?"
)
_SCALES = {"mille": 10**3, "millier": 10**3, "k": 10**3, "million": 10**6, "m": 10**6}
_ROUND = re.compile(r"(?<![\w٫])(?P<value>\d{7,})(?:\s+de\b|\s*d')")
"""« 3 000 000 d'euros » reads as « 3 000 000 euros »."""

_PERCENT = re.compile(r"\bpour\s?cents?\b|\bpour 100\b|\bp\.\s?(?:100|cent)\b|\bpct\b")
_ANY_EURO = re.compile(r"€|(?<![^\W\d_])(?:eur|euros?)\b")
_MINUS = "¬"
_NEGATIVE = re.compile(r"(?<![\w)\]%])-(?=\d)")
_RANGE = re.compile(r"(?<=\d)-(?=\d)")
_NUMERO = re.compile(r"\bn(?:°|º|o\b|r\.|um[ée]ro\b)\s*(?=\d)")
_PHONE = re.compile(r"(?<!\d)0\d(?:[ .]\d\d){4}(?![\d])")
_CENTURY = re.compile(r"\b(?P<roman>[ivx]+)(?:e|eme)(?=\s+siecles?\b)")
_FIGURE = re.compile(r"(\d+(?:٫\d+)?(?:\s*cents?\b)?)")
_NEW = re.compile(r"\bneuf(?=s\b|ve)")
"""« neufs » is never nine, which the number reader takes it for."""
_TIME = re.compile(
    r"(?<![\w,.:٫])(?P<h>[01]?\d|2[0-4])(?:\s?(?:h|heures?)\s?|:)(?P<m>[0-5]\d)(?:\s?(?:min|mn|minutes?))?(?![\w:])"
)
_HOURS = re.compile(r"(?<![\w,.٫])(?P<value>\d+(?:٫\d+)?)h\b|\bheures?\b")
_ORDINAL = re.compile(r"\b(?P<rank>\d+)(?:er|ere|re|eme|e|nd|nde)s?\b")
_WORDS = {"premier": "1e", "premiere": "1e", "premiers": "1e", "premieres": "1e", "deuxieme": "2e", "second": "2e",
          "deux": "2",
          "zero": "0",
          "au": "a le", "du": "de le", "aux": "a les"}  # fmt: skip
"""What the number reader leaves, for it takes « un » and « deux » alone for articles and pronouns; and contracted
articles: « au Mans » says « Le Mans »."""

_TOKEN = re.compile(rf"{_MINUS}?\d+٫\d+|{_MINUS}\d+|[^\W_]+|[%€]")
_LINE_HYPHEN = re.compile(r"-[^\S\n]*\n\s*")


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of a text in one spelling: twice where a line ends with a hyphen, which may belong to the word."""
    text = _INVISIBLE.sub("", text).translate(_SIGNS)
    whole = _words(_LINE_HYPHEN.sub("-", text))
    return (whole, _words(_LINE_HYPHEN.sub("", text))) if _LINE_HYPHEN.search(text) else (whole,)


def words(text: str) -> tuple[str, ...]:
    """The words of a text in one spelling, folded: numbers merged, dates as ``J1 juin 2023``, ``%`` and ``€``."""
    return readings(text)[0]


def _words(text: str) -> tuple[str, ...]:
    from text_to_num import alpha2digit

    text = _NUMERO.sub("numero ", _SUPERSCRIPTS.sub("", text).lower())  # « nº » before NFKC makes « no » of it
    text = _numeric_dates(" ".join(unicodedata.normalize("NFKC", text).split()))
    text = _PHONE.sub(lambda m: re.sub(r"\D", "", m[0]), text)
    text = _RANGE.sub(" à ", _NEGATIVE.sub(_MINUS, text))
    text = _numbers(_THOUSANDS.sub(_thousands, _PERCENT.sub("%", text)))
    # The reader needs the accents; what is in figures already stays apart, or « 5 deux cents » would make 5200.
    pieces = _FIGURE.split(_NEW.sub("neux", text))
    text = _numbers("".join(piece if n % 2 else alpha2digit(piece, "fr") for n, piece in enumerate(pieces)))
    text = _ARTICLE.sub("", _DAY_IN_WORDS.sub(_day_in_words, _fold(text)))
    text = _CENTURY.sub(lambda m: f"{_roman(m['roman'])}e", text)
    text = _HOURS.sub(lambda m: f"{(m['value'] or '').lstrip('0')} h", _TIME.sub(_time, text))
    text = _ANY_EURO.sub("€", _PERCENT.sub("%", text))
    found = _TOKEN.findall(_ORDINAL.sub(r"\g<rank>e", text))
    return tuple(part for word in found for part in _WORDS.get(word, word).split())


def _roman(letters: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in letters]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _fold(text: str) -> str:
    """Without accents; the capitals written here stay."""
    return "".join(c if c.isupper() else fold(c) for c in text)


def _numeric_dates(text: str) -> str:
    for pattern in _SHORT_MONTHS:
        text = pattern.sub(lambda m: m["before"] + _month_of(m["short"]) + " ", text)
    for pattern in (_ISO_DAY, _DAY, _DAY_AND_MONTH, _MONTH_AND_YEAR):
        text = pattern.sub(_date, text)
    return text


def _month_of(short: str) -> str:
    return next(month for month in _MONTHS if month.startswith(fold(short)))


def _date(match: re.Match[str]) -> str:
    parts = match.groupdict()
    day, month, year = parts.get("d"), int(parts["m"]), parts.get("y") or ""
    if not 1 <= month <= 12 or (day and not 1 <= int(day) <= 31):
        return match.group()
    if len(year) == 2:
        year = f"20{year}" if int(year) < 70 else f"19{year}"
    return f"{f'J{int(day)} ' if day else ''}{_MONTHS[month - 1]} {year}".rstrip()


def _day_in_words(match: re.Match[str]) -> str:
    day = 1 if match["d"] == "premier" else int(match["d"])
    return f"J{day} {match['month']}" if 1 <= day <= 31 else match.group()


def _numbers(text: str) -> str:
    text = _DECIMALS.sub(lambda m: _figure(m["whole"], m["part"]), text)
    return _ROUND.sub(r"\g<value> ", _SCALED.sub(_scaled, text))


def _thousands(match: re.Match[str]) -> str:
    return _figure(re.sub(r"\D", "", match["whole"]), match["part"])


def _figure(whole: str, part: str | None) -> str:
    part = (part or "").rstrip("0")
    return f"{whole}{_DECIMAL}{part}" if part else whole


def _scaled(match: re.Match[str]) -> str:
    unit = (match["word"] or match["letter"]).rstrip("s")
    value = Decimal(match["value"].replace(_DECIMAL, ".")) * _SCALES.get(unit, 10**9)
    whole, _, part = f"{value:f}".partition(".")
    return _figure(whole, part) + " "


def _time(match: re.Match[str]) -> str:
    hour, minute = int(match["h"]), match["m"]
    return f"{hour} h" if minute == "00" else f"H{hour}M{minute}"
