"""UNIMARC fields to ``Notice``: the one mapping behind ISO 2709, PMB's XML and marcxchange.

Tags are those of UNIMARC, and PMB's own where it adds some: 009 date of publication, 896 thumbnail, 897 joined files,
900 the portal's own fields. What a portal's page prints under a label goes to the same field here, so that a record
and its page give the same notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.models import Agent, Descriptor, Notice
from assistant.sources.notice_attachments import PrintedAttachment, mime_type, usual_label
from assistant.sources.notice_codes import function_name, language_name, type_name
from assistant.sources.notice_fields import (
    FILE_NAME_KEY,
    Field,
    FieldName,
    Origin,
    build_notice,
    descriptor,
    field_of_label,
)
from assistant.sources.notice_url import canonical_url, file_url, notice_id, notice_url, portal, web_address
from assistant.sources.record_text import clean_text, rich_lines
from assistant.sources.unimarc_dates import published_fields, recorded_fields

_PERSONS = ("700", "701", "702", "703")
_ORGANISATIONS = ("710", "711", "712", "713")
_SUBJECTS = ("600", "601", "602", "605", "606", "607", "608")
_SUBDIVISIONS = "xyzj"
_SITE: dict[str, tuple[tuple[str, str], ...]] = {
    "205": (("a", "Mention d'édition"),),
    "215": (("a", "Importance"), ("c", "Présentation"), ("d", "Format"), ("e", "Accompagnement")),
    "300": (("a", "Note générale"),),
    "320": (("a", "Note de bibliographie"),),
    "328": (("a", "Note de thèse"),),
    "530": (("a", "Périodique"),),
}
_LINKED = {"461": "Dans", "462": "Bulletin", "463": "Bulletin", "464": "Article"}
_OWN_FIELDS: frozenset[FieldName] = frozenset({"recorded", "published", "dated", "document_type"})
_ID_THESAURUS = re.compile(r"idthes:\s*(\d{1,6})")
_OAI_NUMBER = re.compile(r"oai:.*[:/](?P<id>[^:/]+)")


@dataclass(frozen=True, slots=True)
class MarcField:
    """A field: its tag and subfields, or its value for a control field."""

    tag: str
    subfields: tuple[tuple[str, str], ...] = ()
    value: str = ""

    def all(self, code: str) -> list[str]:
        """The values of a subfield, in order, without those that hold nothing."""
        return [text for name, value in self.subfields if name == code and (text := clean_text(value))]

    def first(self, code: str) -> str:
        """The first value of a subfield, empty where there is none."""
        return next(iter(self.all(code)), "")


@dataclass(frozen=True, slots=True)
class MarcRecord:
    """A record, whatever it was written in. ``kind`` and ``level`` are positions 6 and 7 of its label."""

    fields: tuple[MarcField, ...]
    kind: str = ""
    level: str = ""
    deleted: bool = False

    def named(self, *tags: str) -> Iterator[MarcField]:
        """The fields of these tags, in the order of the record."""
        return (field for field in self.fields if field.tag in tags)

    def values(self, tag: str, code: str) -> list[str]:
        """The values of a subfield of all the fields of a tag."""
        return [value for field in self.named(tag) for value in field.all(code)]

    @property
    def number(self) -> str:
        """The number of the record (001), empty where it has none."""
        return next((text for field in self.named("001") if (text := clean_text(field.value))), "")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the answer of an OAI-PMH server says around a record."""

    identifier: str = ""
    datestamp: str = ""
    deleted: bool = False

    @property
    def number(self) -> str:
        """The number at the end of « oai:portail:65474 »."""
        match = _OAI_NUMBER.fullmatch(self.identifier.strip())
        return match["id"] if match else self.identifier.strip()


def notice_of(record: MarcRecord, envelope: Envelope, fallback: str) -> Notice:
    """The notice of a record.

    Args:
        record: Its fields.
        envelope: What was said around it; its date is that of the record where the record tells none.
        fallback: Id for a record that has none.

    Returns:
        The notice; its title is empty where the record has none.
    """
    files = list(_files(record))
    origin = _origin(record, envelope, files, fallback)
    fields = [
        Field("title", (_title(record),)),
        *_own(record),
        *published_fields(_dates_of_publication(record), record.values("009", "a"), _entry_codes(record)),
        *recorded_fields(_entry_codes(record), record.values("801", "c"), envelope.datestamp),
        *_publishers(record),
        Field("identifiers", tuple(_identifiers(record)), exact=True),
        Field("languages", tuple(record.values("101", "a")), exact=True),
        Field("document_type", (type_name(record.kind) or "",)),
        *(Field("abstract", tuple(rich_lines(text))) for text in _raw(record, "330", "a")),
        *(Field("contents", tuple(rich_lines(text))) for text in _raw(record, "327", "a")),
        Field("keywords", tuple(_keywords(record)), exact=True),
        *_described(record, origin),
    ]
    attachments = [printed for printed, _ in files]
    names = [Field("site", (name,), f"{FILE_NAME_KEY}{printed.name}") for printed, name in files if name]
    return build_notice(
        [*fields, *names], attachments, origin, descriptors=_subjects(record), agents=list(_agents(record))
    )


def _raw(record: MarcRecord, tag: str, code: str) -> Iterator[str]:
    for field in record.named(tag):
        yield from (value for name, value in field.subfields if name == code)


def _title(record: MarcRecord) -> str:
    """« Titre = Parallèle : complément ; titre d'un autre auteur », as PMB prints it."""
    field = next(record.named("200"), None)
    if field is None or not field.first("a"):
        return next(iter(record.values("500", "a")), "")
    title = field.first("a")
    part = ", ".join(text for text in (field.first("h"), field.first("i")) if text and text != title)
    pieces = [title, *(f". {part}" for _ in range(bool(part)))]
    pieces += [f"{mark}{text}" for code, mark in (("d", " = "), ("e", " : "), ("c", " ; ")) for text in field.all(code)]
    return "".join(pieces)


def _agents(record: MarcRecord) -> Iterator[Agent]:
    for field in record.named(*_PERSONS, *_ORGANISATIONS):
        roles = [role for code in field.all("4") if (role := function_name(code))]
        role = ", ".join(dict.fromkeys(roles)) or None
        if field.tag in _PERSONS:
            name = ", ".join(part for part in (field.first("a"), field.first("b")) if part)
        else:
            name = ". ".join([*field.all("a")[:1], *field.all("b")])
        if name:
            yield Agent(name, role, "person" if field.tag in _PERSONS else "organisation")


def _publishers(record: MarcRecord) -> Iterator[Field]:
    """Places and publishers; PMB writes each twice, in 210 and in 214."""
    for field in record.named("210", "214"):
        yield from (Field("places", (place,)) for place in field.all("a"))
        yield from (Field("publishers", (name,), exact=True) for name in field.all("c"))


def _dates_of_publication(record: MarcRecord) -> list[str]:
    return [date for field in record.named("210", "214") for date in (*field.all("h"), *field.all("d"))]


def _entry_codes(record: MarcRecord) -> str:
    """Field 100 $a: the day of entry (8 characters), then the kind of date and the years of publication."""
    return next((value for field in record.named("100") for code, value in field.subfields if code == "a"), "")


def _identifiers(record: MarcRecord) -> Iterator[str]:
    for tag in ("010", "011", "013", "073"):
        yield from record.values(tag, "a")
    for field in record.named("014"):
        yield from (f"{field.first('b')} {value}".strip() for value in field.all("a"))


def _keywords(record: MarcRecord) -> list[str]:
    return [word for text in record.values("610", "a") for part in text.split(";") if (word := part.strip())]


def _subjects(record: MarcRecord) -> list[Descriptor]:
    return [subject for field in record.named(*_SUBJECTS) if (subject := _subject(field))]


def _subject(field: MarcField) -> Descriptor | None:
    """A term; PMB gives the number of its thesaurus ($9 « idthes:1 »), other systems its name ($2)."""
    label = ", ".join(text for text in (field.first("a") or field.first("t"), field.first("b")) if text)
    divisions = [text for code, value in field.subfields if code in _SUBDIVISIONS and (text := clean_text(value))]
    number = next((match[1] for value in field.all("9") if (match := _ID_THESAURUS.fullmatch(value))), None)
    thesaurus = field.first("2") or (f"thésaurus {number}" if number else None)
    return descriptor(" -- ".join([label, *divisions]), thesaurus) if label else None


def _files(record: MarcRecord) -> Iterator[tuple[PrintedAttachment, str]]:
    """Joined files (897), each with the name of its file where it is not its title."""
    for field in record.named("897"):
        told, file_name = field.first("t"), field.first("f")
        mime = told if "/" in told else mime_type(told)
        url = web_address(field.first("a"), None)
        name = field.first("b") or file_name or (url or "").rpartition("/")[2]
        if name:
            yield PrintedAttachment(name, usual_label(mime), url, mime), "" if file_name == name else file_name


def _origin(
    record: MarcRecord, envelope: Envelope, files: Iterable[tuple[PrintedAttachment, str]], fallback: str
) -> Origin:
    number = record.number or envelope.number or fallback
    links = [address for link in record.values("856", "u") if (address := canonical_url(link, None))]
    url = next((address for address in links if notice_id(address) == number), None)
    bases = [printed.url for printed, _ in files if printed.url and file_url(printed.url, printed.url)]
    if url is None and bases:
        url = notice_url(number, bases[0])
    return Origin(number, url, portal(url or next(iter(bases), None)))


def _described(record: MarcRecord, origin: Origin) -> Iterator[Field]:
    """What a page prints under a label of its own."""
    for field in record.fields:
        for code, label in _SITE.get(field.tag, ()):
            shown = "Article en page(s)" if label == "Importance" and record.level == "a" else label
            yield from (Field("site", tuple(rich_lines(text)), shown) for text in field.all(code))
        if field.tag == "225":
            yield from _collection(field)
        elif field.tag in _LINKED:
            yield from _linked(field)
        elif field.tag == "676" and field.first("a"):
            yield Field("site", (" ".join([field.first("a"), field.first("l")]),), "Index. décimale")
        elif field.tag == "856":
            links = [link for link in field.all("u") if canonical_url(link, None) != origin.url]
            yield from (Field("site", (link,), "En ligne") for link in links if web_address(link, None))
        elif field.tag == "101":
            yield from (Field("site", (language_name(text),), "Langues originales") for text in field.all("c"))


def _collection(field: MarcField) -> Iterator[Field]:
    for code, label in (("a", "Collection"), ("i", "Sous-collection")):
        if field.first(code):
            yield Field("site", (" ; ".join([field.first(code), *field.all("v")[:1]]),), label)


def _linked(field: MarcField) -> Iterator[Field]:
    """A series, a periodical, an issue or an article: « titre, numéro, date »."""
    parts: Sequence[str] = [*field.all("t"), *field.all("v"), *(field.all("e") or field.all("d"))]
    label = "Titre de série" if field.tag == "461" and not field.all("9") else _LINKED[field.tag]
    if parts:
        yield Field("site", (", ".join(dict.fromkeys(parts)),), label)


def _own(record: MarcRecord) -> Iterator[Field]:
    """The portal's own fields (900): its label says where the value belongs, as on a page."""
    for field in record.named("900"):
        label = field.first("l") or field.first("n")
        name = field_of_label(label)
        for text in _raw(MarcRecord((field,)), "900", "a"):
            yield Field(name if name in _OWN_FIELDS else "site", tuple(rich_lines(text)), label or "900")
