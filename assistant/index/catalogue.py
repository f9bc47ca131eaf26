"""The catalogue: the one truth on documents, their versions, and what may be searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.index import codec
from assistant.index.database import Database
from assistant.index.facets import LiveDocument
from assistant.index.rows import IS_LIVE, add_version, live_document_of, live_passages, page_of, passage_of
from assistant.index.schema import (
    LIVE,
    PENDING,
    SUPERSEDED,
    BodyRow,
    ChangeRow,
    DocumentRow,
    PageRow,
    PassageRow,
    StateRow,
)
from assistant.models import Document, Passage

_MANY = 500


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """Where the catalogue stands: its sequence moves with every change that a search can see."""

    sequence: int
    generation: int
    stamp: str | None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be written: its document, its passages and their keys, and the absolute path of its file."""

    document: Document
    passages: Sequence[Passage]
    keys: Sequence[str]
    path: str


@dataclass(frozen=True, slots=True)
class PassageKey:
    """A passage's name in the indexes, and whose it is."""

    key: str
    passage_id: str
    document_id: str


class Catalogue:
    """Documents in the database. Every method is one transaction."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Reading

    def state(self) -> CatalogueState:
        """Sequence, generation and stamp."""
        with self.database.read() as connection:
            row = connection.execute(select(StateRow.sequence, StateRow.generation, StateRow.stamp)).one()
        return CatalogueState(row.sequence, row.generation, row.stamp)

    def empty(self) -> bool:
        """True when nothing is searched."""
        with self.database.read() as connection:
            query = select(DocumentRow.version).where(DocumentRow.state == LIVE).limit(1)
            return connection.execute(query).first() is None

    def changed_since(self, sequence: int) -> set[str]:
        """Documents that came, changed or went after a step of the sequence."""
        with self.database.read() as connection:
            query = select(ChangeRow.document_id).where(ChangeRow.sequence > sequence)
            return set(connection.execute(query).scalars())

    def live(self, document_ids: Collection[str] | None = None) -> list[LiveDocument]:
        """The documents that are searched, or those of them that are asked for."""
        query = select(DocumentRow.__table__).where(DocumentRow.state == LIVE).order_by(DocumentRow.version)
        with self.database.read() as connection:
            if document_ids is None:
                return [live_document_of(row) for row in connection.execute(query)]
            return [
                live_document_of(row)
                for some in _batches(document_ids)
                for row in connection.execute(query.where(DocumentRow.id.in_(some)))
            ]

    def live_keys(self, document_ids: Collection[str] | None = None) -> list[PassageKey]:
        """Keys of the passages that are searched, or of those of some documents."""
        query = (
            select(PassageRow.key, PassageRow.id, DocumentRow.id.label("document_id"))
            .join(DocumentRow, DocumentRow.version == PassageRow.version)
            .where(DocumentRow.state == LIVE)
            .order_by(PassageRow.version, PassageRow.rank)
        )
        with self.database.read() as connection:
            chosen = [query] if document_ids is None else [
                query.where(DocumentRow.id.in_(some)) for some in _batches(document_ids)
            ]  # fmt: skip
            return [PassageKey(*row) for part in chosen for row in connection.execute(part)]

    def document(self, version: int) -> Document | None:
        """A version with its pages, words, blocks and notice; None when it has been cleaned away."""
        with self.database.read() as connection:
            row = connection.execute(
                select(DocumentRow.__table__, BodyRow.text, BodyRow.blocks, BodyRow.notice)
                .join(BodyRow, BodyRow.version == DocumentRow.version)
                .where(DocumentRow.version == version)
            ).one_or_none()
            if row is None:
                return None
            pages = connection.execute(
                select(PageRow.__table__).where(PageRow.version == version).order_by(PageRow.number)
            ).all()
        text = codec.unpack_text(row.text)
        return Document(
            id=row.id,
            work_id=row.work_id,
            kind=row.kind,
            title=row.title,
            file=row.file,
            sha256=row.sha256,
            text=text,
            pages=tuple(page_of(page, text) for page in pages),
            blocks=codec.unpack_blocks(row.blocks),
            date=row.date,
            notice=codec.unpack_notice(row.notice),
        )

    def passages(self, ids: Collection[str]) -> dict[str, Passage]:
        """Live passages by id; an id that is not searched any more is left out."""
        query = live_passages()
        with self.database.read() as connection:
            rows = [row for some in _batches(ids) for row in connection.execute(query.where(PassageRow.id.in_(some)))]
        return {row.id: passage_of(row) for row in rows}

    def document_passages(self, document_id: str) -> list[Passage]:
        """The live passages of a document, in reading order."""
        query = live_passages().where(DocumentRow.id == document_id).order_by(PassageRow.rank)
        with self.database.read() as connection:
            return [passage_of(row) for row in connection.execute(query)]

    def passages_by_key(self, keys: Collection[str]) -> dict[str, Passage]:
        """Live passages by their name in the indexes."""
        query = live_passages()
        with self.database.read() as connection:
            rows = [row for some in _batches(keys) for row in connection.execute(query.where(PassageRow.key.in_(some)))]
        return {row.key: passage_of(row) for row in rows}

    def counts_by_version(self) -> dict[int, tuple[int, int]]:
        """Of each live version that has any: its pages read by OCR, and its repeats that were set aside."""
        pages = select(PageRow.version, func.count()).where(PageRow.origin == "ocr").group_by(PageRow.version)
        copies = select(PassageRow.version, func.sum(PassageRow.copies)).where(PassageRow.copies > 0)
        copies = copies.group_by(PassageRow.version)
        with self.database.read() as connection:
            ocr = {int(version): int(number) for version, number in connection.execute(pages)}
            repeats = {int(version): int(number) for version, number in connection.execute(copies)}
            live = connection.execute(select(DocumentRow.version).where(DocumentRow.state == LIVE)).scalars()
            return {v: (ocr.get(v, 0), repeats.get(v, 0)) for v in live if v in ocr or v in repeats}

    def leftovers(self) -> list[tuple[int, str]]:
        """Versions that are neither live nor being written, once nobody writes: (version, state)."""
        with self.database.read() as connection:
            query = select(DocumentRow.version, DocumentRow.state).where(DocumentRow.state != LIVE)
            return [(row.version, row.state) for row in connection.execute(query)]

    # Writing

    def add_pending(self, versions: Sequence[NewVersion], generation: int) -> list[int]:
        """Write versions that are not searched yet, and return their numbers."""
        with self.database.write() as connection:
            return [
                add_version(connection, new.document, new.passages, new.keys, new.path, generation) for new in versions
            ]

    def make_live(self, versions: Sequence[int], retired: Collection[str] = ()) -> int:
        """In one step, let these versions be searched instead of those before, and retire whole documents.

        Returns:
            The new sequence.
        """
        with self.database.write() as connection:
            arriving = set(
                connection.execute(select(DocumentRow.id).where(DocumentRow.version.in_(versions))).scalars()
            )
            touched = arriving | set(retired)
            for some in _batches(touched):
                connection.execute(
                    update(DocumentRow)
                    .where(DocumentRow.state == LIVE, DocumentRow.id.in_(some))
                    .values(state=SUPERSEDED)
                )
            for some_versions in _batches(versions):
                connection.execute(update(DocumentRow).where(DocumentRow.version.in_(some_versions)).values(state=LIVE))
            return _move(connection, touched)

    def switch_generation(self, generation: int, stamp: str) -> int:
        """In one step, let the pending versions of a generation be searched instead of everything else."""
        with self.database.write() as connection:
            touched = set(connection.execute(select(DocumentRow.id)).scalars())
            pending = (DocumentRow.state == PENDING) & (DocumentRow.generation == generation)
            connection.execute(update(DocumentRow).where(DocumentRow.state == LIVE).values(state=SUPERSEDED))
            connection.execute(update(DocumentRow).where(pending).values(state=LIVE))
            connection.execute(update(StateRow).values(generation=generation, stamp=stamp))
            return _move(connection, touched)

    def set_stamp(self, stamp: str) -> None:
        """Write what the index is made with, before its first passage."""
        with self.database.write() as connection:
            connection.execute(update(StateRow).values(stamp=stamp))

    def set_links(self, links: Mapping[str, tuple[str, str]]) -> int | None:
        """Move documents to other (work, family); returns the new sequence, or None when there is nothing to move."""
        if not links:
            return None
        with self.database.write() as connection:
            for document_id, (work_id, family) in links.items():
                connection.execute(
                    update(DocumentRow)
                    .where(DocumentRow.id == document_id, DocumentRow.state == LIVE)
                    .values(work_id=work_id, family=family)
                )
            return _move(connection, links)

    def set_path(self, document_id: str, path: str) -> None:
        """Note that the file of a live document now stands elsewhere."""
        with self.database.write() as connection:
            connection.execute(
                update(DocumentRow).where(DocumentRow.id == document_id, DocumentRow.state == LIVE).values(path=path)
            )
            _move(connection, [document_id])

    def keys_to_drop(self, versions: Collection[int], generation: int) -> set[str]:
        """Keys of these versions, of a generation, that no live passage bears."""
        own = (
            select(PassageRow.key)
            .join(DocumentRow, DocumentRow.version == PassageRow.version)
            .where(DocumentRow.generation == generation)
        )
        with self.database.read() as connection:
            found = {
                key
                for some in _batches(versions)
                for key in connection.execute(own.where(PassageRow.version.in_(some))).scalars()
            }
            live = select(PassageRow.key).join(DocumentRow, DocumentRow.version == PassageRow.version)
            live = live.where(IS_LIVE)
            kept = {
                key
                for some in _batches(found)
                for key in connection.execute(live.where(PassageRow.key.in_(some))).scalars()
            }
        return found - kept

    def drop(self, versions: Collection[int]) -> None:
        """Delete versions that are not live any more, or never were."""
        with self.database.write() as connection:
            for some in _batches(versions):
                connection.execute(delete(DocumentRow).where(DocumentRow.version.in_(some), DocumentRow.state != LIVE))


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values by some hundreds: SQLite limits how many a statement takes."""
    iterator = iter(values)
    while some := list(islice(iterator, _MANY)):
        yield some


def _move(connection: Connection, document_ids: Iterable[str]) -> int:
    """Advance the sequence and note what changed; of each document the last change alone is kept."""
    sequence = int(connection.execute(select(StateRow.sequence)).scalar_one()) + 1
    connection.execute(update(StateRow).values(sequence=sequence))
    for some in _batches(document_ids):
        connection.execute(delete(ChangeRow).where(ChangeRow.document_id.in_(some)))
        connection.execute(insert(ChangeRow), [{"sequence": sequence, "document_id": one} for one in some])
    return sequence


def open_catalogue(data_dir: Path) -> Catalogue:
    """The catalogue of a data folder, made if needed.

    Raises:
        CatalogueError: It is damaged, or of a newer version.
    """
    return Catalogue(Database.open(data_dir / "catalogue.sqlite3"))
