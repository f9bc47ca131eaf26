"""Text from a corpus or a model made fit for a page; escaping is the templates' part."""

from __future__ import annotations

import re

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with « \N{REPLACEMENT CHARACTER} » for what would harm a page.

    That is control characters, half surrogates (which no file can hold) and marks that turn the direction of what
    follows them.
    """
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
