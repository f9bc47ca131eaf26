"""How much of a question a sentence of a passage holds: the share of its words, each counted by how rare it is.

BM25 rewards a passage that repeats one rare word, or that is long enough to hold them all apart; this rewards the one
that says them together, the title and the headings being read with each sentence. Beside vectors it orders passages
better than BM25 does (docs/retrieval.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.models import Passage
from assistant.retrieval.query import Expansion, Query
from assistant.text import sentences, stem_set, stems

SILENT = 0.5
"""What the title and headings count for with a sentence that says none of the words itself."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The stems of a question with their weights, and the expansions that may stand for some of them.

    ``stand_ins`` are (stems of the question that are replaced, stems that replace them, weight from 0 to 1: that of
    all the stems together).
    """

    weights: Mapping[str, float]
    stand_ins: Sequence[tuple[frozenset[str], frozenset[str], float]] = ()

    @classmethod
    def of(cls, query: Query, document_frequency: Callable[[str], int], passages: int) -> AskedWords:
        """Weigh the words of a question.

        Args:
            query: The question.
            document_frequency: Number of passages that hold a stem.
            passages: Number of passages in all.
        """
        words = dict.fromkeys(stems(query.text))
        weights = {word: rarity(document_frequency(word), passages) for word in words}
        return cls(weights, [_stand_in(one, weights) for one in query.expansions])

    def coverage(self, held: frozenset[str]) -> float:
        """Share of the question that the stems of a passage hold, from 0 to 1; a stand-in counts by its weight."""
        total = sum(self.weights.values())
        if not total:
            return 0.0
        share = {word: 1.0 for word in self.weights if word in held}
        for replaced, replacing, weight in self.stand_ins:
            if replacing <= held:
                for word in replaced:
                    share[word] = max(share.get(word, 0.0), weight)
        return sum(self.weights[word] * part for word, part in share.items()) / total

    def of_passages(self, passages: Iterable[Passage]) -> dict[str, float]:
        """Coverage, by id of each passage, by the best of its sentences, its title and headings taken with it."""
        return {one.id: self._of_passage(one) for one in passages}

    def _of_passage(self, passage: Passage) -> float:
        around = stem_set(passage.context)
        found = (
            self.coverage(around | said) * (SILENT if self.weights.keys().isdisjoint(said) else 1.0)
            for said in sentence_stems(passage.text)
        )
        return max(found, default=0.0)


@lru_cache(maxsize=5_000)
def sentence_stems(text: str) -> tuple[frozenset[str], ...]:
    """The stems of each sentence of a passage; passages come again from one question to the next."""
    return tuple(stem_set(text[span.start : span.end]) for span in sentences(text))


def rarity(document_frequency: int, passages: int) -> float:
    """Weight of a word, from near 0 in every passage to the logarithm of their number.

    Source: Robertson and Zaragoza, « The Probabilistic Relevance Framework: BM25 and Beyond », 2009, with one added
    inside the logarithm so that it is never negative.
    """
    frequency = min(document_frequency, passages)
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def _stand_in(expansion: Expansion, weights: Mapping[str, float]) -> tuple[frozenset[str], frozenset[str], float]:
    replaced = frozenset(stems(expansion.origin)) & weights.keys()
    return replaced, frozenset(expansion.stems), min(expansion.weight * len(expansion.stems), 1.0)
