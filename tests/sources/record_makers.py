"""Records written as catalogues export them, to read them again: one record of ours, and PMB's demonstration notices.

``LOSSES`` is the one place that says what a format cannot carry of a notice that a portal's page shows.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape
from xml.sax.saxutils import quoteattr

from pymarc import Field, Indicators, Record, Subfield

from assistant.models import Agent, Notice
from assistant.sources.notice_fields import FILE_NAME_KEY, printed_date

Fields = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Tags, and their subfields; the code of a control field's value is empty."""

PORTAL = "https://portail.exemple.fr/"
RECORDED_CODES = "20230907u        u  u0frey50      ba"
LATIN_CODES = "20230907u        u  u0frey0103    ba"
FUNCTIONS = {"Auteur": "070", "Éditeur scientifique": "340", "Traducteur": "730"}
MIMES = {"application/pdf": "pdf"}


def marc_fields(notice: Notice, codes: str = RECORDED_CODES, thesaurus: tuple[str, str] = ("9", "idthes:1")) -> Fields:
    """The notice in UNIMARC as PMB exports it, in PMB's order."""
    published = notice.dates.published or ""
    fields: list[tuple[str, Sequence[tuple[str, str]]]] = [
        ("001", [("", notice.id)]),
        ("100", [("a", codes)]),
        ("009", [("a", published)]),
        ("200", [("a", notice.title)]),
        ("010", [("a", value) for value in notice.identifiers]),
        ("330", [("a", notice.abstract)]),
        ("327", [("a", notice.contents)]),
    ]
    fields += [("710" if n == 0 else "711", _agent(agent)) for n, agent in enumerate(notice.authors)]
    for tag in ("210", "214"):
        fields += [(tag, [("c", name), ("d", published[:4]), ("9", "id:4")]) for name in notice.publishers]
    fields += [
        ("606", [("9", "id:7"), ("9", "lang:fr_FR"), thesaurus, ("a", _term(term.label, term.code))])
        for term in notice.descriptors
    ]
    fields += [
        ("897", [("a", f"{PORTAL}doc_num.php?explnum_id={n}"), ("b", file.name), ("f", "p.pdf"), ("t", file.mime_type)])
        for n, file in enumerate(notice.attachments, start=31)
        if file.mime_type
    ]
    return [(tag, parts) for tag, parts in fields if any(value for _, value in parts)]


def _agent(agent: Agent) -> list[tuple[str, str]]:
    return [("a", agent.name), ("4", FUNCTIONS.get(agent.role or "", ""))]


def _term(label: str, code: str | None) -> str:
    return f"{label} {code}" if code else label


def pmb_notice(fields: Fields, kind: str = "*", level: str = "m", prefix: str = "", namespace: str = "") -> str:
    """A ``notice`` element of PMB; ``prefix`` as in « p: »."""
    lines = [f"<{prefix}notice{namespace}>"]
    head = {"rs": "n", "dt": kind, "bl": level, "hl": "0", "el": "1", "ru": "i"}
    lines += [f"  <{prefix}{name}>{value}</{prefix}{name}>" for name, value in head.items()]
    for tag, parts in fields:
        if parts[0][0]:
            subs = "".join(f"<{prefix}s c={quoteattr(c)}>{escape(v)}</{prefix}s>" for c, v in parts)
            lines.append(f'  <{prefix}f c="{tag}" ind="  ">{subs}</{prefix}f>')
        else:
            lines.append(f'  <{prefix}f c="{tag}">{escape(parts[0][1])}</{prefix}f>')
    return "\n".join([*lines, f"</{prefix}notice>"])


def pmb_xml(*notices: str, encoding: str = "utf-8", declared: str = "", namespace: bool = False) -> bytes:
    """A file of PMB's XML."""
    root = '<unimarc xmlns="http://www.pmbservices.fr">' if namespace else "<unimarc>"
    text = f'<?xml version="1.0" encoding="{declared or encoding}"?>\n{root}\n' + "\n".join(notices) + "\n</unimarc>"
    return text.encode(encoding, "xmlcharrefreplace")


def oai(payload: str, identifier: str = "oai:portail:65474", status: str = "") -> bytes:
    """An answer to ``GetRecord``."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f"<responseDate>2024-01-05T10:00:00Z</responseDate><GetRecord>{oai_record(payload, identifier, status)}"
        "</GetRecord></OAI-PMH>"
    ).encode()


def oai_record(payload: str, identifier: str = "oai:portail:65474", status: str = "") -> str:
    """One ``record`` of an answer."""
    attribute = f' status="{status}"' if status else ""
    metadata = f"<metadata>{payload}</metadata>" if payload else ""
    return (
        f"<record><header{attribute}><identifier>{identifier}</identifier><datestamp>2023-09-07T08:00:00Z</datestamp>"
        f"<setSpec>set_1</setSpec></header>{metadata}</record>"
    )


def marcxchange(
    fields: Fields, namespace: str = "info:lc/xmlns/marcxchange-v2", kind: str = " ", level: str = "m"
) -> str:
    """A ``collection`` of one record, as ISO 25577 (and MARCXML) has it."""
    lines = [f'<collection xmlns="{namespace}"><record><leader>     n{kind}{level} a22        450 </leader>']
    for tag, parts in fields:
        if parts[0][0]:
            subs = "".join(f'<subfield code="{c}">{escape(v)}</subfield>' for c, v in parts)
            lines.append(f'<datafield tag="{tag}" ind1=" " ind2=" ">{subs}</datafield>')
        else:
            lines.append(f'<controlfield tag="{tag}">{escape(parts[0][1])}</controlfield>')
    return "\n".join([*lines, "</record></collection>"])


def iso2709(fields: Fields, encode: Callable[[str], bytes] = str.encode, kind: str = "a", level: str = "m") -> bytes:
    """A record as ISO 2709, written by pymarc, its label as PMB writes it (nothing said of the character set)."""
    record = Record(to_unicode=False)
    for tag, parts in fields:
        coded = [(code, encode(value).decode("latin-1")) for code, value in parts]
        if tag < "010":  # PMB's 009 has subfields all the same
            data = "".join(f"\x1f{code}{value}" if code else value for code, value in coded)
            record.add_field(Field(tag, data=f"  {data}" if parts[0][0] else data))
        else:
            record.add_field(Field(tag, Indicators(" ", " "), [Subfield(code, value) for code, value in coded]))
    record.leader = f"00000n{kind}{level}  22000000  4500"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return record.as_marc()


def as_5426(text: str) -> bytes:
    """Text in ISO 5426: accents before their letter."""
    import unicodedata

    marks = {"\u0300": 0xC1, "\u0301": 0xC2, "\u0302": 0xC3, "\u0308": 0xC8, "\u0327": 0xD0}
    letters = {"œ": 0xFA, "Œ": 0xEA, "’": 0xB9, "«": 0xAB, "»": 0xBB}
    found = bytearray()
    for character in text:
        base, *accents = unicodedata.normalize("NFD", character)
        found += bytes([*(marks[accent] for accent in accents), letters.get(base, ord(base))])
    return bytes(found)


def dublin_core(notice: Notice, values: Mapping[str, str] | None = None) -> str:
    """The ``dc`` element of PMB's conversion: no organisation, no joined file, no thesaurus."""
    texts = [
        ("identifier", f"{PORTAL}index.php?lvl=notice_display&id={notice.id}"),
        ("identifier", notice.id),
        *(("identifier", f"urn:ISBN:{text}") for text in notice.identifiers),
        ("title", notice.title),
        *(("publisher", name) for name in notice.publishers),
        ("date", notice.dates.published or ""),
        ("description", notice.abstract),
        ("description", notice.contents),
        *(("subject", _term(term.label, term.code)) for term in notice.descriptors),
        *(values or {}).items(),
    ]
    body = "".join(f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in texts if text)
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/">{body}</oai_dc:dc>'
    )


def rss(*items: str) -> str:
    """A feed of a portal."""
    head = "<title>Nouveautés</title><link>https://portail.exemple.fr/</link><description>Les dernières notices"
    return f'<rss version="2.0"><channel>{head}</description>{"".join(items)}</channel></rss>'


def rss_item(notice: Notice, lines: Sequence[str]) -> str:
    """An item; its description is in HTML, escaped as PMB does."""
    number = f"index.php?lvl=notice_display&id={notice.id}"
    files = "".join(
        f'<enclosure url="{PORTAL}doc_num.php?explnum_id={n}" type="{file.mime_type}" length="1" />'
        for n, file in enumerate(notice.attachments, start=31)
    )
    description = "<br/>".join(escape(line, quote=False) for line in lines)
    return (
        f"<item><title>{escape(notice.title)} / {notice.authors[0].name} (2023)</title>"
        f"<pubDate>{notice.dates.recorded} 10:00:00</pubDate><link>{escape(PORTAL + number)}</link>"
        f"<description>{escape(description)}</description>{files}</item>"
    )


def addressed(notice: Notice) -> Notice:
    """The notice with the addresses that a portal's own page or export gives."""
    files = tuple(
        replace(file, url=f"{PORTAL}doc_num.php?explnum_id={n}") for n, file in enumerate(notice.attachments, start=31)
    )
    url = f"{PORTAL}index.php?lvl=notice_display&id={notice.id}"
    return replace(notice, attachments=files, url=url, source="portail.exemple.fr")


def _unnamed_thesaurus(notice: Notice) -> Notice:
    return replace(notice, descriptors=tuple(replace(term, thesaurus="thésaurus 1") for term in notice.descriptors))


def _named_files(notice: Notice) -> Notice:
    names = tuple((f"{FILE_NAME_KEY}{file.name}", "p.pdf") for file in notice.attachments)
    return replace(addressed(notice), site_fields=(*notice.site_fields, *names))


def _of_pmb_xml(notice: Notice) -> Notice:
    """PMB exports the number of a thesaurus, not its name; it adds the name of a joined file, which no page shows."""
    return _unnamed_thesaurus(_named_files(notice))


def _of_unimarc(notice: Notice) -> Notice:
    """UNIMARC with $2 in 606 loses nothing."""
    return _named_files(notice)


def _of_iso2709(notice: Notice) -> Notice:
    """Nothing more is lost in ISO 2709; its label tells the type of document."""
    return replace(_of_unimarc(notice), document_type="texte imprimé")


def _of_dublin_core(notice: Notice) -> Notice:
    """Lost: organisations that are authors, joined files, thesauri; the date of the record is only in OAI-PMH."""
    terms = tuple(replace(term, thesaurus=None) for term in notice.descriptors)
    dates = replace(notice.dates, recorded=None)
    return replace(addressed(notice), authors=(), attachments=(), descriptors=terms, dates=dates)


def _of_rss(notice: Notice) -> Notice:
    """Nothing of what the description tells is lost; an enclosure has no name of its own."""
    return addressed(notice)


LOSSES: dict[str, Callable[[Notice], Notice]] = {
    "page": addressed,
    "pmb_xml": _of_pmb_xml,
    "unimarc": _of_unimarc,
    "iso2709": _of_iso2709,
    "dublin_core": _of_dublin_core,
    "rss": _of_rss,
}
"""For each format, the notice that it gives of the notice that a copied text gives."""


def printed(iso: str | None) -> str:
    """A date as a page prints it, empty for none."""
    return printed_date(iso) if iso else ""
