"""What the harness refuses, with the file and the line where there is one."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import UsageError


class DatasetError(UsageError):
    """A question file or a retrieval set that cannot be used: named with its file and, where known, its line."""

    code = "dataset"

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        where = f"{path}, ligne {line}" if line else f"{path}"
        super().__init__(f"{where} : {reason}")
        self.path, self.line, self.reason = path, line, reason


class RunError(UsageError):
    """A run folder that cannot be read, or two runs that cannot be compared."""

    code = "run"
