"""What goes wrong with the files of the index, told in French with what to do."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from assistant.errors import CatalogueError

_DENIED = re.compile(r"permission ?denied|read-?only|unable to open", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk is full|database or disk is full|StorageFull", re.IGNORECASE)
_SHORT = re.compile(
    r"too many open files|cannot allocate|not enough memory|out of memory|database (table )?is locked|busy",
    re.IGNORECASE,
)
_DAMAGE = re.compile(
    r"hnsw|(metadata|get) segment|error (finding id|getting embedding)|log store|malformed|not a database",
    re.IGNORECASE,
)
"""What Chroma 1.5.9 says of files that were cut, emptied, overwritten or removed (``tests/index/test_damage.py``)."""

_ROOM_LEFT = 16 << 20  # bytes: below, what Chroma could not write is for want of room


class DamagedVectorsError(CatalogueError):
    """The vectors are damaged on disk, and can be made again from the catalogue; ``what`` says it briefly."""

    def __init__(self, message: str, what: str) -> None:
        super().__init__(message)
        self.what = what


def obstacle(what: str, error: object) -> str | None:
    """Why something cannot be used although nothing is damaged: rights, a full disk, want of memory; None otherwise.

    Args:
        what: What was opened or written, with its article.
        error: What a library said of it.
    """
    if _DENIED.search(str(error)):
        return f"{what} ne peut être ouvert en écriture : vérifiez les droits du dossier."
    if _FULL.search(str(error)):
        return f"Plus de place sur le disque pour {what[:1].lower()}{what[1:]} : libérez de l'espace, puis recommencez."
    if _SHORT.search(str(error)):
        return f"{what} ne peut être lu en ce moment ({_line(error)}) : fermez d'autres programmes, puis recommencez."
    return None


def damaged(what: str, folder: Path, error: object) -> CatalogueError:
    """The error of an index that can be made again from the catalogue, unless rights or a full disk are the cause.

    Args:
        what: « L'index des mots », « L'index des vecteurs ».
        folder: Where it stands.
        error: What its library said.
    """
    return CatalogueError(obstacle(f"{what} {folder}", error) or _unreadable(what, folder, error))


def damaged_vectors(what: str, folder: Path, error: object, *, certain: bool = False) -> CatalogueError:
    """The same of vectors: ``DamagedVectorsError`` when what was said, or what is ``certain``, is damage.

    Chroma often drops the cause of what it says: rights and room are looked at before damage is believed.
    """
    told = obstacle(f"{what} {folder}", error) or _obstacle_in(f"{what} {folder}", folder)
    if told:
        return CatalogueError(told)
    message = _unreadable(what, folder, error)
    if certain or _DAMAGE.search(str(error)):
        return DamagedVectorsError(message, f"{what} est endommagé ({_line(error)})")
    return CatalogueError(message)


def _obstacle_in(what: str, folder: Path) -> str | None:
    """What the rights and the room of a folder are against."""
    if not folder.exists():
        return None
    if not all(os.access(path, os.R_OK | os.W_OK) for path in (folder, *folder.rglob("*"))):
        return obstacle(what, "permission denied")
    return obstacle(what, "no space left") if shutil.disk_usage(folder).free < _ROOM_LEFT else None


def _unreadable(what: str, folder: Path, error: object) -> str:
    return (
        f"{what} {folder} est illisible ({_line(error)}) : supprimez ce dossier, puis relancez « assistant ingest »,"
        " qui le refait."
    )


def _line(error: object) -> str:
    return " ".join(str(error).split())[:300]
