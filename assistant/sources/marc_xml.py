"""UNIMARC in XML: PMB's own (``<f c="200"><s c="a">``), marcxchange (ISO 25577) and records shaped as MARCXML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assistant.sources.unimarc_fields import MarcField, MarcRecord
from assistant.sources.xml_tree import children, local_name, text_of

_LEADER_LENGTH = 10


def is_marc(element: Any) -> bool:
    """True for a record of one of these forms."""
    return any(local_name(child) in {"f", "leader", "controlfield", "datafield"} for child in element)


def read_marc(element: Any) -> MarcRecord:
    """The fields of a ``notice`` or ``record`` element."""
    if local_name(element) == "notice":
        told = {local_name(child): text_of(child).strip() for child in element if local_name(child) != "f"}
        return MarcRecord(
            tuple(_pmb_fields(element)), told.get("dt", ""), told.get("bl", ""), deleted=told.get("rs") == "d"
        )
    leader = next((text_of(child).lstrip("\r\n\t") for child in children(element, "leader")), "")
    leader = leader.ljust(_LEADER_LENGTH)
    return MarcRecord(tuple(_fields(element)), leader[6].strip(), leader[7].strip(), deleted=leader[5] == "d")


def _pmb_fields(element: Any) -> Iterator[MarcField]:
    for field in children(element, "f"):
        subfields = tuple((part.get("c", ""), text_of(part)) for part in children(field, "s"))
        yield MarcField(field.get("c", ""), subfields, "" if subfields else text_of(field))


def _fields(element: Any) -> Iterator[MarcField]:
    for field in element:
        if local_name(field) == "controlfield":
            yield MarcField(field.get("tag", ""), value=text_of(field))
        elif local_name(field) == "datafield":
            parts = tuple((part.get("code", ""), text_of(part)) for part in children(field, "subfield"))
            yield MarcField(field.get("tag", ""), parts)
