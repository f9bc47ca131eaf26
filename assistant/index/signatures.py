"""What is kept of a document to tell whether another is near: hashes of its words in fives, and of its headings.

The share of hashes that two signatures have in common estimates the share of five-word runs that the texts have in
common (Broder, On the resemblance and containment of documents, 1997), within 0.04 two times out of three.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assistant.text import fold

if TYPE_CHECKING:
    from datasketch import MinHash

SIZE = 128
"""Hashes of a signature: 512 bytes."""

_RUN = 5
_SEED = 1
_SLICE = 10_000  # runs hashed at a time: the table of their permutations takes 10 MB
_BASE = np.uint64(1_000_003)
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"^\W*(?:[ivxlc]+|[a-z])\s*[-–.):]|\d+")

Hashes = np.ndarray[tuple[int, ...], np.dtype[np.uint32]]


@dataclass(frozen=True, slots=True)
class Signature:
    """``shingles`` is the number of different runs of five words; ``headings`` are hashes of the headings' words."""

    shingles: int
    hashes: Hashes
    headings: frozenset[int]


def signature(text: str, headings: Iterable[str] = ()) -> Signature:
    """The signature of a document's text and headings; numbers of headings are not looked at."""
    runs = _runs(text)
    made = _empty().copy()
    for part in _sliced(runs):
        made.update_batch(part)
    names = (" ".join(_WORD.findall(_NUMBERED.sub(" ", fold(heading)))) for heading in headings)
    return Signature(
        len(runs), made.hashvalues.astype(np.uint32), frozenset(zlib.crc32(n.encode()) for n in names if n)
    )


def resemblance(a: Signature, b: Signature) -> float:
    """Estimated share, from 0 to 1, of the five-word runs of two documents that both have."""
    return float((a.hashes == b.hashes).mean()) if a.shingles and b.shingles else 0.0


def common_headings(a: Signature, b: Signature) -> float:
    """Share, from 0 to 1, of the headings of two documents that both have; 1 when neither has any."""
    return len(a.headings & b.headings) / len(a.headings | b.headings) if a.headings or b.headings else 1.0


@cache
def _empty() -> MinHash:
    from datasketch import MinHash

    return MinHash(SIZE, seed=_SEED, hashfunc=int, scheme="affine32")


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return zlib.crc32(word.encode())


def _runs(text: str) -> Hashes:
    """Hashes of the different runs of five words."""
    words = np.fromiter((_hash(word) for word in _WORD.findall(fold(text))), dtype=np.uint64)
    if len(words) < _RUN:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(len(words) - _RUN + 1, dtype=np.uint64)
    for at in range(_RUN):
        mixed = mixed * _BASE + words[at : at + len(mixed)]
    return np.unique((mixed ^ (mixed >> np.uint64(29))).astype(np.uint32))


def _sliced(runs: Hashes) -> Iterator[Hashes]:
    for start in range(0, len(runs), _SLICE):
        yield runs[start : start + _SLICE]
