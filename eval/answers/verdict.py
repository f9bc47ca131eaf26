"""What was found of one answer: the value of each metric for this question, and what was expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from eval.questions import Question


@dataclass(frozen=True, slots=True)
class Verdict:
    """One question judged.

    ``values`` holds, for each metric that is a mean over questions, the value of this question, or None where the
    metric says nothing of it (the page cited, of an abstention). ``confidence`` is that of the answer, higher when
    surer; ``loss`` is 1 when the nearest answer that was given or shown is not right, else 0: the pair makes the
    risk-coverage curve. ``ranks`` gives, for ``raw``, ``rewritten`` and ``standalone`` questions, the rank (from 1)
    of the first passage found on a page of evidence, None when none of them is; a question without evidence has no
    entry, nor has ``raw`` for a question without history.
    """

    question: Question
    values: Mapping[str, float | None]
    confidence: float
    loss: float
    ranks: Mapping[str, int | None] = field(default_factory=dict)
    passages_read: int | None = None

    @property
    def id(self) -> str:
        """Id of the question."""
        return self.question.id
