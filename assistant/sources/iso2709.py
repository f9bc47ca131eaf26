"""UNIMARC as ISO 2709: a label, a directory, the fields; a record ends with the byte 0x1D.

pymarc writes the files of the tests but does not read here: a file that was re-saved in another character set, whose
lengths in bytes no longer hold, gives it shifted fields or none, and one odd indicator loses it the whole record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.errors import SourceError
from assistant.sources.encodings import unimarc_decoder
from assistant.sources.unimarc_fields import MarcField, MarcRecord

_LABEL = re.compile(rb"\s*[\d ]{5}[A-Za-z ]")
_LABEL_LENGTH, _ENTRY_LENGTH = 24, 12
_RECORD_END, _SUBFIELD = b"\x1d", b"\x1f"
_CHARSET = slice(26, 30)

_Raw = tuple[str, list[tuple[bytes, bytes]]]


@dataclass(frozen=True, slots=True)
class IsoRecord:
    """One record, its bytes, and why it could not be read."""

    data: bytes
    record: MarcRecord | None = None
    problem: str = ""


def is_iso2709(data: bytes) -> bool:
    """True for a file that begins with a label and has the separators of the format."""
    return _LABEL.match(data[:40]) is not None and b"\x1e" in data[:100_000]


def read_iso2709(data: bytes) -> Iterator[IsoRecord]:
    """The records of a file, one after the other; a broken one does not stop the next.

    The directory counts bytes: it no longer tells the truth in a file that was re-saved in another character set,
    whose fields are then told apart by their separators.
    """
    number = 0
    for chunk in data.split(_RECORD_END):
        chunk = chunk.lstrip(b"\r\n\t \x00\x1a\xef\xbb\xbf")
        if not chunk:
            continue
        number += 1
        try:
            yield IsoRecord(chunk, _record(chunk))
        except SourceError as error:
            yield IsoRecord(chunk, problem=f"notice n° {number} : {error}")


def _record(chunk: bytes) -> MarcRecord:
    label = chunk[:_LABEL_LENGTH].decode("ascii", "replace")
    directory, mark, body = chunk[_LABEL_LENGTH:].partition(b"\x1e")
    if len(label) < _LABEL_LENGTH or not mark or not body:
        raise SourceError("enregistrement tronqué, notice laissée de côté")
    entries = [directory[at : at + _ENTRY_LENGTH] for at in range(0, len(directory), _ENTRY_LENGTH)]
    if not entries or not all(len(entry) == _ENTRY_LENGTH and entry[3:].isdigit() for entry in entries):
        raise SourceError("répertoire des zones incohérent, notice laissée de côté")
    fields = _by_directory(chunk, label, entries) or _by_separators(body, entries)
    charset = next((raw[0][1] for tag, raw in fields if tag == "100" and raw), b"")[_CHARSET]
    decode = unimarc_decoder(chunk, label, charset.decode("ascii", "replace"))
    return MarcRecord(
        tuple(_field(tag, raw, decode) for tag, raw in fields),
        label[6].strip(),
        label[7].strip(),
        deleted=label[5] == "d",
    )


def _by_directory(chunk: bytes, label: str, entries: Sequence[bytes]) -> list[_Raw]:
    """The fields where the directory says; none at all when one of them does not end there."""
    base = int(label[12:17]) if label[12:17].isdigit() else 0
    fields: list[_Raw] = []
    for entry in entries:
        start = base + int(entry[7:12])
        end = start + int(entry[3:7]) - 1
        if start <= _LABEL_LENGTH or chunk[end : end + 1] != b"\x1e" or b"\x1e" in chunk[start:end]:
            return []
        fields.append((entry[:3].decode("ascii", "replace"), _subfields(chunk[start:end])))
    return fields


def _by_separators(body: bytes, entries: Sequence[bytes]) -> list[_Raw]:
    """The fields in the order of the directory, each up to its separator: all that a re-saved file still tells."""
    parts = body.split(b"\x1e")
    if len(parts) <= len(entries):
        raise SourceError("enregistrement tronqué, notice laissée de côté")
    tags = [entry[:3].decode("ascii", "replace") for entry in entries]
    return [(tag, _subfields(part)) for tag, part in zip(tags, parts, strict=False)]


def _subfields(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Codes and values; one value without a code for a control field (PMB's 009 has subfields all the same)."""
    if _SUBFIELD not in raw:
        return [(b"", raw)]
    return [(part[:1], part[1:]) for part in raw.split(_SUBFIELD)[1:] if part]


def _field(tag: str, raw: list[tuple[bytes, bytes]], decode: Callable[[bytes], str]) -> MarcField:
    if raw and not raw[0][0]:
        return MarcField(tag, value=decode(raw[0][1]))
    return MarcField(tag, tuple((code.decode("ascii", "replace"), decode(value)) for code, value in raw))
