"""What goes wrong with the files of the index, told in French with what to do."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.errors import CatalogueError

_DENIED = re.compile(r"permission ?denied|read-?only|unable to open", re.IGNORECASE)
_FULL = re.compile(r"no space left|disk is full|database or disk is full|StorageFull", re.IGNORECASE)


def obstacle(what: str, error: object) -> str | None:
    """Why something cannot be used although nothing is damaged: rights, or a full disk; None for anything else.

    Args:
        what: What was opened or written, with its article.
        error: What a library said of it.
    """
    if _DENIED.search(str(error)):
        return f"{what} ne peut être ouvert en écriture : vérifiez les droits du dossier."
    if _FULL.search(str(error)):
        return f"Plus de place sur le disque pour {what[:1].lower()}{what[1:]} : libérez de l'espace, puis recommencez."
    return None


def damaged(what: str, folder: Path, error: object) -> CatalogueError:
    """The error of an index that can be made again from the catalogue, unless rights or a full disk are the cause.

    Args:
        what: « L'index des mots », « L'index des vecteurs ».
        folder: Where it stands.
        error: What its library said.
    """
    reason = " ".join(str(error).split())[:300]
    return CatalogueError(
        obstacle(f"{what} {folder}", error)
        or f"{what} {folder} est illisible ({reason}) : supprimez ce dossier, puis relancez « assistant ingest »,"
        " qui le refait."
    )
