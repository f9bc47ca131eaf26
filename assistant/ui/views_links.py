"""Links to other sites: an address that comes from a document is not trusted."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from assistant.ui import texts


def safe_url(url: str | None) -> str | None:
    """The address when it is plain http or https, else None: a document may hold any string."""
    if not url or any(character.isspace() or not character.isprintable() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def link(url: str | None, label: str) -> str:
    """A link to another site that opens in a new window; the label alone when the address is not safe."""
    if not (address := safe_url(url)):
        return escape(label)
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}'
        f' <span class="sr-only">{escape(texts.NEW_WINDOW)}</span></a>'
    )
