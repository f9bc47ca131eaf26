"""A parser of small exports for the tests of ingestion, and what is looked at afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.index.store import Index
from assistant.models import Block, Document, Notice, Page
from assistant.sources.exports import ExportSlice
from tests.plain_parser import PlainParser


class ExportParser(PlainParser):
    """Also reads exports: a line « key|title|text » is a record, « key|DELETED » one that is gone.

    A record that holds « BROKEN » is a problem; an export that holds « REFUSED » is refused. Slices hold two records.
    """

    def slices(self, path: Path, file: str) -> Iterator[ExportSlice]:
        self.read.append(file)
        content = path.read_text()
        if "REFUSED" in content:
            raise SourceError(f"« {file} » : ce n'est pas un export ; exportez-le de nouveau.")
        lines = content.splitlines()
        for start in range(0, len(lines), 2):
            some = lines[start : start + 2]
            yield ExportSlice(
                tuple(record(file, line) for line in some if "BROKEN" not in line and "DELETED" not in line),
                tuple(f"notice {line.split('|')[0]} : abîmée" for line in some if "BROKEN" in line),
            )


def record(file: str, line: str) -> Document:
    """The document of a line of an export."""
    key, title, text = line.split("|")
    name, digest = f"{file}#{key}", hashlib.sha256(line.encode()).hexdigest()
    block, page = Block("paragraph", 0, len(text)), Page(1, text, 0)
    identifier = document_id(name)
    return Document(
        identifier, identifier, "notice", title, name, digest, text, (page,), (block,), notice=Notice(key, title)
    )


def write_export(path: Path, records: Mapping[str, str]) -> Path:
    """Write an export of records, text by key."""
    path.write_text("".join(f"{key}|Notice {key}|{text}\n" for key, text in records.items()))
    return path


def held(index: Index) -> dict[str, list[str]]:
    """Texts of the passages of each document, by file."""
    index.refresh()
    return {
        document.file: [passage.text for passage in index.document_passages(document.id)]
        for document in index.documents()
    }
