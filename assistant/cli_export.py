"""``ask --export``: the answer and its sources in a file, whatever is printed besides."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from assistant.errors import MissingPathError, OperationError, UsageError, os_reason
from assistant.models import EXPORT_FORMATS, Answer, ExportedFile


class Exporter(Protocol):
    """The part of ``Assistant`` that makes exports."""

    def export(self, answer: Answer, suffix: str) -> ExportedFile:
        """An answer with its sources as a file."""


def check(file: Path, *, force: bool) -> None:
    """Refuse a file that could not be written, before the question is answered.

    Raises:
        UsageError: Its suffix is no format, or it exists and ``force`` is False.
        MissingPathError: Its folder does not exist.
    """
    if file.suffix.lower() not in EXPORT_FORMATS:
        formats = ", ".join(f"{suffix} ({name})" for suffix, name in EXPORT_FORMATS.items())
        raise UsageError(f"--export {file} : le suffixe « {file.suffix} » n'est pas un format. Formats : {formats}.")
    if not file.parent.is_dir():
        raise MissingPathError(f"--export {file} : le dossier « {file.parent} » n'existe pas. Créez-le d'abord.")
    if file.exists() and not force:
        raise _exists(file)


def write(assistant: Exporter, answer: Answer, file: Path, *, force: bool) -> bool:
    """Write the export and say so on stderr; False when the answer cites nothing, so that there is nothing to write.

    Raises:
        UsageError: The file has come into being meanwhile and ``force`` is False.
        OperationError: The system refused to write it.
    """
    if not answer.citations:
        _say(f"Rien à exporter : la réponse ne cite aucune source. {file} n'est pas écrit.")
        return False
    made = assistant.export(answer, file.suffix.lower())
    try:
        with file.open("wb" if force else "xb") as out:
            out.write(made.content)
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        raise OperationError(f"--export {file} : écriture impossible ({os_reason(error)}).") from error
    _say(f"Réponse et sources écrites dans {file}.")
    return True


def _exists(file: Path) -> UsageError:
    return UsageError(f"--export {file} : ce fichier existe. Ajoutez --force pour le remplacer, ou changez de nom.")


def _say(message: str) -> None:
    print(message, file=sys.stderr)  # noqa: T201  # messages go to stderr
