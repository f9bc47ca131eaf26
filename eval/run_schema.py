"""What the files of a run must hold to be read back: every field that is looked at, with finite numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.models import Turn
from eval.answers.verdict import Verdict
from eval.fields import first_refusal
from eval.metrics import names
from eval.metrics.ranking import NAMES
from eval.questions import Evidence, Question

Text = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0)]
Page = Annotated[int, Field(ge=1)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Table = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True, allow_inf_nan=False)


def _only(value: Mapping[str, Any], field: str, known: Sequence[str]) -> Mapping[str, Any]:
    """An object whose table of metrics holds the known ones, those that are missing as something to be refused."""
    found = value.get(field)
    return {**value, field: {name: found.get(name, "") for name in known}} if isinstance(found, Mapping) else value


class _Estimate(_Part):
    value: Number | None
    low: Number | None
    high: Number | None
    n: Count


class _File(_Part):
    sha256: Text


class _AnswersConfig(_Part):
    questions: _File
    corpus: _File
    answerer: Text
    entailment: Text
    settings: Table


class _AnswersMetrics(_Part):
    n: Annotated[int, Field(ge=1)]
    metrics: dict[str, _Estimate]
    by_kind: dict[str, Table]
    follow_ups: Table
    retrieval: dict[str, _Estimate]
    curve: list[list[Number]]
    calibration: Table | None
    judge: Table | None
    cost: Table
    config: _AnswersConfig

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return _only(value, "metrics", names.ALL)


class _Set(_Part):
    sha256: Text
    queries: Count
    unanswerable: Count


class _RetrievalMetrics(_Part):
    half: Text
    systems: dict[str, Table]
    intervals: dict[str, Table]
    sets: Annotated[dict[str, _Set], Field(min_length=1)]
    config: Table


class _Evidence(_Part):
    file: Text
    page: Page
    quote: str


class _Turn(_Part):
    role: Literal["user", "assistant"]
    content: str


class _Question(_Part):
    id: Text
    question: str
    kind: str
    answers: list[str]
    all_of: list[list[str]]
    evidence: list[_Evidence]
    alt_pages: dict[str, list[int]]
    standalone: str | None
    history: list[_Turn]
    line: Count

    def read(self) -> Question:
        """The question."""
        return Question(
            id=self.id,
            question=self.question,
            kind=self.kind,
            answers=tuple(self.answers),
            all_of=tuple(tuple(group) for group in self.all_of),
            evidence=tuple(Evidence(one.file, one.page, one.quote) for one in self.evidence),
            alt_pages={file: tuple(pages) for file, pages in self.alt_pages.items()},
            standalone=self.standalone,
            history=tuple(Turn(turn.role, turn.content) for turn in self.history),
            line=self.line,
        )


class _Verdict(_Part):
    question: _Question
    values: dict[str, Number | None]
    confidence: Number
    loss: Annotated[Number, Field(ge=0, le=1)]
    ranks: dict[str, Page | None]
    passages_read: Count | None = None

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Mapping[str, Any]) -> Mapping[str, Any]:
        return _only(value, "values", names.MEANS)


class _Found(_Part):
    values: dict[str, Number]
    confidence: Number
    loss: Annotated[Number, Field(ge=0, le=1)]
    ranking: list[str]


class _Query(_Part):
    set: Text
    id: Text
    unit: Text
    text: str
    answerable: bool
    systems: dict[str, dict[str, _Found]]


def check_metrics(value: Mapping[str, Any]) -> None:
    """Check the object of ``metrics.json``, whose ``kind`` is known.

    Raises:
        ValueError: A field is missing or not what it should be; the message names it, in French.
    """
    _validated(_AnswersMetrics if value["kind"] == "answers" else _RetrievalMetrics, value)


def read_verdict(value: Mapping[str, Any]) -> Verdict:
    """A verdict from its line of ``verdicts.jsonl``.

    Raises:
        ValueError: As ``check_metrics``.
    """
    read = _validated(_Verdict, value)
    return Verdict(read.question.read(), read.values, read.confidence, read.loss, read.ranks, read.passages_read)


def check_query(value: Mapping[str, Any]) -> None:
    """Check a line of ``queries.jsonl``.

    Raises:
        ValueError: As ``check_metrics``, or a measure of ``eval.metrics.ranking.NAMES`` is missing.
    """
    query = _validated(_Query, value)
    for system, scopes in query.systems.items():
        for scope, found in scopes.items():
            missing = [name for name in NAMES if name not in found.values] if query.answerable else []
            if missing:
                raise ValueError(f"champ systems.{system}.{scope}.values.{missing[0]} absent ou non admis.")


def _validated(model: type[Model], value: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise ValueError(f"champ {first_refusal(error)[0]} absent ou non admis.") from None
