"""A small OpenAI-compatible chat server for tests: replies in a queue, requests in a history, faults on demand."""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal, Self

Fault = Literal["hang", "endless", "break"]


@dataclass(frozen=True)
class Reply:
    """What the server answers to one request.

    ``text`` is streamed by ``size`` characters, ``pause_s`` apart. ``status`` other than 200 sends an error instead.
    ``fault``: ``hang`` says nothing (after ``text``), ``endless`` repeats ``text`` until the reader goes away,
    ``break`` closes the connection after ``text``. ``finish`` is the finish reason, None to say nothing. ``write``
    makes the text from the messages received. ``retry_after`` is what an error asks to wait.
    """

    text: str = ""
    status: int = 200
    fault: Fault | None = None
    size: int = 3
    pause_s: float = 0.0
    finish: str | None = "stop"
    write: Callable[[str], str] | None = None
    retry_after: str | None = None


class ChatServer:
    """Serves ``/v1/chat/completions`` on a free port of this machine for the time of a ``with``.

    Replies are taken in order; when none is left the server answers 500. ``requests`` holds the JSON bodies received,
    ``keys`` the authorisations; ``left`` is set once a reader has gone away before the end of a reply.
    """

    def __init__(self, *replies: Reply | str) -> None:
        self.replies: deque[Reply] = deque()
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.models: list[dict[str, Any]] = []
        self.left = threading.Event()
        self.stopping = threading.Event()
        self.script(*replies)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def base_url(self) -> str:
        """What ``chat_base_url`` is set to."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def script(self, *replies: Reply | str) -> None:
        """Add replies to the queue."""
        self.replies.extend(Reply(reply) if isinstance(reply, str) else reply for reply in replies)

    def prompt(self, index: int = -1) -> str:
        """All the messages of a request, as one text."""
        return "\n".join(message["content"] for message in self.requests[index]["messages"])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            chat = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    chat: ChatServer

    def do_GET(self) -> None:
        """The list of models, with their windows."""
        self._json({"object": "list", "data": self.chat.models}, 200)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.chat.requests.append(body)
        self.chat.keys.append(self.headers["Authorization"])
        reply = self.chat.replies.popleft() if self.chat.replies else Reply(status=500)
        if reply.write is not None:
            reply = replace(reply, text=reply.write(self.chat.prompt()))
        try:
            if reply.status != 200:
                fault = {"error": {"message": reply.text or "scripted fault", "type": "server_error"}}
                self._json(fault, reply.status, reply.retry_after)
            elif self.path.endswith("/api/chat"):
                self._ollama(body["model"], reply)
            elif body.get("stream"):
                self._stream(body["model"], reply)
            else:
                self._whole(body["model"], reply)
        except OSError:
            self.chat.left.set()
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is that of the base class
        """Say nothing."""

    def _whole(self, model: str, reply: Reply) -> None:
        if reply.fault == "hang":
            self._hang()
            return
        message = {"role": "assistant", "content": reply.text}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish or "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        self._json({**_head(model, "chat.completion"), "choices": [choice], "usage": usage}, 200)

    def _stream(self, model: str, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self._one_request()
        self.end_headers()
        while True:
            for piece in _pieces(reply.text, reply.size):
                self._event(model, {"content": piece}, None)
                if self.chat.stopping.wait(reply.pause_s):
                    return
            if reply.fault != "endless":
                break
        if reply.fault == "hang":
            self._hang()
        if reply.fault is not None:
            self.close_connection = True
            return
        if reply.finish is not None:
            self._event(model, {}, reply.finish)
        self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _ollama(self, model: str, reply: Reply) -> None:
        """Ollama's own protocol: one JSON object a line."""
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self._one_request()
        self.end_headers()
        for piece in [*_pieces(reply.text, reply.size), ""]:
            line = {"model": model, "message": {"role": "assistant", "content": piece}, "done": not piece}
            end = {} if piece else {"done_reason": reply.finish}
            self._chunk(json.dumps({**line, **end}).encode() + b"\n")
        self._chunk(b"")

    def _hang(self) -> None:
        """Say nothing until the reader goes away or the server stops."""
        self.connection.settimeout(0.05)
        while not self.chat.stopping.is_set():
            with suppress(TimeoutError):
                if not self.connection.recv(1):
                    raise ConnectionResetError
        self.close_connection = True

    def _event(self, model: str, delta: dict[str, str], finish: str | None) -> None:
        choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
        data = {**_head(model, "chat.completion.chunk"), "choices": [choice]}
        self._chunk(b"data: " + json.dumps(data).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _one_request(self) -> None:
        """Close the connection after this reply, so that no client keeps one to a server that is gone."""
        self.send_header("Connection", "close")
        self.close_connection = True

    def _json(self, value: dict[str, Any], status: int, retry_after: str | None = None) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        if retry_after is not None:
            self.send_header("Retry-After", retry_after)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self._one_request()
        self.end_headers()
        self.wfile.write(data)


def refused_url() -> str:
    """An address of this machine where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return f"http://127.0.0.1:{port}/v1"


def _head(model: str, kind: str) -> dict[str, Any]:
    return {"id": "chat-1", "object": kind, "created": 0, "model": model}


def _pieces(text: str, size: int) -> Iterable[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]
