"""Records of a catalogue in any exchange format: bytes in, a ``Notice`` for each record out.

The content tells the format: ISO 2709, PMB's XML, marcxchange, Dublin Core, RSS, alone or in the answer of an OAI-PMH
server. What a format cannot carry is listed in the tests (``tests/sources/record_makers.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.errors import SourceError
from assistant.models import Notice

if TYPE_CHECKING:
    from assistant.sources.unimarc_fields import Envelope, MarcRecord

RECORD_SUFFIXES = frozenset({".mrc", ".marc", ".iso2709", ".iso", ".xml", ".marcxml", ".rss", ".dc", ".oai"})
"""Suffixes, in lower case, of files of records."""

_DIGEST = 16
_SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Record:
    """One record. ``key`` is its number in the catalogue, else a digest; ``deleted`` says that it is gone."""

    key: str
    notice: Notice
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a file in order, and in French what could not be read of it."""

    records: tuple[Record, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A record as read, with the content that it comes from, or a problem."""

    content: bytes = b""
    record: Record | None = None
    problem: str = ""


def read_records(data: bytes, file: str) -> Records:
    """Read the records of a file.

    Args:
        data: The bytes of the file.
        file: Its name, for messages.

    Returns:
        The records, each under a key of its own; a record given twice word for word is kept once.

    Raises:
        SourceError: The file is in none of the formats, or nothing of it can be read.
    """
    from assistant.sources.iso2709 import is_iso2709
    from assistant.sources.xml_tree import is_xml

    if is_xml(data):
        found = list(_of_xml(data))
    elif is_iso2709(data):
        found = list(_of_iso2709(data))
    else:
        raise SourceError(
            f"« {file} » n'est ni de l'UNIMARC (ISO 2709) ni du XML : exportez de nouveau les notices du catalogue."
        )
    problems = [read.problem for read in found if read.problem]
    records = tuple(_keyed(found))
    if not records:
        reason = problems[0] if problems else "aucune notice n'y est reconnue"
        raise SourceError(f"« {file} » : {reason} ; exportez de nouveau les notices du catalogue.")
    return Records(records, _shown(problems))


def _shown(problems: list[str]) -> tuple[str, ...]:
    if len(problems) <= _SHOWN_PROBLEMS:
        return tuple(problems)
    return (*problems[:_SHOWN_PROBLEMS], f"et {len(problems) - _SHOWN_PROBLEMS} autres notices non lues")


def _keyed(found: list[_Read]) -> Iterator[Record]:
    """The records under keys that differ, exact repeats left out."""
    digests: dict[str, set[str]] = {}
    for read in found:
        if read.record is None:
            continue
        digest = hashlib.sha256(read.content).hexdigest()[:_DIGEST]
        key = read.record.key or digest
        known = digests.setdefault(key, set())
        if digest not in known:
            yield replace(read.record, key=f"{key}-{digest}" if known else key)
        known.add(digest)


def _of_iso2709(data: bytes) -> Iterator[_Read]:
    from assistant.sources.iso2709 import read_iso2709
    from assistant.sources.unimarc_fields import Envelope

    for number, iso in enumerate(read_iso2709(data), start=1):
        if iso.record is None:
            yield _Read(problem=iso.problem)
        else:
            yield _of_marc(iso.record, Envelope(), iso.data, number)


def _of_xml(data: bytes) -> Iterator[_Read]:
    from lxml import etree

    from assistant.sources.xml_tree import read_xml

    for number, found in enumerate(read_xml(data), start=1):
        if found.element is None:
            yield _Read(problem=found.problem)
        else:
            yield _of_element(found.element, etree.tostring(found.element, with_tail=False), number)


def _of_element(element: Any, content: bytes, number: int) -> _Read:
    from assistant.sources.dublin_core import dc_number, notice_of_dc
    from assistant.sources.marc_xml import is_marc, read_marc
    from assistant.sources.rss import item_number, notice_of_item
    from assistant.sources.unimarc_fields import Envelope
    from assistant.sources.xml_tree import children, local_name, record_elements

    envelope = Envelope()
    header = next(children(element, "header"), None)
    if header is not None:
        envelope = _envelope(header)
        inner = next((found for child in children(element, "metadata") for found in record_elements(child)), None)
        if inner is None:
            return _gone(envelope, content, number, any(len(child) for child in children(element, "metadata")))
        element = inner
    digest = hashlib.sha256(content).hexdigest()[:_DIGEST]
    name = local_name(element)
    if is_marc(element):
        return _of_marc(read_marc(element), envelope, content, number)
    if name == "item":
        return _titled(item_number(element), notice_of_item(element, digest), envelope, content, number)
    if name == "dc":
        key = dc_number(element) or envelope.number
        return _titled(key, notice_of_dc(element, envelope, digest), envelope, content, number)
    return _Read(problem=f"notice n° {number} : format « {name} » non lu")


def _envelope(header: Any) -> Envelope:
    from assistant.sources.unimarc_fields import Envelope
    from assistant.sources.xml_tree import local_name, text_of

    told = {local_name(child): text_of(child).strip() for child in header}
    return Envelope(told.get("identifier", ""), told.get("datestamp", ""), header.get("status") == "deleted")


def _gone(envelope: Envelope, content: bytes, number: int, told: bool) -> _Read:
    """A record of which the server gives no notice: deleted, empty, or in a format that is not read."""
    if not envelope.deleted or not envelope.number:
        reason = "format non lu ; demandez pmb_xml_unimarc ou oai_dc" if told else "enregistrement vide"
        return _Read(problem=f"notice n° {number} : {reason}")
    return _Read(content, Record(envelope.number, Notice(id=envelope.number, title=""), deleted=True))


def _of_marc(marc: MarcRecord, envelope: Envelope, content: bytes, number: int) -> _Read:
    from assistant.sources.unimarc_fields import notice_of

    if any(marc.named("245")) and not any(marc.named("200")):
        return _Read(problem=f"notice n° {number} : elle est en MARC 21 ; exportez-la en UNIMARC")
    notice = notice_of(marc, envelope, hashlib.sha256(content).hexdigest()[:_DIGEST])
    deleted = replace(envelope, deleted=envelope.deleted or marc.deleted)
    return _titled(marc.number or envelope.number, notice, deleted, content, number)


def _titled(key: str, notice: Notice, envelope: Envelope, content: bytes, number: int) -> _Read:
    if not notice.title and not envelope.deleted:
        named = f" (identifiant {key})" if key else ""
        return _Read(problem=f"notice n° {number}{named} : elle n'a pas de titre")
    return _Read(content, Record(key, notice, envelope.deleted))
