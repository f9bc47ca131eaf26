"""Dublin Core as PMB's OAI-PMH server gives it (oai_dc), and any other simple Dublin Core.

PMB's conversion loses the organisations that are authors, functions, joined files, links, keywords and the names of
thesauri; it puts the general note in ``coverage`` and the place of publication in parentheses after the publisher.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.models import Agent, Notice
from assistant.sources.notice_agents import agent_kind
from assistant.sources.notice_fields import Field, Origin, build_notice, descriptor
from assistant.sources.notice_url import canonical_url, notice_id, portal
from assistant.sources.record_text import clean_text, rich_lines
from assistant.sources.unimarc_dates import published_fields, recorded_fields
from assistant.sources.unimarc_fields import Envelope
from assistant.sources.xml_tree import local_name, text_of

_PLACE = re.compile(r"(?P<name>.*\S)\s+\((?P<place>[^()]{2,60})\)")
_COLLATION = re.compile(
    r"\b(?:\d+ ?p|\d+ pages|p\. ?\d+|ill|couv|coul|graph|tabl|cartes?|vol|cd|cd-rom|dvd|pistes?|livret|brochure)\b",
    re.IGNORECASE,
)
_COLLATION_LENGTH = 80
_SITE = {"format": "Format", "coverage": "Note générale", "relation": "Collection", "rights": "Droits"} | {
    "source": "Source"
}
_THUMBNAIL = "Vignette :"
_URN = re.compile(r"urn:(?:ISBN|ISSN):\s*", re.IGNORECASE)


def notice_of_dc(element: Any, envelope: Envelope, fallback: str) -> Notice:
    """The notice of a ``dc`` element.

    Args:
        element: The element whose children are ``title``, ``creator``…
        envelope: What an OAI-PMH server said around it.
        fallback: Id for a record that has none.
    """
    values: dict[str, list[str]] = {}
    for child in element:
        if text := text_of(child).strip():
            values.setdefault(local_name(child), []).append(text)
    identifiers = [clean_text(text) for text in values.get("identifier", [])]
    origin = _origin(identifiers, envelope, fallback)
    fields = [
        Field("title", tuple(map(clean_text, values.get("title", [])[:1]))),
        *published_fields([], values.get("date", [])),
        *recorded_fields("", (), envelope.datestamp),
        *_publishers(values.get("publisher", [])),
        Field("languages", tuple(map(clean_text, values.get("language", []))), exact=True),
        Field("document_type", tuple(map(clean_text, values.get("type", [])[:1]))),
        *_identified(identifiers, origin),
        *_described([rich_lines(text) for text in values.get("description", [])]),
        *_site(values),
    ]
    subjects = [descriptor(clean_text(text), None) for text in values.get("subject", [])]
    return build_notice(fields, (), origin, descriptors=subjects, agents=list(_agents(values)))


def dc_number(element: Any) -> str:
    """The number of the notice that a ``dc`` element tells, empty where it tells none."""
    texts = [text_of(child).strip() for child in element if local_name(child) == "identifier"]
    return _number(texts)


def _number(identifiers: list[str]) -> str:
    plain = (text for text in identifiers if text.isdigit())
    return next(plain, None) or next((found for text in identifiers if (found := notice_id(text))), "")


def _origin(identifiers: list[str], envelope: Envelope, fallback: str) -> Origin:
    number = _number(identifiers) or envelope.number or fallback
    addresses = [address for text in identifiers if (address := canonical_url(text, None))]
    url = next((address for address in addresses if notice_id(address) == number), None)
    return Origin(number, url, portal(url))


def _agents(values: dict[str, list[str]]) -> Iterator[Agent]:
    for text in [*values.get("creator", []), *values.get("contributor", [])]:
        if name := clean_text(text):
            yield Agent(name, None, agent_kind(name))


def _publishers(texts: list[str]) -> Iterator[Field]:
    for text in map(clean_text, texts):
        match = _PLACE.fullmatch(text)
        if match and not match["place"].isupper():  # « (DECF) » belongs to the name
            yield Field("places", (match["place"],))
            text = match["name"]
        yield Field("publishers", (text,), exact=True)


def _identified(identifiers: list[str], origin: Origin) -> Iterator[Field]:
    for text in identifiers:
        address = canonical_url(text, None)
        if address and address != origin.url:
            yield Field("site", (text,), "En ligne")
        elif not address and text != origin.id:
            yield Field("identifiers", (_URN.sub("", text),), exact=True)


def _described(descriptions: list[list[str]]) -> Iterator[Field]:
    """The extent first, then the abstract, then the contents, all under one name in the source."""
    texts = [lines for lines in descriptions if lines]
    while texts and len(texts[0]) == 1 and len(texts[0][0]) <= _COLLATION_LENGTH and _COLLATION.search(texts[0][0]):
        yield Field("site", tuple(texts.pop(0)), "Importance")
    if texts:
        yield Field("abstract", tuple(texts[0]))
        yield from (Field("contents", tuple(lines)) for lines in texts[1:])


def _site(values: dict[str, list[str]]) -> Iterator[Field]:
    for name, label in _SITE.items():
        for text in values.get(name, []):
            if not text.startswith(_THUMBNAIL):
                yield Field("site", tuple(rich_lines(text)), label)
