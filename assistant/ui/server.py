"""What stands between the browser and Gradio: refused addresses, headers, the French page, the PDFs, forgetting."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from assistant.ui.assets import page_script, style_sheet
from assistant.ui.port import PageAssistant

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

OPEN_PATHS = re.compile(
    r"/(?:$|assets/|static/|svelte/|documents/|(?:theme\.css|favicon\.ico|manifest\.json|robots\.txt|config/?)$"
    r"|gradio_api/(?:(?:startup-events|queue/join|queue/data|cancel|reset/?|theme\.css|info/?|app_id/?)$|heartbeat/))"
)
"""The addresses that the page needs. Gradio has more (uploads, files of the server, proxy, run history, saved links):
they are answered as not found."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing is loaded from elsewhere. Gradio writes inline scripts and compiles templates, hence the two unsafe words."""

GRACE_S = 600.0
"""A tab that closed or lost its network finds its conversation again for this long (seconds), then it is forgotten."""

PORTS_TRIED = 100


class Gate:
    """ASGI middleware: only ``OPEN_PATHS``, ``HEADERS`` on everything, the page made French."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Let a request through, or answer that nothing is there."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not OPEN_PATHS.match(scope["path"]):
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        page = _Page(send) if scope["path"] == "/" and scope["method"] == "GET" else None

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", ()), *added]
            await (page or send)(message)

        await self._app(scope, receive, sending)


class _Page:
    """Holds back the page until it is whole, then sends it in French."""

    def __init__(self, send: Callable[[Message], Awaitable[None]]) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = french_page(self._body.decode()).encode() if self._start["status"] == 200 else self._body
        kept = [(name, value) for name, value in self._start["headers"] if name.lower() != b"content-length"]
        self._start["headers"] = [*kept, (b"content-length", str(len(body)).encode())]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def french_page(html: str) -> str:
    """Gradio's page with its language, without its advertisement for other sites, and with our style and script."""
    html = re.sub(r'<html\s+lang="en"', '<html lang="fr"', html, count=1)
    html = re.sub(r'<meta\s[^>]*(?:property="og:|name="twitter:)[^>]*/?>', "", html)
    ours = f"<style>{style_sheet()}</style><script>{page_script()}</script></head>"
    return html.replace("</head>", ours, 1)


def documents_route(assistant: PageAssistant) -> Route:
    """The address of the PDFs: an id of the corpus gives its file as a download, anything else is not found."""
    from starlette.responses import FileResponse, PlainTextResponse
    from starlette.routing import Route

    def download(request: Request) -> Response:
        wanted = request.path_params["document_id"]
        summary = next((one for one in assistant.corpus().documents if one.id == wanted), None)
        path = assistant.file_path(wanted) if summary and summary.kind == "pdf" else None
        if summary is None or path is None or not path.is_file():
            return PlainTextResponse("Ce document n’est pas dans le corpus.", status_code=404)
        name = PurePosixPath(summary.file).name
        return FileResponse(path, media_type="application/pdf", filename=name)

    return Route("/documents/{document_id}", download, methods=["GET"])


def forget_when_left(blocks: Any, session_hash: str | None, grace_s: float = GRACE_S) -> threading.Timer | None:
    """Drop all that Gradio holds of a session (its state, its last screen) once it stays closed for ``grace_s``."""
    if not session_hash:
        return None
    left = time.time()

    def forget() -> None:
        holder = blocks.state_holder
        last = holder.time_last_used.get(session_hash)
        if last is None or last.timestamp() <= left + 1:
            holder.session_data.pop(session_hash, None)
            holder.time_last_used.pop(session_hash, None)

    timer = threading.Timer(grace_s, forget)
    timer.daemon = True
    timer.start()
    return timer


def free_port(host: str, port: int) -> int:
    """The first free port from ``port`` on.

    Raises:
        OSError: None of the next hundred is free, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last: OSError | None = None
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, candidate))
            except OSError as error:
                last = error
                continue
            return candidate
    raise last or OSError(f"no port from {port}")
