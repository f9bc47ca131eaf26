"""The retrieval chain as a LangChain Runnable that streams each of its steps.

Input: ``{"question": str, "history": Sequence[Turn], "filters": Filters, "k": int}``, and where the conditions of the
question are not all wanted ``{"conditions": bool, "removed": Sequence[Condition]}``; ``{"standalone": str}`` when the
question was made self-contained before. ``chain.stream`` yields
dictionaries whose keys come in this order: those of the input, ``standalone`` (str), ``understood`` (Understood),
``query`` (Query), ``hits`` (list of Hit, none for a question about the catalogue), then ``event`` (StreamEvent) as
many times as needed, ``Completed`` last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnablePassthrough

from assistant.answering.answerer import Answerer
from assistant.answering.base import Asked
from assistant.answering.languages import FRENCH, language_of
from assistant.answering.manners import manner_of, without_manner
from assistant.models import Completed, Condition, Filters, Hit, StreamEvent, Turn
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.parts import search_parts
from assistant.retrieval.query import Query
from assistant.retrieval.understanding import Understood, not_applied, searched

State = dict[str, Any]


class Reader(Protocol):
    """Reads a self-contained question: ``QuestionReader.read``."""

    def __call__(
        self, question: str, filters: Filters, *, conditions: bool = True, removed: Sequence[Condition] = ()
    ) -> Understood:
        """What the question asks."""


def build_chain(
    rewriter: Callable[[str, Sequence[Turn]], str], reader: Reader, retriever: HybridRetriever, answerer: Answerer
) -> Runnable[State, State]:
    """Question and history → self-contained question → query → passages → verified sentences → answer.

    Args:
        rewriter: Makes a question searchable alone, from the turns before it.
        reader: Finds what it asks, the conditions on documents included.
        retriever: Finds the passages.
        answerer: Streams the answer.
    """

    def standalone(state: State) -> str:
        found: str = state.get("standalone") or rewriter(state["question"], state["history"])
        return found

    def understood(state: State) -> Understood:
        wanted, removed = state.get("conditions", True), state.get("removed", ())
        _, newest, asked = manner_of(state["standalone"])
        if language_of(asked) != FRENCH:  # its words are neither conditions nor words put right
            return Understood(Query(asked, filters=state["filters"]))
        found = reader(asked, state["filters"], conditions=wanted, removed=removed)
        return replace(found, query=replace(found.query, recent=True)) if newest else found

    def query(state: State) -> Query:
        found: Query = state["understood"].query
        return found

    def hits(state: State) -> list[Hit]:
        if state["understood"].listing:
            return []
        return search_parts(retriever.search, state["query"], state["k"])

    def events(states: Iterator[State]) -> Iterator[StreamEvent]:
        state: State = {}
        for chunk in states:
            state |= chunk
        asked = Asked(
            question=state["question"],
            standalone=state["query"].text,
            history=tuple(state["history"]),
            filters=state["query"].filters,
            hits=tuple(state["hits"]),
            listing=state["understood"].listing,
            recent=state["query"].recent,
            manner=manner_of(state["standalone"])[0],
        )
        for event in answerer.stream(asked):
            yield _told(event, state) if isinstance(event, Completed) else event

    return (
        RunnablePassthrough.assign(standalone=RunnableLambda(standalone))
        | RunnablePassthrough.assign(understood=RunnableLambda(understood))
        | RunnablePassthrough.assign(query=RunnableLambda(query))
        | RunnablePassthrough.assign(hits=RunnableLambda(hits))
        | RunnablePassthrough.assign(event=RunnableGenerator(events))
    )


def _told(event: Completed, state: State) -> Completed:
    """The answer with what was read in the question, and a word on the conditions that could not be kept."""
    understood: Understood = state["understood"]
    said = not_applied(understood.conditions)
    added = () if understood.listing else searched(understood.query).added
    answer = replace(event.answer, conditions=understood.conditions, added=added)
    if without_manner(state["standalone"]) != state["standalone"]:
        answer = replace(answer, standalone_question=state["standalone"])
    return Completed(replace(answer, warnings=(*answer.warnings, said)) if said else answer)
