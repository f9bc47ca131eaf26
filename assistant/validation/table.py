"""Validated answers in the database of the catalogue. Each change is one transaction, with its line of history.

Like conversations, they are written without the lock of the index: an ingestion may be running, and several people may
validate at once. SQLite lets one writer in at a time, and a change is made only where its condition still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update

from assistant.index.schema import ValidatedEventRow, ValidatedRow
from assistant.models import (
    AnswerSentence,
    Box,
    Citation,
    CitedSource,
    Filters,
    Validated,
    ValidatedAnswer,
    ValidatedEvent,
    ValidatedState,
    Withdrawal,
)
from assistant.validation.wording import plain_key

if TYPE_CHECKING:
    from assistant.index.database import Database

REPLACED = "remplacée par une autre réponse validée"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is compared with: a validated question, its filters, and whether its answer is given."""

    id: int
    standalone: str
    filters: Filters
    state: ValidatedState
    reason: Withdrawal | None


class ValidatedTable:
    """The rows. ``ValidatedAnswer.id`` of what is written is given by the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def version(self) -> int:
        """A number that grows with every change, whichever process makes it; 0 when nothing was ever validated."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.max(ValidatedEventRow.id))).scalar() or 0)

    def asked(self) -> list[Asked]:
        """The questions, oldest first, without their answers."""
        rows = select(
            ValidatedRow.id, ValidatedRow.standalone, ValidatedRow.filters, ValidatedRow.state, ValidatedRow.reason
        ).order_by(ValidatedRow.id)
        with self._database.read() as connection:
            return [
                Asked(row.id, row.standalone, load_filters(json.loads(row.filters)), row.state, row.reason)
                for row in connection.execute(rows)
            ]

    def all(self, state: ValidatedState | None = None) -> list[ValidatedAnswer]:
        """Every answer with its history, the latest first."""
        query = select(ValidatedRow.__table__).order_by(ValidatedRow.id.desc())
        query = query.where(ValidatedRow.state == state) if state else query
        with self._database.read() as connection:
            events = _events(connection)
            return [_answer(row, events.get(row.id, ())) for row in connection.execute(query)]

    def get(self, number: int) -> ValidatedAnswer | None:
        """One answer with its history."""
        with self._database.read() as connection:
            row = connection.execute(select(ValidatedRow.__table__).where(ValidatedRow.id == number)).one_or_none()
            return _answer(row, _events(connection, number).get(number, ())) if row else None

    def add(self, answer: ValidatedAnswer, event: ValidatedEvent) -> ValidatedAnswer:
        """Keep an answer; those of the same question and filters that are given, or that warn, are replaced by it."""
        with self._database.write() as connection:
            self._replace(connection, answer, event)
            query = insert(ValidatedRow).values(**_values(answer)).returning(ValidatedRow.id)
            number = int(connection.execute(query).scalar_one())
            _note(connection, number, event)
        named = replace(answer.validated, id=number)
        return replace(answer, id=number, validated=named, history=(event,))

    def bring(self, answers: Sequence[ValidatedAnswer], event: ValidatedEvent) -> int:
        """Add answers that come from elsewhere, with their history, all or none; returns how many were added.

        One that is here already, or whose question has another answer that is given, is left out.
        """
        added = 0
        with self._database.write() as connection:
            for answer in answers:
                key = (answer.standalone, answer.text, answer.validated.by, answer.validated.on)
                columns = (ValidatedRow.standalone, ValidatedRow.text, ValidatedRow.by, ValidatedRow.at)
                same = select(ValidatedRow.id).where(
                    *(column == value for column, value in zip(columns, key, strict=True))
                )
                here = connection.execute(same.limit(1)).first() is not None
                if here or (answer.state == "valid" and self._of_question(connection, answer, ("valid",))):
                    continue
                query = insert(ValidatedRow).values(**_values(answer)).returning(ValidatedRow.id)
                number = int(connection.execute(query).scalar_one())
                for one in (*answer.history, event):
                    _note(connection, number, one)
                added += 1
        return added

    def withdraw(self, number: int, reason: Withdrawal, detail: str, event: ValidatedEvent) -> bool:
        """Stop giving an answer; False when somebody did it before. A person may close what was withdrawn by itself."""
        with self._database.write() as connection:
            query = update(ValidatedRow).where(ValidatedRow.id == number)
            open_ = (ValidatedRow.state == "valid") | ValidatedRow.reason.in_(("changed", "gone", "expired"))
            query = query.where(open_ if reason == "by_hand" else ValidatedRow.state == "valid")
            values = {"state": "withdrawn", "reason": reason, "detail": detail, "withdrawn_at": event.at}
            if not connection.execute(query.values(**values)).rowcount:
                return False
            _note(connection, number, event)
        return True

    def renew(self, answer: ValidatedAnswer, event: ValidatedEvent) -> ValidatedAnswer | None:
        """Give an answer again, as it now reads; None when another one is given for its question."""
        with self._database.write() as connection:
            if any(number != answer.id for number in self._of_question(connection, answer, ("valid",))):
                return None
            connection.execute(update(ValidatedRow).where(ValidatedRow.id == answer.id).values(**_values(answer)))
            _note(connection, answer.id, event)
        return self.get(answer.id)

    def _replace(self, connection: Connection, answer: ValidatedAnswer, event: ValidatedEvent) -> None:
        for number in self._of_question(connection, answer, ("valid", "withdrawn")):
            values = {"state": "withdrawn", "reason": "replaced", "detail": REPLACED, "withdrawn_at": event.at}
            connection.execute(update(ValidatedRow).where(ValidatedRow.id == number).values(**values))
            _note(connection, number, ValidatedEvent(event.at, event.by, "withdrawn", REPLACED))

    def _of_question(
        self, connection: Connection, answer: ValidatedAnswer, states: Sequence[ValidatedState]
    ) -> list[int]:
        """Numbers of the answers to the same question in the same words, but for those already replaced."""
        query = select(ValidatedRow.id, ValidatedRow.standalone, ValidatedRow.filters).where(
            ValidatedRow.state.in_(states),
            ValidatedRow.reason.is_(None) | ValidatedRow.reason.in_(("changed", "gone", "expired")),
        )
        key, filters = plain_key(answer.standalone), dump_filters(answer.filters)
        rows = connection.execute(query)
        return [row.id for row in rows if row.filters == filters and plain_key(row.standalone) == key]


def count_validated(database: Database, today: str) -> tuple[int, int]:
    """How many answers are given, and how many are no longer; ``today`` (ISO 8601) tells those whose time is over."""
    with database.read() as connection:
        total = int(connection.execute(select(func.count()).select_from(ValidatedRow)).scalar_one())
        given = select(func.count()).where(
            ValidatedRow.state == "valid", ValidatedRow.expires.is_(None) | (ValidatedRow.expires >= today)
        )
        valid = int(connection.execute(given).scalar_one())
    return valid, total - valid


# JSON


def dump_filters(filters: Filters) -> str:
    """Filters as text: equal for equal filters."""
    return json.dumps(asdict(filters), ensure_ascii=False, sort_keys=True)


def load_filters(given: Mapping[str, Any]) -> Filters:
    """Filters from their JSON object."""
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return Filters(**values)


def load_citation(given: Mapping[str, Any]) -> Citation:
    """A citation from its JSON object; what another version of the assistant added is left out."""
    known = {field.name for field in fields(Citation)}
    values = {name: value for name, value in given.items() if name in known}
    return Citation(**{**values, "boxes": tuple(Box(**box) for box in given.get("boxes", ()))})


def load_sentence(given: Mapping[str, Any]) -> AnswerSentence:
    """A sentence from its JSON object; what another version of the assistant added is left out."""
    known = {field.name for field in fields(AnswerSentence)}
    values = {name: value for name, value in given.items() if name in known}
    return AnswerSentence(**{**values, "citations": tuple(given["citations"])})


def _values(answer: ValidatedAnswer) -> dict[str, Any]:
    cited = [
        {"citation": asdict(citation), "source": asdict(source)}
        for citation, source in zip(answer.citations, answer.sources, strict=True)
    ]
    event = answer.validated
    return {
        "question": answer.question,
        "standalone": answer.standalone,
        "filters": dump_filters(answer.filters),
        "text": answer.text,
        "sentences": json.dumps([asdict(one) for one in answer.sentences], ensure_ascii=False),
        "citations": json.dumps(cited, ensure_ascii=False),
        "corrected": event.corrected,
        "by": event.by,
        "at": event.on,
        "expires": event.expires,
        "note": answer.note,
        "state": answer.state,
        "reason": answer.reason,
        "detail": answer.detail,
        "withdrawn_at": answer.withdrawn_at,
    }


def _answer(row: Row[Any], events: Sequence[ValidatedEvent]) -> ValidatedAnswer:
    cited = json.loads(row.citations)
    return ValidatedAnswer(
        id=row.id,
        question=row.question,
        standalone=row.standalone,
        filters=load_filters(json.loads(row.filters)),
        text=row.text,
        sentences=tuple(load_sentence(one) for one in json.loads(row.sentences)),
        citations=tuple(load_citation(one["citation"]) for one in cited),
        sources=tuple(CitedSource(**one["source"]) for one in cited),
        validated=Validated(row.id, row.by, row.at, row.expires, bool(row.corrected)),
        note=row.note,
        state=row.state,
        reason=row.reason,
        detail=row.detail,
        withdrawn_at=row.withdrawn_at,
        history=tuple(events),
    )


def _events(connection: Connection, number: int | None = None) -> dict[int, list[ValidatedEvent]]:
    query = select(ValidatedEventRow.__table__).order_by(ValidatedEventRow.id)
    query = query if number is None else query.where(ValidatedEventRow.validated_id == number)
    found: dict[int, list[ValidatedEvent]] = {}
    for row in connection.execute(query):
        found.setdefault(row.validated_id, []).append(ValidatedEvent(row.at, row.by, row.action, row.detail))
    return found


def _note(connection: Connection, number: int, event: ValidatedEvent) -> None:
    values = {"validated_id": number, "at": event.at, "by": event.by, "action": event.action, "detail": event.detail}
    connection.execute(insert(ValidatedEventRow).values(**values))
