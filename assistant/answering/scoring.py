"""How likely a sentence answers a question: two small regressions on signals one can read.

One ranks the candidates of a question, the other says how far to trust the first. Their weights are in
``scorer.json``, made by ``tools/train_scorer.py`` (which names its data and their hashes) and small enough to be
read. The thresholds are chosen on predictions for questions that were not used to fit the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.answering.candidates import Candidate
from assistant.answering.mentions import impossible, satisfies
from assistant.answering.question import RECORD_TYPES, AnswerType, Question
from assistant.text import STOP_WORDS, one_line, stems, tokenise, tokens

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

Vector = NDArray[np.float32]

FEATURES = (
    "cosine",
    "cosine_to_best",
    "coverage",
    "coverage_in_context",
    "coverage_in_passage",
    "coverage_to_best",
    "names_missing",
    "names_absent",
    "numbers_missing",
    "impossible",
    "satisfies",
    "not_satisfied",
    "satisfied_and_covered",
    "strict_not_satisfied",
    "key_missing",
    "head_present",
    "passage_score",
    "passage_cosine",
    "first_passage",
    "length",
    "unknown",
    "absent",
    "heading",
    "stray_record",
    "table",
)
"""Names of the signals, in the order of the vector; see ``features``."""

_IMPOSSIBLE = FEATURES.index("impossible")
_COVERAGE = FEATURES.index("coverage_in_context")

MIN_COVERAGE = 0.35
"""Share of the question's IDF mass under which a sentence is another subject's (on the tuning questions, half of the
answers under it were wrong, and there were few)."""


STRICT_TYPES: frozenset[AnswerType] = frozenset(
    {"number", "amount", "percent", "person", "duration", "attachment", "descriptors", "record_date"}
)
"""Types whose answer has a form that can be told from a sentence: without it, the sentence hardly answers."""


class TermStatistics(Protocol):
    """How many passages hold a stem, and how many there are."""

    def document_frequency(self, stem: str) -> int:
        """Passages that hold a stem."""

    def passage_count(self) -> int:
        """Passages in all."""


CONFIDENCE_FEATURES = (
    "best",
    "rivals",
    "gap",
    "absent",
    "unknown",
    "names_missing",
    "numbers_missing",
    "satisfies",
    "strict_not_satisfied",
    "coverage_in_context",
    "key_missing",
    "cosine",
    "passage_cosine",
)
"""Signals of the confidence in the best candidate: its score, the log of the sum of all candidates' odds to it, what
separates it from the second, then its own signals."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its probability to be a right answer (0 to 1), its signals and the stems it covers.

    The probability of the best candidate is the calibrated confidence; that of the others is in the ratio of their
    odds to the best one's.
    """

    candidate: Candidate
    probability: float
    signals: dict[str, float]
    covered: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scorer:
    """A ranking of candidates, a confidence in the first of them, and the calibrated thresholds.

    The ranking is a conditional logit over the candidates of a question (McFadden, 1974): ``ranking`` has one weight
    for each of ``FEATURES``. The confidence is a logistic regression over ``CONFIDENCE_FEATURES``. ``answer_from`` is
    the confidence from which an answer is given, ``check_from`` the one from which the passage is shown to be checked.
    """

    ranking: tuple[float, ...]
    confidence: tuple[float, ...]
    intercept: float
    answer_from: float
    check_from: float

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """Probability of each candidate of one question, from the rows of its signals."""
        scores = [sum(w * x for w, x in zip(self.ranking, row, strict=True)) for row in rows]
        first = max(range(len(scores)), key=scores.__getitem__)
        signals = confidence_signals(scores, first, rows[first])
        total = self.intercept + sum(w * x for w, x in zip(self.confidence, signals, strict=True))
        confidence = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
        return [confidence * math.exp(score - scores[first]) for score in scores]


def confidence_signals(scores: Sequence[float], first: int, row: Sequence[float]) -> tuple[float, ...]:
    """Signals of the confidence in the best candidate, in the order of ``CONFIDENCE_FEATURES``.

    Args:
        scores: Scores of all candidates of a question.
        first: Place of the best.
        row: Its signals.
    """
    own = dict(zip(FEATURES, row, strict=True))
    others = sorted((s for place, s in enumerate(scores) if place != first), reverse=True)
    rivals = math.log(sum(math.exp(score - scores[first]) for score in scores))
    gap = scores[first] - others[0] if others else 5.0
    return (scores[first], rivals, min(gap, 5.0), *(own[name] for name in CONFIDENCE_FEATURES[3:]))


@lru_cache(maxsize=1)
def default_scorer() -> Scorer:
    """The scorer that comes with the package."""
    data = json.loads(files("assistant.answering").joinpath("scorer.json").read_text(encoding="utf-8"))
    return Scorer(
        ranking=tuple(float(data["ranking"][name]) for name in FEATURES),
        confidence=tuple(float(data["confidence"][name]) for name in CONFIDENCE_FEATURES),
        intercept=float(data["intercept"]),
        answer_from=float(data["answer_from"]),
        check_from=float(data["check_from"]),
    )


def with_threshold(scorer: Scorer, answer_from: float | None) -> Scorer:
    """The scorer with another confidence from which it answers; the calibrated one when None is given."""
    if answer_from is None:
        return scorer
    return replace(scorer, answer_from=answer_from, check_from=min(scorer.check_from, answer_from))


def idf(term: str, statistics: TermStatistics) -> float:
    """Inverse document frequency of BM25 (Robertson and Zaragoza, 2009), never negative.

    log(1 + (N - n + 0.5) / (n + 0.5)) with N passages of which n hold the term.
    """
    total, holding = statistics.passage_count(), statistics.document_frequency(term)
    return math.log(1 + (max(total - holding, 0) + 0.5) / (holding + 0.5))


class SentenceVectors:
    """Vectors of sentences, kept in memory: the same sentences come back from one question to the next."""

    def __init__(self, encoder: Encoder, capacity: int = 20_000) -> None:
        self._encoder = encoder
        self._known: dict[str, Vector] = {}
        self._capacity = capacity

    def of(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of texts, shape (len(texts), dimension)."""
        missing = list(dict.fromkeys(text for text in texts if text not in self._known))
        if missing:
            if len(self._known) + len(missing) > self._capacity:
                self._known.clear()
            self._known.update(zip(missing, self._encoder.encode_passages(missing), strict=True))
        return np.stack([self._known[text] for text in texts])


def score(
    question: Question,
    found: Sequence[Candidate],
    statistics: TermStatistics,
    query_vector: Vector,
    vectors: SentenceVectors,
    scorer: Scorer,
) -> list[Scored]:
    """Score candidates; best first, then in order of document and place.

    A sentence that cannot answer (``mentions.impossible``, or a line of a record when the question is not about the
    record) is left out, unless all are: then nothing reaches the
    threshold of an answer. Nor does it when the question names what no passage of the corpus names, or when the best
    sentence and what surrounds it hold less than ``MIN_COVERAGE`` of what is asked.

    Args:
        question: The question understood.
        found: Candidates of the retrieved passages.
        statistics: Frequencies of stems in the corpus.
        query_vector: Unit vector of the question, shape (dimension,).
        vectors: Vectors of sentences.
        scorer: The regression.
    """
    if not found:
        return []
    rows, covered = features(question, found, statistics, query_vector, vectors)
    possible = [place for place, row in enumerate(rows) if not row[_IMPOSSIBLE]]
    places = possible or list(range(len(rows)))
    probabilities = scorer.probabilities([rows[place] for place in places])
    first = places[max(range(len(places)), key=probabilities.__getitem__)]
    named_nowhere = any(statistics.document_frequency(name) == 0 for name in names_of(question.text))
    far = rows[first][_COVERAGE] < MIN_COVERAGE
    highest = 1.0 if possible and not named_nowhere and not far else math.nextafter(scorer.answer_from, 0)
    scored = [
        Scored(found[place], min(probability, highest), dict(zip(FEATURES, rows[place], strict=True)), covered[place])
        for place, probability in zip(places, probabilities, strict=True)
    ]
    return sorted(
        scored,
        key=lambda s: (-s.probability, s.candidate.hit.rank, s.candidate.hit.passage.document_id, s.candidate.start),
    )


def _with_header(candidate: Candidate) -> str:
    return f"{one_line(candidate.before)} | {candidate.shown}" if candidate.block.kind == "table" else candidate.shown


def names_of(text: str) -> frozenset[str]:
    """Stems of the proper names and acronyms of a question: capitalised words but the first, and words in capitals."""
    words = list(tokenise(text))
    return frozenset(
        word.stem
        for place, word in enumerate(words)
        if text[word.start].isupper()
        and word.folded not in STOP_WORDS
        and (place > 0 or (word.end - word.start > 1 and text[word.start : word.end].isupper()))
    )


def numbers_of(text: str) -> frozenset[str]:
    """Figures of a question: years, amounts, numbers of articles."""
    return frozenset(word.folded for word in tokenise(text) if word.folded.isdigit())


def missing(wanted: frozenset[str], present: frozenset[str]) -> float:
    """Share of the wanted stems that are not there; 0 when nothing is wanted."""
    return len(wanted - present) / len(wanted) if wanted else 0.0


def features(
    question: Question,
    found: Sequence[Candidate],
    statistics: TermStatistics,
    query_vector: Vector,
    vectors: SentenceVectors,
) -> tuple[list[tuple[float, ...]], list[frozenset[str]]]:
    """Signals of each candidate, in the order of ``FEATURES``, and the stems of the question that it covers.

    ``coverage*`` are shares of the IDF mass of the question's terms (those of the conversation's subject count half)
    found in the sentence, in it with its headings and what precedes it, and in its passage; ``unknown`` is the share
    of the mass that no passage of the corpus holds, ``absent`` the share that no retrieved passage holds;
    ``names_missing`` and ``numbers_missing`` are shares of the question's proper names and figures (the year of the
    document counts as present); ``key_missing``
    is the weight of the heaviest term that is missing, as a share of the heaviest term's; ``stray_record`` marks a line
    of a record when the question is not about the record.
    """
    weight = {term: idf(term, statistics) for term in question.content}
    weight |= {term: 0.5 * idf(term, statistics) for term in question.subject}
    total = sum(weight.values()) or 1.0
    heaviest = max(weight.values(), default=0.0) or 1.0
    unknown = sum(w for term, w in weight.items() if statistics.document_frequency(term) == 0) / total
    cosines = vectors.of([candidate.shown for candidate in found]) @ query_vector
    best = float(cosines.max())
    passage_terms = {
        c.hit.passage.id: frozenset(stems(f"{c.hit.passage.context} {c.hit.title} {c.hit.passage.text}")) for c in found
    }
    everywhere: frozenset[str] = frozenset().union(*passage_terms.values())
    absent = sum(w for term, w in weight.items() if term not in everywhere) / total
    names, figures = names_of(question.text), numbers_of(question.text)
    typed = question.types != ("any",)
    strict = not set(question.types).isdisjoint(STRICT_TYPES)
    about_record = not set(question.types).isdisjoint(RECORD_TYPES)
    own_terms = [frozenset(stems(candidate.text)) for candidate in found]
    contexts = [
        own | frozenset(stems(f"{c.headings} {c.before} {c.metadata}")) for own, c in zip(own_terms, found, strict=True)
    ]
    shares = [sum(w for term, w in weight.items() if term in context) / total for context in contexts]
    rows: list[tuple[float, ...]] = []
    covered: list[frozenset[str]] = []
    for candidate, cosine, own, context, in_context in zip(found, cosines, own_terms, contexts, shares, strict=True):
        share = sum(w for term, w in weight.items() if term in own) / total
        in_passage = sum(w for term, w in weight.items() if term in passage_terms[candidate.hit.passage.id]) / total
        held = satisfies(question, _with_header(candidate), candidate.metadata) if typed else 0.5
        stray = candidate.block.kind == "metadata" and not about_record
        rows.append(
            (
                10 * (float(cosine) - 0.8),
                10 * (float(cosine) - best),
                share,
                in_context,
                in_passage,
                in_context - max(shares),
                missing(names, context),
                missing(names, passage_terms[candidate.hit.passage.id]),
                missing(figures, context | frozenset(tokens(candidate.hit.date or ""))),
                1.0 if stray or impossible(question, _with_header(candidate), candidate.metadata) else 0.0,
                held,
                1.0 if typed and held == 0 else 0.0,
                held * in_context,
                1.0 if strict and held == 0 else 0.0,
                max((w for term, w in weight.items() if term not in context), default=0.0) / heaviest,
                1.0 if question.head and question.head in own else 0.0,
                candidate.hit.scores.get("fused", 0.0),
                candidate.hit.scores.get("dense", 0.0),
                1.0 if candidate.hit.rank == 1 else 0.0,
                math.log1p(len(candidate.shown.split())),
                unknown,
                absent,
                1.0 if candidate.block.kind in {"heading", "title"} else 0.0,
                1.0 if stray else 0.0,
                1.0 if candidate.block.kind == "table" else 0.0,
            )
        )
        covered.append(frozenset(term for term in question.all_terms if term in context))
    return rows, covered
