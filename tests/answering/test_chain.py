"""The chain is a LangChain Runnable that streams its steps in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.runnables import Runnable

from assistant.answering.answerer import Asked
from assistant.answering.chain import build_chain
from assistant.models import Answer, AnswerSentence, Completed, Filters, Progress, StreamEvent, Turn, VerifiedSentence
from tests.builders import HIT

EVENTS = (
    Progress("reading", "Lecture…"),
    VerifiedSentence(AnswerSentence("Un.", (1,))),
    Completed(Answer("q", "s", "Un. [1]", "answer")),
)
STATE = {"question": "Et quand ?", "history": [Turn("user", "Qui ?")], "filters": Filters(kinds=("pdf",)), "k": 7}


class Recorder:
    """A rewriter, a retriever and an answerer that remember what they were given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def rewrite(self, question: str, history: Sequence[Turn]) -> str:
        self.calls.append((question, tuple(history)))
        return "Quand, à propos de qui ?"

    def search(self, question: str, *, k: int, filters: Filters) -> list[Any]:
        self.calls.append((question, k, filters))
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
    return build_chain(recorder.rewrite, retriever, answerer)  # type: ignore[arg-type]


def test_the_chain_is_a_langchain_runnable(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    assert isinstance(chain, Runnable)


def test_keys_come_in_the_order_of_the_steps(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    keys = [key for chunk in chain.stream(STATE) for key in chunk]
    assert keys[: len(STATE)] == list(STATE)
    assert keys[len(STATE) :] == ["standalone", "hits", "event", "event", "event"]


def test_events_come_one_by_one_completed_last(chain: Runnable[dict[str, Any], dict[str, Any]]) -> None:
    assert tuple(chunk["event"] for chunk in chain.stream(STATE) if "event" in chunk) == EVENTS


def test_each_step_is_given_what_the_steps_before_made(
    chain: Runnable[dict[str, Any], dict[str, Any]], recorder: Recorder
) -> None:
    list(chain.stream(STATE))
    rewriting, search, answering = recorder.calls
    assert rewriting == ("Et quand ?", (Turn("user", "Qui ?"),))
    assert search == ("Quand, à propos de qui ?", 7, Filters(kinds=("pdf",)))
    (asked,) = answering
    assert asked == Asked(
        "Et quand ?", "Quand, à propos de qui ?", (Turn("user", "Qui ?"),), Filters(kinds=("pdf",)), (HIT,)
    )


def test_an_error_of_a_step_reaches_the_caller(recorder: Recorder) -> None:
    def fail(question: str, **_: Any) -> list[Any]:
        raise RuntimeError("index lost")

    failing = build_chain(recorder.rewrite, SimpleNamespace(search=fail), SimpleNamespace(stream=recorder.stream))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="index lost"):
        list(failing.stream(STATE))
