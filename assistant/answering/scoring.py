"""How likely a sentence answers a question: two small regressions on signals one can read (``signals``).

One ranks the candidates of a question, the other says how far to trust the first. Their weights are in
``scorer.json``, made by ``tools/train_scorer.py`` (which names its data and their hashes) and small enough to be
read. The thresholds are chosen on predictions for questions that were not used to fit the weights.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from assistant.answering.candidates import Candidate
from assistant.answering.question import Question
from assistant.answering.sentence_vectors import SentenceVectors, Vector, likeness
from assistant.answering.signals import FEATURES, SIGNS, Sign, names_of, wording
from assistant.answering.weighing import TermStatistics

ENCODED = 64
"""Sentences of a question that are encoded: those that the other signals put first. On the questions that the scorer
was fitted on, the first of all is always among them."""

_LIKENESS = 2
"""Signals that come from vectors, the first ones."""

_IMPOSSIBLE = FEATURES.index("impossible") - _LIKENESS

_OWN_SIGNS: dict[str, Sign] = {"best": +1, "rivals": -1, "gap": +1}

CONFIDENCE_FEATURES = (
    *_OWN_SIGNS,
    "absent",
    "unknown",
    "numbers_missing",
    "satisfies",
    "strict_not_satisfied",
    "coverage_in_context",
    "key_missing",
    "known_missing_share",
    "document_missing",
    "label_missing",
    "other_year",
    "complements_missing",
    "act_missing",
    "proper_missing",
    "proper_not_in_document",
    "acronyms_missing",
    "acronyms_not_in_document",
    "no_cause",
    "no_enumeration",
    "head_missing",
    "cosine",
    "passage_cosine",
)
"""Signals of the confidence in the best candidate: its score, the log of the sum of all candidates' odds to it, what
separates it from the second, then its own signals."""

CONFIDENCE_SIGNS = {name: (_OWN_SIGNS | SIGNS)[name] for name in CONFIDENCE_FEATURES}
"""What each does to the confidence, as ``signals.SIGNS`` says it."""


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

    def first(self, places: Iterable[int], told: Sequence[Sequence[float]]) -> list[int]:
        """The places of the candidates worth encoding, in their order: at most ``ENCODED``, by the other signals.

        Args:
            places: Those that may answer.
            told: For every candidate, its signals without those of vectors.
        """
        weights = self.ranking[_LIKENESS:]
        scores = {place: sum(w * x for w, x in zip(weights, told[place], strict=True)) for place in places}
        return sorted(sorted(scores, key=scores.__getitem__, reverse=True)[:ENCODED])

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
    return (scores[first], rivals, min(gap, 5.0), *(own[name] for name in CONFIDENCE_FEATURES[len(_OWN_SIGNS) :]))


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
    threshold of an answer. Nor does it when the question names what no passage of the corpus names.

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
    told, covered = wording(question, found, statistics)
    possible = [place for place, row in enumerate(told) if not row[_IMPOSSIBLE]]
    places = scorer.first(possible or range(len(told)), told)
    like = likeness([found[place] for place in places], query_vector, vectors)
    rows = [(*near, *told[place]) for near, place in zip(like, places, strict=True)]
    probabilities = scorer.probabilities(rows)
    named_nowhere = any(statistics.document_frequency(name) == 0 for name in names_of(question.text))
    highest = 1.0 if possible and not named_nowhere else math.nextafter(scorer.answer_from, 0)
    scored = [
        Scored(found[place], min(probability, highest), dict(zip(FEATURES, row, strict=True)), covered[place])
        for place, row, probability in zip(places, rows, probabilities, strict=True)
    ]
    return sorted(
        scored,
        key=lambda s: (-s.probability, s.candidate.hit.rank, s.candidate.hit.passage.document_id, s.candidate.start),
    )
