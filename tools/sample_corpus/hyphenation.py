"""Break French text into justified lines, with line-end hyphens as a typesetter leaves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
_CONSONANTS = "bcçdfghjklmnpqrstvwxz"
_SYLLABLE = re.compile(
    rf"(?<=[{_VOWELS}])(?=(?:[bcdfgptv][rl]|ch|ph|th|gn|qu|[{_CONSONANTS}])[{_VOWELS}])"
    rf"|(?<=[{_VOWELS}][{_CONSONANTS}])(?=(?:[bcdfgptv][rl]|ch|ph|th|[{_CONSONANTS}])[{_VOWELS}])"
)
_WORD = re.compile(rf"[{_VOWELS}{_CONSONANTS}]{{7,}}")
_MUTE_TAIL = re.compile(rf"(?:qu|[{_CONSONANTS}])+(?:es?|(?<!m)ent)(?!\w)")
_INSEPARABLE = {"ch", "ph", "th", "gn", "qu"} | {a + b for a in "bcdfgptv" for b in "rl"}


@dataclass(frozen=True)
class Line:
    """One set line.

    Args:
        text: What is printed, a line-end hyphen included.
        natural_width: Width in points before justification.
        last: Whether the paragraph ends here.
    """

    text: str
    natural_width: float
    last: bool


def syllable_breaks(word: str) -> list[int]:
    """Offsets where a lower-case word may be cut, never before a mute syllable (``bran-ches``)."""
    match = _WORD.search(word)
    if match is None:
        return []
    start, core = match.start(), match.group()
    offsets = [found.start() for found in _SYLLABLE.finditer(core)]
    return [
        start + at
        for at in offsets
        if 3 <= at <= len(core) - 3
        and core[at - 1 : at + 1] not in _INSEPARABLE
        and not _MUTE_TAIL.match(word, start + at)
    ]


def _pieces(word: str) -> list[tuple[str, str]]:
    """Ways to cut a word, longest head first: printed head (hyphen included) and the rest."""
    cuts = [(word[:at] + "-", word[at:]) for at in syllable_breaks(word)]
    cuts += [(word[: found.end()], word[found.end() :]) for found in re.finditer(r"(?<=\w\w)-(?=\w\w)", word)]
    return sorted(cuts, key=lambda cut: -len(cut[0]))


def break_lines(text: str, width: float, measure: Callable[[str], float]) -> list[Line]:
    """Fill lines greedily, cutting the word that overflows where French allows it.

    Args:
        text: A paragraph, with plain spaces between words.
        width: Line width in points.
        measure: Width in points of a string.
    """
    lines: list[Line] = []
    current = ""
    words = text.split(" ")[::-1]
    while words:
        word = words.pop()
        candidate = f"{current} {word}" if current else word
        if measure(candidate) <= width:
            current = candidate
            continue
        for head, tail in _pieces(word):
            candidate = f"{current} {head}" if current else head
            if measure(candidate) <= width:
                current = candidate
                words.append(tail)
                break
        else:
            words.append(word)
        lines.append(Line(current, measure(current), last=False))
        current = ""
    lines.append(Line(current, measure(current), last=True))
    return lines
