"""How documents are written in the catalogue's columns: exact round trips, small and quick to read."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from assistant.models import Block, Box, FileReport, IngestReport, Notice, Word

_WORD = struct.Struct("<iii4d")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def pack_text(text: str) -> bytes:
    """Text, compressed."""
    return zlib.compress(text.encode(), 6)


def unpack_text(data: bytes) -> str:
    """The text of ``pack_text``."""
    return zlib.decompress(data).decode()


def pack_words(words: Sequence[Word]) -> bytes:
    """Words of a page: offsets, page and box of each, compressed."""
    rows = (_WORD.pack(w.start, w.end, w.box.page, w.box.x0, w.box.top, w.box.x1, w.box.bottom) for w in words)
    return zlib.compress(b"".join(rows), 6)


def unpack_words(data: bytes) -> tuple[Word, ...]:
    """The words of ``pack_words``."""
    return tuple(Word(start, end, Box(*box)) for start, end, *box in _WORD.iter_unpack(zlib.decompress(data)))


def pack_blocks(blocks: tuple[Block, ...]) -> bytes:
    """Blocks as compressed JSON."""
    return zlib.compress(_adapter(tuple[Block, ...]).dump_json(blocks, exclude_defaults=True), 6)


def unpack_blocks(data: bytes) -> tuple[Block, ...]:
    """The blocks of ``pack_blocks``."""
    blocks: tuple[Block, ...] = _adapter(tuple[Block, ...]).validate_json(zlib.decompress(data))
    return blocks


def pack_notice(notice: Notice | None) -> bytes | None:
    """A notice as compressed JSON."""
    return None if notice is None else zlib.compress(_adapter(Notice).dump_json(notice, exclude_defaults=True), 6)


def unpack_notice(data: bytes | None) -> Notice | None:
    """The notice of ``pack_notice``."""
    if data is None:
        return None
    notice: Notice = _adapter(Notice).validate_json(zlib.decompress(data))
    return notice


def box_values(boxes: Sequence[Box]) -> list[list[float]]:
    """Boxes as lists for a JSON column."""
    return [[box.page, box.x0, box.top, box.x1, box.bottom] for box in boxes]


def boxes_of(values: Sequence[Sequence[float]]) -> tuple[Box, ...]:
    """The boxes of ``box_values``."""
    return tuple(Box(int(page), x0, top, x1, bottom) for page, x0, top, x1, bottom in values)


def dump_file_report(report: FileReport) -> str:
    """A file's report as JSON."""
    return _adapter(FileReport).dump_json(report).decode()


def load_file_report(data: str) -> FileReport:
    """The report of ``dump_file_report``."""
    report: FileReport = _adapter(FileReport).validate_json(data)
    return report


def dump_report(report: IngestReport) -> str:
    """An ingestion's report as JSON."""
    return _adapter(IngestReport).dump_json(report).decode()


def load_report(data: str) -> IngestReport:
    """The report of ``dump_report``."""
    report: IngestReport = _adapter(IngestReport).validate_json(data)
    return report
