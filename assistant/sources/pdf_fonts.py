"""Fonts of a PDF, as far as text needs them: their name, and whether they are bold."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace

import pypdfium2.raw as pdfium_c

_BOLD_NAMES = ("bold", "black", "heavy", "demi")
_BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class Font:
    """A font: its name in lower case, and whether its letters are bold."""

    name: str
    bold: bool


def read_font(font: ctypes._Pointer[ctypes.Structure]) -> Font:
    """What a font handle of pdfium says of itself."""
    buffer = ctypes.create_string_buffer(256)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("latin-1").lower()
    weight = pdfium_c.FPDFFont_GetWeight(font)
    bold = weight >= _BOLD_WEIGHT or any(part in name for part in _BOLD_NAMES)
    return Font(name, bold)


class Fonts:
    """The fonts of one page's characters, each read once."""

    def __init__(self, raw: ctypes._Pointer[ctypes.Structure]) -> None:
        self._raw = raw
        self._known: dict[int, Font] = {}

    def of(self, index: int) -> Font:
        """The font of a character, by its rank on the page."""
        handle = pdfium_c.FPDFText_GetTextObject(self._raw, index)
        font = pdfium_c.FPDFTextObj_GetFont(handle) if handle else None
        if not font:
            return Font("", False)
        address = ctypes.addressof(font.contents)
        if address not in self._known:
            self._known[address] = read_font(font)
        known = self._known[address]
        if not known.bold and pdfium_c.FPDFTextObj_GetTextRenderMode(handle) == 2:
            # Filled and stroked: how a program without the bold font draws bold.
            return replace(known, bold=True)
        return known

    def drawn_by(self, index: int) -> int:
        """The text object that draws a character, as a number that stands for it while its page is open; 0: none."""
        handle = pdfium_c.FPDFText_GetTextObject(self._raw, index)
        return ctypes.addressof(handle.contents) if handle else 0
