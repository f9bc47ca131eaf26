"""Characters that nobody sees: text hidden with them must not be read, searched or sent to a model."""

from __future__ import annotations

import re

_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Default ignorable code points (Unicode 16, DerivedCoreProperties) but that of emoji, and the blanks of Hangul and
Braille."""

_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_TURNED = re.compile("\u202e[^\u202c\u2069\r\n]*")


def visible(text: str) -> str:
    """The text without characters of no width, and without what is turned to read from right to left.

    U+202E shows « .elatot etirgéT » for letters written forwards: what a program reads there, a reader does not.
    """
    return text if text.isascii() else without_marks(_TURNED.sub("", text))


def without_marks(text: str) -> str:
    """The text without characters of no width; what they turned around is kept, in the order in which it is written."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
