"""The text of a chat model as it arrives, under one time limit, with its connection closed when nobody reads it.

Models are read asynchronously on one background event loop, whatever thread asks: a task can be cancelled while it
waits for a silent server, which a blocked thread cannot, and LangChain's pooled connections belong to one loop.
"""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import RunnableConfig

Cause = Literal["unreachable", "timeout", "refused_key", "unknown_model", "overload", "too_long", "broken", "error"]
"""Why a model gave no text, or not all of it."""

_GRACE_S = 2.0
"""Waited beyond the limit for the background loop to say that it is over."""

_MOST_WAITING = 2000
"""Pieces that may wait for their reader; beyond, the server waits."""

_PAUSE_S = 0.01

_FINISH_KEYS = ("finish_reason", "done_reason", "stop_reason")
"""Where OpenAI-compatible servers, Ollama and others say why a text ended."""

_starting = threading.Lock()


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a model; ``finish`` says why the text ended, on the last pieces and where a server tells."""

    text: str
    finish: str | None = None


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None = None


class StreamError(Exception):
    """A model that did not answer, or stopped in the middle; ``detail`` is the provider's exception, by name."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(f"{cause} {detail}".strip())
        self.cause: Cause = cause
        self.detail = detail


def stream_text(
    chat_model: BaseChatModel,
    messages: Sequence[BaseMessage],
    *,
    timeout_s: float,
    config: RunnableConfig | None = None,
) -> Generator[Piece, None, None]:
    """Pieces of a model's text; closing the iterator closes the connection.

    Args:
        chat_model: Any LangChain chat model.
        messages: The prompt.
        timeout_s: Seconds from the request to the last piece, retries included.
        config: Tags and callbacks of the call.

    Raises:
        StreamError: The model does not answer, is over its time, or breaks off.
    """
    arrived: queue.SimpleQueue[Piece | _End] = queue.SimpleQueue()
    left = threading.Event()
    deadline = time.monotonic() + timeout_s
    reading = _read(chat_model.astream(list(messages), config=config), deadline, left, arrived)
    task = asyncio.run_coroutine_threadsafe(reading, _background_loop())
    begun = False
    try:
        while True:
            try:
                item = arrived.get(timeout=max(deadline + _GRACE_S - time.monotonic(), 0.0))
            except queue.Empty:
                raise StreamError("timeout") from None
            if isinstance(item, Piece):
                begun = True
                yield item
            elif item.error is None:
                return
            else:
                cause = _cause(item.error)
                cause = "broken" if begun and cause == "unreachable" else cause
                raise StreamError(cause, _detail(item.error)) from item.error
    finally:
        left.set()
        task.cancel()


async def _read(
    chunks: AsyncIterator[AIMessageChunk],
    deadline: float,
    left: threading.Event,
    arrived: queue.SimpleQueue[Piece | _End],
) -> None:
    """Put the pieces, then the end.

    The limit and the reader's departure are looked at after each piece too: in Python 3.11 ``asyncio.wait_for``, used
    by LangChain on each piece, loses a cancellation that comes when the piece is there already (a very fast server).
    """
    stream = cast("AsyncGenerator[AIMessageChunk, None]", chunks)
    try:
        async with asyncio.timeout(deadline - time.monotonic()), aclosing(stream):
            async for chunk in stream:
                arrived.put(Piece(str(chunk.text), _finish(chunk)))
                while arrived.qsize() > _MOST_WAITING and not left.is_set():
                    await asyncio.sleep(_PAUSE_S)
                if left.is_set():
                    return
                if time.monotonic() > deadline:
                    raise TimeoutError
    except Exception as error:  # noqa: BLE001 - every provider has its own errors; the reader must be told of all
        arrived.put(_End(error))
    else:
        arrived.put(_End())


def _finish(chunk: AIMessageChunk) -> str | None:
    for key in _FINISH_KEYS:
        if reason := chunk.response_metadata.get(key):
            return str(reason)
    return None


def _cause(error: Exception) -> Cause:
    from langchain_core import exceptions as known

    causes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Cause], ...] = (
        ((TimeoutError, known.ModelTimeoutError), "timeout"),
        (known.ContextOverflowError, "too_long"),
        ((known.ModelAuthenticationError, known.ModelPermissionDeniedError), "refused_key"),
        (known.ModelNotFoundError, "unknown_model"),
        (known.ModelRateLimitError, "overload"),
        ((known.ModelConnectionError, ConnectionError), "unreachable"),
    )
    for types, cause in causes:
        if isinstance(error, types):
            return cause
    by_name: dict[str, Cause] = {
        "ConnectError": "unreachable",
        "ConnectTimeout": "timeout",
        "ReadTimeout": "timeout",
    }
    return by_name.get(type(error).__name__, "error")


def _detail(error: Exception) -> str:
    """Name of the error and HTTP status; never its message, which may hold an address, a key or the question."""
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__} {status}" if isinstance(status, int) else type(error).__name__


def _background_loop() -> asyncio.AbstractEventLoop:
    with _starting:
        return _start_loop()


@cache
def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop
