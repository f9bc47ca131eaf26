"""Do the words shown as a quote stand where the citation says?"""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from eval.answers.given import Given

_BREAK = "\x00"
"""A hyphen at the end of a line: it belongs to the word or to the printing, so it counts or not."""

_LINE_HYPHEN = re.compile(r"-[^\S\n]*\n\s*")
_SPACES = re.compile(r"\s+")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None, _BREAK: None})
"""Hyphens that differ by where a line may be cut; a soft one is seen at the end of a line only."""


class PageText(Protocol):
    """The texts of the pages of a corpus."""

    def page_text(self, file: str, page: int) -> str | None:
        """Text of a page (physical, from 1; 1 for a notice) of a file, None when there is no such page."""
        ...


def stands_on(quote: str, page_text: str) -> bool:
    """True when the quote is in the page word for word.

    Both are brought to NFKC (ligatures, no-break spaces); white space, soft hyphens, the kind of a hyphen and the
    hyphens at the end of a line do not count. Everything else does: case, accents, punctuation, figures. An empty
    quote is on no page.
    """
    sought = _plain(quote)
    if not sought.strip(_BREAK):
        return False
    page = _plain(page_text)
    if _BREAK not in sought and _BREAK not in page:
        return sought in page
    pattern = f"{_BREAK}?".join(_one(character) for character in sought)
    return re.search(pattern, page) is not None


def quote_exact(given: Given, pages: PageText) -> float | None:
    """Share of the citations whose quote stands on the page they name of the file they name.

    ``|citations whose quote is there| / |citations|``, from 0 to 1, higher is better; under 1, words were invented,
    changed or put on another page. None without citation.
    """
    if not given.citations:
        return None
    texts = [(citation.quote, pages.page_text(citation.file, citation.page)) for citation in given.citations]
    return sum(text is not None and stands_on(quote, text) for quote, text in texts) / len(texts)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_HYPHENS))
    return _SPACES.sub("", _LINE_HYPHEN.sub(_BREAK, text))


def _one(character: str) -> str:
    """The pattern of a character of a quote."""
    if character == _BREAK:
        return f"[-{_BREAK}]?"
    return f"[-{_BREAK}]" if character == "-" else re.escape(character)
