"""The stretches of a passage that may support a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.base import Evidence
from assistant.answering.injections import dictates, order_start, without_quoted_orders
from assistant.text import Span, sentences, stems

WINDOW = 2
"""Sentences of a passage that may support one sentence together."""

_LONGEST_LIST = 20
_ITEM = re.compile(r"^\s*(?:[-•*–▪]|\d{1,2}[.)]|[a-z]\))\s|[;,]$")
_LIST_BREAK = re.compile(r"(?<=[^.!?…\s])\s*\n\s*(?:[-•*–▪]\s*)?")
"""Between the items of a list, which make one sentence; a full stop ends one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One or two sentences of a text, ``[start:end]``.

    ``text`` is without the orders to a program that it quotes; ``said`` has the words that announce it too, an
    announcement and its items making one sentence; ``own`` are the stems of ``said``.
    """

    start: int
    end: int
    text: str
    said: str
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a numbered passage."""

    item: Evidence
    stretch: Stretch

    @property
    def text(self) -> str:
        """Its words."""
        return self.stretch.text

    @property
    def said(self) -> str:
        """Its words with those that announce them."""
        return self.stretch.said

    @property
    def own(self) -> frozenset[str]:
        """Stems of ``said``."""
        return self.stretch.own


def windows(item: Evidence) -> Iterator[Window]:
    """Runs of one to ``WINDOW`` sentences of a passage, but for those that tell a program what to say."""
    for stretch in _stretches(item.passage.text):
        yield Window(item, stretch)


@lru_cache(maxsize=4096)
def kept_stems(text: str) -> frozenset[str]:
    """The stems of a passage or of a title, which are asked for again with each sentence of an answer."""
    return frozenset(stems(text))


@lru_cache(maxsize=512)
def _stretches(text: str) -> tuple[Stretch, ...]:
    spans = sentences(text)
    found = []
    for size in range(1, WINDOW + 1):
        for first in range(len(spans) - size + 1):
            start, end = spans[first].start, spans[first + size - 1].end
            if not _addressed_to_model(text, start, end):
                lead, own = _lead(text, spans, first), without_quoted_orders(text[start:end])
                whole = f"{lead} {own}" if lead else own
                said = _LIST_BREAK.sub(", ", whole).replace(":,", ":") if lead or ":\n" in own else own
                found.append(Stretch(start, end, own, said, frozenset(stems(whole))))
    return tuple(found)


def _addressed_to_model(text: str, start: int, end: int) -> bool:
    """True for words of a paragraph that tells a model what to say: they are no statement of the document."""
    begin, stop = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    paragraph = text[begin : stop if stop >= 0 else len(text)]
    first = order_start(paragraph)
    return dictates(paragraph) or (first is not None and end > begin + first)


def _lead(text: str, spans: Sequence[Span], first: int) -> str:
    """The sentence that announces the list in which a sentence stands, if any."""
    for place in range(first - 1, max(-1, first - 1 - _LONGEST_LIST), -1):
        sentence = text[spans[place].start : spans[place].end]
        if sentence.endswith(":"):
            return sentence
        if not _ITEM.search(sentence):
            return ""
    return ""
