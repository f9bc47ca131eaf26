"""The HTML of exports: the control under an answer, and a file on its way to the reader."""

from __future__ import annotations

import base64
from html import escape

from assistant.models import EXPORT_FORMATS, ExportedFile
from assistant.ui import texts
from assistant.ui.session import Exchange

MAIL = ".txt"
"""The format that is copied, not downloaded."""


def export_menu(exchange: Exchange, number: int) -> str:
    """The folded list of formats under an answer; empty for an answer that cites nothing.

    Args:
        exchange: A finished exchange.
        number: Its place in the conversation, from 1.
    """
    if not exchange.answer or not exchange.citations:
        return ""
    formats = "".join(
        f'<li><button type="button" class="quiet" data-act="export" data-exchange="{number}" '
        f'data-format="{escape(suffix)}">{escape(name)}</button></li>'
        for suffix, name in EXPORT_FORMATS.items()
        if suffix != MAIL
    )
    copy = (
        f'<li><button type="button" class="quiet" data-act="copy" data-copy="{escape(exchange.mail)}">'
        f"{escape(texts.COPY)}</button></li>"
    )
    of_which = f'<span class="sr-only"> {escape(texts.EXPORT_OF.format(number=number))}</span>'
    return (
        f'<details class="exports"><summary>{escape(texts.EXPORT)}{of_which}</summary>'
        f"<ul>{formats}{copy if exchange.mail else ''}</ul></details>"
    )


def sent_file(file: ExportedFile) -> str:
    """The file as the page's script takes it to save it: no address of the server gives out an answer."""
    content = base64.b64encode(file.content).decode("ascii")
    return f'<a download="{escape(file.name)}" type="{escape(file.media_type)}" data-content="{content}"></a>'
