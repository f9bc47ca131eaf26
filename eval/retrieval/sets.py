"""Retrieval sets: passages, questions with the passages that answer them, and questions that none answers.

A set is a folder, and its name is the folder's::

    passages.jsonl      {"id", "doc", "title", "section", "text"}
    queries.jsonl       {"id", "text", "relevant": [passage ids], "relevant_docs"?: [documents], "group"?}
    unanswerable.jsonl  {"id", "text", "removed_doc"?: document or [documents], "group"?}       (optional)
    set.json            {"level"?: "document" or "passage", "weak_unanswerable"?: true or false}  (optional)

Other fields are ignored, but for those that look like one of these, misspelt. Questions of one ``group`` are forms of
one request, which counts once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from assistant.errors import MissingPathError
from eval.errors import DatasetError
from eval.retrieval.lines import (
    AnswerableLine,
    Level,
    PassageLine,
    QuestionLine,
    UnanswerableLine,
    checked_lines,
    read_options,
)

DOCUMENT_LEVEL = frozenset({"cdtn", "spf"})
"""Sets scored by document, and whose questions without answer are weak labels, unless their ``set.json`` says."""

RESERVED = frozenset({"mean", "strong", "weak"})
"""What stands beside the names of sets in ``metrics.json``: no set goes by one of them."""

PASSAGES, QUERIES, UNANSWERABLE, OPTIONS = "passages.jsonl", "queries.jsonl", "unanswerable.jsonl", "set.json"

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
    answer. ``unit`` is what it counts in: its group, else itself. ``key`` decides of its half. ``removed_docs`` are
    the documents that answered it before they were taken out of the set; another set may hold them.
    """

    id: str
    text: str
    relevant: frozenset[str]
    unit: str
    key: str
    removed_docs: tuple[str, ...] = ()

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
        DatasetError: A malformed line, a misspelt field, an id given twice, a relevant passage that is not in the set,
            no passage, no question that a passage of the set answers, or a name in ``RESERVED``.
    """
    if not folder.is_dir():
        raise MissingPathError(f"Dossier introuvable : {folder}. Donnez le dossier d'un jeu (passages, questions).")
    name = folder.resolve().name
    if name in RESERVED:
        raise DatasetError(folder, None, f"un jeu ne peut pas se nommer {name} : renommez le dossier.")
    options = read_options(folder / OPTIONS)
    level: Level = options.level or ("document" if name in DOCUMENT_LEVEL else "passage")
    weak = name in DOCUMENT_LEVEL if options.weak_unanswerable is None else options.weak_unanswerable
    passages = _passages(folder / PASSAGES)
    ids: dict[str, int] = {}
    documents = {passage.id: passage.doc for passage in passages}
    read = [_answerable(*line, documents, level) for line in checked_lines(folder / QUERIES, AnswerableLine, ids)]
    queries = tuple(query for query in read if query.relevant)
    if not queries:
        raise DatasetError(folder / QUERIES, None, "aucune question à laquelle un passage du jeu réponde.")
    unanswerable: tuple[Query, ...] = ()
    if (folder / UNANSWERABLE).exists():
        unanswerable = tuple(
            _unanswerable(*line) for line in checked_lines(folder / UNANSWERABLE, UnanswerableLine, ids)
        )
    return RetrievalSet(
        name=name,
        level=level,
        weak_unanswerable=weak,
        passages=passages,
        queries=queries,
        unanswerable=unanswerable,
        dropped=len(read) - len(queries),
        sha256=_digest(folder),
        by_id={passage.id: passage for passage in passages},
        by_document=_grouped(passages),
    )


def in_half(set_name: str, query: Query, half: Half) -> bool:
    """True when a question is in a half of its set: tuning when the first byte of SHA-256("SET/KEY") is even."""
    return half == "all" or is_tuning(set_name, query.key) == (half == "tune")


def is_tuning(set_name: str, key: str) -> bool:
    """True when the questions of a key are in the tuning half of their set."""
    return hashlib.sha256(f"{set_name}/{key}".encode()).digest()[0] % 2 == 0


def _digest(folder: Path) -> str:
    """SHA-256 over the name, the length and the bytes of each file of a set."""
    digest = hashlib.sha256()
    for name in (PASSAGES, QUERIES, UNANSWERABLE, OPTIONS):
        if (folder / name).is_file():
            content = (folder / name).read_bytes()
            digest.update(f"{name}:{len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _passages(path: Path) -> tuple[SetPassage, ...]:
    lines = checked_lines(path, PassageLine, {})
    passages = tuple(SetPassage(p.id, p.doc, p.title, p.section, p.text) for _, _, p in lines)
    if not passages:
        raise DatasetError(path, None, "aucun passage.")
    return passages


def _answerable(path: Path, number: int, line: AnswerableLine, documents: Mapping[str, str], level: Level) -> Query:
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


def _unanswerable(path: Path, number: int, line: UnanswerableLine) -> Query:
    if line.relevant:
        raise DatasetError(path, number, "une question sans réponse n'a pas de passage pertinent (relevant).")
    removed = (line.removed_doc,) if isinstance(line.removed_doc, str) else tuple(line.removed_doc or ())
    return _query(line, frozenset(), removed[0] if removed else line.id, removed)


def _query(line: QuestionLine, relevant: frozenset[str], key: str, removed: tuple[str, ...] = ()) -> Query:
    if line.group is not None:
        return Query(line.id, line.text, relevant, f"group {line.group}", str(line.group), removed)
    return Query(line.id, line.text, relevant, line.id, key, removed)


def _grouped(passages: Sequence[SetPassage]) -> dict[str, tuple[SetPassage, ...]]:
    found: dict[str, list[SetPassage]] = {}
    for passage in passages:
        found.setdefault(passage.doc, []).append(passage)
    return {document: tuple(parts) for document, parts in found.items()}
