"""Fonts of a PDF, as far as text needs them: their name, and whether they are bold."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

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
