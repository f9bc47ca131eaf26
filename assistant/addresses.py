"""Web addresses that come from documents: none is trusted before it was looked at."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_url(url: str | None) -> str | None:
    """The address when it is plain http or https, else None: a document may hold any string.

    One with a user name is refused: « https://catalogue.fr@pirate.example » is an address of pirate.example.
    """
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc else None


def shown_host(url: str) -> str:
    """The host of a safe address as a reader is to see it: letters of other alphabets as « xn--… » (RFC 3492).

    >>> shown_host("https://catalogue.example.fr/index.php")
    'catalogue.example.fr'
    """
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:  # longer than a host may be, or an empty label
        return ascii(host).strip("'")


def same_host(url: str | None, other: str | None) -> bool:
    """True for two safe addresses of one host."""
    first, second = safe_url(url), safe_url(other)
    return bool(first and second) and shown_host(first or "") == shown_host(second or "")
