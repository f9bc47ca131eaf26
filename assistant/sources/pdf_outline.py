"""Bookmarks of a PDF: they say which lines are headings and at what depth, where they agree with the page.

Bookmarks made by a word processor come from its heading styles and are better than any guess from type; others point
at stray lines (« Feuille 1 », a list, a link's target). They are believed when most of those found on their page are
headings by their type too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import pypdfium2 as pdfium

from assistant.sources.pdf_blocks import Draft
from assistant.sources.pdf_headings import heading_number, heading_style
from assistant.text import fold

_MAX_BOOKMARKS = 3000
_MAX_DEPTH = 6
_MAX_TITLE = 250  # characters
_MIN_FOUND = 3  # bookmarks found on their page, before any is believed
_AGREEMENT = 0.5  # part of them that type calls headings too
_MAX_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A bookmark: its title, its depth from 1 and the page it leads to, from 0."""

    title: str
    depth: int
    index: int


def read_bookmarks(document: pdfium.PdfDocument) -> list[Bookmark]:
    """The bookmarks of an open PDF that lead to one of its pages, in order."""
    found = []
    for mark in islice(document.get_toc(max_depth=_MAX_DEPTH), _MAX_BOOKMARKS):
        target = mark.get_dest()
        index = target.get_index() if target else None
        title = " ".join(mark.get_title().split())
        if index is not None and 0 < len(title) <= _MAX_TITLE:
            found.append(Bookmark(title, mark.level + 1, index))
    return found


def mark_headings(blocks: Sequence[Sequence[Draft]], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Make headings of the paragraphs and items that bookmarks name.

    Args:
        blocks: Drafts page by page, their headings already told by type.
        bookmarks: Those of the document.

    Returns:
        Depth of each draft named by a bookmark, by its identity (``id()``); empty when they are not to be believed.
    """
    named: list[tuple[Draft, int]] = []
    taken: set[int] = set()
    for bookmark in bookmarks:
        page = blocks[bookmark.index] if bookmark.index < len(blocks) else ()
        draft = next((draft for draft in page if id(draft) not in taken and _names(bookmark, draft)), None)
        if draft is not None:
            taken.add(id(draft))
            named.append((draft, bookmark.depth))
    agreed = sum(draft.kind == "heading" for draft, _ in named)
    if len(named) < _MIN_FOUND or agreed < _AGREEMENT * len(named):
        return {}
    for draft, _ in named:
        if draft.kind != "heading":
            draft.kind, draft.number = "heading", heading_number(draft.text)
    return {id(draft): depth for draft, depth in named}


def _names(bookmark: Bookmark, draft: Draft) -> bool:
    if draft.kind not in ("heading", "paragraph", "item") or len(draft.text) > 2 * _MAX_TITLE:
        return False
    wanted, text = _letters(bookmark.title), _letters(draft.text)
    number = _letters(heading_number(draft.text) or "")
    return bool(wanted) and (text == wanted or (bool(number) and text == number + wanted))


def _letters(text: str) -> str:
    return "".join(character for character in fold(text) if character.isalnum())


def level_by_bookmarks(drafts: Sequence[Draft], depths: dict[int, int]) -> None:
    """Give the headings that bookmarks name their depth as a level, and the others that of their style.

    A style that no bookmark names comes below the bookmark it stands under.
    """
    if not depths:
        return
    by_style: defaultdict[tuple[float, bool, int | None], Counter[int]] = defaultdict(Counter)
    for draft in drafts:
        if id(draft) in depths:
            by_style[heading_style(draft)][depths[id(draft)]] += 1
    above = 0
    for draft in drafts:
        if draft.kind != "heading":
            continue
        style = by_style.get(heading_style(draft))
        if id(draft) in depths:
            draft.level = above = min(depths[id(draft)], _MAX_LEVEL)
        elif style:
            draft.level = min(style.most_common(1)[0][0], _MAX_LEVEL)
        else:
            draft.level = min(above + 1, _MAX_LEVEL)
