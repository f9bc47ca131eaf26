"""The lines of a retrieval set and its ``set.json``, checked; every refusal names the field, in French."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from assistant.errors import os_reason
from eval.errors import DatasetError
from eval.fields import first_refusal, misspelt
from eval.jsonlines import read_lines

Level = Literal["document", "passage"]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_Name = Annotated[StrictStr, Field(min_length=1)]
_Text = Annotated[StrictStr, Field(pattern=r"\S")]
_Optional = Annotated[StrictStr, BeforeValidator(lambda value: "" if value is None else value)]


class PassageLine(_Line):
    """A line of ``passages.jsonl``."""

    id: _Name
    doc: _Name
    title: _Optional = ""
    section: _Optional = ""
    text: _Text


class QuestionLine(_Line):
    """What every question has."""

    id: _Name
    text: _Text
    relevant: list[StrictStr] = []
    group: StrictStr | StrictInt | None = None


class AnswerableLine(QuestionLine):
    """A line of ``queries.jsonl``."""

    relevant: list[StrictStr]
    relevant_docs: list[StrictStr] | None = None


class UnanswerableLine(QuestionLine):
    """A line of ``unanswerable.jsonl``."""

    removed_doc: StrictStr | list[StrictStr] | None = None


class SetOptions(_Line):
    """What ``set.json`` says."""

    level: Level | None = None
    weak_unanswerable: StrictBool | None = None


_Read = TypeVar("_Read", bound=BaseModel)

_QUESTION_FIELDS = frozenset(AnswerableLine.model_fields) | frozenset(UnanswerableLine.model_fields)
_KNOWN: Mapping[type[BaseModel], frozenset[str]] = {
    PassageLine: frozenset(PassageLine.model_fields),
    AnswerableLine: _QUESTION_FIELDS,
    UnanswerableLine: _QUESTION_FIELDS,
    SetOptions: frozenset(SetOptions.model_fields),
}

_EXPECTED = {
    "id": "un texte non vide est attendu",
    "doc": "un texte non vide est attendu",
    "text": "un texte non vide est attendu",
    "title": "un texte est attendu",
    "section": "un texte est attendu",
    "relevant": "une liste de textes est attendue",
    "relevant_docs": "une liste de textes est attendue",
    "removed_doc": "un texte ou une liste de textes est attendu",
    "group": "un texte ou un nombre entier est attendu",
    "level": "document ou passage est attendu",
    "weak_unanswerable": "true ou false est attendu",
}


def checked_lines(path: Path, kind: type[_Read], ids: dict[str, int]) -> Iterator[tuple[Path, int, _Read]]:
    """The lines of a file, checked; ``ids`` holds those already given and receives the new ones.

    Raises:
        MissingPathError: The file is not there.
        DatasetError: A malformed line, a misspelt or wrong field, or an id given twice.
    """
    for number, value in read_lines(path):
        line = _checked(path, number, value, kind)
        identifier = str(value["id"])
        if identifier in ids:
            raise DatasetError(path, number, f"identifiant déjà donné à la ligne {ids[identifier]} : {identifier}.")
        ids[identifier] = number
        yield path, number, line


def read_options(path: Path) -> SetOptions:
    """What a ``set.json`` says, with or without a byte order mark; nothing where there is no such file.

    Raises:
        DatasetError: It cannot be read, is not UTF-8, not JSON or not an object, or a field is misspelt or wrong.
    """
    if not path.is_file():
        return SetOptions()
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DatasetError(path, None, f"illisible ({os_reason(error)}).") from error
    except UnicodeDecodeError:
        raise DatasetError(path, None, "n'est pas de l'UTF-8.") from None
    except json.JSONDecodeError as error:
        raise DatasetError(path, error.lineno, f"n'est pas du JSON (colonne {error.colno}).") from None
    if not isinstance(value, dict):
        raise DatasetError(path, None, 'un objet JSON est attendu, par exemple {"level": "document"}.')
    return _checked(path, None, value, SetOptions)


def _checked(path: Path, number: int | None, value: Mapping[str, Any], kind: type[_Read]) -> _Read:
    """An object of a file, with the fields of its kind and none that looks like one of them."""
    if wrong := misspelt(value, _KNOWN[kind]):
        raise DatasetError(path, number, f"champ inconnu : {wrong[0]}. Vouliez-vous dire {wrong[1]} ?")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise DatasetError(path, number, _explain(error)) from None


def _explain(error: ValidationError) -> str:
    """The first refusal in French: the field and what is expected."""
    place, kind = first_refusal(error)
    name = place.partition(".")[0]
    return f"il manque le champ {name}." if kind == "missing" else f"{name} : {_EXPECTED[name]}."
