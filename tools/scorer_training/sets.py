"""Sets of questions of other people, as documents and questions of ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.ids import document_id
from assistant.models import Block, Document, Page
from assistant.text import fold, normalise_space

SETS = ("piaf", "cnil")
FILES = ("passages.jsonl", "queries.jsonl", "unanswerable.jsonl")


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question of a set: the answers expected, the files that hold one, and the key that its half is drawn by.

    Without ``files``, what answered it was taken out of the set, and silence is right.
    """

    id: str
    text: str
    answers: tuple[str, ...]
    files: frozenset[str]
    key: str


def lines_of(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def documents(folder: Path, name: str) -> Iterator[Document]:
    """The documents of a set."""
    passages: dict[str, list[dict[str, Any]]] = {}
    for passage in lines_of(folder / name / "passages.jsonl"):
        passages.setdefault(passage["doc"], []).append(passage)
    for doc, parts in passages.items():
        yield document_of(f"{name}/{doc}", parts)


def document_of(name: str, passages: list[dict[str, Any]]) -> Document:
    """A document of a set: its sections as headings, its passages as paragraphs."""
    text, blocks, section = "", [], ""
    for passage in passages:
        if passage["section"] and passage["section"] != section:
            section = passage["section"]
            blocks.append(Block("heading", len(text), len(text) + len(section), level=1))
            text += section + "\n"
        blocks.append(Block("paragraph", len(text), len(text) + len(passage["text"])))
        text += passage["text"] + "\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = document_id(name)
    return Document(key, key, "notice", passages[0]["title"], name, digest, text, (Page(1, text, 0),), tuple(blocks))


def questions(folder: Path, name: str) -> Iterator[SetQuestion]:
    """The questions of a set, both halves."""
    doc_of = {passage["id"]: passage["doc"] for passage in lines_of(folder / name / "passages.jsonl")}
    for query in lines_of(folder / name / "queries.jsonl"):
        key = str(query.get("group") or doc_of[query["relevant"][0]])
        files = frozenset(f"{name}/{doc_of[passage]}" for passage in query["relevant"])
        yield SetQuestion(f"{name}/{query['id']}", query["text"], tuple(query["answers"]), files, key)
    for query in lines_of(folder / name / "unanswerable.jsonl"):
        removed = query.get("removed_doc") or query.get("removed_docs") or query["id"]
        key = str(removed[0] if isinstance(removed, list) else removed)
        yield SetQuestion(f"{name}/{query['id']}", query["text"], (), frozenset(), key)


def holds(sentence: str, answers: Sequence[str]) -> bool:
    """A short answer stands in the sentence, or the sentence in a long answer."""
    said = f" {' '.join(fold(normalise_space(sentence)).split())} "
    for answer in answers:
        wanted = " ".join(fold(normalise_space(answer)).split())
        if wanted in said or (len(said) > 40 and said.strip() in wanted):
            return True
    return False
