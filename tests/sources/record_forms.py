"""One record of ours, whose notice is in a golden file, in every format and character set that is read."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from assistant.models import Agent, Attachment, Descriptor, Notice, NoticeDates
from assistant.sources.records import Record, read_records
from tests.sources.record_makers import (
    LATIN_CODES,
    as_5426,
    dublin_core,
    iso2709,
    marc_fields,
    marcxchange,
    oai,
    oai_record,
    pmb_notice,
    pmb_xml,
    rss,
    rss_item,
)

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
COPY = ROOT / "corpus" / "notices" / "notice_65474.txt"


def load_golden(name: str) -> Notice:
    """The notice that a golden file describes."""
    told = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    dates = {key: tuple(value) if isinstance(value, list) else value for key, value in told.pop("dates").items()}
    made: dict[str, object] = {
        "authors": tuple(Agent(**agent) for agent in told.pop("authors")),
        "descriptors": tuple(Descriptor(**term) for term in told.pop("descriptors")),
        "attachments": tuple(Attachment(**file) for file in told.pop("attachments")),
        "dates": NoticeDates(**dates),
        "site_fields": tuple((key, value) for key, value in told.pop("site_fields")),
    }
    plain = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
    return Notice(**plain, **made)  # type: ignore[arg-type]


NOTICE = load_golden("notice_65474.json")
UNIMARC = marc_fields(NOTICE, thesaurus=("2", "Thesaurus Centre-Inffo"))
PMB = marc_fields(NOTICE)
IN_PMB = ' xmlns="http://www.pmbservices.fr"'
CORPUS = sorted((ROOT / "corpus" / "notices").iterdir())
COPY_LINES = COPY.read_text(encoding="utf-8").splitlines()

FORMS: dict[str, tuple[str, bytes]] = {
    "PMB's XML": ("pmb_xml", pmb_xml(pmb_notice(PMB))),
    "PMB's XML in its namespace": ("pmb_xml", pmb_xml(pmb_notice(PMB), namespace=True)),
    "PMB's XML with a prefix": (
        "pmb_xml",
        pmb_notice(PMB, prefix="p:", namespace=' xmlns:p="http://www.pmbservices.fr"').encode(),
    ),
    "a bare notice": ("pmb_xml", pmb_notice(PMB).encode()),
    "PMB's XML in ISO-8859-1": ("pmb_xml", pmb_xml(pmb_notice(PMB), encoding="iso-8859-1")),
    "PMB's XML in windows-1252": ("pmb_xml", pmb_xml(pmb_notice(PMB), encoding="windows-1252")),
    "UTF-8 announced as ISO-8859-1": ("pmb_xml", pmb_xml(pmb_notice(PMB), declared="iso-8859-1")),
    "ISO-8859-1 announced as UTF-8": ("pmb_xml", pmb_xml(pmb_notice(PMB), encoding="iso-8859-1", declared="utf-8")),
    "windows-1252 announced as ISO-8859-1": (
        "pmb_xml",
        pmb_xml(pmb_notice(PMB), encoding="windows-1252", declared="iso-8859-1"),
    ),
    "UTF-8 with a mark": ("pmb_xml", b"\xef\xbb\xbf" + pmb_xml(pmb_notice(PMB))),
    "UTF-16": ("pmb_xml", pmb_xml(pmb_notice(PMB), encoding="utf-16")),
    "PMB's XML by OAI-PMH": ("pmb_xml", oai(pmb_notice(PMB, namespace=' xmlns="http://www.pmbservices.fr"'))),
    "PMB's file by OAI-PMH": ("pmb_xml", oai(f"<unimarc>{pmb_notice(PMB)}</unimarc>")),
    "one record of OAI-PMH": ("pmb_xml", oai_record(pmb_notice(PMB)).encode()),
    "a record kept from a harvest, its prefixes rewritten": (
        "pmb_xml",
        ET.tostring(
            ET.fromstring(oai(pmb_notice(PMB, namespace=IN_PMB)))[1][0],  # noqa: S314  # written just here
            encoding="utf-8",
            xml_declaration=True,
        ),
    ),
    "marcxchange": ("unimarc", marcxchange(UNIMARC).encode()),
    "MARCXML": ("unimarc", marcxchange(UNIMARC, "http://www.loc.gov/MARC21/slim").encode()),
    "marcxchange by OAI-PMH": ("unimarc", oai(marcxchange(UNIMARC))),
    "ISO 2709 in UTF-8": ("iso2709", iso2709(UNIMARC)),
    "ISO 2709 in ISO-8859-1": ("iso2709", iso2709(UNIMARC, lambda text: text.encode("iso-8859-1"))),
    "ISO 2709 in windows-1252": ("iso2709", iso2709(UNIMARC, lambda text: text.encode("windows-1252"))),
    "ISO 2709 in ISO-8859-1 announced as ISO 5426": (
        "iso2709",
        iso2709(
            marc_fields(NOTICE, LATIN_CODES, ("2", "Thesaurus Centre-Inffo")), lambda text: text.encode("iso-8859-1")
        ),
    ),
    "ISO 2709 in ISO 5426": (
        "iso2709",
        iso2709(marc_fields(NOTICE, LATIN_CODES, ("2", "Thesaurus Centre-Inffo")), as_5426),
    ),
    "ISO 2709 re-saved as UTF-8": (
        "iso2709",
        iso2709(UNIMARC, lambda text: text.encode("iso-8859-1")).decode("iso-8859-1").encode("utf-8"),
    ),
    "Dublin Core": ("dublin_core", dublin_core(NOTICE).encode()),
    "RSS of a portal without labels": ("rss", rss(rss_item(NOTICE, COPY_LINES)).encode()),
    "RSS in ISO-8859-1": (
        "rss",
        ('<?xml version="1.0" encoding="iso-8859-1"?>' + rss(rss_item(NOTICE, COPY_LINES))).encode("iso-8859-1"),
    ),
}


def only(data: bytes, file: str = "export.xml") -> Record:
    records = read_records(data, file)
    assert records.problems == ()
    (record,) = records.records
    return record
