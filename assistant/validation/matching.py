"""Which validated question is the one being asked, if any: the same words, else the same meaning by a measured cosine.

The words are compared first, which costs little among thousands; the model is asked only about a question that nothing
read tells apart from the one asked (``wording``). A wrong validated answer is worse than none: see docs/validated.md
for the figures.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from assistant.validation.wording import Wording, bare, may_ask_the_same, plain_key, wording

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

THRESHOLDS: Final[Mapping[str, float]] = {"packaged-e5": 0.93}
"""Cosine of two questions, both encoded as questions, from which they ask the same thing, by model; made by
``tools/measure_validated.py``. A model that is not here finds the same words only."""


_BATCH = 32


@dataclass(frozen=True, slots=True)
class Match:
    """A question found: its number, and how near it is (1 for the same words)."""

    id: int
    cosine: float


@dataclass(slots=True)
class _Known:
    question: str
    wording: Wording
    key: str
    vector: np.ndarray | None = None


class Matcher:
    """Questions by number, ready to be looked up by several threads.

    Args:
        encoder: The model, without an adapter: the threshold was measured on its own vectors.
        threshold: Cosine from which a paraphrase is accepted; None to accept none.
    """

    def __init__(self, encoder: Encoder, threshold: float | None) -> None:
        self._encoder = encoder
        self._threshold = threshold
        self._known: dict[int, _Known] = {}
        self._by_key: dict[str, list[int]] = {}
        self._by_words: dict[frozenset[str], list[int]] = {}
        self._lock = threading.Lock()

    def load(self, questions: Mapping[int, str]) -> None:
        """Hold these questions and no others; what was read of those already there is kept."""
        known = {
            number: self._known[number]
            if number in self._known and self._known[number].question == question
            else _Known(question, wording(question), plain_key(question))
            for number, question in questions.items()
        }
        by_key, by_words = defaultdict(list), defaultdict(list)
        for number, one in known.items():
            by_key[one.key].append(number)
            by_words[one.wording.words].append(number)
        with self._lock:
            self._known, self._by_key, self._by_words = known, dict(by_key), dict(by_words)

    def prepare(self) -> None:
        """Compute now the vectors of the questions, so that one question asked costs one vector. May take seconds."""
        if self._threshold is None:
            return
        with self._lock:
            waiting = [one for one in self._known.values() if one.vector is None]
        for start in range(0, len(waiting), _BATCH):
            some = waiting[start : start + _BATCH]
            for one, vector in zip(some, self._encoder.encode_queries([bare(o.question) for o in some]), strict=True):
                one.vector = vector

    def find(self, question: str, among: Iterable[int] | None = None) -> list[Match]:
        """The questions that ask the same, the nearest first, then the latest.

        Args:
            question: Self-contained.
            among: The numbers that may be found; all of them by default.
        """
        with self._lock:
            known, by_key, by_words = self._known, self._by_key, self._by_words
        allowed = known.keys() if among is None else frozenset(among)
        same = [number for number in by_key.get(plain_key(question), ()) if number in allowed]
        found = [Match(number, 1.0) for number in same]
        if self._threshold is not None and not same:
            asked = wording(question)
            alike = [
                number
                for number in by_words.get(asked.words, ())
                if asked.words and number in allowed and may_ask_the_same(asked, known[number].wording)
            ]
            found = [one for one in self._compared(question, alike, known) if one.cosine >= self._threshold]
        return sorted(found, key=lambda one: (one.cosine, one.id), reverse=True)

    def _compared(self, question: str, alike: list[int], known: Mapping[int, _Known]) -> list[Match]:
        if not alike:
            return []
        new = [number for number in alike if known[number].vector is None]
        vectors = self._encoder.encode_queries([bare(question), *(bare(known[number].question) for number in new)])
        for number, vector in zip(new, vectors[1:], strict=True):
            known[number].vector = vector
        return [Match(number, float(vectors[0] @ vector)) for number in alike
                if (vector := known[number].vector) is not None]  # fmt: skip
