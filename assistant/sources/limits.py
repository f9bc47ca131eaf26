"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Limits on one file: size in megabytes, pages, wall-clock seconds, memory of its worker in megabytes."""

    max_file_mb: int = 100
    max_pages: int = 2000
    timeout_s: float = 120.0
    memory_mb: int = 2048
