"""Small documents for tests: each block is given as (kind, text), the offsets follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.models import Block, BlockKind, Document, Notice, Page

Part = tuple[BlockKind, str]


def make_document(
    parts: Sequence[Part],
    *,
    document_id: str = "doc",
    title: str = "Protocole régional",
    notice: Notice | None = None,
    search_text: str = "",
) -> Document:
    """A document of one page; a heading's level is its number's depth, a table's first row is its header."""
    text, blocks = "", []
    for kind, body in parts:
        start = len(text)
        number = re.match(r"(\d+(?:\.\d+)*)", body)
        blocks.append(
            Block(
                kind=kind,
                start=start,
                end=start + len(body),
                level=2 + number.group(1).count(".") if kind == "heading" and number else int(kind == "heading"),
                number=number.group(1) if number and kind in {"heading", "item"} else None,
                header_end=start + body.index("\n") if kind == "table" and "\n" in body else None,
                search_text=search_text if kind == "metadata" else "",
            )
        )
        text += body + "\n"
    text = text.rstrip("\n")
    return Document(
        id=document_id,
        work_id=document_id,
        kind="notice",
        title=title,
        file=f"{document_id}.txt",
        sha256="0" * 64,
        text=text,
        pages=(Page(number=1, text=text, start=0),),
        blocks=tuple(blocks),
        notice=notice,
    )
