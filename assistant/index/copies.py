"""Repeats across documents: where the same text stands, how many texts are repeated, and what is near what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from sqlalchemy import delete, func, insert, select

from assistant.chunking import embedding_input
from assistant.dedup import repeats, text_key
from assistant.index import codec
from assistant.index.database import Database
from assistant.index.rows import IS_LIVE
from assistant.index.schema import LIVE, BodyRow, DocumentRow, PassageRow, SignatureRow
from assistant.index.signatures import Signature, signature
from assistant.models import Copy, Document, Passage

BOILERPLATE = 20
"""A text found in more documents than this is counted as boilerplate."""

_MANY = 500
_SIGNED_AT_ONCE = 100
_KNOWN = 3  # names kept for one input: a crash may have left some without their vector


@dataclass(frozen=True, slots=True)
class Repeats:
    """What is repeated among the passages searched.

    ``texts`` are the different texts that stand in several documents and ``passages`` the passages beyond the first of
    each; ``boilerplate`` and ``boilerplate_passages`` are the texts in more than ``BOILERPLATE`` documents, and all
    their passages. ``within`` counts the repeats set aside within a document.
    """

    texts: int
    passages: int
    boilerplate: int
    boilerplate_passages: int
    within: int


def copies_elsewhere(database: Database, passage_ids: Sequence[str]) -> dict[str, list[Copy]]:
    """For each live passage, those of other documents that have the same text, in order of file."""
    live = select(PassageRow, DocumentRow).join(DocumentRow, DocumentRow.version == PassageRow.version)
    live = live.where(IS_LIVE)
    asked = live.with_only_columns(PassageRow.id, PassageRow.text_key, DocumentRow.id.label("document"))
    columns = (DocumentRow.id, PassageRow.id, DocumentRow.file, DocumentRow.title, PassageRow.pages)
    with database.read() as connection:
        known = connection.execute(asked.where(PassageRow.id.in_(passage_ids))).all()
        keys = {row.text_key for row in known}
        same = live.with_only_columns(PassageRow.text_key, *columns).where(PassageRow.text_key.in_(keys))
        rows = connection.execute(same.order_by(DocumentRow.file, DocumentRow.id, PassageRow.rank)).all()
    places: dict[str, list[Copy]] = {}
    for key, document, passage, file, title, pages in rows:
        places.setdefault(key, []).append(Copy(document, passage, file, title, pages[0]))
    return {row.id: [one for one in places[row.text_key] if one.document_id != row.document] for row in known}


def copies_within(passage: Passage, read: Callable[[str], Document | None]) -> list[Copy]:
    """Where a document says a passage again, in order; ``read`` gives a document by id."""
    document = read(passage.document_id) if passage.copies else None
    if document is None:
        return []
    places = repeats(document, passage)
    return [Copy(document.id, passage.id, document.file, document.title, page) for page, _, _ in places]


def count_repeats(database: Database, boilerplate: int = BOILERPLATE) -> Repeats:
    """Count what is repeated; some hundredths of a second for tens of thousands of passages."""
    documents = func.count(func.distinct(PassageRow.version))
    grouped = (
        select(func.count(), documents, func.sum(PassageRow.copies))
        .join(DocumentRow, DocumentRow.version == PassageRow.version)
        .where(DocumentRow.state == LIVE)
        .group_by(PassageRow.text_key)
    )
    with database.read() as connection:
        rows = [(int(n), int(d), int(w)) for n, d, w in connection.execute(grouped)]
    several = [n for n, d, _ in rows if d > 1]
    common = [n for n, d, _ in rows if d > boilerplate]
    return Repeats(len(several), sum(several) - len(several), len(common), sum(common), sum(w for _, _, w in rows))


def known_keys(database: Database, passages: Iterable[Passage], generation: int) -> dict[str, list[str]]:
    """Names in the indexes of passages, of a generation, that are encoded from the same text and context.

    Returns:
        Names by what is encoded; the vector of a name may be missing when it is being written.
    """
    wanted = {embedding_input(passage): text_key(passage.text) for passage in passages}
    query = (
        select(PassageRow.key, PassageRow.text, PassageRow.context)
        .join(DocumentRow, DocumentRow.version == PassageRow.version)
        .where(DocumentRow.generation == generation)
    )
    found: dict[str, list[str]] = {}
    with database.read() as connection:
        for some in _batches(set(wanted.values())):
            for key, text, context in connection.execute(query.where(PassageRow.text_key.in_(some))):
                told = f"{context}\n{text}" if context else text
                if told in wanted and len(found.setdefault(told, [])) < _KNOWN:
                    found[told].append(key)
    return found


def sign_new(database: Database) -> None:
    """Make the signatures that live versions lack."""
    signed = select(SignatureRow.version)
    with database.read() as connection:
        query = select(DocumentRow.version).where(DocumentRow.state == LIVE, DocumentRow.version.not_in(signed))
        missing = list(connection.execute(query).scalars())
    for some in _batches(missing, _SIGNED_AT_ONCE):
        with database.read() as connection:
            bodies = connection.execute(
                select(BodyRow.version, BodyRow.text, BodyRow.blocks).where(BodyRow.version.in_(some))
            ).all()
        made = {row.version: _signed(row.text, row.blocks) for row in bodies}
        with database.write() as connection:
            connection.execute(delete(SignatureRow).where(SignatureRow.version.in_(list(made))))
            rows = [_values(version, one) for version, one in made.items()]
            if rows:
                connection.execute(insert(SignatureRow), rows)


def signatures(database: Database) -> dict[int, Signature]:
    """Signatures of the live versions, by version."""
    query = select(SignatureRow.__table__).join(DocumentRow, DocumentRow.version == SignatureRow.version)
    with database.read() as connection:
        return {
            row.version: Signature(
                row.shingles,
                np.frombuffer(row.hashes, dtype="<u4"),
                frozenset(np.frombuffer(row.headings, dtype="<u4").tolist()),
            )
            for row in connection.execute(query.where(DocumentRow.state == LIVE))
        }


def _signed(packed_text: bytes, packed_blocks: bytes) -> Signature:
    text = codec.unpack_text(packed_text)
    blocks = codec.unpack_blocks(packed_blocks)
    return signature(text, (text[block.start : block.end] for block in blocks if block.kind == "heading"))


def _values(version: int, one: Signature) -> dict[str, int | bytes]:
    return {
        "version": version,
        "shingles": one.shingles,
        "hashes": one.hashes.astype("<u4").tobytes(),
        "headings": np.array(sorted(one.headings), dtype="<u4").tobytes(),
    }


def _batches(values: Collection[int] | Collection[str], size: int = _MANY) -> Iterator[Sequence[int] | Sequence[str]]:
    iterator = iter(values)
    while some := list(islice(iterator, size)):
        yield some  # type: ignore[misc]
