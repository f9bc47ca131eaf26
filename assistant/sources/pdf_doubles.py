"""Words that a PDF draws twice in the same place: a shadow, an outline, bold made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.sources.pdf_text import PlacedWord

_SAME_PLACE = 0.15  # distance, in font sizes, under which the same word is drawn twice


def drawn_once(words: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words of a page in the order given, those drawn again in the same place left out."""
    kept: list[PlacedWord] = []
    drawn: dict[str, list[PlacedWord]] = {}
    for word in words:
        same = drawn.setdefault(word.text, [])
        if not any(_covers(other, word) for other in same):
            same.append(word)
            kept.append(word)
    return kept


def not_drawn(words: Sequence[PlacedWord], shown: Sequence[PlacedWord]) -> list[PlacedWord]:
    """The words that no word of ``shown`` repeats in the same place."""
    drawn: dict[str, list[PlacedWord]] = {}
    for word in shown:
        drawn.setdefault(word.text, []).append(word)
    return [word for word in words if not any(_covers(other, word) for other in drawn.get(word.text, ()))]


def _covers(word: PlacedWord, other: PlacedWord) -> bool:
    near = _SAME_PLACE * other.size
    return (
        abs(word.x0 - other.x0) < near
        and abs(word.baseline - other.baseline) < near
        and word.direction == other.direction
    )
