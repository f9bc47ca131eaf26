"""Words in common between what was said and what was expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from eval.given import Given
from eval.metrics.spellings import words
from eval.questions import Question

_ARTICLES = frozenset({"le", "la", "les", "l", "un", "une", "des"})


def token_f1(question: Question, given: Given) -> float | None:
    """Harmonic mean of the precision and the recall of words (Rajpurkar et al. 2016, « SQuAD », EMNLP).

    ``F1 = 2PR / (P + R)`` with ``P = common / said``, ``R = common / expected``, words counted as often as they
    stand, without articles and punctuation, in one spelling (``spellings``). The maximum over the expected answers;
    with ``all_of``, over the best of each group joined. From 0 to 1, higher is better: a whole sentence around a
    short answer scores low. 0 for an abstention; None for a question that must not be answered or tells no answer.
    """
    if not question.answerable or not (question.answers or question.all_of):
        return None
    if given.abstained:
        return 0.0
    said = _content(given.said)
    if question.all_of:
        best = (max((_content(answer) for answer in group), key=lambda a: _f1(a, said)) for group in question.all_of)
        return _f1([word for group in best for word in group], said)
    return max(_f1(_content(answer), said) for answer in question.answers)


def _content(text: str) -> list[str]:
    return [word for word in words(text) if word not in _ARTICLES]


def _f1(expected: Sequence[str], said: Sequence[str]) -> float:
    common = (Counter(expected) & Counter(said)).total()
    return 2 * common / (len(expected) + len(said)) if common else 0.0
