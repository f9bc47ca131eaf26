"""An answer as ``ask --json`` writes it, read back: what every metric of answers looks at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_MARKERS = re.compile(r"\s*\[\d+(?:\s*[,;]\s*\d+)*\]")


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
        """The text shown, without its citation markers."""
        return _MARKERS.sub("", self.answer)

    @property
    def confidence(self) -> float:
        """The highest support of what is cited, 0 when nothing is: the calibrated confidence of the product."""
        return max((citation.support for citation in self.citations), default=0.0)


def read_given(value: Mapping[str, Any]) -> Given:
    """An answer from the object of ``ask --json`` with its ``id``.

    Raises:
        KeyError, TypeError, ValueError: A field is missing or of another kind.
    """
    if value["level"] not in {"answer", "to_check", "none"}:
        raise ValueError(f"level : {value['level']}")
    return Given(
        id=str(value["id"]),
        answer=str(value["answer"]),
        level=value["level"],
        sentences=tuple(GivenSentence(s["text"], tuple(int(n) for n in s["citations"])) for s in value["sentences"]),
        citations=tuple(
            GivenCitation(
                n=int(c["n"]),
                passage_id=str(c["passage_id"]),
                document_id=str(c["document_id"]),
                file=str(c["file"]),
                page=int(c["page"]),
                quote=str(c["quote"]),
                support=float(c["support"]),
            )
            for c in value["citations"]
        ),
        question=str(value.get("question") or ""),
        standalone_question=str(value.get("standalone_question") or ""),
        reason=value.get("reason"),
        timings_ms={name: float(ms) for name, ms in (value.get("timings_ms") or {}).items()},
    )
