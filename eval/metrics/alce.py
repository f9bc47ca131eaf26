"""Citation recall and precision of ALCE, with any judge of entailment.

Gao, Yen, Yu & Chen 2023, « Enabling Large Language Models to Generate Text with Citations », EMNLP, section 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from eval.given import Given, GivenSentence

Premises = Mapping[int, str]
"""The text of the passage of each marker of an answer; a marker without one is out of range."""


class Entailment(Protocol):
    """Tells whether texts entail a sentence."""

    @property
    def name(self) -> str:
        """Name in the report."""
        ...

    def entails(self, premises: Sequence[str], sentence: str) -> bool:
        """True when the premises, read one after the other, entail the sentence."""
        ...


def citation_recall(given: Given, premises: Premises, entailment: Entailment) -> float | None:
    """Share of the sentences entailed by the passages they cite, taken together.

    ``1/|S| sum_s [concat(C_s) entails s]``; a sentence that cites nothing, or something out of range, counts 0. From 0
    to 1, higher is better. None without sentences.
    """
    if not given.sentences:
        return None
    return sum(_supported(s, premises, entailment) for s in given.sentences) / len(given.sentences)


def citation_precision(given: Given, premises: Premises, entailment: Entailment) -> float | None:
    """Share of the citations that are needed.

    A citation counts when its sentence is entailed by all its citations together, and it entails the sentence alone
    or the others without it do not. From 0 to 1, higher is better. A marker repeated in a sentence is one citation. A
    marker out of range is a citation that does not count (the authors' program leaves its whole sentence out). 0
    when sentences cite nothing, as in that program; None without sentences.
    """
    if not given.sentences:
        return None
    counted = sum(_needed(s, premises, entailment) for s in given.sentences)
    return counted / max(1, sum(len(set(s.citations)) for s in given.sentences))


def _supported(sentence: GivenSentence, premises: Premises, entailment: Entailment) -> bool:
    cited = list(dict.fromkeys(sentence.citations))
    if not cited or any(n not in premises for n in cited):
        return False
    return entailment.entails([premises[n] for n in cited], sentence.text)


def _needed(sentence: GivenSentence, premises: Premises, entailment: Entailment) -> int:
    """Citations of a sentence that count."""
    if not _supported(sentence, premises, entailment):
        return 0
    cited = list(dict.fromkeys(sentence.citations))
    if len(cited) == 1:
        return 1
    return sum(
        entailment.entails([premises[n]], sentence.text)
        or not entailment.entails([premises[other] for other in cited if other != n], sentence.text)
        for n in cited
    )
