"""What the command line takes: dates, numbers, kinds, a conversation. Pure functions, refusals in French."""

from __future__ import annotations

import calendar
import json
import re
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from typer import BadParameter

from assistant.errors import MissingPathError, UsageError, os_reason
from assistant.models import Filters, Kind, Turn
from assistant.settings import expanded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

KINDS: tuple[Kind, ...] = ("notice", "pdf")
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def first_day(text: str) -> str:
    """The first day of a year, a month or a day: ``2023-06`` is ``2023-06-01``.

    Raises:
        BadParameter: It is not a date written ``AAAA``, ``AAAA-MM`` or ``AAAA-MM-JJ``.
    """
    year, month, day = _date_parts(text)
    return _real_day(text, year, month or 1, day or 1)


def last_day(text: str) -> str:
    """The last day of a year, a month or a day: ``2023-06`` is ``2023-06-30``.

    Raises:
        BadParameter: It is not a date written ``AAAA``, ``AAAA-MM`` or ``AAAA-MM-JJ``.
    """
    year, month, day = _date_parts(text)
    month = month or 12
    if day is None:
        day = calendar.monthrange(year, month)[1] if 1 <= month <= 12 and year else 1
    return _real_day(text, year, month, day)


def positive_number(text: str, limit: int = 100) -> int:
    """A whole number from 1 to ``limit``.

    Raises:
        BadParameter: It is anything else.
    """
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= limit:
        raise BadParameter(f"« {text} » ; attendu un nombre entier de 1 à {limit}.")
    return int(text)


def port_number(text: str) -> int:
    """A TCP port.

    Raises:
        BadParameter: It is not a number from 1 to 65535.
    """
    return positive_number(text, limit=65535)


def path(text: str) -> Path:
    """A path, its ``~`` replaced. An empty one, as an unset variable of a shell gives, would be the current folder.

    Raises:
        BadParameter: It is empty.
    """
    if not text.strip():
        raise BadParameter("chemin vide ; donnez-en un, ou retirez l'option.")
    return expanded(text)


def kind(text: str) -> str:
    """A kind of document.

    Raises:
        BadParameter: It is neither ``notice`` nor ``pdf``.
    """
    if text not in KINDS:
        raise BadParameter(f"« {text} » ; attendu {' ou '.join(KINDS)}.")
    return text


def filters(
    date_from: str | None,
    date_to: str | None,
    descriptors: Sequence[str],
    authors: Sequence[str],
    kinds: Sequence[str],
) -> Filters:
    """The filters of a search from the options.

    Raises:
        UsageError: The dates are in the wrong order, or a descriptor or an author is empty.
    """
    if date_from and date_to and date_from > date_to:
        raise UsageError(f"--from ({date_from}) vient après --to ({date_to}). Inversez les deux dates.")
    for option, values in (("--descriptor", descriptors), ("--author", authors)):
        if any(not value.strip() for value in values):
            raise UsageError(f"{option} est vide. Donnez un nom, ou retirez l'option.")
    chosen = tuple(cast("Kind", value) for value in dict.fromkeys(kinds))
    return Filters(date_from, date_to, tuple(descriptors), tuple(authors), chosen)


def question(text: str) -> str:
    """The question, without the white space around it.

    Raises:
        UsageError: It is empty.
    """
    if not text.strip():
        raise UsageError('La question est vide. Écrivez-la entre guillemets : assistant ask "Qui a signé ?"')
    return text.strip()


def read_history(file: Path | None) -> tuple[Turn, ...]:
    """The messages before the question, oldest first, from a JSON array of ``{"role", "content"}``.

    Raises:
        MissingPathError: The file does not exist.
        UsageError: The file is not such an array.
    """
    if file is None:
        return ()
    if not file.is_file():
        raise MissingPathError(f"Fichier de conversation introuvable : {file}. Vérifiez --history.")
    try:
        items = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"--history {file} : fichier illisible ({os_reason(error)}). Vérifiez ses droits.") from None
    except (ValueError, RecursionError):
        raise UsageError(f"--history {file} : ce n'est pas du JSON. {_EXPECTED}") from None
    if not isinstance(items, list):
        raise UsageError(f"--history {file} : ce n'est pas un tableau. {_EXPECTED}")
    return tuple(_turn(item, n, file) for n, item in enumerate(items, start=1))


_EXPECTED = 'Attendu : [{"role": "user", "content": "…"}, {"role": "assistant", "content": "…"}].'


def _turn(item: Any, n: int, path: Path) -> Turn:
    if not isinstance(item, dict) or set(item) != {"role", "content"}:
        raise UsageError(f"--history {path} : message {n} sans « role » et « content » seuls. {_EXPECTED}")
    if item["role"] not in ("user", "assistant"):
        raise UsageError(f"--history {path} : rôle inconnu au message {n} : {item['role']!r}. {_EXPECTED}")
    if not isinstance(item["content"], str):
        raise UsageError(f"--history {path} : le texte du message {n} n'en est pas un. {_EXPECTED}")
    return Turn(item["role"], item["content"])


def _date_parts(text: str) -> tuple[int, int | None, int | None]:
    found = _DATE.fullmatch(text) if text.isascii() else None
    if not found:
        raise BadParameter(f"« {text} » ; attendu une date AAAA, AAAA-MM ou AAAA-MM-JJ.")
    year, month, day = (int(part) if part else None for part in found.groups())
    return year or 0, month, day


def _real_day(text: str, year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadParameter(f"« {text} » n'existe pas au calendrier.") from None
