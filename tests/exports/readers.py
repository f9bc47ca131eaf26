"""Pandoc, which has nothing in common with what writes the exports, as their reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pypandoc


def read(content: bytes, suffix: str, folder: Path) -> dict[str, Any]:
    """Pandoc's syntax tree of a file."""
    file = folder / f"export{suffix}"
    file.write_bytes(content)
    source = {".md": "markdown", ".docx": "docx", ".odt": "odt"}[suffix]
    told: dict[str, Any] = json.loads(pypandoc.convert_file(str(file), "json", format=source))
    return told


def entries(content: bytes, suffix: str) -> list[dict[str, Any]]:
    """The entries of a RIS or BibTeX file, in CSL-JSON."""
    source = {".ris": "ris", ".bib": "bibtex"}[suffix]
    told: list[dict[str, Any]] = json.loads(pypandoc.convert_text(content.decode(), "csljson", format=source))
    return told


def found(tree: Any, kind: str) -> list[Any]:
    """The contents of every element of a kind, in reading order."""
    if isinstance(tree, dict):
        own = [tree["c"]] if tree.get("t") == kind else []
        return own + [one for value in tree.values() for one in found(value, kind)]
    return [one for item in tree for one in found(item, kind)] if isinstance(tree, list) else []


def plain(tree: Any, *, notes: bool = True) -> str:
    """The words of a tree, single spaces between them."""
    if isinstance(tree, dict):
        kind = tree.get("t")
        if kind == "Str":
            return str(tree["c"])
        if kind in {"Space", "SoftBreak", "LineBreak"}:
            return " "
        if kind == "Note" and not notes:
            return ""
        if kind in {"Para", "Header", "Plain"}:
            return plain(tree["c"], notes=notes) + " "
        return plain(tree.get("c", tree.get("blocks", [])), notes=notes)
    if isinstance(tree, list):
        return "".join(plain(item, notes=notes) for item in tree if not isinstance(item, str | int))
    return ""


def words(tree: Any, *, notes: bool = True) -> str:
    """The same without double spaces, no-break spaces read as spaces, apostrophes and dots as typed."""
    text = plain(tree, notes=notes).replace("\u00a0", " ").replace("’", "'").replace("…", "...")
    return " ".join(text.split())
