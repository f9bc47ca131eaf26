"""What is known of the files of an ingestion before they are read: their documents, their names, their last reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from assistant.file_reports import writable
from assistant.ids import document_id
from assistant.index.facets import LiveDocument
from assistant.index.writer import IndexWriter
from assistant.ingest_reading import Task
from assistant.models import FileReport
from assistant.sources.exports import is_export
from assistant.sources.listing import Found


class KnownFiles:
    """The documents that are searched, by the absolute path of their file, as they stood when the ingestion began.

    Args:
        writer: Where they are; told of files that moved.
        rebuild: Leave the index that is searched as it is.
    """

    def __init__(self, writer: IndexWriter, *, rebuild: bool) -> None:
        self._writer = writer
        self._rebuild = rebuild
        self._readings = writer.journal.readings()
        self._by_path: dict[str, dict[str, LiveDocument]] = {}
        self._owners: dict[str, str] = {}
        """Path by id: of documents, and of the names of exports."""
        for document in writer.catalogue.live():
            self._by_path.setdefault(document.path, {})[document.file] = document
            self._owners[document.id] = document.path
        for path, reading in self._readings.items():
            if is_export(path) and not reading.salt and path in self._by_path:
                self._owners[document_id(reading.file)] = path

    def paths(self) -> list[str]:
        """The files from which documents came."""
        return list(self._by_path)

    def documents(self) -> Iterator[LiveDocument]:
        """The documents of all files."""
        for documents in self._by_path.values():
            yield from documents.values()

    def ids(self, path: str) -> list[str]:
        """Ids of the documents of a file."""
        return [document.id for document in self._by_path[path].values()]

    def removal(self, path: str) -> FileReport:
        """The report of a file that has gone."""
        documents = list(self._by_path[path].values())
        pages, passages = sum(one.pages for one in documents), sum(one.passages for one in documents)
        report = FileReport(documents[0].file, "removed", pages, passages, message="fichier absent")
        if not is_export(path):
            return report
        last = self._readings.get(path)
        return replace(report, file=last.file if last else Path(path).name, records=len(documents))

    def task(self, found: Found) -> Task:
        """What is to be looked at of a file that was found. Called for each once, in the order of the listing."""
        export = is_export(found.path.name)
        if str(found.path) not in self._by_path:
            self._take_up(found, export=export)
        path = str(found.path)
        known, last = self._by_path.get(path, {}), self._readings.get(writable(path))
        if export:
            file = last.file if last else found.file
            salt = last.salt if last else self._salt(found, file)
            name = document_id(file, salt)
        else:
            document = next(iter(known.values()), None)
            file, salt = document.file if document else found.file, ""
            name = document.id if document else document_id(file, self._salt(found, file))
        self._owners[name] = path
        return Task(found, file, name, salt, export, known, last)

    def _salt(self, found: Found, file: str) -> str:
        """What tells a new file from one of the same relative path elsewhere: its folder, nothing when it is alone."""
        return "" if self._owners.get(document_id(file), str(found.path)) == str(found.path) else str(found.root)

    def _take_up(self, found: Found, *, export: bool) -> None:
        """Give a file the documents of one that stood elsewhere, in a folder that was moved as a whole."""
        path = str(found.path)
        before = self._owners.get(document_id(found.file))
        if before is None or before not in self._by_path or Path(before).exists() or is_export(before) != export:
            return
        documents = self._by_path.pop(before)
        self._by_path[path] = {file: replace(document, path=path) for file, document in documents.items()}
        self._owners.update(dict.fromkeys((document.id for document in documents.values()), path))
        last = self._readings.pop(before, None)
        if last is not None:
            self._readings[path] = last
        if not self._rebuild:
            for document in documents.values():
                self._writer.moved(document.id, found.path)
            if last is not None:
                self._writer.journal.note_readings({before: None, path: last})
