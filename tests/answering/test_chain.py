"""The chain is a LangChain Runnable that streams its steps in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.runnables import Runnable

from assistant.answering.base import Asked
from assistant.answering.chain import build_chain
from assistant.models import (
    Answer,
    AnswerSentence,
    Completed,
    Condition,
    Filters,
    Listing,
    Progress,
    StreamEvent,
    Turn,
    VerifiedSentence,
)
from assistant.retrieval.query import Query
from assistant.retrieval.understanding import Understood
from tests.builders import HIT

EVENTS = (
    Progress("reading", "Lecture…"),
    VerifiedSentence(AnswerSentence("Un.", (1,))),
    Completed(Answer("q", "s", "Un. [1]", "answer")),
)
STATE = {"question": "Et quand ?", "history": [Turn("user", "Qui ?")], "filters": Filters(kinds=("pdf",)), "k": 7}


SINCE = Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022")
READ = Filters("2022-01-01", None, kinds=("pdf",))
"""The filters of the state with that condition."""


class Recorder:
    """A rewriter, a reader, a retriever and an answerer that remember what they were given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.understood = Understood(Query("Quand, à propos de qui ?", filters=READ))

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        self.calls.append((question, tuple(history)))
        return "Quand, à propos de qui ?"

    def read(self, question: str, filters: Filters, *, conditions: bool, removed: Sequence[Condition]) -> Understood:
        self.calls.append((question, filters, conditions, tuple(removed)))
        return self.understood

    def search(self, query: Query, *, k: int) -> list[Any]:
        self.calls.append((query, k))
        return [HIT]

    def stream(self, asked: Asked) -> Iterator[StreamEvent]:
        self.calls.append((asked,))
        yield from EVENTS


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def chain(recorder: Recorder) -> Runnable[dict[str, Any], dict[str, Any]]:
    retriever, answerer = SimpleNamespace(search=recorder.search), SimpleNamespace(stream=recorder.stream)
    return build_chain(recorder.rewrite, recorder.read, retriever, answerer)  # type: ignore[arg-type]  # stand-ins


def test_the_chain_is_a_langchain_runnable(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    assert isinstance(chain, Runnable)


def test_keys_come_in_the_order_of_the_steps(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    keys = [key for chunk in chain.stream(STATE) for key in chunk]
    assert keys[: len(STATE)] == list(STATE)
    assert keys[len(STATE) :] == ["standalone", "understood", "query", "hits", "event", "event", "event"]


def test_events_come_one_by_one_completed_last(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    assert tuple(chunk["event"] for chunk in chain.stream(STATE) if "event" in chunk) == EVENTS


def test_each_step_is_given_what_the_steps_before_made(
    chain: Runnable[dict[str, Any], dict[str, Any]], recorder: Recorder
) -> None:
    list(chain.stream(STATE))
    rewriting, reading, search, answering = recorder.calls
    assert rewriting == ("Et quand ?", (Turn("user", "Qui ?"),))
    assert reading == ("Quand, à propos de qui ?", Filters(kinds=("pdf",)), True, ())
    assert search == (recorder.understood.query, 7)
    (asked,) = answering
    assert asked == Asked("Et quand ?", "Quand, à propos de qui ?", (Turn("user", "Qui ?"),), READ, (HIT,))


def test_conditions_that_are_not_wanted_are_told_to_the_reader(
    chain: Runnable[dict[str, Any], dict[str, Any]], recorder: Recorder
) -> None:
    list(chain.stream(STATE | {"conditions": False, "removed": (SINCE,)}))
    assert recorder.calls[1][2:] == (False, (SINCE,))


def test_the_answer_tells_the_conditions_read_and_those_that_left_nothing(
    chain: Runnable[dict[str, Any], dict[str, Any]], recorder: Recorder
) -> None:
    dropped = replace(SINCE, applied=False)
    recorder.understood = replace(recorder.understood, conditions=(dropped,))
    *_, last = (chunk["event"] for chunk in chain.stream(STATE) if "event" in chunk)
    assert last.answer.conditions == (dropped,)
    assert "depuis 2022" in last.answer.warnings[0]


def test_a_question_about_the_catalogue_searches_no_passage(
    chain: Runnable[dict[str, Any], dict[str, Any]], recorder: Recorder
) -> None:
    listing = Listing("notices", 0)
    recorder.understood = replace(recorder.understood, listing=listing)
    list(chain.stream(STATE))
    (asked,) = recorder.calls[-1]
    assert (asked.listing, asked.hits) == (listing, ())
    assert len(recorder.calls) == 3


def test_an_error_of_a_step_reaches_the_caller(recorder: Recorder) -> None:
    def fail(query: Query, **_: Any) -> list[Any]:
        raise RuntimeError("index lost")

    retriever, answerer = SimpleNamespace(search=fail), SimpleNamespace(stream=recorder.stream)
    failing = build_chain(recorder.rewrite, recorder.read, retriever, answerer)  # type: ignore[arg-type]  # stand-ins
    with pytest.raises(RuntimeError, match="index lost"):
        list(failing.stream(STATE))


def test_the_manner_is_taken_off_before_the_search_and_shown_with_the_answer(recorder: Recorder) -> None:
    def rewrite(question: str, history: Sequence[Turn]) -> str:
        return "D'après le plus récent : Qui préside le comité ?"

    retriever, answerer = SimpleNamespace(search=recorder.search), SimpleNamespace(stream=recorder.stream)
    chain = build_chain(rewrite, recorder.read, retriever, answerer)  # type: ignore[arg-type]  # stand-ins
    *_, last = (chunk["event"] for chunk in chain.stream(STATE) if "event" in chunk)
    reading, _, (asked,) = recorder.calls
    assert reading[0] == "Qui préside le comité ?"
    assert (asked.recent, asked.manner) == (True, "plain")
    assert last.answer.standalone_question == "D'après le plus récent : Qui préside le comité ?"


def test_a_question_in_another_language_is_searched_as_it_is(recorder: Recorder) -> None:
    asked = "How many measures are in the plan?"
    retriever, answerer = SimpleNamespace(search=recorder.search), SimpleNamespace(stream=recorder.stream)
    chain = build_chain(lambda question, history: question, recorder.read, retriever, answerer)  # type: ignore[arg-type]  # stand-ins
    list(chain.stream(STATE | {"question": asked}))
    assert recorder.calls[0] == (Query(asked, filters=STATE["filters"]), 7)  # type: ignore[arg-type]  # values of any kind
