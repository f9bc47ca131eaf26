"""Reading and writing JSON lines; every refusal names the file and the line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import MissingPathError, os_reason
from eval.errors import DatasetError


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a file with their line numbers, which start at 1; empty lines are passed over.

    Raises:
        MissingPathError: The file is not there.
        DatasetError: It cannot be read, a line is not UTF-8 or not JSON, or holds something else than an object.
    """
    if path.is_dir():
        raise MissingPathError(f"{path} est un dossier : un fichier JSONL est attendu.")
    if not path.exists():
        raise MissingPathError(f"Fichier introuvable : {path}. Vérifiez le chemin.")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DatasetError(path, None, f"illisible ({os_reason(error)}).") from error
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once)
        except UnicodeDecodeError:
            raise DatasetError(path, number, "n'est pas de l'UTF-8 : réenregistrez le fichier en UTF-8.") from None
        except json.JSONDecodeError as error:
            raise DatasetError(path, number, f"n'est pas du JSON valide (colonne {error.colno}).") from None
        except (ValueError, RecursionError) as error:
            reason = str(error) if isinstance(error, _RefusedError) else "nombre démesuré ou objets trop emboîtés"
            raise DatasetError(path, number, f"n'est pas du JSON admis : {reason}.") from None
        if not isinstance(value, dict):
            raise DatasetError(path, number, 'un objet JSON est attendu, par exemple {"id": …}.')
        yield number, value


class _RefusedError(ValueError):
    """Something that Python's reader lets through, and JSON does not say."""


def _refuse_constant(name: str) -> None:
    raise _RefusedError(f"{name} n'est pas un nombre")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"champ écrit deux fois, {twice}")
    return found


def write_lines(path: Path, values: Iterable[Mapping[str, Any]]) -> None:
    """Write objects, one a line, in UTF-8."""
    text = "".join(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n" for value in values)
    path.write_text(text, encoding="utf-8")


def sha256_of(*paths: Path) -> str:
    """SHA-256 of the bytes of files, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()
