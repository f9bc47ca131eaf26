"""Files that hold many documents: exports of a catalogue and files of passages, given in slices.

A record becomes a document whose file is ``export.xml#KEY``; its digest is that of its content, so that a record that
has not changed is known in an export that has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Document
from assistant.sources.limits import ParseLimits
from assistant.sources.passages_jsonl import SUFFIXES as PASSAGE_SUFFIXES
from assistant.sources.records import RECORD_SUFFIXES, Record
from assistant.text import one_line

EXPORT_SUFFIXES = RECORD_SUFFIXES | PASSAGE_SUFFIXES
"""Ends of names, in lower case, of the files that hold several documents."""

_SLICE_DOCUMENTS = 64
_SLICE_CHARACTERS = 200_000
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class ExportSlice:
    """Some documents of an export, in its order.

    ``problems`` says in French which records could not be read. A record that is said to be deleted is left out.
    """

    documents: tuple[Document, ...] = ()
    problems: tuple[str, ...] = ()


def is_export(name: str) -> bool:
    """True for a file that holds several documents, by its name."""
    return name.lower().endswith(tuple(EXPORT_SUFFIXES))


def read_export(path: Path, file: str, limits: ParseLimits) -> Iterator[ExportSlice]:
    """Read an export, in slices small enough to be sent and forgotten.

    Args:
        path: The file on disk.
        file: Its name relative to the ingested folder, with ``/``.
        limits: Size limit; time and memory are the worker's concern.

    Raises:
        SourceError: The file is missing, empty, too large, or is no export.
    """
    from assistant.sources.reader import file_bytes, is_pdf

    data = file_bytes(path, file, limits)
    if is_pdf(data):
        raise SourceError(f"« {file} » : c'est un PDF ; donnez-lui l'extension .pdf.")
    if path.name.lower().endswith(tuple(PASSAGE_SUFFIXES)):
        from assistant.sources.passages_jsonl import read_passages

        found = read_passages(data, file)
        del data
        yield ExportSlice(problems=found.problems)
        yield from _sliced(_named(file, found))
        return
    from assistant.sources.records import read_records

    records = read_records(data, file)
    del data
    yield ExportSlice(problems=records.problems)
    yield from _sliced(_documents(file, [record for record in records.records if not record.deleted]))


def _documents(file: str, records: Iterable[Record]) -> Iterator[Document]:
    from assistant.sources.notice_document import notice_document

    names: set[str] = set()
    for record in records:
        yield notice_document(record.notice, _unused(_name(file, record.key), names), _digest(record.notice))


def _named(file: str, documents: Iterable[Document]) -> Iterator[Document]:
    """Documents under names of the export, told apart."""
    names: set[str] = set()
    for document in documents:
        name = _unused(_name(file, document.file.removeprefix(f"{file}#")), names)
        digest = _digest(document.notice, document.text, document.blocks)
        yield replace(document, file=name, id=document_id(name), work_id=document_id(name), sha256=digest)


def _digest(*content: object) -> str:
    """Digest of data classes: all their fields are in their representation, where halves of characters are escaped."""
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _name(file: str, key: str) -> str:
    return f"{file}#{one_line(key)[:_LONGEST_KEY]}"


def _unused(name: str, names: set[str]) -> str:
    """The name, or for a key that comes again the name with a number."""
    number, free = 1, name
    while free in names:
        number += 1
        free = f"{name} ({number})"
    names.add(free)
    return free


def _sliced(documents: Iterable[Document]) -> Iterator[ExportSlice]:
    some: list[Document] = []
    size = 0
    for document in documents:
        some.append(document)
        size += len(document.text)
        if len(some) >= _SLICE_DOCUMENTS or size >= _SLICE_CHARACTERS:
            yield ExportSlice(tuple(some))
            some, size = [], 0
    if some:
        yield ExportSlice(tuple(some))
