from __future__ import annotations

from tests.answering.conftest import server

__all__ = ["server"]
