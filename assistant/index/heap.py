"""Memory that was freed, given back to the system: the C library keeps it otherwise, in pieces too small for the next.

Batches of texts of ever different lengths leave such pieces: some 120 MB for each 128 long passages encoded, without
end in a large ingestion.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def give_back() -> None:
    """Give freed memory back, in some milliseconds; nothing is done where the C library has no such call."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    """``malloc_trim`` of glibc."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
