"""Words of a PDF page with their boxes, read with pdfium.

pdfium gives characters one by one; they are cut into words here, at spaces and wherever the pen jumps. A word keeps
the place it was drawn at, not an order: reading order is the work of ``pdf_layout``.
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass, field
from functools import lru_cache

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.sources.characters import clean_character, compose
from assistant.sources.geometry import Rect, Viewport, from_frame, to_frame
from assistant.sources.pdf_doubles import drawn_once
from assistant.sources.pdf_fonts import Fonts

MAX_PAGE_CHARACTERS = 200_000
"""Characters read on one page; a page of text holds a few thousand, a hostile one may claim millions."""

_JUMP = 0.6  # gap between two characters, in font sizes, above which they are two words even without a space
_UNDRAWN = 0.14  # gap between two letters, in font sizes, taken for a space that was not drawn
_BACK = 0.7  # step back, in font sizes, that starts a new word
_ASCENT, _DESCENT = 0.85, 0.22  # extent of a word's box above and below its baseline, in font sizes
_RISE = 0.6  # change of baseline, in font sizes, that starts a new line
_SHIFT = 0.27  # the same for a superscript, which is a word apart; feet of letters differ by 0.22 at most


@dataclass(slots=True)
class PlacedWord:
    """A word as drawn. Coordinates are in the reading frame of its direction (see ``geometry``), y downwards.

    ``spaced`` is False when no space was drawn before it; ``glued`` is True when it follows the word before it closely,
    higher or lower (« 1er »). ``drawn_by`` tells the text objects of an open page apart, and is 0 where it has none.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    spaced: bool = True
    glued: bool = False
    direction: int = 0
    form: bool = False
    drawn_by: int = 0

    @property
    def rect(self) -> Rect:
        """Its rectangle in the reading frame."""
        return Rect(self.x0, self.top, self.x1, self.bottom)


@dataclass(slots=True)
class PageText:
    """What one page holds: its displayed size in points and its words by reading direction, in drawing order.

    ``hidden`` counts the characters that were set aside because no reader sees them (``pdf_hidden``).
    """

    number: int
    width: float
    height: float
    label: str | None = None
    words: list[PlacedWord] = field(default_factory=list)
    hidden: int = 0

    def directions(self) -> list[int]:
        """Reading directions present, the most frequent first."""
        counts: dict[int, int] = {}
        for word in self.words:
            counts[word.direction] = counts.get(word.direction, 0) + len(word.text)
        return sorted(counts, key=lambda direction: -counts[direction])

    def frame_size(self, direction: int) -> tuple[float, float]:
        """Width and height of the page seen in the reading frame of a direction."""
        return (self.height, self.width) if direction in (90, 270) else (self.width, self.height)

    def displayed(self, word: PlacedWord) -> Rect:
        """The box of a word on the page as displayed, cut at the page's edges."""
        rect = from_frame(word.rect, word.direction, self.width, self.height)
        return Rect(
            min(max(rect.x0, 0.0), self.width),
            min(max(rect.top, 0.0), self.height),
            min(max(rect.x1, 0.0), self.width),
            min(max(rect.bottom, 0.0), self.height),
        )


def viewport(page: pdfium.PdfPage) -> Viewport:
    """The visible part of a page: its crop box within its media box, as pdfium shows it."""
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDF_GetPageBoundingBox(page.raw, box):
        width, height = page.get_size()
        return Viewport(0.0, 0.0, width, height)
    return Viewport(box.left, box.bottom, box.right, box.top, page.get_rotation() % 360)


def page_words(page: pdfium.PdfPage, view: Viewport, *, doubles: bool = False) -> list[PlacedWord]:
    """Words of a page in drawing order; words outside the visible part are left out.

    Args:
        page: The open page.
        view: Its visible part.
        doubles: Keep the words that are drawn again in the same place.
    """
    textpage = page.get_textpage()
    try:
        words = _Cutter(textpage.raw, view).words()
    finally:
        textpage.close()
    width, height = view.size
    visible = Rect(0.0, 0.0, width, height)
    shown = [word for word in words if visible.contains(*_centre(word, width, height), margin=1.0)]
    return shown if doubles else drawn_once(shown)


def _centre(word: PlacedWord, width: float, height: float) -> tuple[float, float]:
    rect = from_frame(word.rect, word.direction, width, height)
    return (rect.x0 + rect.x1) / 2, (rect.top + rect.bottom) / 2


class _Cutter:
    """Cuts the characters of one page into words."""

    def __init__(self, raw: ctypes._Pointer[ctypes.Structure], view: Viewport) -> None:
        self.raw = raw
        self.view = view
        self.width, self.height = view.size
        self.found: list[PlacedWord] = []
        self.fonts = Fonts(raw)
        self.texts: list[str] = []
        self.foot = self.widest = 0.0
        self.box: tuple[float, float, float, float] | None = None
        self.current: PlacedWord | None = None
        self.upright = view.rotation == 0

    def words(self) -> list[PlacedWord]:
        """All the words of the page in drawing order."""
        count = min(pdfium_c.FPDFText_CountChars(self.raw), MAX_PAGE_CHARACTERS)
        get_unicode, get_box = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetLooseCharBox
        raw, box = self.raw, pdfium_c.FS_RECTF()
        pointer = ctypes.byref(box)
        spaced = True
        for index in range(count):
            code = get_unicode(raw, index)
            if 0x300 <= code <= 0x36F:
                self._accent(chr(code))
                continue
            if (code <= 0x20 and code != 0x02) or code in (0xA0, 0x202F, 0x2009):
                self._close()
                spaced = True
                continue
            if not get_box(raw, index, pointer):
                continue
            rect = (box.left, box.bottom, box.right, box.top)
            if self._add(index, code, rect, spaced):
                spaced = False
        self._close()
        return self.found

    def _add(self, index: int, code: int, rect: tuple[float, float, float, float], spaced: bool) -> bool:
        word = self.current
        left, bottom, right, top = rect
        if word is not None and rect == self.box and chr(code).isalpha():
            self.texts.append(_clean(code, ""))  # « ffi » drawn as one glyph: three characters, one box
            return True
        self.box = rect
        height = top - bottom
        plain = self.upright and right > left and height > 0.5
        if word is not None and plain and word.direction == 0:
            size = word.size
            gap = left - self.view.left - word.x1
            shift = abs(bottom - self.foot)
            near = -_BACK * size < gap < _JUMP * size and not self._is_space(code, gap / size)
            if near and _SHIFT * size <= shift < _RISE * size:
                return self._start_or_extend(index, code, rect, plain, spaced, glued=True)
            if near and shift < _SHIFT * size:
                text = _clean(code, "") if not 0xF000 <= code <= 0xF0FF else _clean(code, self.fonts.of(index).name)
                if text == " ":
                    self._close()
                    return False
                self.texts.append(text)
                word.x1 = max(word.x1, right - self.view.left)
                return True
        return self._start_or_extend(index, code, rect, plain, spaced)

    def _is_space(self, code: int, gap: float) -> bool:
        before, self.widest = self.widest, max(self.widest, gap)
        letters = len(self.texts) > 1 and chr(code).isalpha() and self.texts[-1].isalpha()
        return letters and is_undrawn_space(gap, before)

    def _accent(self, mark: str) -> None:
        """Put a combining accent on the letter before it, wherever it was drawn."""
        if self.current is None and self.found:
            self.current = self.found.pop()
            self.texts = [self.current.text]
            self.foot = self.view.top - self.current.baseline
        if self.current is not None:
            self.texts.append(mark)

    def _start_or_extend(
        self,
        index: int,
        code: int,
        rect: tuple[float, float, float, float],
        plain: bool,
        spaced: bool,
        glued: bool = False,
    ) -> bool:
        font = self.fonts.of(index)
        text = _clean(code, font.name)
        if text in ("", " "):
            if text:
                self._close()
            return False
        word = self._upright(index, rect) if plain else self._turned(index)
        if word is None:
            return False
        plain = plain and word.direction == 0
        word.bold, word.spaced, word.glued = font.bold, spaced and not glued, glued
        word.drawn_by = self.fonts.drawn_by(index)
        before = self.current
        if before is not None and not plain and _follows(before, word):
            self.texts.append(text)
            before.x0, before.x1 = min(before.x0, word.x0), max(before.x1, word.x1)
            return True
        self._close()
        self.current, self.texts, self.foot, self.widest = word, [text], rect[1], 0.0
        return True

    def _upright(self, index: int, rect: tuple[float, float, float, float]) -> PlacedWord | None:
        left, bottom, right, top = rect
        x, y = ctypes.c_double(), ctypes.c_double()
        matrix = pdfium_c.FS_MATRIX()
        pdfium_c.FPDFText_GetCharOrigin(self.raw, index, x, y)
        pdfium_c.FPDFText_GetMatrix(self.raw, index, matrix)
        if abs(matrix.b) > abs(matrix.a) or (matrix.a < 0 and matrix.d < 0):
            return self._turned(index)  # a label along the edge of a page that is not turned itself
        size = pdfium_c.FPDFText_GetFontSize(self.raw, index) * math.hypot(matrix.c, matrix.d)
        if not 0.4 < size / (top - bottom) < 2.5:
            size = top - bottom  # a font with a matrix of its own
        view = self.view
        baseline = view.top - y.value
        x0, x1 = left - view.left, right - view.left
        return PlacedWord("", x0, baseline - _ASCENT * size, x1, baseline + _DESCENT * size, baseline, size)

    def _turned(self, index: int) -> PlacedWord | None:
        """A character that is not upright on an unrotated page, in the frame of its direction."""
        matrix = pdfium_c.FS_MATRIX()
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        x, y = ctypes.c_double(), ctypes.c_double()
        raw = self.raw
        if not (
            pdfium_c.FPDFText_GetMatrix(raw, index, matrix)
            and pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
            and pdfium_c.FPDFText_GetCharOrigin(raw, index, x, y)
        ):
            return None
        size = pdfium_c.FPDFText_GetFontSize(raw, index) * math.hypot(matrix.a, matrix.b)
        if not 0.5 < size < 2000:
            return None
        direction = self.view.direction(matrix.a, matrix.b)
        shown = self.view.rect(left.value, bottom.value, right.value, top.value)
        corners = [
            to_frame(point, direction, self.width, self.height)
            for point in ((shown.x0, shown.top), (shown.x1, shown.bottom), self.view.point(x.value, y.value))
        ]
        baseline = corners[2][1]
        x0, x1 = sorted((corners[0][0], corners[1][0]))
        return PlacedWord(
            "", x0, baseline - _ASCENT * size, x1, baseline + _DESCENT * size, baseline, size, direction=direction
        )

    def _close(self) -> None:
        word = self.current
        if word is None:
            return
        self.current = None
        word.text = compose("".join(self.texts))
        if word.text:
            self.found.append(word)


def is_undrawn_space(gap: float, before: float) -> bool:
    """True when a gap between two letters is a space that a tight line does not draw, and not wide spacing.

    Args:
        gap: The gap, in font sizes.
        before: The widest one before it in the same word, in font sizes.
    """
    return gap > _UNDRAWN and gap > 4 * before


def _follows(before: PlacedWord, word: PlacedWord) -> bool:
    """True when a turned character continues the word before it."""
    return (
        before.direction == word.direction
        and abs(before.baseline - word.baseline) < _RISE * before.size
        and -_BACK * before.size < word.x0 - before.x1 < _JUMP * before.size
    )


@lru_cache(maxsize=4096)
def _clean(code: int, font_name: str) -> str:
    return clean_character(code, font_name)
