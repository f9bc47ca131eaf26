"""Checking a sentence against the passages that it cites: numbers, dates, names, polarity, meaning.

The rules are those that separated right from invented sentences of small models (see ``docs/overview.md``): every
number, date and name of the sentence stands in the supporting words, they say it with the same polarity, they hold
most of the sentence's IDF mass, and they are close to it for the encoder. All must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from assistant.answering.base import Evidence, Support
from assistant.answering.scoring import SentenceVectors, TermStatistics, idf
from assistant.text import DateMention, NumberMention, dates, fold, numbers, sentences, stem, stems, tokenise

MIN_COVERAGE = 0.6
"""Share of the IDF mass of the sentence that the supporting words must hold."""

MIN_COSINE = 0.85
"""Cosine of the encoder between the sentence and the supporting words; two unrelated texts have about 0.8."""

WINDOW = 2
"""Sentences of a passage that may support one sentence together."""

_NEGATION = re.compile(
    r"\b(?:ne|n')\s?\w*.{0,25}?\b(?:pas|plus|jamais|aucune?|rien|guere|point|ni)\b|\baucune?\b|\bsans\b|\bnon\b"
    r"|\bni\b|\bjamais\b|\binterdi\w*|\bexclu\w*|\bimpossible\b|\brefus\w*"
)
_OPPOSITES: tuple[tuple[str, str], ...] = tuple(
    (stem(a), stem(b))
    for a, b in (
        ("augmente", "diminue"),
        ("augmentation", "diminution"),
        ("hausse", "baisse"),
        ("minimum", "maximum"),
        ("minimal", "maximal"),
        ("obligatoire", "facultatif"),
        ("avant", "après"),
        ("début", "fin"),
        ("inférieur", "supérieur"),
        ("premier", "dernier"),
        ("inclus", "exclu"),
        ("autorisé", "interdit"),
        ("gratuit", "payant"),
        ("public", "privé"),
        ("favorable", "défavorable"),
        ("plus", "moins"),
        ("ouvert", "fermé"),
        ("accepté", "refusé"),
        ("créer", "supprimer"),
        ("renforcer", "réduire"),
        ("national", "régional"),
    )
)


class RuleVerifier:
    """A ``SentenceVerifier`` by rules, without a model of its own."""

    def __init__(self, vectors: SentenceVectors, statistics: TermStatistics) -> None:
        self._vectors = vectors
        self._statistics = statistics

    def verify(self, sentence: str, evidence: Sequence[Evidence]) -> Support | None:
        """The best support among passages, or None when none holds; ``Support.score`` is the mean of both measures."""
        windows = [
            (item, start, end)
            for item in evidence
            for start, end in _windows(item.passage.text)
            if consistent(sentence, item.passage.text[start:end], item.passage.context)
        ]
        covered = [
            (item, start, end, share)
            for item, start, end in windows
            if (share := self._coverage(sentence, item, start, end)) >= MIN_COVERAGE
        ]
        if not covered:
            return None
        texts = [item.passage.text[start:end] for item, start, end, _ in covered]
        vectors = self._vectors.of([sentence, *texts])
        cosines = vectors[1:] @ vectors[0]
        best = int(np.argmax([c + share for c, (_, _, _, share) in zip(cosines, covered, strict=True)]))
        item, start, end, share = covered[best]
        if cosines[best] < MIN_COSINE:
            return None
        score = min(1.0, (share + float(cosines[best])) / 2)
        return Support(item, item.passage.start + start, item.passage.start + end, score)

    def _coverage(self, sentence: str, item: Evidence, start: int, end: int) -> float:
        """Share of the sentence's IDF mass in the words; what only the title or the headings hold counts half."""
        wanted = {term: idf(term, self._statistics) for term in stems(sentence)}
        total = sum(wanted.values())
        if not total:
            return 0.0
        own = frozenset(stems(item.passage.text[start:end]))
        around = frozenset(stems(f"{item.passage.context} {item.hit.title}"))
        return sum(w if term in own else 0.5 * w if term in around else 0.0 for term, w in wanted.items()) / total


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Runs of one to ``WINDOW`` sentences."""
    spans = sentences(text)
    for size in range(1, WINDOW + 1):
        for first in range(len(spans) - size + 1):
            yield spans[first].start, spans[first + size - 1].end


def consistent(claim: str, support: str, context: str = "") -> bool:
    """True when the supporting words hold every number, date and name of the claim, with the same polarity."""
    return (
        same_numbers(claim, support)
        and same_dates(claim, support)
        and same_names(claim, f"{support} {context}")
        and same_polarity(claim, support)
    )


def same_numbers(claim: str, support: str) -> bool:
    """Every number of the claim is in the support, and counts the same noun there when it counts one."""
    available = _free_numbers(support)
    for number in _free_numbers(claim):
        equal = [n for n in available if n.value == number.value and (not number.unit or n.unit == number.unit)]
        if not equal:
            return False
        noun = _counted(claim, number)
        if noun and noun in stems(support) and not any(noun in _around(support, n) for n in equal):
            return False
    return True


def _free_numbers(text: str) -> list[NumberMention]:
    mentioned = dates(text)
    return [n for n in numbers(text) if not any(d.start <= n.start < d.end for d in mentioned)]


def _counted(text: str, number: NumberMention) -> str | None:
    following = stems(text[number.end : number.end + 40])
    return following[0] if following and not following[0].isdigit() else None


def _around(text: str, number: NumberMention) -> set[str]:
    """Stems of the four words after a number and of the six before it, within the clause."""
    after = [t.stem for t in tokenise(re.split(r"[;:.]", text[number.end :])[0])][:4]
    before = [t.stem for t in tokenise(re.split(r"[;.]", text[: number.start])[-1])][-6:]
    return {*after, *before}


def same_dates(claim: str, support: str) -> bool:
    """Every date of the claim is told by the support, at least as precisely."""
    told = dates(support)
    return all(any(_tells(support, t, claim, wanted) for t in told) for wanted in dates(claim))


def _tells(support: str, told: DateMention, claim: str, wanted: DateMention) -> bool:
    if wanted.iso:
        return bool(told.iso and told.iso.startswith(wanted.iso))
    day = [token.stem for token in tokenise(claim[wanted.start : wanted.end])]
    return day == [token.stem for token in tokenise(support[told.start : told.end])][: len(day)]


def same_names(claim: str, support: str) -> bool:
    """Every capitalised word and acronym of the claim, but its first word, is among the words of the support."""
    known = {form for token in tokenise(support) for form in (token.folded, token.stem)}
    for place, token in enumerate(tokenise(claim)):
        word = claim[token.start : token.end]
        named = word[0].isupper() if place > 0 else len(word) > 1 and word.isupper()
        if named and len(word) > 1 and token.folded not in known and token.stem not in known:
            return False
    return True


def same_polarity(claim: str, support: str) -> bool:
    """Both deny or neither does, and the claim does not say the opposite of a word of the support."""
    if bool(_NEGATION.search(fold(claim))) != bool(_NEGATION.search(fold(support))):
        return False
    mine, theirs = set(stems(claim, keep_stop=True)), set(stems(support, keep_stop=True))
    for a, b in _OPPOSITES:
        for said, opposite in ((a, b), (b, a)):
            if said in mine and said not in theirs and opposite in theirs:
                return False
    return True
