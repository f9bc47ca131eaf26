"""Validated answers as lines of JSON, to be kept elsewhere or given to another machine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, cast, get_args

from assistant.answering.citations import with_markers
from assistant.errors import UsageError
from assistant.models import (
    Action,
    AnswerSentence,
    CitedSource,
    Validated,
    ValidatedAnswer,
    ValidatedEvent,
    ValidatedState,
    Withdrawal,
)
from assistant.questions import MAX_QUESTION
from assistant.validation import writing
from assistant.validation.table import load_citation, load_filters, load_sentence


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers of a file were added, and how many were there already or had another answer in their place."""

    added: int
    present: int


def as_json(answer: ValidatedAnswer) -> dict[str, Any]:
    """A validated answer as the object of ``assistant validated list --json`` and of a line of an export."""
    who = answer.validated
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone_question": answer.standalone,
        "filters": asdict(answer.filters),
        "answer": answer.text,
        "sentences": [asdict(one) for one in answer.sentences],
        "citations": [
            {**asdict(citation), **asdict(source)}
            for citation, source in zip(answer.citations, answer.sources, strict=True)
        ],
        "by": who.by,
        "on": who.on,
        "expires": who.expires,
        "corrected": who.corrected,
        "note": answer.note or None,
        "state": answer.state,
        "reason": answer.reason,
        "detail": answer.detail or None,
        "withdrawn_at": answer.withdrawn_at,
        "history": [asdict(event) for event in answer.history],
    }


def as_line(answer: ValidatedAnswer) -> str:
    """A line of an export."""
    return json.dumps(as_json(answer), ensure_ascii=False)


def read_lines(lines: Iterable[str]) -> list[ValidatedAnswer]:
    """The answers of an export; the ids are those of where they come from.

    Raises:
        UsageError: A line is not one of an export; the message gives its number.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            found.append(_answer(json.loads(line)))
        except UsageError as error:
            raise UsageError(f"Ligne {number} : {error}") from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise UsageError(
                f"Ligne {number} : ce n'est pas une réponse validée. Attendu : un fichier écrit par « assistant"
                " validated export »."
            ) from None
    return found


def _answer(given: Mapping[str, Any]) -> ValidatedAnswer:
    sentences = tuple(_sentence(one) for one in given["sentences"])
    citations = tuple(load_citation(one) for one in given["citations"])
    cited = {citation.n for citation in citations}
    if not cited or not sentences or any(n not in cited for one in sentences for n in one.citations):
        raise UsageError("une réponse validée cite au moins une source, et n'en cite pas d'autre que les siennes.")
    state, reason = given["state"], given["reason"]
    if state not in get_args(ValidatedState) or (state == "withdrawn") != (reason in get_args(Withdrawal)):
        raise ValueError(state)
    date.fromisoformat(given["on"])
    date.fromisoformat(given["expires"] or "2000-01-01")
    question, standalone = _text(given["question"]), _text(given["standalone_question"])
    if not 0 < len(standalone) <= MAX_QUESTION or not 0 < len(question) <= MAX_QUESTION:
        raise UsageError(f"une question compte de 1 à {MAX_QUESTION} caractères.")
    writing.check_length(with_markers(sentences), writing.MAX_TEXT, "La réponse")
    named = Validated(0, writing.clean_name(given["by"]), given["on"], given["expires"], given["corrected"] is True)
    return ValidatedAnswer(
        0, question, standalone, load_filters(given["filters"]), with_markers(sentences), sentences, citations,
        tuple(CitedSource(_text(one["sha256"]), _text(one["around"])) for one in given["citations"]), named,
        note=writing.clean_note(given["note"] or ""), state=state, reason=reason,
        detail=_text(given["detail"] or ""), withdrawn_at=given["withdrawn_at"], history=_history(given["history"]),
    )  # fmt: skip


def _history(given: Sequence[Mapping[str, Any]]) -> tuple[ValidatedEvent, ...]:
    events = []
    for one in given:
        datetime.fromisoformat(one["at"])
        action = cast("Action", one["action"] if one["action"] in get_args(Action) else "imported")
        events.append(ValidatedEvent(one["at"], writing.clean_name(one["by"]), action, _text(one["detail"])))
    return tuple(events)


def _sentence(given: Mapping[str, Any]) -> AnswerSentence:
    read = load_sentence(given)
    if not all(isinstance(n, int) for n in read.citations):
        raise TypeError(given)
    return replace(read, text=_text(read.text))


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(given)
    return given
