"""The tokens that a chat model reads and writes while a question is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook


@dataclass(slots=True)
class Tokens:
    """Tokens read and written by ``calls`` calls of chat models."""

    read: int = 0
    written: int = 0
    calls: int = 0


class _Counter(BaseCallbackHandler):
    """Adds up what servers tell of each call; where one tells nothing, its texts are counted here."""

    def __init__(self, count: Callable[[str], int]) -> None:
        self.tokens = Tokens()
        self._count = count
        self._prompts: dict[UUID, int] = {}

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: list[list[BaseMessage]], *, run_id: UUID, **kwargs: Any
    ) -> None:
        """Count a prompt, until its server tells better."""
        self.tokens.calls += 1
        self._prompts[run_id] = sum(self._count(str(one.text)) for several in messages for one in several)
        self.tokens.read += self._prompts[run_id]

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **kwargs: Any) -> None:
        """Count what was written."""
        for message in _messages(response):
            if message.usage_metadata is None:
                self.tokens.written += self._count(str(message.text))
            else:
                self.tokens.read += message.usage_metadata["input_tokens"] - self._prompts.get(run_id, 0)
                self.tokens.written += message.usage_metadata["output_tokens"]


def _messages(response: LLMResult) -> Sequence[AIMessage]:
    generations = (one for several in response.generations for one in several if isinstance(one, ChatGeneration))
    return [one.message for one in generations if isinstance(one.message, AIMessage)]


_counting: ContextVar[_Counter | None] = ContextVar("evaluation_tokens", default=None)


@cache
def _hook() -> None:
    """Have LangChain call the counter of the context; registered once, since it cannot be taken back."""
    register_configure_hook(_counting, inheritable=True)


@contextmanager
def counted_tokens(count: Callable[[str], int]) -> Iterator[Tokens]:
    """The tokens of the chat models called in the block, by this thread or on its behalf.

    Args:
        count: Counts the tokens of a text, for the servers that do not tell: another model's tokens, hence an order
            of magnitude.
    """
    _hook()
    counter = _Counter(count)
    token = _counting.set(counter)
    try:
        yield counter.tokens
    finally:
        _counting.reset(token)
