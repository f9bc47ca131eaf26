from __future__ import annotations

import json

import pytest

from assistant.errors import UsageError
from assistant.models import CitedSource, Filters, Validated, ValidatedAnswer, ValidatedEvent, Validation
from assistant.validation.exchange import as_json, as_line, read_lines
from tests.builders import ANSWER, CITATION
from tests.validation.conftest import QUESTION, SECOND, Desk

LINE = as_line(
    ValidatedAnswer(
        1, QUESTION, QUESTION, Filters(), ANSWER.text, ANSWER.sentences, (CITATION,), (CitedSource("0", "1"),),
        Validated(1, "Claire", "2026-05-03", None, corrected=False),
        history=(ValidatedEvent("2026-05-03T09:00:00+00:00", "Claire", "validated"),),
    )
)  # fmt: skip


def test_an_export_brings_everything_back_elsewhere(at: Desk) -> None:
    kept = at.desk.validate(at.answer(), "Claire", Validation(filters=Filters(kinds=("pdf",)), note="à revoir"))
    (read,) = read_lines([as_line(kept), "  "])
    shown, again = as_json(kept), as_json(read)
    assert {**again, "id": shown["id"]} == shown


def test_what_is_already_there_is_not_added_again(at: Desk) -> None:
    first = as_line(at.desk.validate(at.answer(), "Claire"))
    done = at.desk.bring([first], "Paul")
    assert (done.added, done.present) == (0, 1)
    other = json.loads(first)
    other |= {"standalone_question": "Où se réunit le comité ?", "question": "Où se réunit le comité ?"}
    done = at.desk.bring([json.dumps(other)], "Paul")
    assert (done.added, done.present) == (1, 0)
    assert [event.action for event in at.desk.all()[0].history] == ["validated", "imported"]


def test_an_answer_that_is_given_here_is_not_replaced_by_one_from_elsewhere(at: Desk) -> None:
    line = json.loads(as_line(at.desk.validate(at.answer(), "Claire")))
    at.desk.validate(at.answer(SECOND), "Paul")
    assert at.desk.bring([json.dumps({**line, "by": "Zoé"})], "Paul").added == 0
    found = at.desk.find(QUESTION, Filters()).answer
    assert found is not None
    assert found.validated.by == "Paul"


@pytest.mark.parametrize(
    "change",
    [
        {"sentences": []},
        {"citations": []},
        {"by": ""},
        {"by": "x" * 10_000},
        {"state": "peut-être"},
        {"expires": "demain"},
        {"standalone_question": "x" * 3000},
        {"filters": {"inconnu": 1}},
        {"history": [{"at": "hier", "by": "P", "action": "validated", "detail": ""}]},
    ],
)
def test_a_line_that_is_not_one_of_ours_is_refused_with_its_number(change: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="Ligne 2"):
        read_lines([LINE, json.dumps({**json.loads(LINE), **change})])


@pytest.mark.parametrize("line", ["pas du JSON", "[]", "3", '{"question": "?"}'])
def test_what_is_no_export_is_said_to_be_none(line: str) -> None:
    with pytest.raises(UsageError, match="Ligne 1"):
        read_lines([line])


def test_one_wrong_line_and_nothing_is_added(quiet: Desk) -> None:
    with pytest.raises(UsageError, match="Ligne 2"):
        quiet.desk.bring([LINE, "{}"], "Paul")
    assert quiet.desk.all() == []
