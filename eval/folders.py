"""Folders that results are written to, tried before anything long is done."""

from __future__ import annotations

import tempfile
from pathlib import Path

from assistant.errors import OperationError, os_reason


def try_folder(folder: Path) -> None:
    """Make a folder if needed, and see that it can be written.

    Raises:
        OperationError: It cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OperationError(
            f"Impossible d'écrire dans {folder} ({os_reason(error)}) : donnez un autre dossier."
        ) from error
