"""Requests to a portal: polite, patient, and limited in size, in time and in where they lead."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import BinaryIO, Self

import httpx

from assistant import __version__
from assistant.harvest.addresses import FetchError, Gate, joined

USER_AGENT = f"assistant-documentaire/{__version__} (moissonnage OAI-PMH)"

LONGEST_WAIT_S = 300.0
"""Longest wait before a new attempt, whatever the server asks."""

_FIRST_WAIT_S = 1.0
_MEGABYTE = 1024 * 1024
_MOST_REDIRECTS = 5
_SLOWEST_BYTES_S = 20_000
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_Body = Callable[[httpx.Response], None]


@dataclass(frozen=True, slots=True)
class Manners:
    """How requests are made: seconds between two, seconds without an answer, and attempts after the first.

    The clock and the waiting are arguments so that tests need not wait.
    """

    delay_s: float = 0.5
    timeout_s: float = 60.0
    retries: int = 5
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    jitter: Callable[[float, float], float] = random.uniform


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered, its body apart: header names are in lower case."""

    status: int
    url: httpx.URL
    headers: Mapping[str, str] = field(default_factory=dict)


class _TryAgainError(Exception):
    """An attempt that failed and is worth another. ``after_s``: what the server asks to wait."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Transport:
    """Makes requests one at a time. Close it, or use it as a context."""

    def __init__(self, manners: Manners = Manners()) -> None:
        self._manners = manners
        self._client = httpx.Client(
            headers={"User-Agent": USER_AGENT}, timeout=manners.timeout_s, follow_redirects=False
        )
        self._last: float | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def fetch(
        self,
        url: httpx.URL,
        into: BinaryIO,
        gate: Gate,
        max_mb: int,
        *,
        headers: Mapping[str, str] | None = None,
        error_bodies: bool = False,
    ) -> Reply:
        """Ask for an address and write the body of the answer.

        Args:
            url: What to ask for.
            into: Where the body goes; emptied before each attempt.
            gate: Says which addresses may be asked, redirections included.
            max_mb: Size of the body at most, in megabytes, once decompressed.
            headers: More headers.
            error_bodies: Write the body of an answer other than 200 too.

        Returns:
            The answer of the last redirection, whatever its status unless it is one of those worth another attempt.

        Raises:
            FetchError: No answer after all attempts, one too large or too slow, or an address that may not be asked.
        """
        attempt = 0
        while True:
            into.seek(0)
            into.truncate()
            try:
                return self._follow(
                    url, gate, lambda response: self._body(response, into, max_mb, error_bodies), headers
                )
            except _TryAgainError as failure:
                if attempt >= self._manners.retries:
                    raise FetchError(f"{failure} ({attempt + 1} essais)") from None
                self._manners.sleep(self._wait(attempt, failure.after_s))
                attempt += 1

    def _wait(self, attempt: int, asked_s: float | None) -> float:
        if asked_s is not None:
            return min(asked_s, LONGEST_WAIT_S)
        longest = min(_FIRST_WAIT_S * 2**attempt, LONGEST_WAIT_S)
        return self._manners.jitter(longest / 2, longest)

    def _follow(self, url: httpx.URL, gate: Gate, body: _Body, headers: Mapping[str, str] | None) -> Reply:
        for _ in range(_MOST_REDIRECTS + 1):
            gate.check(url)
            reply = self._once(url, body, headers)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return reply
            url = joined(url, reply.headers["location"])
        raise FetchError("redirections sans fin")

    def _once(self, url: httpx.URL, body: _Body, headers: Mapping[str, str] | None) -> Reply:
        self._be_polite()
        try:
            with self._client.stream("GET", url, headers=dict(headers or {})) as response:
                reply = Reply(response.status_code, url, dict(response.headers))
                if reply.status in _TRY_AGAIN:
                    raise _TryAgainError(f"le serveur répond {reply.status}", self._retry_after(reply))
                if reply.status not in _REDIRECTS:
                    body(response)
                return reply
        except httpx.TimeoutException:
            raise _TryAgainError(f"pas de réponse en {self._manners.timeout_s:g} s") from None
        except httpx.RequestError as error:
            raise _TryAgainError(_cause(error)) from None
        finally:
            self._last = self._manners.clock()

    def _body(self, response: httpx.Response, into: BinaryIO, max_mb: int, error_bodies: bool) -> None:
        if response.status_code != 200 and not error_bodies:
            return
        limit = max_mb * _MEGABYTE
        too_large = FetchError(f"plus que la limite de {max_mb} Mo", lasting=True)
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced) > limit:
            raise too_large
        began, size = self._manners.clock(), 0
        for block in response.iter_bytes():  # as they come: blocks of a fixed size would wait for slow senders
            size += len(block)
            if size > limit:
                raise too_large
            if self._manners.clock() - began > self._manners.timeout_s + size / _SLOWEST_BYTES_S:
                raise _TryAgainError("réponse trop lente")
            into.write(block)

    def _be_polite(self) -> None:
        if self._last is not None:
            rest = self._last + self._manners.delay_s - self._manners.clock()
            if rest > 0:
                self._manners.sleep(rest)

    def _retry_after(self, reply: Reply) -> float | None:
        """Seconds asked by ``Retry-After``, which holds a number or a date (RFC 9110, 10.2.3)."""
        text = reply.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - self._manners.now())
        except (ValueError, OverflowError):
            return None


def _cause(error: httpx.RequestError) -> str:
    """Why there was no answer, with what to look at."""
    if isinstance(error, httpx.ConnectError):
        return "connexion impossible : machine introuvable ou qui refuse ; vérifiez l'adresse"
    if isinstance(error, httpx.RemoteProtocolError):
        return "le serveur a fermé la connexion avant la fin de sa réponse"
    return "connexion interrompue"
