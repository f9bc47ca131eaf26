"""The threshold of abstention, chosen on one set of questions and tried on another.

Both sets are answered with the threshold at zero: each question then has the answer that would be given, its
confidence, and whether it is right, so the effect of any threshold is known without asking again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.errors import UsageError
from assistant.text import tokens
from eval.answers.measures import as_json
from eval.answers.verdict import Verdict
from eval.metrics.risk import risk_coverage, threshold_for_risk
from eval.questions import Question, QuestionFile
from eval.statistics import Estimate, mean_interval


def check_apart(dev: QuestionFile, test: QuestionFile) -> None:
    """See to it that a threshold is not tried on what it was chosen on.

    Raises:
        UsageError: Both files are the same, or share a question.
    """
    if dev.sha256 == test.sha256:
        raise UsageError(f"{dev.path} sert déjà à mesurer : un seuil se choisit sur d'autres questions.")
    known = {_asked(question): question for question in test.questions}
    for question in dev.questions:
        if (same := known.get(_asked(question))) is not None:
            raise UsageError(
                f"{dev.path}, ligne {question.line} : la même question est à la ligne {same.line} de {test.path} ;"
                " un seuil se choisit sur d'autres questions que celles qui le mesurent."
            )


def _asked(question: Question) -> tuple[Any, ...]:
    """What makes two questions the same, however they are typed."""
    return (tuple(tokens(question.question)), question.history)


def calibration(
    dev: QuestionFile,
    dev_verdicts: Sequence[Verdict],
    test_verdicts: Sequence[Verdict],
    current: float,
    max_risk: float,
) -> dict[str, Any]:
    """The threshold for a risk, chosen on ``dev``, and what it changes there and on the test questions.

    Args:
        dev: The questions that it is chosen on.
        dev_verdicts: Their verdicts, at threshold zero.
        test_verdicts: Those of the questions of the run, at threshold zero.
        current: The threshold in use.
        max_risk: Share of wrong answers, among those given, that is accepted.

    Returns:
        The object ``calibration`` of ``metrics.json``; ``threshold`` is null when none keeps the risk on ``dev``.
    """
    chosen = threshold_for_risk([v.confidence for v in dev_verdicts], [v.loss for v in dev_verdicts], max_risk)

    def effects(verdicts: Sequence[Verdict]) -> dict[str, Any]:
        return {
            "current": as_json(effect(verdicts, current)),
            "chosen": as_json(effect(verdicts, chosen)) if chosen is not None else None,
        }

    return {
        "dev": {"file": dev.path.name, "sha256": dev.sha256, "n": len(dev.questions)},
        "max_risk": max_risk,
        "threshold": chosen,
        "current": current,
        "on_dev": effects(dev_verdicts),
        "on_test": effects(test_verdicts),
        "curve_dev": curve(dev_verdicts),
        "curve_test": curve(test_verdicts),
    }


def effect(verdicts: Sequence[Verdict], threshold: float) -> dict[str, Estimate]:
    """What a threshold gives: the share answered, the share of wrong among those, and what becomes of each side.

    Args:
        verdicts: Verdicts at threshold zero.
        threshold: Confidence from which an answer is given.
    """
    answerable = [verdict for verdict in verdicts if verdict.question.answerable]
    silent = [verdict for verdict in verdicts if not verdict.question.answerable]
    given = [verdict for verdict in verdicts if verdict.confidence >= threshold]
    return {
        "coverage": mean_interval([float(v.confidence >= threshold) for v in verdicts]),
        "risk": mean_interval([v.loss for v in given]),
        "answer_right": mean_interval([(v.confidence >= threshold) * (1 - v.loss) for v in answerable]),
        "false_abstention_rate": mean_interval([float(v.confidence < threshold) for v in answerable]),
        "abstention_recall": mean_interval([float(v.confidence < threshold) for v in silent]),
    }


def curve(verdicts: Sequence[Verdict]) -> list[list[float]]:
    """The risk-coverage curve, as ``[coverage, risk, threshold]``."""
    return [list(point) for point in risk_coverage([v.confidence for v in verdicts], [v.loss for v in verdicts])]
