"""The retrieval chain as a LangChain Runnable that streams each of its steps.

Input: ``{"question": str, "history": Sequence[Turn], "filters": Filters, "k": int}``. ``chain.stream`` yields
dictionaries whose keys come in this order: those of the input, ``standalone`` (str), ``hits`` (list of Hit), then
``event`` (StreamEvent) as many times as needed, ``Completed`` last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda, RunnablePassthrough

from assistant.answering.answerer import Answerer, Asked
from assistant.models import Hit, StreamEvent, Turn
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.query import Query

State = dict[str, Any]


def build_chain(
    rewriter: Callable[[str, Sequence[Turn]], str], retriever: HybridRetriever, answerer: Answerer
) -> Runnable[State, State]:
    """Question and history → self-contained question → passages → verified sentences → answer.

    Args:
        rewriter: Makes a question searchable alone, from the turns before it.
        retriever: Finds the passages.
        answerer: Streams the answer.
    """

    def standalone(state: State) -> str:
        return rewriter(state["question"], state["history"])

    def hits(state: State) -> list[Hit]:
        return retriever.search(Query(state["standalone"], filters=state["filters"]), k=state["k"])

    def events(states: Iterator[State]) -> Iterator[StreamEvent]:
        state: State = {}
        for chunk in states:
            state |= chunk
        asked = Asked(
            question=state["question"],
            standalone=state["standalone"],
            history=tuple(state["history"]),
            filters=state["filters"],
            hits=tuple(state["hits"]),
        )
        yield from answerer.stream(asked)

    return (
        RunnablePassthrough.assign(standalone=RunnableLambda(standalone))
        | RunnablePassthrough.assign(hits=RunnableLambda(hits))
        | RunnablePassthrough.assign(event=RunnableGenerator(events))
    )
