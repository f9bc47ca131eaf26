"""What a run over answers gives, and what it leaves on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.answers.systems import Played
from eval.answers.verdict import Verdict
from eval.given import Given, read_given
from eval.runs import AnswersRun, verdict_json, write_run


@dataclass(frozen=True, slots=True)
class AnswersResult:
    """What a run gives: the object of ``metrics.json``, the answers, and the verdicts, in the order of the file.

    ``failure`` says what was asked for and could not be had (the judge's scores, the model's answers), "" otherwise.
    """

    metrics: dict[str, Any]
    played: Sequence[Played]
    verdicts: Sequence[Verdict]
    judgements: Sequence[Mapping[str, Any]] = ()
    failure: str = ""

    @property
    def given(self) -> dict[str, Given]:
        """The answers by question."""
        return {one.answer["id"]: read_given(one.answer) for one in self.played}

    def run(self, folder: Path) -> AnswersRun:
        """The run as it would be read back from a folder."""
        return AnswersRun(folder, self.metrics, self.given, {verdict.id: verdict for verdict in self.verdicts})


def write_answers(folder: Path, result: AnswersResult) -> None:
    """Write the files of a run, ``judgements.jsonl`` among them where there is a judge.

    Raises:
        OperationError: The folder cannot be written.
    """
    judgements = {"judgements": result.judgements} if result.judgements else {}
    write_run(
        folder,
        result.metrics,
        answers=[one.answer for one in result.played],
        verdicts=[verdict_json(verdict) for verdict in result.verdicts],
        **judgements,
    )
