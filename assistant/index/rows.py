"""Between the models and the rows of the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import Connection, Row, Select, String, insert, literal_column, select

from assistant.dedup import text_key
from assistant.index import codec
from assistant.index.facets import Facets, LiveDocument, facets_of
from assistant.index.schema import LIVE, PENDING, BodyRow, DocumentRow, PageRow, PassageRow
from assistant.models import Document, Page, Passage

IS_LIVE = literal_column("+documents.state", String) == LIVE
"""Of a query that names passages: the sign keeps SQLite from going through all that is live to look for them."""


@cache
def _facets_adapter() -> TypeAdapter[Facets]:
    return TypeAdapter(Facets)


def add_version(
    connection: Connection,
    document: Document,
    passages: Sequence[Passage],
    keys: Sequence[str],
    path: str,
    generation: int,
) -> int:
    """Write a pending version and return its number."""
    result = connection.execute(
        insert(DocumentRow).values(
            id=document.id,
            work_id=document.work_id,
            state=PENDING,
            generation=generation,
            kind=document.kind,
            title=document.title,
            file=document.file,
            path=path,
            sha256=document.sha256,
            date=document.date,
            page_count=len(document.pages),
            passage_count=len(passages),
            unread_pages=[page.number for page in document.pages if page.origin == "none"],
            facets=_facets_adapter().dump_json(facets_of(document)).decode(),
        )
    )
    version = int(cast("tuple[int]", result.inserted_primary_key)[0])
    connection.execute(
        insert(BodyRow).values(
            version=version,
            text=codec.pack_text(document.text),
            blocks=codec.pack_blocks(document.blocks),
            notice=codec.pack_notice(document.notice),
        )
    )
    if document.pages:
        connection.execute(insert(PageRow), [_page_values(version, page) for page in document.pages])
    if passages:
        pairs = enumerate(zip(passages, keys, strict=True))
        connection.execute(insert(PassageRow), [_passage_values(version, rank, *pair) for rank, pair in pairs])
    return version


def _page_values(version: int, page: Page) -> dict[str, Any]:
    return {
        "version": version,
        "number": page.number,
        "start": page.start,
        "length": len(page.text),
        "label": page.label,
        "width": page.width,
        "height": page.height,
        "origin": page.origin,
        "confidence": page.confidence,
        "words": codec.pack_words(page.words),
    }


def page_of(row: Row[Any], text: str) -> Page:
    """A page from its row and the text of its document."""
    return Page(
        number=row.number,
        text=text[row.start : row.start + row.length],
        start=row.start,
        label=row.label,
        width=row.width,
        height=row.height,
        origin=row.origin,
        confidence=row.confidence,
        words=codec.unpack_words(row.words),
    )


def _passage_values(version: int, rank: int, passage: Passage, key: str) -> dict[str, Any]:
    return {
        "version": version,
        "rank": rank,
        "id": passage.id,
        "key": key,
        "position": passage.position,
        "text": passage.text,
        "start": passage.start,
        "end": passage.end,
        "pages": list(passage.pages),
        "heading_path": list(passage.heading_path),
        "context": passage.context,
        "boxes": codec.box_values(passage.boxes),
        "copies": passage.copies,
        "text_key": text_key(passage.text),
    }


def live_passages() -> Select[Any]:
    """The query of the passages that are searched."""
    return (
        select(PassageRow.__table__, DocumentRow.id.label("document_id"))
        .join(DocumentRow, DocumentRow.version == PassageRow.version)
        .where(IS_LIVE)
    )


def passage_of(row: Row[Any]) -> Passage:
    """A passage from a row of ``live_passages``."""
    return Passage(
        id=row.id,
        document_id=row.document_id,
        text=row.text,
        start=row.start,
        end=row.end,
        pages=tuple(row.pages),
        heading_path=tuple(row.heading_path),
        context=row.context,
        boxes=codec.boxes_of(row.boxes),
        copies=row.copies,
        position=row.position,
    )


def live_document_of(row: Row[Any]) -> LiveDocument:
    """A document from its row."""
    return LiveDocument(
        version=row.version,
        id=row.id,
        work_id=row.work_id,
        kind=row.kind,
        title=row.title,
        file=row.file,
        path=row.path,
        sha256=row.sha256,
        date=row.date,
        pages=row.page_count,
        passages=row.passage_count,
        unread_pages=tuple(row.unread_pages),
        facets=_facets_adapter().validate_json(row.facets),
        family=row.family,
    )
