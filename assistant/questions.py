"""A question as it comes in, and the time that it takes."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace

from assistant.errors import UsageError
from assistant.models import Answer

MAX_QUESTION = 2000
"""Characters of a question at most."""


def check_question(question: str) -> str:
    """A question without white space around it, nor characters that are not seen.

    Raises:
        UsageError: It is empty or too long.
    """
    visible = "".join(c for c in question if unicodedata.category(c) != "Cf")  # soft hyphens, zero-width spaces
    question = unicodedata.normalize("NFC", visible).strip()
    if not question:
        raise UsageError("La question est vide : écrivez-la, par exemple « Qui a signé le protocole ? ».")
    if len(question) > MAX_QUESTION:
        raise UsageError(
            f"La question fait {len(question)} caractères ; le maximum est {MAX_QUESTION}. Raccourcissez-la."
        )
    return question


class Clock:
    """Wall-clock milliseconds between steps."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Add the time since the last step to that of a step of this name."""
        now = time.perf_counter()
        self._laps[name] = self._laps.get(name, 0.0) + (now - self._last) * 1000
        self._last = now

    def timings(self) -> dict[str, float]:
        """Rounded laps with their ``total``."""
        laps = {name: round(value, 1) for name, value in self._laps.items()}
        return laps | {"total": round((time.perf_counter() - self._start) * 1000, 1)}

    def stamp(self, answer: Answer) -> Answer:
        """The answer with the timings so far."""
        return replace(answer, timings_ms=self.timings())
