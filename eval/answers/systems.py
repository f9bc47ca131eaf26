"""What answers the questions: the assistant itself, or answers that were kept in a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answering.messages import MODEL_UNSUPPORTED
from assistant.cli_output import answer_json
from assistant.models import Completed, Progress
from eval.errors import DatasetError
from eval.given import read_given
from eval.jsonlines import read_lines
from eval.metrics.ranking import DEPTH
from eval.questions import Question, QuestionFile
from eval.report.french import counted

if TYPE_CHECKING:
    from assistant.models import Answer, Turn
    from assistant.service import Assistant

FoundPages = tuple[str, tuple[int, ...]]
"""A passage found: its file and its pages."""


@dataclass(frozen=True, slots=True)
class Played:
    """What a system gave for a question.

    ``answer`` is the object of ``ask --json`` with its ``id``. ``found`` holds, for the question as it was ``raw``,
    ``rewritten`` from its history, and ``standalone`` as its author wrote it whole, the passages found, best first.
    ``tokens`` counts those that chat models read and wrote, None when none was called; ``model_failed`` says that the
    model of the settings did not answer, or not to the end.
    """

    answer: dict[str, Any]
    found: Mapping[str, Sequence[FoundPages]] = field(default_factory=dict)
    passages_read: int | None = None
    tokens: tuple[int, int] | None = None
    model_failed: bool = False


class AnswerSystem(Protocol):
    """What is evaluated."""

    @property
    def name(self) -> str:
        """Its name in the report."""

    def play(self, question: Question) -> Played:
        """Answer one question, with its history."""


class AssistantSystem:
    """The assistant, asked as the chat asks it."""

    def __init__(self, assistant: Assistant, count: Callable[[str], int], *, searches: bool = True) -> None:
        """Ask an assistant.

        Args:
            assistant: What is evaluated.
            count: Counts the tokens of a text, for chat models whose server does not.
            searches: Also look where the evidence stands among the passages found.
        """
        self.name = assistant.settings.chat_model or "extractive"
        self._count = count
        self._assistant = assistant
        self._searches = searches

    def play(self, question: Question) -> Played:
        """Answer one question, then look where a page of evidence stands among the passages found."""
        from eval.answers.tokens import counted_tokens

        with counted_tokens(self._count) as tokens:
            answer, read = self._ask(question)
        return Played(
            answer={"id": question.id, **answer_json(answer)},
            found=self._find(question) if self._searches and question.evidence else {},
            passages_read=read,
            tokens=(tokens.read, tokens.written) if tokens.calls else None,
            model_failed=any(self.name in warning for warning in answer.warnings if warning != MODEL_UNSUPPORTED),
        )

    def _ask(self, question: Question) -> tuple[Answer, int]:
        """The answer, and how many passages were read for it: what is said while it is prepared."""
        read = 0
        for event in self._assistant.stream(question.question, question.history):
            if isinstance(event, Progress) and event.stage == "reading":
                read = int(re.findall(r"\d+", event.message)[0])
            elif isinstance(event, Completed):
                return event.answer, read
        raise AssertionError("a stream ends with Completed")

    def _find(self, question: Question) -> dict[str, Sequence[FoundPages]]:
        found = {"rewritten": self._search(question.question, question.history)}
        if question.history:
            found["raw"] = self._search(question.question)
        if question.standalone:
            found["standalone"] = self._search(question.standalone)
        return found

    def _search(self, question: str, history: Sequence[Turn] = ()) -> Sequence[FoundPages]:
        hits = self._assistant.search(question, DEPTH, history=history).hits
        return tuple((hit.file, hit.passage.pages) for hit in hits)


class RecordedSystem:
    """Answers read from a file: those of a run before, or of another program that writes the same objects."""

    name = "recorded"

    def __init__(self, path: Path, questions: QuestionFile) -> None:
        """Read the answers.

        Raises:
            MissingPathError: The file is not there.
            DatasetError: A line is malformed, a question has two answers or none, or an answer has no question.
        """
        self._answers: dict[str, dict[str, Any]] = {}
        asked = {question.id for question in questions.questions}
        for number, value in read_lines(path):
            try:
                given = read_given(value)
            except ValueError as error:
                reason = f"n'est pas une réponse de « ask --json » avec son id : {error}."
                raise DatasetError(path, number, reason) from None
            if given.id in self._answers:
                raise DatasetError(path, number, f"deuxième réponse à la question {given.id}.")
            if given.id not in asked:
                raise DatasetError(path, number, f"aucune question {given.id} dans {questions.path}.")
            self._answers[given.id] = value
        without = [question.id for question in questions.questions if question.id not in self._answers]
        if without:
            count = counted(len(without), "question")
            raise DatasetError(path, None, f"{count} sans réponse, par exemple {without[0]}.")

    def play(self, question: Question) -> Played:
        """The answer that was kept."""
        return Played(answer=self._answers[question.id])
