"""Stable identifiers: the same input gives the same id on every machine."""

from __future__ import annotations

import hashlib
import unicodedata

ID_LENGTH = 16


def document_id(file: str, salt: str = "") -> str:
    """Id of a document, from its path relative to the ingested folder.

    Args:
        file: Path with ``/``; two Unicode spellings of one name (as macOS and Linux write them) give the same id.
        salt: What tells apart two files of the same relative path, such as the ingested folder.

    Returns:
        16 hexadecimal digits.
    """
    name = unicodedata.normalize("NFC", file)
    return hashlib.sha256(f"{salt}\x00{name}".encode("utf-8", "surrogateescape")).hexdigest()[:ID_LENGTH]
