"""Checking a sentence against the passages that it cites: numbers, dates, names, polarity, meaning.

The rules are those that separated right from invented sentences about the sample corpus: every number, date and name
of the sentence stands in the supporting words and goes with the same words there, they say it with the same
polarity, they hold most of the sentence's IDF mass, and they are close to it for the encoder. All must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from assistant.answering.base import Evidence, Support
from assistant.answering.conditions import same_conditions, same_modality, same_population
from assistant.answering.figure_places import same_frames, same_labels, same_ranges
from assistant.answering.figures import figure_stems, same_dates, same_numbers
from assistant.answering.names import names, same_names
from assistant.answering.polarity import same_polarity
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.weighing import TermStatistics, idf
from assistant.answering.windows import Window, kept_stems, windows
from assistant.models import DropReason
from assistant.text import stems

MIN_COVERAGE = 0.6
"""Share of the IDF mass of the sentence that the supporting words must hold."""

MIN_WORDS = 0.3
"""The same share for the words that are neither numbers, dates nor names: « X préside » is not « X participe »."""

MIN_FACT = 0.5
"""The same share for each part of the sentence that states a fact of its own."""

_SMALLEST_FACT = 2
"""Words that mean something in such a part at least."""

_FAMILY = (4, 5)
"""Letters that begin the words of one family: five, or the four of a short stem."""

_FACT = re.compile(r"[,;:()]|\b(?:et|mais|puis|ainsi que)\b")

_SEVERAL = 3

MIN_COSINE = 0.85
"""Cosine of the encoder between the sentence and the supporting words; two unrelated texts have about 0.8."""


class RuleVerifier:
    """A ``SentenceVerifier`` by rules, without a model of its own."""

    def __init__(self, vectors: SentenceVectors, statistics: TermStatistics) -> None:
        self._vectors = vectors
        self._statistics = statistics

    def verify(self, sentence: str, evidence: Sequence[Evidence]) -> Support | None:
        """The best support among passages, or None when none holds; ``Support.score`` is the mean of both measures."""
        shares = self._shares(sentence, evidence)
        covered = [
            (window, share)
            for window, share in shares
            if share >= MIN_COVERAGE and consistent(sentence, window.text, window.item.passage.context, window.said)
        ]
        if not covered:
            return None
        vectors = self._vectors.of([sentence, *(window.said for window, _ in covered)])
        cosines = vectors[1:] @ vectors[0]
        scores = [c + share if c >= MIN_COSINE else -1.0 for c, (_, share) in zip(cosines, covered, strict=True)]
        best = int(np.argmax(scores))
        if scores[best] < 0:
            return None
        window, start = covered[best][0], covered[best][0].item.passage.start
        return Support(
            window.item, start + window.stretch.start, start + window.stretch.end, min(1.0, float(scores[best]) / 2)
        )

    def why_not(self, sentence: str, evidence: Sequence[Evidence]) -> DropReason:
        """What the words nearest to the sentence say otherwise; ``unsupported`` when none are near enough."""
        near = [(share, window) for window, share in self._shares(sentence, evidence) if share >= MIN_COVERAGE]
        if not near:
            return "unsupported"
        _, window = max(near, key=lambda pair: pair[0])
        return inconsistency(sentence, window.text, window.item.passage.context, window.said) or "unsupported"

    def _shares(self, sentence: str, evidence: Sequence[Evidence]) -> Iterator[tuple[Window, float]]:
        """Share of the sentence's IDF mass in each window; what only the title or the headings hold counts half.

        Numbers, dates and names count as held when they are, and the other words must be held by themselves too.
        """
        figures = figure_stems(sentence)
        apart = figures | {token.stem for token in names(sentence)}
        wanted = {term: idf(term, self._statistics) for term in stems(sentence)}
        total = sum(wanted.values())
        plain = {term: weight for term, weight in wanted.items() if term not in apart}
        facts = [words for part in _FACT.split(sentence) if (words := frozenset(stems(part)) & plain.keys())]
        titles = {kept_stems(item.hit.title) for item in evidence}
        for item in evidence if total else ():
            around = kept_stems(f"{item.passage.context} {item.hit.title}")
            missing = plain.keys() - around - kept_stems(item.passage.text)
            if any(len(missing & title) > 1 for title in titles):
                continue  # The sentence is about what another document is about.
            for window in windows(item):
                own = window.own | figures
                weight = {term: 1.0 if term in own else 0.5 if term in around else 0.0 for term in wanted}
                share = sum(w * weight[term] for term, w in wanted.items()) / total
                held = _says(plain, weight) and all(_says_fact(fact, own | around, wanted) for fact in facts)
                yield window, share if held else 0.0


def _says(plain: Mapping[str, float], weight: Mapping[str, float]) -> bool:
    """True when the words that are neither numbers, dates nor names are held too: a share of them, one of a few."""
    held = sum(mass * weight[term] for term, mass in plain.items())
    return not plain or (held >= MIN_WORDS * sum(plain.values()) if len(plain) >= _SEVERAL else held > 0)


def _says_fact(words: frozenset[str], told: frozenset[str], mass: Mapping[str, float]) -> bool:
    """True when a part of the sentence is held by itself, so that a false fact does not hide behind true ones.

    Words of one family count: « signé » for « signatures ».
    """
    if len(words) < _SMALLEST_FACT:
        return True
    families = {word[:length] for word in told for length in _FAMILY}
    held = (word for word in words if word in told or (len(word) >= _FAMILY[0] and word[: _FAMILY[1]] in families))
    return sum(mass[word] for word in held) >= MIN_FACT * sum(mass[word] for word in words)


def _same_figures(claim: str, support: str, context: str) -> bool:
    return (
        same_numbers(claim, support, context)
        and same_labels(claim, support, context)
        and same_ranges(claim, support)
        and same_frames(claim, support)
    )


def consistent(claim: str, support: str, context: str = "", said: str = "") -> bool:
    """True when ``inconsistency`` finds nothing."""
    return inconsistency(claim, support, context, said) is None


def inconsistency(claim: str, support: str, context: str = "", said: str = "") -> DropReason | None:
    """What the supporting words say otherwise, or do not say: a figure, a date, a name, a negation, a condition.

    Args:
        claim: A sentence to check.
        support: The words that may support it.
        context: The titles and the header above them.
        said: The support with the words that announce it, by default the support alone.

    Returns:
        The first difference found, None when there is none.
    """
    said = said or support
    checks: tuple[tuple[DropReason, bool], ...] = (
        ("date", same_dates(claim, support, context)),
        ("number", _same_figures(claim, support, context)),
        ("name", same_names(claim, support, context)),
        ("negation", same_polarity(claim, said)),
        ("modality", same_modality(claim, said)),
        ("population", same_population(claim, said)),
        ("condition", same_conditions(claim, said)),
    )
    return next((reason for reason, holds in checks if not holds), None)
