"""Which addresses a harvest may ask: those of the portal, and those of the hosts that were named."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

from assistant.errors import OperationError, UsageError

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\])(?::(\d{1,5}))?")

Resolver = Callable[[str], Sequence[str]]
"""Gives the IP addresses of a host."""


class FetchError(OperationError):
    """A request that gave nothing, with the reason in French. ``lasting``: asking again would give the same."""

    def __init__(self, reason: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.lasting = lasting


_LAST_PORT = 65_535


def portal_url(text: str) -> httpx.URL:
    """The address of an OAI-PMH server, without its fragment and without the arguments of the protocol.

    Raises:
        UsageError: It is not a web address, or it holds a password.
    """
    if not text.strip():
        raise UsageError("Il manque l'adresse du serveur OAI-PMH du portail : assistant harvest https://…")
    url = _parsed(text.strip())
    if url is None or url.scheme not in _PORTS or not url.host:
        raise UsageError(f"« {text} » n'est pas une adresse http(s). Donnez celle du serveur OAI-PMH du portail.")
    if url.port is not None and not 1 <= url.port <= _LAST_PORT:
        raise UsageError(f"« {text} » : le port {url.port} n'existe pas. Vérifiez l'adresse.")
    if url.userinfo:
        raise UsageError("L'adresse contient un identifiant ou un mot de passe : retirez-le.")
    params = url.params.remove("verb").remove("metadataPrefix")  # of an address copied from a browser
    return url.copy_with(fragment=None, query=str(params).encode() or None)


def allowed_host(text: str) -> tuple[str, int | None]:
    """A host, and its port when one is given, as ``--allow-host`` takes them.

    Raises:
        UsageError: It is neither ``HOST`` nor ``HOST:PORT``.
    """
    match = _HOST.fullmatch(text.strip())
    if match is None or (match[2] and not 0 < int(match[2]) < 65536):
        raise UsageError(f"--allow-host « {text} » : donnez un nom de machine, par exemple docs.exemple.fr.")
    return match[1].strip("[]").lower().rstrip("."), int(match[2]) if match[2] else None


def addresses_of(host: str) -> Sequence[str]:
    """The IP addresses of a host; none when it is not known here, as behind a proxy."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return sorted({str(address[4][0]) for address in found})


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets through the portal's host, and the hosts named with ``--allow-host``.

    A named host whose address is private is refused when the portal's is public: its records would otherwise make
    this machine read the services of the local network.
    """

    portal: httpx.URL
    named: frozenset[tuple[str, int | None]] = frozenset()
    resolve: Resolver = addresses_of

    def check(self, url: httpx.URL) -> None:
        """Let an address through.

        Raises:
            FetchError: It may not be asked.
        """
        if url.scheme not in _PORTS:
            raise FetchError(f"adresse qui n'est ni http ni https ({url.scheme or 'sans protocole'})", lasting=True)
        if url.userinfo:
            raise FetchError("adresse avec un identifiant", lasting=True)
        host, port = _host(url), _port(url)
        if host == _host(self.portal) and port in {_port(self.portal), *_PORTS.values()}:
            return
        if not any(host == name and port in ({only} if only else set(_PORTS.values())) for name, only in self.named):
            shown = host if port in _PORTS.values() else f"{host}:{port}"
            raise FetchError(f"fichier d'un autre serveur ({shown}) : ajoutez --allow-host {shown} s'il est sûr")
        if self._private(host) and not self._private(_host(self.portal)):
            raise FetchError(f"{host} est une adresse du réseau local, que ce portail public n'a pas à désigner")

    def _private(self, host: str) -> bool:
        return any(not ipaddress.ip_address(one.partition("%")[0]).is_global for one in self.resolve(host))


def joined(base: httpx.URL, location: str) -> httpx.URL:
    """Where a redirection leads.

    Raises:
        FetchError: It is not an address.
    """
    try:
        return base.join(location)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchError("redirection vers une adresse mal formée", lasting=True) from None


def web_address(text: str) -> httpx.URL:
    """The address of a file.

    Raises:
        FetchError: It is not a complete address.
    """
    url = _parsed(text.strip())
    if url is None or not url.scheme or (url.scheme in _PORTS and not url.host):
        raise FetchError("adresse incomplète ou mal formée", lasting=True)
    return url


def _parsed(text: str) -> httpx.URL | None:
    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return None


def _host(url: httpx.URL) -> str:
    return url.host.lower().rstrip(".")


def _port(url: httpx.URL) -> int:
    return url.port or _PORTS.get(url.scheme, 0)
