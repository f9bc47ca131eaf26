"""The title of a PDF: the one its metadata stores, the one it prints, or the name of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from textwrap import shorten

from assistant.sources.pdf_blocks import Draft, Typography
from assistant.sources.pdf_pages import LaidPage
from assistant.text import fold

_TITLE_SIZE = 1.15  # a title's type relative to the body, at least
_PLAIN_TITLE_SIZE = 1.3  # the same for a title that ends like a sentence
_MAX_TITLE = 200  # characters
_NOT_A_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|sans[ -]titre.*|untitled.*|document\s?\d*"
    r"|pr[ée]sentation\s?(?:powerpoint)?|diapositive\s?\d+|titre|title|.*\.(?:docx?|odt|pdf|pptx?|indd|rtf|xlsx?|ai|qxp|html?)|[\W\d_]*|https?:.*)$",
    re.IGNORECASE,
)


def title_block(blocks: Sequence[list[Draft]], usual: Typography) -> Draft | None:
    """What stands in the largest type on the first page that has text, else its first heading of several words."""
    first = next((drafts for drafts in blocks if drafts), [])
    candidates = [
        draft
        for draft in first
        if draft.kind in ("heading", "paragraph")
        and 3 < len(draft.text) <= _MAX_TITLE + 50
        and sum(map(str.isalpha, draft.text)) > len(draft.text) / 2
    ]
    large = [
        draft
        for draft in candidates
        if draft.size >= (_TITLE_SIZE if draft.kind == "heading" else _PLAIN_TITLE_SIZE) * usual.body_size
    ]
    if large:
        return max(large, key=lambda draft: (round(draft.size), _mostly_capitals(draft.text)))
    headings = [draft for draft in candidates[:4] if draft.kind == "heading" and draft.number is None]
    return next((draft for draft in headings if len(draft.text.split()) > 3), None)


def _mostly_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > 0.6 * sum(map(str.isalpha, text))


def title_text(block: Draft | None, metadata_title: str, pages: Sequence[LaidPage], file: str) -> str:
    """The metadata's title if it is one and the first pages show it, else the printed one, else the file's name."""
    stored = " ".join(metadata_title.replace("\x00", "").split())[:_MAX_TITLE]
    sensible = len(stored) > 3 and not _NOT_A_TITLE.match(stored)
    if sensible:
        shown = set(fold(" ".join(line.text for page in pages[:2] for line in page.lines)).split())
        words = [word for word in fold(stored).split() if len(word) > 3 or word.isdigit()]
        missing = [word for word in words if word not in shown]
        # A number that is not printed gives away the title of an earlier version.
        if words and len(missing) <= 0.3 * len(words) and not any(word.isdigit() for word in missing):
            return stored
    if block is not None:
        return shorten(block.text, _MAX_TITLE, placeholder="…")
    stem = PurePosixPath(file).stem.replace("_", " ").strip()
    return stored if sensible else (stem or file)
