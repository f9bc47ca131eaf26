"""An answer as ``ask --json`` writes it, read back: what every metric of answers looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from eval.fields import first_refusal

_MARKER = re.compile(r"\s*\[(?P<n>\d+)\]")


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation: ``n`` from 1, ``page`` physical and 1-based, ``quote`` the words shown, ``support`` from 0 to 1."""

    n: int
    passage_id: str
    document_id: str
    file: str
    page: int
    quote: str
    support: float = 0.0


@dataclass(frozen=True, slots=True)
class GivenSentence:
    """A sentence of an answer and the markers of what it cites."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """One answer. ``level`` is ``answer``, ``to_check`` or ``none``; the last two are abstentions."""

    id: str
    answer: str
    level: str
    sentences: tuple[GivenSentence, ...] = ()
    citations: tuple[GivenCitation, ...] = ()
    question: str = ""
    standalone_question: str = ""
    reason: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        """True when no answer is given, even if a passage to check is shown."""
        return self.level != "answer"

    @property
    def said(self) -> str:
        """The text shown, without the markers of its citations; other figures in brackets are words of the text."""
        known = {citation.n for citation in self.citations} | {n for one in self.sentences for n in one.citations}
        return _MARKER.sub(lambda marker: "" if int(marker["n"]) in known else marker[0], self.answer)

    @property
    def confidence(self) -> float:
        """The highest support of what is cited, 0 when nothing is: the calibrated confidence of the product."""
        return max((citation.support for citation in self.citations), default=0.0)


class _Object(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Sentence(_Object):
    text: StrictStr
    citations: list[StrictInt]


class _Citation(_Object):
    n: StrictInt = Field(ge=1)
    passage_id: StrictStr
    document_id: StrictStr
    file: StrictStr
    page: StrictInt = Field(ge=1)
    quote: StrictStr
    support: float = Field(ge=0, le=1, strict=True)


class _Answer(_Object):
    id: StrictStr
    answer: StrictStr
    level: Literal["answer", "to_check", "none"]
    sentences: list[_Sentence]
    citations: list[_Citation]
    question: StrictStr = ""
    standalone_question: StrictStr = ""
    reason: StrictStr | None = None
    timings_ms: dict[str, Annotated[float, Field(strict=True, allow_inf_nan=False)]] = {}


def read_given(value: Mapping[str, Any]) -> Given:
    """An answer from the object of ``ask --json`` with its ``id``.

    Raises:
        ValueError: A field is missing or not what it should be; the message names it, in French.
    """
    try:
        read = _Answer.model_validate(value)
    except ValidationError as error:
        raise ValueError(f"champ {first_refusal(error)[0]} absent ou non admis") from None
    return Given(
        id=read.id,
        answer=read.answer,
        level=read.level,
        sentences=tuple(GivenSentence(one.text, tuple(one.citations)) for one in read.sentences),
        citations=tuple(GivenCitation(**one.model_dump()) for one in read.citations),
        question=read.question,
        standalone_question=read.standalone_question,
        reason=read.reason,
        timings_ms=read.timings_ms,
    )
