"""Abstaining when the corpus does not answer, and only then.

Each function gives the value of one question; means over questions are the precision and the recall of abstaining
(Rajpurkar, Jia & Liang 2018, « Know What You Don't Know », ACL, for questions without an answer).
"""

from __future__ import annotations

from dataclasses import replace

from eval.given import Given
from eval.metrics.citations import IsNotice, page_right
from eval.metrics.match import answer_right
from eval.questions import Question


def abstention_precision(question: Question, given: Given) -> float | None:
    """Of an abstention: 1 when the question must not be answered, else 0. Higher is better; None for an answer.

    Its mean is ``|abstained and unanswerable| / |abstained|``.
    """
    return float(not question.answerable) if given.abstained else None


def abstention_recall(question: Question, given: Given) -> float | None:
    """Of a question that must not be answered: 1 for an abstention, else 0. Higher is better; None for the others.

    Its mean is ``|abstained and unanswerable| / |unanswerable|``.
    """
    return None if question.answerable else float(given.abstained)


def false_abstention(question: Question, given: Given) -> float | None:
    """Of a question that has an answer: 1 for an abstention, else 0. Lower is better; None for the others.

    Its mean is ``|abstained and answerable| / |answerable|``.
    """
    return float(given.abstained) if question.answerable else None


def abstention_f1(precision: float | None, recall: float | None) -> float | None:
    """``2PR / (P + R)`` from 0 to 1, higher is better: F1 of abstaining, all questions together.

    0 when every unanswerable question was answered, even without any abstention (no precision); None when there is
    no unanswerable question (no recall).
    """
    if recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def loss(question: Question, given: Given, is_notice: IsNotice) -> float:
    """1 when the nearest answer, given or only shown to be checked, is wrong; 0 when it is right. Lower is better.

    What would be lost by answering, whatever the level: the quotes of a passage to check are judged as if they were
    the answer, so that the risk-coverage curve (``risk``) covers every question. Judged by ``answer_right``, or by
    ``page_right`` where only evidence is told. 1 when nothing is shown, and for a question that must not be answered.
    """
    if not question.answerable or given.level == "none":
        return 1.0
    if given.level == "to_check":
        given = replace(given, level="answer", answer="\n".join(citation.quote for citation in given.citations))
    right = answer_right(question, given)
    if right is None:
        right = page_right(question, given, is_notice)
    return 1.0 - (right or 0.0)
