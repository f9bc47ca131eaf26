"""The text of a chat model as it arrives, under one time limit, with its connection closed when nobody reads it.

Models are read asynchronously on one background event loop, whatever thread asks: a task can be cancelled while it
waits for a silent server, which a blocked thread cannot, and LangChain's pooled connections belong to one loop.
"""

from __future__ import annotations

import asyncio
import math
import queue
import re
import sys
import threading
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Sequence
from contextlib import aclosing, asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import RunnableConfig

Cause = Literal[
    "unreachable", "timeout", "silent", "refused_key", "unknown_model", "overload", "too_long", "broken", "error"
]
"""Why a model gave no text, or not all of it; ``silent``: nothing came for as long as a word may take."""

BACKOFF_S = (0.25, 0.5)
"""Waits before each new try of a request that failed before any text; a server that names its own is obeyed."""

_BAD_REQUEST = 400
_OVERFLOW = re.compile(r"context (?:size|length|window)|maximum context|too many tokens", re.IGNORECASE)
"""How llama.cpp, vLLM and others say that a request is longer than the model's window."""

_FIRST_SERVER_ERROR = 500
_PASSING = frozenset({408, 409, 425, 429})
"""Statuses of a refusal that may pass."""

_GRACE_S = 2.0
"""Waited beyond the limit for the background loop to say that it is over."""

_MOST_WAITING = 2000
"""Pieces that may wait for their reader; beyond, the server waits."""

_PAUSE_S = 0.01

_FINISH_KEYS = ("finish_reason", "done_reason", "stop_reason")
"""Where OpenAI-compatible servers, Ollama and others say why a text ended."""

_opened: ContextVar[list[AsyncGenerator[object, None]]] = ContextVar("opened")
"""The asynchronous generators begun by the request of this context, the provider's own among them."""

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


class _SilenceError(Exception):
    """No piece came for as long as one may take."""


def stream_text(
    chat_model: BaseChatModel,
    messages: Sequence[BaseMessage],
    *,
    timeout_s: float,
    silence_s: float = math.inf,
    config: RunnableConfig | None = None,
) -> Generator[Piece, None, None]:
    """Pieces of a model's text; closing the iterator closes the connection.

    A request that fails before any text, because the server is overloaded, broken or out of reach, is tried again.

    Args:
        chat_model: Any LangChain chat model.
        messages: The prompt.
        timeout_s: Seconds from the request to the last piece, tries included.
        silence_s: Seconds that may pass without a piece, before the first one or between two.
        config: Tags and callbacks of the call.

    Raises:
        StreamError: The model does not answer, is over its time, or breaks off.
    """
    arrived: queue.SimpleQueue[Piece | _End] = queue.SimpleQueue()
    left = threading.Event()
    deadline = time.monotonic() + timeout_s
    request = partial(chat_model.astream, list(messages), config=config)
    reading = _read(request, deadline, silence_s, left, arrived)
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
    request: Callable[[], AsyncIterator[AIMessageChunk]],
    deadline: float,
    silence_s: float,
    left: threading.Event,
    arrived: queue.SimpleQueue[Piece | _End],
) -> None:
    """Put the pieces, then the end, after as many tries as ``BACKOFF_S`` has waits."""
    waits = iter(BACKOFF_S)
    begun = threading.Event()

    def put(piece: Piece) -> None:
        begun.set()
        arrived.put(piece)

    while True:
        try:
            async with _all_closed(), asyncio.timeout(deadline - time.monotonic()):
                await _copy(request(), deadline, silence_s, left, put, arrived.qsize)
        except Exception as error:  # noqa: BLE001 - every provider has its own errors; the reader must be told of all
            wait = None if begun.is_set() else _wait_before_retry(error, next(waits, None))
            if wait is None or left.is_set() or time.monotonic() + wait >= deadline:
                arrived.put(_End(error))
                return
        else:
            arrived.put(_End())
            return
        await asyncio.sleep(wait)


async def _copy(
    chunks: AsyncIterator[AIMessageChunk],
    deadline: float,
    silence_s: float,
    left: threading.Event,
    put: Callable[[Piece], None],
    waiting: Callable[[], int],
) -> None:
    """Put the pieces.

    The limit and the reader's departure are looked at after each piece too: in Python 3.11 ``asyncio.wait_for``, used
    by LangChain on each piece, loses a cancellation that comes when the piece is there already (a very fast server).
    """
    stream = cast("AsyncGenerator[AIMessageChunk, None]", chunks)
    loop = asyncio.get_running_loop()
    patience = asyncio.timeout(_patience(silence_s))
    try:
        async with patience, aclosing(stream):
            async for chunk in stream:
                patience.reschedule(None)
                put(Piece(str(chunk.text), _finish(chunk)))
                while waiting() > _MOST_WAITING and not left.is_set():
                    await asyncio.sleep(_PAUSE_S)
                if left.is_set():
                    return
                if time.monotonic() > deadline:
                    raise TimeoutError
                if (silence := _patience(silence_s)) is not None:
                    patience.reschedule(loop.time() + silence)
    except TimeoutError:
        if patience.expired():
            raise _SilenceError from None
        raise


@asynccontextmanager
async def _all_closed() -> AsyncGenerator[None, None]:
    """Close, outermost first, every asynchronous generator begun inside, whoever made it.

    The HTTP clients of providers leave a chain of them behind a text that is not read to its end. Python would
    finalize the chain from whatever thread collects garbage next, while the loop is closing it already, and say so on
    the standard error (« async generator already executing »).
    """
    opened: list[AsyncGenerator[object, None]] = []
    token = _opened.set(opened)
    try:
        yield
    finally:
        _opened.reset(token)
        for generator in opened:
            await generator.aclose()


def _patience(silence_s: float) -> float | None:
    return None if math.isinf(silence_s) else silence_s


def _wait_before_retry(error: Exception, wait: float | None) -> float | None:
    """Seconds to wait before another try, None when none may help; the server's ``Retry-After`` is obeyed."""
    status = _status(error)
    passing = status in _PASSING or (status is not None and status >= _FIRST_SERVER_ERROR)
    if wait is None or not (passing or _cause(error) in ("overload", "unreachable")):
        return None
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return max(wait, float(headers.get("retry-after", "")))
    except ValueError:
        return wait


def _finish(chunk: AIMessageChunk) -> str | None:
    for key in _FINISH_KEYS:
        if reason := chunk.response_metadata.get(key):
            return str(reason)
    return None


def _cause(error: Exception) -> Cause:
    from langchain_core import exceptions as known

    causes: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Cause], ...] = (
        (_SilenceError, "silent"),
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
    by_status: dict[int, Cause] = {
        401: "refused_key",
        403: "refused_key",
        404: "unknown_model",
        413: "too_long",
        429: "overload",
    }
    if _status(error) == _BAD_REQUEST and _OVERFLOW.search(str(error)):
        return "too_long"
    return by_name.get(type(error).__name__) or by_status.get(_status(error) or 0, "error")


def _status(error: Exception) -> int | None:
    """The HTTP status of a provider's error, wherever it keeps it."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status > 0:
            return status
    return None


def _detail(error: Exception) -> str:
    """Name of the error and HTTP status; never its message, which may hold an address, a key or the question."""
    status = _status(error)
    return f"{type(error).__name__} {status}" if status else type(error).__name__


def _background_loop() -> asyncio.AbstractEventLoop:
    with _starting:
        return _start_loop()


@cache
def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    loop.call_soon(_note_generators)
    threading.Thread(target=loop.run_forever, name="chat-model", daemon=True).start()
    return loop


def _note_generators() -> None:
    """Have this thread's asynchronous generators noted in ``_opened`` when they begin, where a context asks for it."""
    of_the_loop = sys.get_asyncgen_hooks().firstiter

    def begun(generator: AsyncGenerator[object, None]) -> None:
        if of_the_loop is not None:
            of_the_loop(generator)
        if (opened := _opened.get(None)) is not None:
            opened.append(generator)

    sys.set_asyncgen_hooks(firstiter=begun)
