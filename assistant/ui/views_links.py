"""Links to other sites: an address that comes from a document is not trusted."""

from __future__ import annotations

from html import escape

from assistant.addresses import safe_url, shown_host
from assistant.ui import texts


def link(url: str | None, label: str) -> str:
    """A link to another site that opens in a new window and says its host; the label alone where it is not safe."""
    if not (address := safe_url(url)):
        return escape(label)
    return (
        f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}'
        f' <span class="sr-only">{escape(texts.NEW_WINDOW)}</span></a>'
        f' <span class="host">({escape(shown_host(address))})</span>'
    )
