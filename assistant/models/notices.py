"""What a library catalogue says of a work."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or an organisation responsible for a work, as the notice names it."""

    name: str
    role: str | None = None
    kind: Literal["organisation", "person", "unknown"] = "unknown"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A thesaurus term given to a notice; ``code`` is None where the source shows none."""

    label: str
    code: str | None = None
    thesaurus: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file joined to a notice; ``mime_type`` is derived from the portal's label, ``path`` set once it is on disk."""

    name: str
    mime_type: str | None = None
    url: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeDates:
    """The dates of a notice, never mixed.

    ``recorded`` is the date of the record, ``published`` the date of publication, ``events`` the dates told in the
    text (past, or announced for later), in order of appearance. ``raw`` keeps date strings whose role is not stated.
    """

    recorded: str | None = None
    published: str | None = None
    events: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One record of a library catalogue."""

    id: str
    title: str
    authors: tuple[Agent, ...] = ()
    publishers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    document_type: str | None = None
    dates: NoticeDates = field(default_factory=NoticeDates)
    abstract: str = ""
    contents: str = ""
    descriptors: tuple[Descriptor, ...] = ()
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    url: str | None = None
    source: str | None = None
    site_fields: tuple[tuple[str, str], ...] = ()
