"""Does what a validated answer cites still stand in the document that is read now? Pure functions.

A file whose bytes are the same stands, wherever its text went. In a file that changed, a quote stands when it is
there word for word and what is around it did not change either: an answer is kept when another page of its document
was mended, and withdrawn when its own paragraph was.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.answering.citations import on_one_page
from assistant.chunking import passage_boxes
from assistant.models import Citation, CitedSource, Document

AROUND = 300
"""Characters read before and after a quote, white space and hyphens left out: a paragraph or so."""

_IGNORED = frozenset("-\u00ad\u2010\u2011")
"""Hyphens, which come and go with the ends of lines."""

State = Literal["same", "moved", "changed", "gone"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a citation.

    ``same``: its file is the one that was read. ``moved``: the file changed, not the cited text nor what is around it.
    ``changed`` and ``gone``: it no longer backs anything. ``citation`` is where it stands now, ``source`` what tells
    it then; both are those given when it stands no more. ``quoted`` is True when the quote itself is still there.
    """

    state: State
    citation: Citation
    source: CitedSource
    quoted: bool = True


def source_of(document: Document, start: int, end: int) -> CitedSource:
    """What to keep of ``document.text[start:end]`` to know later whether it stands."""
    return CitedSource(document.sha256, _around(document.text, start, end))


def standing(citation: Citation, source: CitedSource, document: Document | None) -> Standing:
    """Look for a citation in its document as it is read now, None when it has left the corpus."""
    if document is None:
        return Standing("gone", citation, source, quoted=False)
    found = locate(document.text, citation.quote, citation.start)
    if found is None:
        return Standing("changed", citation, source, quoted=False)
    now = source_of(document, *found)
    placed = _placed(citation, document, *found)
    if now.sha256 == source.sha256:
        return Standing("same", placed, source)
    if now.around != source.around:
        return Standing("changed", placed, now)
    return Standing("moved", placed, source)


def locate(text: str, quote: str, near: int = 0) -> tuple[int, int] | None:
    """Where a quote stands in a text, the nearest place to an offset; white space and hyphens do not count.

    A quote begins and ends where words do: « 17 » is not found in « 117 ».
    """
    if quote and text[near : near + len(quote)] == quote and _whole(text, near, near + len(quote)):
        return near, near + len(quote)
    wanted = "".join(character for character, _ in _kept(quote))
    if not wanted:
        return None
    kept = list(_kept(text))
    plain = "".join(character for character, _ in kept)
    places, start = [], plain.find(wanted)
    while start >= 0:
        left, right = kept[start][1], kept[start + len(wanted) - 1][1] + 1
        if _whole(text, left, right):
            places.append((left, right))
        start = plain.find(wanted, start + 1)
    return min(places, key=lambda place: abs(place[0] - near), default=None)


def _kept(text: str) -> Iterator[tuple[str, int]]:
    """The characters that count, each with its place."""
    for place, character in enumerate(text):
        if character.isspace() or character in _IGNORED:
            continue
        for one in unicodedata.normalize("NFKC", character):
            if not one.isspace():
                yield one, place


def _whole(text: str, start: int, end: int) -> bool:
    """True when no word or figure is cut at either end."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not ((before.isalnum() and text[start].isalnum()) or (after.isalnum() and text[end - 1].isalnum()))


def _around(text: str, start: int, end: int) -> str:
    """Digest of a stretch with what is around it."""
    room = 4 * AROUND
    before = "".join(c for c, _ in _kept(text[max(0, start - room) : start]))[-AROUND:]
    after = "".join(c for c, _ in _kept(text[end : end + room]))[:AROUND]
    within = "".join(c for c, _ in _kept(text[start:end]))
    return hashlib.sha256(f"{before}\x00{within}\x00{after}".encode("utf-8", "surrogatepass")).hexdigest()


def _placed(citation: Citation, document: Document, start: int, end: int) -> Citation:
    """The citation where it stands in the document of now."""
    if (start, document.id) == (citation.start, citation.document_id) and document.text[start:end] == citation.quote:
        return replace(citation, file=document.file, title=document.title, work_id=document.work_id)
    page, start, end = on_one_page(document, start, end)
    return replace(
        citation,
        document_id=document.id,
        work_id=document.work_id,
        file=document.file,
        title=document.title,
        page=page,
        quote=document.text[start:end],
        start=start,
        end=end,
        boxes=passage_boxes(document, start, end),
    )
