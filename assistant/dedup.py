"""Repeats of a text: what makes two passages the same, and those of one document kept once.

Two texts are the same when they differ by case, accents, white space, punctuation or hyphens alone. What changes a
fact is compared: figures, where one ends and the next begins, units, signs, and the question mark.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.models import Document, Page, Passage
from assistant.text import fold, fold_same_length, normalise_space

_COMPARED = re.compile(r"(?<![\w)])[-−–](?=\d)|[^\W_]+|[%‰€$£°?=<>+×/]")
_KEY_LENGTH = 16


@lru_cache(maxsize=16_384)  # the same passages come back from one question to the next: 80 microseconds each
def text_key(text: str) -> str:
    r"""16 hexadecimal digits, the same for texts that say the same word for word.

    >>> text_key("La forma-\ntion, gratuite.") == text_key("LA FORMATION GRATUITE")
    True
    >>> text_key("10 % en 2023") == text_key("10 € en 2023")
    False
    """
    return hashlib.sha256(_compared(text).encode()).hexdigest()[:_KEY_LENGTH]


def keep_once(passages: Sequence[Passage]) -> list[Passage]:
    """Keep the first of the passages of the same text, and count the others in its ``copies``.

    Order and positions are left as they are.

    Args:
        passages: The passages of one document.

    Returns:
        The passages kept; ``len(passages) == sum(1 + p.copies for p in result)`` when no copy was counted before.
    """
    first: dict[str, int] = {}
    kept: list[Passage] = []
    for passage in passages:
        key = text_key(passage.text)
        if key in first:
            earlier = kept[first[key]]
            kept[first[key]] = replace(earlier, copies=earlier.copies + 1 + passage.copies)
        else:
            first[key] = len(kept)
            kept.append(passage)
    return kept


def repeats(document: Document, passage: Passage) -> list[tuple[int, int, int]]:
    """Where a document says a passage again: (page, start, end) in order, the passage itself left out."""
    key = text_key(passage.text)
    wanted = "".join(character for _, character in _letters(passage.text))
    letters = _letters(document.text)
    text = "".join(character for _, character in letters)
    found: list[tuple[int, int, int]] = []
    at = text.find(wanted) if wanted else -1
    while at >= 0:
        start, end = letters[at][0], letters[at + len(wanted) - 1][0] + 1
        elsewhere = end <= passage.start or start >= passage.end
        if elsewhere and _whole(document.text, start, end) and text_key(document.text[start:end]) == key:
            found.append((_page_at(document.pages, start), start, end))
        at = text.find(wanted, at + len(wanted))
    return found


def _compared(text: str) -> str:
    """What is compared of a text, run together; two numbers that stand side by side stay apart."""
    parts: list[str] = []
    for part in _COMPARED.findall(fold(text)):
        apart = parts and parts[-1][-1].isdigit() and part[0].isdigit()
        parts.append(f" {part}" if apart else part)
    return "".join(parts) or normalise_space(text)


def _letters(text: str) -> list[tuple[int, str]]:
    return [(at, character) for at, character in enumerate(fold_same_length(text)) if character.isalnum()]


def _whole(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()


def _page_at(pages: Sequence[Page], start: int) -> int:
    return next((page.number for page in reversed(pages) if page.start <= start), 1)
