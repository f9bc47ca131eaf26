"""Words of a PDF page that no reader sees: they must not back an answer.

The page is drawn with its text and without it. Where nothing changes the word is not seen, whatever hides it: white
on white, no ink (rendering mode 3), a picture or a frame over it, a layer that is off, a clipping path. Text too small
to be read is set aside too. The text layer of a scan is not drawn either, and is kept: the picture shows its words
(``pdf_ink.printed``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.sources.pdf_ink import Picture, letters, picture, printed, zone
from assistant.sources.pdf_text import PageText, PlacedWord

TINY = 2.0
"""Size in points under which text is not read: real documents go down to 2.1, for marks over Arabic letters."""

_SEEN = 20  # change of grey level, of 255, that a word makes on the page when it is seen
_QUICK, _FINE = 0.6, 2.0  # pixels a point: enough to see that a word is there, and to be sure that it is not
_PALE = 190  # red, green and blue above which a colour may not show on paper
_CLEAR = 26  # opacity, of 255, under which ink does not show
_UNDRAWN_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_FEWEST = 4  # letters and digits in a row under which nothing is said: a colon in white, a mark drawn elsewhere
_LATIN = "\u0250"  # characters from here on may stay undrawn for want of a font, where another program has it
_DEEPEST = 15  # forms within forms


def hidden_words(page: pdfium.PdfPage, text: PageText) -> list[PlacedWord]:
    """The words of a page that are not seen on it, in drawing order.

    Args:
        page: The open page, left as it was found.
        text: Its words, those of form fields left out (they are drawn by the reader's program).
    """
    if not text.words:
        return []
    tiny = {id(word) for word in text.words if word.size < TINY}
    objects = list(_text_objects(page))
    unseen = _unseen(page, text, text.words, objects, _QUICK)
    if unseen:  # looked at again more closely
        unseen = _unseen(page, text, unseen, objects, _FINE)
    if unseen:
        with_others = [word for word in unseen if id(word) not in tiny]
        shown = printed(with_others, text, _without(page, objects, _FINE))
        unseen = [word for word in unseen if id(word) not in shown]
    hidden = tiny | {id(word) for word in unseen}
    return [word for run in _runs(text.words, hidden) if _says_something(run) for word in run]


def _unseen(
    page: pdfium.PdfPage, text: PageText, words: Sequence[PlacedWord], objects: Sequence[Any], scale: float
) -> list[PlacedWord]:
    """The words where the page stays the same without its text.

    A word under another one would pass for seen: it is looked at without the other, and so is what may be hidden by
    its colour.
    """
    whole = picture(page, scale)
    changed = np.abs(whole - _without(page, objects, scale)) >= _SEEN
    doubted = {_address(one) for one in objects if _is_pale(one)} | _covered(text, changed)
    apart = [one for one in objects if _address(one) in doubted]
    changed_apart = np.abs(whole - _without(page, apart, scale)) >= _SEEN if apart else changed
    undrawn = {_address(one) for one in apart if _is_undrawn(one)}

    def seen(word: PlacedWord) -> bool:
        if word.drawn_by in undrawn:
            return False
        image = changed_apart if word.drawn_by in doubted else changed
        return bool(image[zone(image, text, word.rect, word.direction)].any())

    return [word for word in words if not seen(word)]


def _without(page: pdfium.PdfPage, objects: Sequence[Any], scale: float) -> Picture:
    """The page drawn without some of its objects."""
    for one in objects:
        pdfium_c.FPDFPageObj_SetIsActive(one, False)
    try:
        return picture(page, scale)
    finally:
        for one in objects:
            pdfium_c.FPDFPageObj_SetIsActive(one, True)


def _text_objects(page: pdfium.PdfPage) -> Iterator[Any]:
    """The text objects of a page that are drawn, those of the forms that it holds included."""
    levels: list[tuple[Any, Any, Any, int]] = [
        (pdfium_c.FPDFPage_GetObject, page.raw, pdfium_c.FPDFPage_CountObjects(page.raw), 0)
    ]
    while levels:
        get, holder, count, depth = levels.pop()
        for index in range(count):
            one = get(holder, index)
            kind = pdfium_c.FPDFPageObj_GetType(one)
            if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
                yield one
            elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = pdfium_c.FPDFFormObj_CountObjects(one)
                levels.append((pdfium_c.FPDFFormObj_GetObject, one, inner, depth + 1))


def _address(one: Any) -> int:
    return ctypes.addressof(one.contents)


def _is_undrawn(one: Any) -> bool:
    return pdfium_c.FPDFTextObj_GetTextRenderMode(one) in _UNDRAWN_MODES


def _is_pale(one: Any) -> bool:
    """True for text without ink, or whose colour may not show."""
    if _is_undrawn(one):
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
        return False
    return alpha.value < _CLEAR or min(red.value, green.value, blue.value) >= _PALE


def _covered(text: PageText, image: Picture) -> set[int]:
    """Text objects with a word under the word of an object drawn later."""
    owner: dict[int, int] = {}
    drawn = np.zeros(image.shape, dtype=np.int32)
    found: set[int] = set()
    for word in text.words:
        number = owner.setdefault(word.drawn_by, len(owner) + 1)
        part = drawn[zone(drawn, text, letters(word), word.direction)]
        if part.size and part.any():
            found.update(int(other) for other in np.unique(part) if other not in (0, number))
        part[...] = number
    return {address for address, number in owner.items() if number in found}


def _runs(words: Iterable[PlacedWord], chosen: set[int]) -> Iterator[list[PlacedWord]]:
    run: list[PlacedWord] = []
    for word in words:
        if id(word) in chosen:
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _says_something(run: Sequence[PlacedWord]) -> bool:
    return sum(character.isalnum() and character < _LATIN for word in run for character in word.text) >= _FEWEST
