"""The text of a value of a record: its characters made plain, its lines told apart, HTML tags taken out."""

from __future__ import annotations

import re

from assistant.invisible import visible
from assistant.sources.encodings import plain_characters
from assistant.text import normalise_space

_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|u|em|strong|ul|ol|li|a|h[1-6]|table|tr|td|img|font|script|style)\b[^<>]*>", re.IGNORECASE
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NOT_SHOWN = ["script", "style", "iframe", "template", "noscript"]


def clean_text(value: str) -> str:
    """A value in one line, without control or invisible characters."""
    return normalise_space(plain_characters(visible(_CONTROL.sub("", value))))


def rich_lines(value: str) -> list[str]:
    """The lines of a value as its page shows them: PMB keeps HTML in notes, and prints line ends as ``<br>``."""
    text = plain_characters(visible(_CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))))
    if _TAG.search(text):
        return html_lines(text.replace("\n", "<br>"))
    return [line for raw in text.split("\n") if (line := normalise_space(raw))]


def html_lines(text: str) -> list[str]:
    """The visible lines of a piece of HTML."""
    from selectolax.lexbor import LexborHTMLParser  # only the notices that hold HTML need it

    from assistant.sources.html_hidden import strip_hidden
    from assistant.sources.html_lines import text_lines

    tree = LexborHTMLParser(text)
    strip_hidden(tree)
    tree.strip_tags(_NOT_SHOWN)
    return text_lines(tree.body) if tree.body is not None else []
