"""Retrieval sets: passages, questions with the passages that answer them, and questions that none answers.

A set is a folder, and its name is the folder's::

    passages.jsonl      {"id", "doc", "title", "section", "text"}
    queries.jsonl       {"id", "text", "relevant": [passage ids], "relevant_docs"?: [documents], "group"?}
    unanswerable.jsonl  {"id", "text", "removed_doc"?: document or [documents], "group"?}       (optional)
    set.json            {"level"?: "document" or "passage", "weak_unanswerable"?: true or false}  (optional)

Other fields are ignored. Questions of one ``group`` are forms of one request, which counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError

from assistant.errors import MissingPathError
from eval.errors import DatasetError
from eval.jsonlines import read_lines, sha256_of

DOCUMENT_LEVEL = frozenset({"cdtn", "spf"})
"""Sets scored by document, and whose questions without answer are weak labels, unless their ``set.json`` says."""

PASSAGES, QUERIES, UNANSWERABLE, OPTIONS = "passages.jsonl", "queries.jsonl", "unanswerable.jsonl", "set.json"

Level = Literal["document", "passage"]
Half = Literal["tune", "report", "all"]


@dataclass(frozen=True, slots=True)
class SetPassage:
    """One passage; ``title`` and ``section`` may be empty."""

    id: str
    doc: str
    title: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    ``relevant`` holds what answers it: documents or passages, by the set's level; empty for a question without
    answer. ``unit`` is what it counts in: its group, else itself. ``key`` decides of its half.
    """

    id: str
    text: str
    relevant: frozenset[str]
    unit: str
    key: str

    @property
    def answerable(self) -> bool:
        """False for a question that nothing in the set answers."""
        return bool(self.relevant)


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A set as read. ``dropped`` counts the questions whose relevant documents are all outside of the set."""

    name: str
    level: Level
    weak_unanswerable: bool
    passages: tuple[SetPassage, ...]
    queries: tuple[Query, ...]
    unanswerable: tuple[Query, ...]
    dropped: int
    sha256: str
    by_id: Mapping[str, SetPassage] = field(repr=False)
    by_document: Mapping[str, tuple[SetPassage, ...]] = field(repr=False)


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_Name = Annotated[StrictStr, Field(min_length=1)]
_Text = Annotated[StrictStr, Field(pattern=r"\S")]
_Optional = Annotated[StrictStr, BeforeValidator(lambda value: "" if value is None else value)]


class _Passage(_Line):
    id: _Name
    doc: _Name
    title: _Optional = ""
    section: _Optional = ""
    text: _Text


class _Asked(_Line):
    id: _Name
    text: _Text
    relevant: list[StrictStr] = []
    group: StrictStr | StrictInt | None = None


class _Answerable(_Asked):
    relevant: list[StrictStr]
    relevant_docs: list[StrictStr] | None = None


class _Unanswerable(_Asked):
    removed_doc: StrictStr | list[StrictStr] | None = None


class _Options(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    level: Level | None = None
    weak_unanswerable: StrictBool | None = None


_Read = TypeVar("_Read", bound=BaseModel)


def load_sets(folders: Sequence[Path]) -> list[RetrievalSet]:
    """Read several sets, in the order given.

    Raises:
        MissingPathError: A folder or one of its two first files is not there.
        DatasetError: As for ``load_set``, or two folders of one name.
    """
    sets: dict[str, RetrievalSet] = {}
    for folder in folders:
        one = load_set(folder)
        if one.name in sets:
            raise DatasetError(folder, None, f"un autre jeu se nomme déjà {one.name} : renommez l'un des dossiers.")
        sets[one.name] = one
    return list(sets.values())


def load_set(folder: Path) -> RetrievalSet:
    """Read and check a set.

    Raises:
        MissingPathError: The folder, ``passages.jsonl`` or ``queries.jsonl`` is not there.
        DatasetError: A malformed line, an id given twice, a relevant passage that is not in the set, no passage, or
            no question that a passage of the set answers.
    """
    if not folder.is_dir():
        raise MissingPathError(f"Dossier introuvable : {folder}. Donnez le dossier d'un jeu (passages, questions).")
    name = folder.resolve().name
    options = _options(folder / OPTIONS)
    level: Level = options.level or ("document" if name in DOCUMENT_LEVEL else "passage")
    weak = name in DOCUMENT_LEVEL if options.weak_unanswerable is None else options.weak_unanswerable
    passages = _passages(folder / PASSAGES)
    ids: dict[str, int] = {}
    documents = {passage.id: passage.doc for passage in passages}
    read = [_answerable(*line, documents, level) for line in _lines(folder / QUERIES, _Answerable, ids)]
    queries = tuple(query for query in read if query.relevant)
    if not queries:
        raise DatasetError(folder / QUERIES, None, "aucune question à laquelle un passage du jeu réponde.")
    unanswerable: tuple[Query, ...] = ()
    if (folder / UNANSWERABLE).exists():
        unanswerable = tuple(_unanswerable(*line) for line in _lines(folder / UNANSWERABLE, _Unanswerable, ids))
    files = [folder / file for file in (PASSAGES, QUERIES, UNANSWERABLE, OPTIONS)]
    return RetrievalSet(
        name=name,
        level=level,
        weak_unanswerable=weak,
        passages=passages,
        queries=queries,
        unanswerable=unanswerable,
        dropped=len(read) - len(queries),
        sha256=sha256_of(*(file for file in files if file.is_file())),
        by_id={passage.id: passage for passage in passages},
        by_document=_grouped(passages),
    )


def in_half(set_name: str, query: Query, half: Half) -> bool:
    """True when a question is in a half of its set: tuning when the first byte of SHA-256("SET/KEY") is even."""
    tuning = hashlib.sha256(f"{set_name}/{query.key}".encode()).digest()[0] % 2 == 0
    return half == "all" or tuning == (half == "tune")


def _options(path: Path) -> _Options:
    if not path.is_file():
        return _Options()
    try:
        return _Options.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise DatasetError(path, None, _explain(error)) from None


def _passages(path: Path) -> tuple[SetPassage, ...]:
    lines = _lines(path, _Passage, {})
    passages = tuple(SetPassage(p.id, p.doc, p.title, p.section, p.text) for _, _, p in lines)
    if not passages:
        raise DatasetError(path, None, "aucun passage.")
    return passages


def _lines(path: Path, kind: type[_Read], ids: dict[str, int]) -> Iterator[tuple[Path, int, _Read]]:
    """The lines of a file, checked; ``ids`` holds those already given and receives the new ones."""
    for number, value in read_lines(path):
        try:
            line = kind.model_validate(value)
        except ValidationError as error:
            raise DatasetError(path, number, _explain(error)) from None
        identifier = str(value["id"])
        if identifier in ids:
            raise DatasetError(path, number, f"identifiant déjà donné à la ligne {ids[identifier]} : {identifier}.")
        ids[identifier] = number
        yield path, number, line


def _answerable(path: Path, number: int, line: _Answerable, documents: Mapping[str, str], level: Level) -> Query:
    for passage in line.relevant:
        if passage not in documents:
            raise DatasetError(path, number, f"passage absent du jeu : {passage}.")
    if level == "passage":
        relevant = frozenset(line.relevant)
    else:
        named = [documents[p] for p in line.relevant] if line.relevant_docs is None else line.relevant_docs
        relevant = frozenset(named) & frozenset(documents.values())
    key = documents[line.relevant[0]] if line.relevant else line.id
    return _query(line, relevant, key)


def _unanswerable(path: Path, number: int, line: _Unanswerable) -> Query:
    if line.relevant:
        raise DatasetError(path, number, "une question sans réponse n'a pas de passage pertinent (relevant).")
    removed = [line.removed_doc] if isinstance(line.removed_doc, str) else line.removed_doc
    return _query(line, frozenset(), removed[0] if removed else line.id)


def _query(line: _Asked, relevant: frozenset[str], key: str) -> Query:
    if line.group is not None:
        return Query(line.id, line.text, relevant, unit=f"group {line.group}", key=str(line.group))
    return Query(line.id, line.text, relevant, unit=line.id, key=key)


def _grouped(passages: Sequence[SetPassage]) -> dict[str, tuple[SetPassage, ...]]:
    found: dict[str, list[SetPassage]] = {}
    for passage in passages:
        found.setdefault(passage.doc, []).append(passage)
    return {document: tuple(parts) for document, parts in found.items()}


def _explain(error: ValidationError) -> str:
    """The first refusal in French: the field and what is expected."""
    first: Any = error.errors(include_url=False, include_input=False)[0]
    name, kind = str(first["loc"][0]) if first["loc"] else "", first["type"]
    if kind == "missing":
        return f"il manque le champ {name}."
    if kind == "extra_forbidden":
        return f"champ inconnu : {name} (level ou weak_unanswerable)."
    expected = {
        "string_too_short": "une valeur non vide est attendue",
        "string_pattern_mismatch": "un texte non vide est attendu",
        "string_type": "un texte est attendu",
        "int_type": "un texte ou un nombre entier est attendu",
        "list_type": "une liste est attendue",
        "bool_type": "true ou false est attendu",
        "literal_error": "document ou passage est attendu",
    }
    return f"{name} : {expected[kind]}." if kind in expected else f"{name} : {first['msg']}."
