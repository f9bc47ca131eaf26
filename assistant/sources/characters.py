"""What a PDF's characters become: ligatures, bullets of symbol fonts, odd spaces, control characters."""

from __future__ import annotations

import unicodedata

SOFT_HYPHEN = "\u00ad"
LINE_END_HYPHEN = "\u2010"
"""How a hyphen at the end of a line is marked until it is mended or kept (pdfium reports it as U+0002)."""

BULLETS = "•▪◦‣⁃●○■□▫◆◇➢➤➔→✓✔✗❖◼◾⚫·"

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# Positions of the Symbol and Wingdings fonts that Word writes as bullets, arrows and ticks.
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0E0: "→", 0xF0E8: "➔", 0xF0F0: "→", 0xF06C: "●",
    0xF06E: "■", 0xF06F: "□", 0xF071: "□", 0xF072: "□", 0xF076: "❖", 0xF075: "◆", 0xF0A8: "□", 0xF0FB: "✗",
    0xF0FE: "☒", 0xF0FD: "☒", 0xF02D: "-", 0xF0AE: "→", 0xF0DE: "→", 0xF0B0: "°", 0xF0B4: "×", 0xF0B1: "±",
    0xF0A3: "≤", 0xF0B3: "≥", 0xF0D7: "·", 0xF09F: "•", 0xF0C4: "➢", 0xF046: "→", 0xF034: "✓", 0xF03A: "→",
}  # fmt: skip

_EMPTY_BOX = 0xF063  # in Webdings, which numbers its signs otherwise than the others

_SYMBOL_FONTS = ("symbol", "wingding", "webding", "dingbat", "marlett")


def clean_character(code: int, font_name: str = "") -> str:
    """The text of one character code of a PDF: "" when it shows nothing, " " when it is a space.

    Args:
        code: Unicode value given by the reader.
        font_name: Name of its font, in lower case; it tells what a private-use character stands for.
    """
    if code < 0x20:
        if code == 0x02:
            return LINE_END_HYPHEN
        return " " if code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D) else ""
    if code < 0x7F:
        return chr(code)
    if 0xF000 <= code <= 0xF0FF:
        return _private_use(code, font_name)
    character = chr(code)
    if character in _LIGATURES:
        return _LIGATURES[character]
    if character == SOFT_HYPHEN:
        return character
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category in ("Cc", "Cf", "Cs", "Co", "Cn") or character == "\ufffd":
        return ""
    return character


def _private_use(code: int, font_name: str) -> str:
    if "webdings" in font_name and code == _EMPTY_BOX:
        return "☐"
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if any(name in font_name for name in _SYMBOL_FONTS):
        return "•"
    # Fonts with the old "symbol" encoding put plain text at U+F000 + its Latin-1 code.
    plain = chr(code - 0xF000)
    return plain if plain.isprintable() and not plain.isspace() else ""


def compose(text: str) -> str:
    """The text with its accents composed (NFC) and inner soft hyphens removed; a final one is kept for mending."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if SOFT_HYPHEN in text:
        ends = text.endswith(SOFT_HYPHEN)
        text = text.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if ends else "")
    return text
