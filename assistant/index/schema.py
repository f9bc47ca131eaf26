"""Tables of the catalogue.

Two rules shape them. A *version* of a document is a row of ``documents`` with a state, so that a new version is made
ready beside the one that is searched. What is written once and read whole (words, blocks, boxes) is a compressed or
JSON column rather than a table.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION: Final = 4
"""Version of the tables below; ``database.MIGRATIONS`` leads here from every earlier one."""

PENDING: Final = "pending"
"""A version whose passages are on their way to the indexes: never searched."""

LIVE: Final = "live"
"""The version that is searched: one at most for each document."""

SUPERSEDED: Final = "superseded"
"""A version that was live: its passages are to be taken out of the indexes."""


class Base(DeclarativeBase):
    """Root of the tables."""


class StateRow(Base):
    """The one row that says where the catalogue stands."""

    __tablename__ = "state"
    id: Mapped[int] = mapped_column(primary_key=True)
    schema_version: Mapped[int]
    sequence: Mapped[int] = mapped_column(default=0)
    generation: Mapped[int] = mapped_column(default=1)
    stamp: Mapped[str | None] = mapped_column(default=None)


class DocumentRow(Base):
    """A version of a document, without its text. ``path`` is absolute; ``file`` is what people are shown.

    ``family`` is the same for documents that are versions of one another, and empty for a document that has none.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("documents_by_id", "id", "state"),
        Index("documents_by_state", "state"),
        {"sqlite_autoincrement": True},
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64))
    work_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    generation: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str]
    file: Mapped[str]
    path: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    date: Mapped[str | None]
    page_count: Mapped[int]
    passage_count: Mapped[int]
    unread_pages: Mapped[list[int]] = mapped_column(JSON)
    facets: Mapped[str]
    family: Mapped[str] = mapped_column(String(64), default="")


class BodyRow(Base):
    """The text of a version, its blocks and its notice, compressed."""

    __tablename__ = "bodies"
    version: Mapped[int] = mapped_column(ForeignKey("documents.version", ondelete="CASCADE"), primary_key=True)
    text: Mapped[bytes] = mapped_column(LargeBinary)
    blocks: Mapped[bytes] = mapped_column(LargeBinary)
    notice: Mapped[bytes | None] = mapped_column(LargeBinary)


class SignatureRow(Base):
    """What tells whether the documents of two versions are near (see ``signatures``): made when works are linked."""

    __tablename__ = "signatures"
    version: Mapped[int] = mapped_column(ForeignKey("documents.version", ondelete="CASCADE"), primary_key=True)
    shingles: Mapped[int]
    hashes: Mapped[bytes] = mapped_column(LargeBinary)
    headings: Mapped[bytes] = mapped_column(LargeBinary)


class PageRow(Base):
    """A page of a version; its text is a slice of the body's."""

    __tablename__ = "pages"
    version: Mapped[int] = mapped_column(ForeignKey("documents.version", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int]
    length: Mapped[int]
    label: Mapped[str | None]
    width: Mapped[float]
    height: Mapped[float]
    origin: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float | None]
    words: Mapped[bytes] = mapped_column(LargeBinary)


class PassageRow(Base):
    """A passage of a version. ``key`` is its name in the indexes: it changes whenever what is indexed changes.

    ``text_key`` is the same for passages of the same text (see ``assistant.dedup``), whatever their document.
    """

    __tablename__ = "passages"
    __table_args__ = (
        Index("passages_by_id", "id"),
        Index("passages_by_key", "key"),
        Index("passages_by_text", "text_key"),
    )
    version: Mapped[int] = mapped_column(ForeignKey("documents.version", ondelete="CASCADE"), primary_key=True)
    rank: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    text: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    pages: Mapped[list[int]] = mapped_column(JSON)
    heading_path: Mapped[list[str]] = mapped_column(JSON)
    context: Mapped[str]
    boxes: Mapped[list[Any]] = mapped_column(JSON)
    copies: Mapped[int]
    text_key: Mapped[str] = mapped_column(String(16), default="")


class ChangeRow(Base):
    """A document that came, changed or went at a step of the catalogue's sequence."""

    __tablename__ = "changes"
    sequence: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(String(64), primary_key=True)


class RootRow(Base):
    """A folder or a file that was given to be read, and is read again when no path is given."""

    __tablename__ = "roots"
    path: Mapped[str] = mapped_column(primary_key=True)


class RunRow(Base):
    """An ingestion: when it ended, in ISO 8601 with its time zone, and its report as JSON."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[str]
    seconds: Mapped[float]
    report: Mapped[str]


class NotReadRow(Base):
    """The last report of a file that was refused, or read in part or not at all."""

    __tablename__ = "not_read"
    path: Mapped[str] = mapped_column(primary_key=True)
    report: Mapped[str]


class ReadingRow(Base):
    """How a file was last read, where its documents do not tell: an export, or a file that was not read whole.

    ``sha256`` is that of the file, empty while an export is being written; ``settings`` a digest of the limits of
    reading; ``file`` and ``salt`` what the ids of an export's documents are made from.
    """

    __tablename__ = "readings"
    path: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    settings: Mapped[str] = mapped_column(String(64))
    file: Mapped[str]
    salt: Mapped[str]
    report: Mapped[str]


class TurnRow(Base):
    """A message of a conversation, kept only when the settings say so. ``at`` is in seconds since 1970."""

    __tablename__ = "turns"
    __table_args__ = (Index("turns_by_conversation", "conversation"), Index("turns_by_time", "at"))
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation: Mapped[str] = mapped_column(String(64))
    at: Mapped[float]
    role: Mapped[str] = mapped_column(String(12))
    content: Mapped[str]


class ValidatedRow(Base):
    """An answer that a documentalist validated or wrote; no rebuild of the index touches it.

    ``filters``, ``sentences`` and ``citations`` are JSON; ``at`` is the day it was validated, ``expires`` its last one,
    ``withdrawn_at`` in ISO 8601 with its time zone; ``reason`` and ``detail`` say why it is no longer given.
    """

    __tablename__ = "validated"
    __table_args__ = (Index("validated_by_state", "state"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    question: Mapped[str]
    standalone: Mapped[str]
    filters: Mapped[str]
    text: Mapped[str]
    sentences: Mapped[str]
    citations: Mapped[str]
    corrected: Mapped[bool]
    by: Mapped[str]
    at: Mapped[str]
    expires: Mapped[str | None]
    note: Mapped[str]
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(12))
    detail: Mapped[str]
    withdrawn_at: Mapped[str | None]


class ValidatedEventRow(Base):
    """What was done to a validated answer, by whom and when; rows are only ever added."""

    __tablename__ = "validated_events"
    __table_args__ = (Index("validated_events_of", "validated_id"), {"sqlite_autoincrement": True})
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    validated_id: Mapped[int] = mapped_column(ForeignKey("validated.id", ondelete="CASCADE"))
    at: Mapped[str]
    by: Mapped[str]
    action: Mapped[str] = mapped_column(String(12))
    detail: Mapped[str]
