"""Blocks that the text modules hand to the layout: plain data, no reportlab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 is a part or title, level 2 an article or section."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Para:
    """A justified paragraph."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """An unordered list."""

    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A ruled table.

    Args:
        header: Column titles.
        rows: Cells as text, one list per row.
        widths: Column widths in millimetres.
        numeric: Indices of the columns set flush right.
        repeat_header: Whether the header comes back on each page.
        strong: Indices of the rows in bold (totals).
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    numeric: Sequence[int] = ()
    repeat_header: bool = True
    strong: Sequence[int] = ()


@dataclass(frozen=True)
class Break:
    """A page break."""


@dataclass(frozen=True)
class Space:
    """White space, in millimetres."""

    height: float


Block = Heading | Para | Bullets | Table | Break | Space


@dataclass(frozen=True)
class Document:
    """One document to set.

    Args:
        file_name: Name of the PDF, with its extension.
        title: Title, also written in the metadata.
        author: Organisation named in the metadata.
        header: Running header.
        footer: Running footer, left of the printed page number.
        blocks: The body.
        cover: Lines of the cover page; none, no cover. The cover carries no number, so
            the printed number 1 is then on physical page 2.
    """

    file_name: str
    title: str
    author: str
    header: str
    footer: str
    blocks: Sequence[Block]
    cover: Sequence[str] = ()


def euros(amount: int) -> str:
    """Write a whole amount the French way, as in ``5 484 140``."""
    return f"{amount:,}".replace(",", " ")
