"""Headings and the title of a PDF: told by type, capitals and numbering, then ranked into levels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.sources.pdf_blocks import Draft

_KEYWORDS = {
    "livre": 0, "partie": 0, "titre": 0, "annexe": 0, "chapitre": 1, "section": 2, "sous-section": 3, "axe": 2,
    "volet": 2, "orientation": 3, "objectif": 3, "rubrique": 3, "module": 3, "étape": 3, "article": 4, "art.": 4,
    "engagement": 4, "action": 4, "fiche": 4, "mesure": 4, "proposition": 4, "recommandation": 4,
}  # fmt: skip
_STRUCTURAL = re.compile(
    r"^(?P<word>" + "|".join(re.escape(word) for word in _KEYWORDS) + r")\s*(?:n\s?[°º.]\s*)?"
    r"(?P<number>\d{1,3}(?:[.-]\d{1,2})*(?:er)?|[IVXLC]{1,6}|premi(?:er|ère)|[A-Z])(?=[\s:.,)–—-]|$)"
    r"\s*(?:bis|ter)?\s*(?P<break>[:.)–—-]*)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_DECIMAL = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?:(?:[.)°/]|\s?[-–])\s*(?=[^\W\d_])|\s+(?=[A-ZÀ-ÖØ-ÞŒ]))"
    r"(?P<rest>.*)$",
    re.DOTALL,
)
_LETTER = re.compile(r"^(?P<number>[IVX]{1,5}|[A-H])\s?[.)/–-]+\s*(?P<rest>[^\W\d_].*)$", re.DOTALL)

_LARGER = 1.1  # size of a heading relative to the body
_MAX_CHARACTERS = 220
_MAX_LINES = 4


def structural_number(text: str) -> str | None:
    """The printed number of « Article 3 – Durée » or « Engagement 4 : … » (« Article 3 », « Engagement 4 »), or None.

    A reference in a sentence (« Article 3 du décret ») has none: what follows the number must begin like a title.
    """
    match = _STRUCTURAL.match(text)
    if match is None:
        return None
    number, rest = match.group("number"), match.group("rest")
    if number.isalpha() and not number.isupper() and not number.lower().startswith("premi"):
        return None
    if rest and not match.group("break") and not (rest[0].isupper() or rest[0] in '«“"('):
        return None
    return f"{match.group('word')} {number}"


def heading_number(text: str) -> str | None:
    """The printed number of a heading: « 3 », « 2.1 », « II », « Article 3 »; None when there is none."""
    structural = structural_number(text)
    if structural:
        return structural
    match = _DECIMAL.match(text) or _LETTER.match(text)
    return match.group("number") if match else None


def is_heading(draft: Draft, body_size: float, page_size: float = 0.0) -> bool:
    """True when a paragraph or a numbered item is a heading.

    Args:
        draft: The paragraph or item.
        body_size: Size of the document's running text.
        page_size: Size of the running text of its page, where that is larger.
    """
    text = draft.text
    letters = [character for character in text if character.isalpha()]
    if text.startswith("<") or len(letters) < 3 or len(text) > _MAX_CHARACTERS or len(draft.lines) > _MAX_LINES:
        return False
    if draft.kind == "item" and draft.number is None:
        return False
    number = heading_number(text)
    closed = text.endswith((".", ";", ",")) and not (number and len(text) < len(number) + 3)
    large = draft.size >= _LARGER * max(body_size, page_size)
    bold = draft.bold > 0.9
    capitals = len(letters) > 3 and sum(map(str.isupper, letters)) > 0.85 * len(letters)
    if closed and not (bold and number):
        return False
    if structural_number(text):
        return not text.endswith(":") or bold or large or len(text) < 80
    if number:
        return large or bold or capitals or ("." in number and len(draft.lines) == 1)
    if draft.kind == "item":
        return False
    if text.endswith(":") and len(text) > 60:
        return False  # « Les documents suivants sont demandés : » introduces a list
    short = len(draft.lines) <= 3 and len(text) <= 160
    if large:
        return short
    if draft.size < 0.95 * body_size:
        return False
    return (bold and len(draft.lines) <= 2) or (capitals and len(draft.lines) <= 2 and len(text) <= 120)


def demote_lists(drafts: Sequence[Draft]) -> None:
    """Numbered headings that follow each other without text between them are the items of a list (an agenda)."""
    run: list[Draft] = []
    for draft in drafts:
        if not run or not _same_list(run[-1], draft):
            _to_items(run)
            run = []
        if draft.kind == "heading" and draft.number and not structural_number(draft.text):
            run.append(draft)
    _to_items(run)


def _same_list(before: Draft, draft: Draft) -> bool:
    same = draft.kind == "heading" and _style(before) == _style(draft)
    return same and _numbering(before.text) == _numbering(draft.text) is not None


def _to_items(run: Sequence[Draft]) -> None:
    for draft in run if len(run) >= 3 else ():
        draft.kind = "item"


def rank_headings(drafts: Sequence[Draft]) -> None:
    """Give every heading its level: by type, then by kind of number.

    Headings with one kind of number (the articles, « 1.1 ») share a level, that of their usual type, whatever the
    type of each.
    """
    headings = [draft for draft in drafts if draft.kind == "heading"]
    styles: dict[int | None, Counter[tuple[float, bool]]] = defaultdict(Counter)
    for draft in headings:
        styles[_numbering(draft.text)][_style(draft)] += 1
    usual = {kind: found.most_common(1)[0][0] for kind, found in styles.items() if kind is not None}
    first: dict[tuple[float, bool], int] = {}
    for kind, style in usual.items():
        first[style] = min(first.get(style, kind), kind)
    ranks = []
    for draft in headings:
        numbering = _numbering(draft.text)
        style = _style(draft) if numbering is None else usual[numbering]
        ranks.append((-style[0], not style[1], first.get(style, 0) if numbering is None else numbering))
    ordered = sorted(set(ranks))
    for draft, rank in zip(headings, ranks, strict=True):
        draft.level = min(ordered.index(rank) + 1, 6)


def heading_style(draft: Draft) -> tuple[float, bool, int | None]:
    """What headings of one level share: size, weight and kind of number."""
    return (*_style(draft), _numbering(draft.text))


def _style(draft: Draft) -> tuple[float, bool]:
    # Sizes are compared by whole points: one style may be set in 13.9 here and 14.1 there.
    return float(round(draft.size)), draft.text.isupper() or draft.bold > 0.9


def _numbering(text: str) -> int | None:
    match = _STRUCTURAL.match(text)
    if match and structural_number(text):
        return _KEYWORDS[match.group("word").lower()]
    decimal = _DECIMAL.match(text)
    if decimal:
        return 7 + decimal.group("number").count(".")
    letter = _LETTER.match(text)
    if letter:
        return 5 if len(letter.group("number")) > 1 or letter.group("number") in "IVX" else 6
    return None
