"""The judge over a run: every answer that was given is scored; abstentions are not, since there is nothing to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eval.given import Given
from eval.judge.agreement import Labels, agreement
from eval.judge.judge import JudgeFailure, Judgement
from eval.judge.rubric import rubric_sha256
from eval.questions import Question
from eval.statistics import mean_interval

JUDGEMENTS = "judgements"
"""Name of the lines in a run, without ``.jsonl``."""


class AnswerJudge(Protocol):
    """What scores one answer."""

    @property
    def name(self) -> str:
        """What the run calls it."""

    def judge(self, question: Question, given: Given, premises: Mapping[int, str]) -> Judgement | JudgeFailure:
        """The scores of one answer, or why there are none."""


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """``metrics`` is the object ``judge`` of ``metrics.json``; ``lines`` those of ``judgements.jsonl``."""

    metrics: Mapping[str, Any]
    lines: tuple[Mapping[str, Any], ...]


def judge_run(
    questions: Sequence[Question],
    given: Mapping[str, Given],
    premises_of: Callable[[Given], Mapping[int, str]],
    judge: AnswerJudge,
    labels: Labels | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> JudgedRun:
    """Score every answer of a run.

    ``n`` counts the answers put to the judge, ``failed`` those that it did not score, which are in no mean.

    Args:
        questions: What was asked, in the order of the run.
        given: The answers by question id; a question without one is passed over.
        premises_of: The text of each passage that an answer cites, by its marker.
        judge: Scores one answer.
        labels: A person's scores, to measure the agreement.
        progress: Told how many answers are done, and of how many.

    Raises:
        DatasetError: A label is of a question that is not in the run; said before anything is judged.
        ModelError: The judge does not answer any more.
    """
    if labels is not None:
        labels.check(given.keys())
    asked = [(question, given[question.id]) for question in questions if question.id in given]
    answered = [(question, answer) for question, answer in asked if not answer.abstained]
    outcomes: list[Judgement | JudgeFailure] = []
    for question, answer in answered:
        outcomes.append(judge.judge(question, answer, premises_of(answer)))
        if progress is not None:
            progress(len(outcomes), len(answered))
    scored = [outcome for outcome in outcomes if isinstance(outcome, Judgement)]
    metrics = {
        "model": judge.name,
        "rubric_sha256": rubric_sha256(),
        "n": len(outcomes),
        "faithfulness": mean_interval([judgement.faithfulness for judgement in scored]).json(),
        "correctness": mean_interval([judgement.correctness for judgement in scored]).json(),
        "failed": len(outcomes) - len(scored),
        "agreement": agreement(scored, labels).json(labels.path) if labels is not None else None,
    }
    return JudgedRun(metrics, tuple(_line(outcome) for outcome in outcomes))


def _line(outcome: Judgement | JudgeFailure) -> dict[str, Any]:
    if isinstance(outcome, JudgeFailure):
        return {"id": outcome.id, "faithfulness": None, "correctness": None, "failure": outcome.why}
    return {
        "id": outcome.id,
        "faithfulness": outcome.faithfulness,
        "correctness": outcome.correctness,
        "reason": outcome.reason,
    }
