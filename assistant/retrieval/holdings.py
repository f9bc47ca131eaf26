"""What the catalogue holds, work by work: authors, descriptors, types, dates."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from assistant.index import codec
from assistant.index.facets import LiveDocument, summary
from assistant.index.schema import LIVE, BodyRow, DocumentRow
from assistant.models import Kind, ListedDocument

if TYPE_CHECKING:
    from assistant.index.store import Index


@dataclass(frozen=True, slots=True)
class Work:
    """A work and its documents, its notice first."""

    id: str
    documents: tuple[LiveDocument, ...]

    @property
    def first(self) -> LiveDocument:
        """The notice where there is one."""
        return self.documents[0]

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of its authors, in order, once."""
        return tuple(dict.fromkeys(name for one in self.documents for name in one.facets.authors))

    @property
    def descriptors(self) -> tuple[str, ...]:
        """Labels of its descriptors, in order, once."""
        return tuple(dict.fromkeys(label for one in self.documents for label, _ in one.facets.descriptors))

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of its documents."""
        return tuple(dict.fromkeys(one.kind for one in self.documents))

    def listed(self, document: LiveDocument) -> ListedDocument:
        """A document of the work as a line of a list; a PDF takes what it lacks from the notice."""
        told = summary(document, self.documents)
        return ListedDocument(
            document_id=told.id,
            work_id=told.work_id,
            kind=told.kind,
            title=told.title,
            date=told.date,
            authors=self.authors,
            reference=told.reference,
            file=told.file,
            url=told.url,
        )


def works_of(documents: Iterable[LiveDocument]) -> dict[str, Work]:
    """Works by id, in order of their first file."""
    groups: dict[str, list[LiveDocument]] = {}
    for document in sorted(documents, key=lambda one: (one.kind != "notice", one.file, one.path)):
        groups.setdefault(document.work_id, []).append(document)
    return {work_id: Work(work_id, tuple(group)) for work_id, group in groups.items()}


class Holdings:
    """The works of an index, read again only when the index has changed."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._works: tuple[int, dict[str, Work]] = (-1, {})
        self._types: tuple[int, dict[str, str]] = (-1, {})

    def works(self) -> Mapping[str, Work]:
        """The works that are searched, by id."""
        with self._lock:
            sequence = self._index.sequence
            if self._works[0] != sequence:
                self._works = (sequence, works_of(self._index.catalogue.live()))
            return self._works[1]

    def types(self) -> Mapping[str, str]:
        """Type of document that each notice tells, by id of the notice; those that tell none are left out."""
        with self._lock:
            sequence = self._index.sequence
            if self._types[0] != sequence:
                self._types = (sequence, self._read_types())
            return self._types[1]

    def _read_types(self) -> dict[str, str]:
        query = (
            select(DocumentRow.id, BodyRow.notice)
            .join(BodyRow, BodyRow.version == DocumentRow.version)
            .where(DocumentRow.state == LIVE, DocumentRow.kind == "notice")
        )
        with self._index.catalogue.database.read() as connection:
            notices = ((row.id, codec.unpack_notice(row.notice)) for row in connection.execute(query))
            return {name: notice.document_type for name, notice in notices if notice and notice.document_type}
