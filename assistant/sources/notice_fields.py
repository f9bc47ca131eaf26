"""From the fields that a source shows to a ``Notice``: what a saved page and a copied text have in common.

A reader of a form only says which lines belong to which field. What the source printed, where it is not what the
notice's value gives back (« juin 2023 » for ``2023-06``), is kept in ``site_fields`` under a key that begins with
``PRINTED``, so that a text built from the notice can stand in the source word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from assistant.models import Agent, Descriptor, Notice, NoticeDates
from assistant.sources.notice_agents import parse_responsibility
from assistant.sources.notice_attachments import PrintedAttachment, usual_label
from assistant.sources.notice_body import added_paragraphs, event_dates
from assistant.sources.notice_codes import language_name
from assistant.text import fold, normalise_space, parse_date

FieldName = Literal[
    "title", "authors", "publishers", "places", "recorded", "published", "dated", "abstract", "contents",
    "descriptors", "keywords", "languages", "identifiers", "document_type", "permalink", "attachments", "site",
]  # fmt: skip

_LABELS: dict[FieldName, str] = {
    "title": "titre|titre propre",
    "authors": "auteur|auteurs|auteur(s)|responsabilite|responsabilites",
    "publishers": "editeur|editeurs|editeur(s)|editeur commercial|autre editeur",
    "places": "lieu d'edition|lieu de publication",
    "recorded": "date de la notice|date d'enregistrement|date de creation|date de saisie|date de catalogage"
    "|date de creation de la notice|date d'enregistrement de la notice",
    "published": "annee de publication|date de publication|date de parution|annee|parution|annee d'edition",
    "dated": "date",
    "abstract": "resume",
    "contents": "note de contenu|contenu|texte",
    "descriptors": "categorie|categories|descripteur|descripteurs|thesaurus",
    "keywords": "mot cle|mots cles|tag|tags",
    "languages": "langue|langues",
    "identifiers": "isbn|issn|isbn/issn/ean|isbn/issn|ean",
    "document_type": "type de document|type",
    "permalink": "permalink|permalien|lien vers la notice",
    "attachments": "documents numeriques|document numerique|pieces jointes",
    "site": "en ligne|titre original|autre titre|importance|format|presentation|collection|sous collection"
    "|note generale|article en page(s)|langues originales|index. decimale|mention d'edition|accompagnement"
    "|titre de serie",
}
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}

PRINTED = "texte imprimé : "
RECORDED_KEY = f"{PRINTED}date de la notice"
PUBLISHED_KEY = f"{PRINTED}date de publication"
FILES_KEY = f"{PRINTED}documents numériques"
THESAURUS_KEY = f"{PRINTED}thésaurus"
FILE_TYPE_KEY = f"{PRINTED}type de "
FILE_NAME_KEY = f"{PRINTED}nom du fichier de "
"""A record tells the name of a joined file beside its title; a page does not."""

_DESCRIPTOR = re.compile(r"\[(?P<thesaurus>(?=[^\]]{0,80}[^\W\d_]{2})[^\]]{2,80})\]\s*(?P<term>[^\[\s][^\[]*)")
_CODE = re.compile(r"(?P<label>.*\S)\s+(?P<code>\d{3,6})")
_SEPARATORS = " \t\n;,·|-"
_PLACE = re.compile(r"(?P<place>[^:]{2,60}?)\s*:\s+(?P<name>\S.*)")
_TRAILING_DATE = re.compile(r",\s*(?:cop\.\s*|impr\.\s*)?(?P<date>[^,]+)$")
_NO_PLACE = re.compile(r"\[?\s*s\.\s*[ln]\.?\s*\]?", re.IGNORECASE)
_RECORD_NUMBER = re.compile(r"(?<![a-z])(?:notice|record|id|cdr|pmb)[^0-9]*(?:.*[^0-9])?(\d+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Field:
    """Lines of a source that belong to one field; ``label`` is the one printed, for a portal's own field.

    ``exact`` says that each line is one value, told apart by the source's own structure: it is not cut again.
    """

    name: FieldName
    lines: tuple[str, ...]
    label: str = ""
    exact: bool = False

    @property
    def text(self) -> str:
        """The lines in one."""
        return normalise_space(" ".join(self.lines))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a notice comes from."""

    id: str
    url: str | None = None
    source: str | None = None


def field_of_label(label: str) -> FieldName | None:
    """The field that a label of PMB announces (« Année de publication : »), None for any other text."""
    return _FIELD_OF.get(normalise_space(fold(label).replace("-", " ").rstrip(" :")))


def clean_label(label: str) -> str:
    """A label without its colon."""
    return normalise_space(label).rstrip(" :")


def id_from_file(file: str) -> str:
    """Id of a notice that shows none: the number that ends a name such as ``notice_65474.txt``, else the name."""
    stem = PurePosixPath(file).stem
    match = _RECORD_NUMBER.search(stem)
    return match.group(1) if match else stem


def parse_descriptors(lines: Iterable[str]) -> list[Descriptor]:
    """« [Thesaurus X] LABEL CODE »: the code is a number of 3 to 6 digits at the end, None where there is none."""
    found: list[Descriptor] = []
    for line in lines:
        terms = list(_DESCRIPTOR.finditer(line))
        if terms:
            found += [descriptor(term["term"], normalise_space(term["thesaurus"])) for term in terms]
        else:
            found += [descriptor(term, None) for term in line.split(";") if term.strip(_SEPARATORS)]
    return list(dict.fromkeys(found))


def is_descriptor_line(line: str) -> bool:
    """True for a line made of « [Thesaurus] TERM » and nothing before."""
    return bool(_DESCRIPTOR.match(line))


def descriptor(term: str, thesaurus: str | None) -> Descriptor:
    """A term whose code is the number of 3 to 6 digits at its end, where there is one."""
    term = normalise_space(term.rstrip(_SEPARATORS))
    match = _CODE.fullmatch(term)
    return Descriptor(match["label"], match["code"], thesaurus) if match else Descriptor(term, None, thesaurus)


def printed_date(iso: str) -> str:
    """How PMB prints a date: ``2023-06-01`` is « 01/06/2023 »; a month or a year stays as it is."""
    return "/".join(reversed(iso.split("-"))) if len(iso) == len("2023-06-01") else iso


def build_notice(
    fields: Sequence[Field],
    attachments: Sequence[PrintedAttachment],
    origin: Origin,
    files_heading: str | None = None,
    descriptors: Sequence[Descriptor] = (),
    agents: Sequence[Agent] = (),
) -> Notice:
    """Assemble a notice.

    Args:
        fields: What the source shows; a field may come several times.
        attachments: The joined files.
        origin: Id, address and portal.
        files_heading: The heading of the joined files as printed (« Documents numériques (1) »).
        descriptors: Terms that the source's structure already tells apart; those of ``fields`` are added.
        agents: People and organisations that it already tells apart; those of ``fields`` are added.
    """
    notes = _Notes()
    responsibility = parse_responsibility(" ; ".join(field.text.rstrip("; ") for field in _named(fields, "authors")))
    publishers = list(responsibility.publishers)
    places = [place for text in _texts(fields, "places") if (place := _stated(text))]
    for field in _named(fields, "publishers"):
        place, name = (None, _stated(field.text)) if field.exact else _publisher(field.text, notes)
        publishers += [name] if name else []
        places += [place] if place else []
    notes.read_dates(fields)
    abstract = _lines(fields, "abstract")
    contents = added_paragraphs(abstract, _lines(fields, "contents"))
    events = event_dates("\n".join([*abstract, *contents]), notes.published)
    notes.read_files(attachments, files_heading)
    return Notice(
        id=origin.id,
        title=" ".join(_texts(fields, "title")[:1]),
        authors=tuple(dict.fromkeys([*agents, *responsibility.agents])),
        publishers=tuple(dict.fromkeys(publishers)),
        places=tuple(dict.fromkeys(places)),
        languages=tuple(dict.fromkeys(map(language_name, _values(fields, "languages")))),
        identifiers=tuple(_values(fields, "identifiers")),
        document_type=next(iter(_texts(fields, "document_type")), None),
        dates=NoticeDates(notes.recorded, notes.published, events, tuple(notes.raw)),
        abstract="\n".join(abstract),
        contents="\n".join(contents),
        descriptors=tuple(dict.fromkeys([*descriptors, *parse_descriptors(_lines(fields, "descriptors"))])),
        keywords=tuple(_values(fields, "keywords")),
        attachments=tuple(printed.attachment for printed in attachments),
        url=origin.url,
        source=origin.source,
        site_fields=(*_site_fields(fields), *notes.printed.items()),
    )


class _Notes:
    """The dates met while a notice is read, and what was printed where the value does not give it back."""

    def __init__(self) -> None:
        self.recorded: str | None = None
        self.published: str | None = None
        self.raw: list[str] = []
        self.printed: dict[str, str] = {}

    def read_dates(self, fields: Sequence[Field]) -> None:
        for field in fields:
            text = field.text.strip("()[] ")
            iso = parse_date(field.text)
            if field.name == "recorded" and iso and self.recorded is None:
                self.recorded = iso
                self._keep(RECORDED_KEY, text, printed_date(iso))
            elif field.name == "published" and iso:
                self.publish(text)
            elif field.name in {"recorded", "published", "dated"} and not self._known(field, iso, text):
                self.raw.append(text)

    def _known(self, field: Field, iso: str | None, text: str) -> bool:
        again = field.name == "recorded" and iso is not None and iso == self.recorded
        return again or not text or text in self.raw

    def publish(self, text: str) -> bool:
        """Take a date of publication unless a more precise one is known; False when the text is no date."""
        iso = parse_date(text)
        if iso and len(iso) > len(self.published or ""):
            self.published = iso
            self.printed.pop(PUBLISHED_KEY, None)
            self._keep(PUBLISHED_KEY, text, printed_date(iso))
        return iso is not None

    def read_files(self, attachments: Sequence[PrintedAttachment], heading: str | None) -> None:
        if heading and attachments:
            self._keep(FILES_KEY, heading, files_heading_of(len(attachments)))
        for printed in attachments:
            if printed.label:
                usual = usual_label(printed.attachment.mime_type) or ""
                self._keep(f"{FILE_TYPE_KEY}{printed.name}", printed.label, usual)

    def _keep(self, key: str, text: str, usual: str) -> None:
        if text != usual:
            self.printed[key] = text


def files_heading_of(count: int) -> str:
    """The heading that PMB prints over joined files."""
    return f"Documents numériques ({count})"


def _publisher(text: str, notes: _Notes) -> tuple[str | None, str | None]:
    """Read « Nantes : Région Pays de la Loire, 2023 » into place and name; the date goes to the notes."""
    trailing = _TRAILING_DATE.search(text)
    if trailing and notes.publish(trailing["date"].strip()):
        text = text[: trailing.start()].strip()
    match = _PLACE.fullmatch(text)
    place, name = (match["place"].strip(), match["name"].strip()) if match else (None, text)
    return _stated(place), _stated(name)


def _stated(name: str | None) -> str | None:
    """A place or a publisher, None for « [s. l.] » and « [s. n.] »."""
    return None if not name or _NO_PLACE.fullmatch(name) else name


def _site_fields(fields: Sequence[Field]) -> list[tuple[str, str]]:
    return [(clean_label(field.label), field.text) for field in _named(fields, "site") if field.text]


def _named(fields: Sequence[Field], name: FieldName) -> list[Field]:
    return [field for field in fields if field.name == name]


def _texts(fields: Sequence[Field], name: FieldName) -> list[str]:
    return [field.text for field in _named(fields, name) if field.text]


def _lines(fields: Sequence[Field], name: FieldName) -> list[str]:
    return [line for field in _named(fields, name) for line in map(normalise_space, field.lines) if line]


def _values(fields: Sequence[Field], name: FieldName) -> list[str]:
    """Values of a list: one a line, or between semicolons, or else between commas."""
    values: list[str] = []
    for field in _named(fields, name):
        for line in _lines([field], name):
            separator = ";" if ";" in line else ","
            parts = [line] if field.exact else line.split(separator)
            values += [value for part in parts if (value := part.strip())]
    return list(dict.fromkeys(values))
