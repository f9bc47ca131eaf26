"""Spaces of French typography."""

from __future__ import annotations

import re

NBSP = "\u00a0"


def french_spaces(text: str) -> str:
    """Put no-break spaces before ``; : ? ! » % €``, after ``«`` and inside numbers."""
    text = re.sub(r" (?=[;:?!»%€])", NBSP, text)
    text = text.replace("« ", f"«{NBSP}")
    return re.sub(r"(?<=\d) (?=\d{3}\b)", NBSP, text)
