"""What reading one file may cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OcrMode = Literal["auto", "never", "always"]
"""Pages read on their image: those without a text layer that can be used, none, or all."""

_OCR_GRACE_S = 60.0  # what the recognition of a page may take after it was told to stop


@dataclass(frozen=True, slots=True)
class ParseLimits:
    """Limits on one file: size in megabytes, pages, wall-clock seconds, memory of its worker in megabytes.

    The time of OCR counts apart from ``timeout_s``: ``ocr_page_timeout_s`` seconds for a page, ``ocr_timeout_s`` for
    all those of a file. A page past either is left unread, and the rest of the file is read.
    """

    max_file_mb: int = 100
    max_pages: int = 2000
    timeout_s: float = 120.0
    memory_mb: int = 2048
    ocr: OcrMode = "auto"
    ocr_page_timeout_s: float = 60.0
    ocr_timeout_s: float = 1800.0

    @property
    def longest_s(self) -> float:
        """Seconds that a file may take at most, OCR included."""
        return self.timeout_s + (0.0 if self.ocr == "never" else self.ocr_timeout_s + _OCR_GRACE_S)
