"""The clauses of a sentence, and the numbers that stand in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.anchors import label_spans
from assistant.text import dates, fold_same_length, numbers

CLAUSE = re.compile(r"[,;:()]\s|\s(?:et|mais|contre|dont|puis|tandis que|alors que|soit)\s|\t")
"""What parts a sentence in clauses."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a sentence that may be the answer: ``sentence[start:end]``."""

    start: int
    end: int


def free_numbers(sentence: str) -> list[Span]:
    """The numbers of a sentence that are part neither of a date nor of a label (« Engagement 15 »)."""
    aside = [(d.start, d.end) for d in dates(sentence)] + label_spans(fold_same_length(sentence))
    return [Span(n.start, n.end) for n in numbers(sentence) if not any(a <= n.start < b for a, b in aside)]


def clauses(sentence: str) -> list[Span]:
    """The clauses of a sentence, in order."""
    cuts = [0, *(match.end() for match in CLAUSE.finditer(sentence)), len(sentence)]
    return [Span(left, right) for left, right in pairwise(cuts)]
