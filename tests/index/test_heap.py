from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.index import heap

PIECE = 1_000  # eight kilobytes: too small for the C library to give back by itself


def resident() -> float:
    """Memory of the process, in MiB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20


@pytest.mark.skipif(heap._trim() is None, reason="the C library has no malloc_trim")
def test_memory_freed_in_pieces_goes_back_to_the_system() -> None:
    pieces = [np.ones(PIECE) for _ in range(10_000)]  # 76 MiB
    last = np.ones(PIECE)  # above them, so that the end of the heap is in use
    held = resident()
    del pieces
    heap.give_back()
    assert held - resident() > 50
    assert last.sum() == PIECE


def test_elsewhere_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    heap._trim.cache_clear()
    try:
        assert heap._trim() is None
        heap.give_back()
    finally:
        heap._trim.cache_clear()
