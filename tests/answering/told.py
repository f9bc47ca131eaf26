"""What an answer says that its passages do not, by a count of words and figures that shares nothing with the product.

A figure, a month or a capitalised word of a shown sentence must stand, as it is or written the other way, in the text
or the title of a passage that the sentence cites.
"""

from __future__ import annotations

import re
import unicodedata

from tests.answering.mutations import MONTHS, WORDS

_DATE = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_FIGURE = re.compile(r"\d+(?:[\s ]\d{3})*(?:,\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VALUES = {word: str(value) for value, word in enumerate(WORDS) if value > 1}


def foreign_facts(sentence: str, cited: str) -> list[str]:
    """Figures, months and names of ``sentence`` that ``cited`` does not hold."""
    known = _figures(cited) | {_VALUES[word] for word in _words(cited) if word in _VALUES}
    words = set(_words(cited)) | {part for word in _words(cited) for part in word.split("-")}
    told = [figure for figure in sorted(_figures(sentence)) if figure not in known]
    told += [word for word in _words(sentence) if word in _VALUES and _VALUES[word] not in known]
    months = {_plain(month) for month in MONTHS}
    dated = {_plain(MONTHS[int(m[2]) - 1]) for m in _DATE.finditer(cited) if 1 <= int(m[2]) <= 12}
    told += [word for word in _words(sentence) if word in months and word not in words | dated]
    capitals = [match for match in _WORD.finditer(sentence) if match[0][0].isupper() and match.start() > 2]
    told += [m[0] for m in capitals if not {*_plain(m[0]).split("-")} <= words]
    return told


def _figures(text: str) -> set[str]:
    """Figures without their inner spaces; the day, the month's name apart, and the year of « 01/06/2023 »."""
    found = {part for m in _DATE.finditer(text) for part in (str(int(m[1])), m[3])}
    return found | {re.sub(r"\s", "", figure) for figure in _FIGURE.findall(_DATE.sub(" ", text))}


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower().replace("œ", "oe"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))
