"""Checking a sentence against the passages that it cites: numbers, dates, names, polarity, meaning.

The rules are those that separated right from invented sentences about the sample corpus: every number, date and name
of the sentence stands in the supporting words and goes with the same words there, they say it with the same
polarity, they hold most of the sentence's IDF mass, and they are close to it for the encoder. All must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.base import Evidence, Support
from assistant.answering.figures import figure_stems, same_dates, same_numbers
from assistant.answering.names import names, same_names
from assistant.answering.polarity import same_polarity
from assistant.answering.scoring import SentenceVectors, TermStatistics, idf
from assistant.text import Span, fold, sentences, stems

MIN_COVERAGE = 0.6
"""Share of the IDF mass of the sentence that the supporting words must hold."""

MIN_WORDS = 0.3
"""The same share for the words that are neither numbers, dates nor names: « X préside » is not « X participe »."""

_SEVERAL = 3

MIN_COSINE = 0.85
"""Cosine of the encoder between the sentence and the supporting words; two unrelated texts have about 0.8."""

WINDOW = 2
"""Sentences of a passage that may support one sentence together."""

_ORDER = re.compile(
    r"\b(?:ignore[zr]?|oublie[zr]?|disregard|forget)\b.{0,40}\b(?:regles?|consignes?|instructions?|rules)\b"
    r"|\b(?:consignes?|instructions?|message)\s+(?:a l'|au|aux|pour l'|pour le|pour les)\s?"
    r"(?:modeles?|assistants?|ia|llm|intelligences?|chatbots?)\b"
    r"|\b(?:repondez|dites|affirmez|ecrivez)\s+(?:(?:toujours|seulement|simplement)\s+)?(?:que|a l'utilisateur)\b"
    r"|\bprompt systeme\b|\bsystem prompt\b|\byou (?:are now|must now)\b"
)
"""How a document speaks to a model that reads it."""

_LONGEST_LIST = 20
_ITEM = re.compile(r"^\s*(?:[-•*–▪]|\d{1,2}[.)]|[a-z]\))\s|[;,]$")
_LIST_BREAK = re.compile(r"\s*\n\s*(?:[-•*–▪]\s*)?")


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a passage that may support a sentence; ``lead`` announces the list that it stands in."""

    item: Evidence
    start: int
    end: int
    lead: str

    @property
    def text(self) -> str:
        return self.item.passage.text[self.start : self.end]

    @property
    def said(self) -> str:
        """The text with the words that announce it; an announcement and its items make one sentence."""
        text = f"{self.lead} {self.text}" if self.lead else self.text
        return _LIST_BREAK.sub(", ", text).replace(":,", ":") if self.lead or ":\n" in text else text


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
        return Support(window.item, start + window.start, start + window.end, min(1.0, float(scores[best]) / 2))

    def _shares(self, sentence: str, evidence: Sequence[Evidence]) -> Iterator[tuple[_Window, float]]:
        """Share of the sentence's IDF mass in each window; what only the title or the headings hold counts half.

        Numbers, dates and names count as held when they are, and the other words must be held by themselves too.
        """
        figures = figure_stems(sentence)
        apart = figures | {token.stem for token in names(sentence)}
        wanted = {term: idf(term, self._statistics) for term in stems(sentence)}
        total = sum(wanted.values())
        plain = {term: weight for term, weight in wanted.items() if term not in apart}
        titles = {frozenset(stems(item.hit.title)) for item in evidence}
        for item in evidence if total else ():
            around = frozenset(stems(f"{item.passage.context} {item.hit.title}"))
            missing = plain.keys() - around - frozenset(stems(item.passage.text))
            if any(len(missing & title) > 1 for title in titles):
                continue  # The sentence is about what another document is about.
            for window in _windows(item):
                if _addressed_to_model(window):
                    continue
                own = frozenset(stems(f"{window.lead} {window.text}")) | figures
                weight = {term: 1.0 if term in own else 0.5 if term in around else 0.0 for term in wanted}
                share = sum(w * weight[term] for term, w in wanted.items()) / total
                yield window, share if _says(plain, weight) else 0.0


def _says(plain: Mapping[str, float], weight: Mapping[str, float]) -> bool:
    """True when the words that are neither numbers, dates nor names are held too: a share of them, one of a few."""
    held = sum(mass * weight[term] for term, mass in plain.items())
    return not plain or (held >= MIN_WORDS * sum(plain.values()) if len(plain) >= _SEVERAL else held > 0)


def _addressed_to_model(window: _Window) -> bool:
    """True for words of a paragraph that tells a model what to say: they are no statement of the document."""
    text = window.item.passage.text
    end = text.find("\n", window.end)
    paragraph = text[text.rfind("\n", 0, window.start) + 1 : end if end >= 0 else len(text)]
    return bool(_ORDER.search(fold(paragraph)))


def _windows(item: Evidence) -> Iterator[_Window]:
    """Runs of one to ``WINDOW`` sentences of a passage."""
    text = item.passage.text
    spans = sentences(text)
    for size in range(1, WINDOW + 1):
        for first in range(len(spans) - size + 1):
            yield _Window(item, spans[first].start, spans[first + size - 1].end, _lead(text, spans, first))


def _lead(text: str, spans: Sequence[Span], first: int) -> str:
    """The sentence that announces the list in which a sentence stands, if any."""
    for place in range(first - 1, max(-1, first - 1 - _LONGEST_LIST), -1):
        sentence = text[spans[place].start : spans[place].end]
        if sentence.endswith(":"):
            return sentence
        if not _ITEM.search(sentence):
            return ""
    return ""


def consistent(claim: str, support: str, context: str = "", said: str = "") -> bool:
    """True when the supporting words hold every number, date and name of the claim, with the same polarity.

    Args:
        claim: A sentence to check.
        support: The words that may support it.
        context: The titles and the header above them.
        said: The support with the words that announce it, by default the support alone.
    """
    return (
        same_numbers(claim, support, context)
        and same_dates(claim, support, context)
        and same_names(claim, support, context)
        and same_polarity(claim, said or support)
    )
