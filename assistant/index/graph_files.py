"""What Chroma keeps of a graph of neighbours, looked at before Chroma loads it.

Chroma 1.5.9 overwrites these files in place, without a log. Killed meanwhile, it leaves a header that counts more
vectors than the other files hold (chroma-core/chroma#7678). Loading them then ends the whole process (SIGSEGV), loops
for ever, or gives vectors of zeros, which no ``except`` catches. The layout is that of ``persistDirty`` in
``hnswlib/hnswalg.h`` of chroma-core/hnswlib, version 1 of its format; of another version nothing is said.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATABASE = "chroma.sqlite3"

_HEADER = struct.Struct("<i6QiI3QdQ")
_FILES = ("header.bin", "data_level0.bin", "length.bin", "link_lists.bin")
_VERSION = 1
_SIZE = 4  # bytes of a count, of a neighbour and of a length
_DEGREE = 0xFFFF  # of the first word of a vector; the bits above say that it was deleted
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class _Header:
    """What ``header.bin`` says: numbers of vectors and of neighbours, and bytes of a vector with what goes with it."""

    version: int
    room: int
    vectors: int
    row: int
    label_at: int
    vector_at: int
    entry: int
    neighbours_above: int
    neighbours: int

    @classmethod
    def read(cls, file: Path) -> _Header:
        """The header.

        Raises:
            struct.error: It is too short.
        """
        fields = _HEADER.unpack_from(file.read_bytes())
        version, _, room, vectors, row, label_at, vector_at, _, entry, above, neighbours, *_ = fields
        return cls(version, room, vectors, row, label_at, vector_at, entry, above, neighbours)

    def coherent(self) -> bool:
        """Whether its numbers agree with one another."""
        return (
            self.entry < self.vectors <= self.room
            and self.vector_at == _SIZE * (self.neighbours + 1) < self.label_at == self.row - 8
            and 0 < self.neighbours_above <= self.neighbours
        )


def flaw(folder: Path) -> str | None:
    """What is wrong with the graphs of a folder of Chroma, in French; None when nothing is seen.

    Files that are missing are left for Chroma to say, which it does. Reads the others once.

    Raises:
        OSError: A file may not be read.
    """
    for segment in _graphs(folder):
        found = _flaw_of(folder / segment)
        if found:
            return found
    return None


def drop_unused(folder: Path) -> None:
    """Delete the files of graphs that are in use no more: Chroma leaves them behind when it deletes a collection.

    Raises:
        OSError: The system refused.
    """
    used = _graphs(folder)
    for header in folder.glob("*/header.bin") if used else ():
        if header.parent.name not in used:
            shutil.rmtree(header.parent)


def _graphs(folder: Path) -> list[str]:
    """Names of the graphs in use: Chroma leaves behind the folders of the collections that it deletes."""
    if not (folder / DATABASE).exists():
        return []
    try:
        with closing(sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return [str(segment) for (segment,) in connection.execute("SELECT id FROM segments WHERE scope = 'VECTOR'")]
    except sqlite3.Error:  # Chroma says it
        return []


def _flaw_of(segment: Path) -> str | None:
    if not all((segment / name).is_file() for name in _FILES):
        return None
    try:
        header = _Header.read(segment / "header.bin")
    except struct.error:
        return "header.bin est tronqué"
    return _flaw_of_version_1(segment, header) if header.version == _VERSION and header.vectors else None


def _flaw_of_version_1(segment: Path, header: _Header) -> str | None:
    if not header.coherent():
        return "header.bin est incohérent"
    for name, size in (("data_level0.bin", header.row), ("length.bin", _SIZE)):
        if (segment / name).stat().st_size < header.vectors * size:
            return f"{name} est tronqué"
    if not _linked(segment / "data_level0.bin", header):
        return "data_level0.bin est incohérent"
    return None if _linked_above(segment / "link_lists.bin", header) else "link_lists.bin est incohérent"


def _linked(file: Path, header: _Header) -> bool:
    """Whether every vector has a possible number of neighbours, all of which exist."""
    rows = np.memmap(file, dtype=np.uint8, mode="r", shape=(header.vectors, header.row))
    for start in range(0, header.vectors, _AT_ONCE):
        words = np.ascontiguousarray(rows[start : start + _AT_ONCE, : header.vector_at]).view("<u4")
        if not _possible(words, header.neighbours, header.vectors):
            return False
    return True


def _linked_above(file: Path, header: _Header) -> bool:
    """The same for the levels above the first, where few vectors stand: each has the size of its lists, then these."""
    content = file.read_bytes()
    size, at = _SIZE * (header.neighbours_above + 1), 0
    for _ in range(header.vectors):
        if at + _SIZE > len(content):
            return False
        length, at = int.from_bytes(content[at : at + _SIZE], "little"), at + _SIZE
        if length % size or at + length > len(content):
            return False
        words = np.frombuffer(content, "<u4", length // _SIZE, at).reshape(-1, header.neighbours_above + 1)
        if length and not _possible(words, header.neighbours_above, header.vectors):
            return False
        at += length
    return True


def _possible(words: np.ndarray, most: int, vectors: int) -> bool:
    """Whether lists, each a number of neighbours then their places, name existing vectors alone."""
    degrees = words[:, :1] & _DEGREE
    listed = words[:, 1:][np.arange(most) < degrees]
    return bool(degrees.max() <= most and (listed < vectors).all())
