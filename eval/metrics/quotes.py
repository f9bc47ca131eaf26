"""Do the words shown as a quote stand where the citation says?"""

from __future__ import annotations

import re
import unicodedata
from typing import Protocol

from eval.given import Given

_BREAK = "\x00"
"""A hyphen at the end of a line: it belongs to the word or to the printing, so it counts or not."""

_LINE_HYPHEN = re.compile(r"-[^\S\n]*\n\s*")
_SPACES = re.compile(r"\s+")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u00ad": None, _BREAK: None})
"""Hyphens that differ by where a line may be cut; a soft one is seen at the end of a line only."""

_IN_A_NUMBER = tuple(
    (re.compile(before), re.compile(after))
    for before, after in (
        (r"\d\Z", r"\d"),
        (r"\d\Z", r"[.,]\d"),
        (r"\d[.,]\Z", r"\d"),
        (r"(?:^|\D)\d{1,3}\Z", r" \d{3}(?!\d)"),
        (r"(?:^|\D)\d{1,3} \Z", r"\d{3}(?!\d)"),
    )
)
"""What is before and after a place inside a number: « 1|17 », « 17|,5 », « 17,|5 », « 1| 200 », « 1 |200 »."""


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

    The quote begins and ends where words and numbers of the page do: « 17 » is not on a page that says « 117 » or
    « 17,5 », nor « 200 » on one that says « 1 200 » (groups of three figures after a space make one number), nor
    « art » on one that says « part ». A letter beside a figure parts them, since the call of a note is printed against
    its word; so does the hyphen at the end of a line, which may be that of a compound.
    """
    sought = _plain(quote)
    if not sought.strip(_BREAK):
        return False
    spaced = _spaced(page_text)
    page = _SPACES.sub("", spaced)
    if _BREAK in sought or _BREAK in page:
        pattern = re.compile(f"{_BREAK}?".join(_one(character) for character in sought))
    else:
        pattern = re.compile(re.escape(sought))
    found = pattern.search(page)
    if found is None:
        return False
    places = [place for place, character in enumerate(spaced) if not character.isspace()]
    while found is not None:
        start, end = places[found.start()], places[found.end() - 1] + 1
        if not _cut(spaced, start) and not _cut(spaced, end):
            return True
        found = pattern.search(page, found.start() + 1)
    return False


def _cut(text: str, at: int) -> bool:
    """True when a word or a number goes on across a place of a text."""
    before, after = text[max(at - 5, 0) : at], text[at : at + 5]
    if before[-1:].isalpha() and after[:1].isalpha():
        return True
    return any(left.search(before) and right.match(after) for left, right in _IN_A_NUMBER)


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
    return _SPACES.sub("", _spaced(text))


def _spaced(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_HYPHENS))
    return _LINE_HYPHEN.sub(_BREAK, text)


def _one(character: str) -> str:
    """The pattern of a character of a quote."""
    if character == _BREAK:
        return f"[-{_BREAK}]?"
    return f"[-{_BREAK}]" if character == "-" else re.escape(character)
