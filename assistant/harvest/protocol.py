"""The answers of an OAI-PMH 2.0 server (openarchives.org/OAI/2.0/openarchivesprotocol.htm), read strictly.

Broken XML is an error that names its page: a reader that repairs it, as those of the OAI-PMH libraries do, loses the
records after the fault without a word.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET  # every document type is refused before, see _check
from xml.parsers import expat

import httpx

from assistant.errors import OperationError
from assistant.harvest.addresses import FetchError, Gate
from assistant.harvest.transport import Transport
from assistant.text import one_line

OAI = "{http://www.openarchives.org/OAI/2.0/}"

_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


class OaiError(OperationError):
    """An error of the protocol. ``name`` is its code, as ``noRecordsMatch``."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"le portail répond « {name} » {text}".strip())
        self.name = name


@dataclass(frozen=True, slots=True)
class Identity:
    """What a server says of itself. ``deleted_record`` is ``no``, ``transient`` or ``persistent``."""

    to_the_second: bool
    deleted_record: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a list: ``xml`` is the whole ``record`` element, as a file of its own."""

    identifier: str
    datestamp: str
    deleted: bool
    xml: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One answer to ``ListRecords``. ``token`` leads to the next one; ``total`` is the size of the list when told."""

    response_date: str
    records: tuple[Record, ...]
    token: str | None
    total: int | None


class OaiServer:
    """The server at an address. Each method makes one request and raises ``FetchError`` or ``OperationError``."""

    def __init__(self, url: httpx.URL, transport: Transport, max_mb: int) -> None:
        self._url = url
        self._transport = transport
        self._gate = Gate(url)
        self._max_mb = max_mb

    def identify(self) -> Identity:
        """What the server says of itself."""
        root = self._ask({"verb": "Identify"}, "la page d'identité du portail")
        granularity = root.findtext(f"{OAI}Identify/{OAI}granularity", "")
        deleted = root.findtext(f"{OAI}Identify/{OAI}deletedRecord", "no").strip()
        return Identity("ss" in granularity, deleted)

    def formats(self) -> tuple[str, ...]:
        """The metadata prefixes that the server offers."""
        root = self._ask({"verb": "ListMetadataFormats"}, "la liste des formats")
        return tuple((element.text or "").strip() for element in root.iter(f"{OAI}metadataPrefix"))

    def records(self, arguments: Mapping[str, str], page: int) -> Page:
        """One page of the list of records; ``page`` is its number from 1, for messages.

        Raises:
            OaiError: The server answers with an error of the protocol.
        """
        root = self._ask({"verb": "ListRecords", **arguments}, f"la page {page} de la liste")
        token = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
        text = (token.text or "").strip() if token is not None else ""
        size = token.get("completeListSize", "") if token is not None else ""
        return Page(
            root.findtext(f"{OAI}responseDate", "").strip(),
            tuple(_records(root, page)),
            text or None,
            int(size[:12]) if size.isascii() and size.isdigit() else None,
        )

    def _ask(self, arguments: Mapping[str, str], what: str) -> ET.Element:
        body = io.BytesIO()
        # PMB's own address has an argument (source_id) that must stay.
        url = self._url.copy_merge_params(dict(arguments))
        try:
            reply = self._transport.fetch(url, body, self._gate, self._max_mb, error_bodies=True)
        except FetchError as error:
            raise FetchError(f"{what} : {error}", lasting=error.lasting) from None
        charset = _CHARSET.search(reply.headers.get("content-type", ""))
        try:
            root = _parsed(body.getvalue(), charset[1] if charset else None)
        except OperationError as error:
            status = f" (réponse {reply.status})" if reply.status != 200 else ""
            raise OperationError(f"{what}{status} : {error}") from None
        error_element = root.find(f"{OAI}error")
        if error_element is not None:
            raise OaiError(error_element.get("code", ""), one_line(error_element.text or "")[:200])
        if reply.status != 200:
            raise OperationError(f"{what} : le serveur répond {reply.status}")
        return root


def _parsed(data: bytes, charset: str | None) -> ET.Element:
    """The root of an answer.

    Raises:
        OperationError: It is not XML, is broken, holds a document type, or is not of OAI-PMH.
    """
    try:
        root = _tree(data, charset)
    except (expat.ExpatError, ET.ParseError, LookupError, ValueError) as error:
        # Word's control characters, copied into a summary, must not close a portal for good.
        cleaned = _NOT_XML.sub(b" ", data) if b"\x00" not in data else data
        if cleaned == data:
            raise OperationError(_fault(data, error)) from None
        try:
            root = _tree(cleaned, charset)
        except (expat.ExpatError, ET.ParseError, LookupError, ValueError) as again:
            raise OperationError(_fault(data, again)) from None
    if root.tag != f"{OAI}OAI-PMH":
        raise OperationError("ce n'est pas une réponse OAI-PMH ; vérifiez l'adresse du serveur OAI-PMH")
    return root


def _tree(data: bytes, charset: str | None) -> ET.Element:
    encoding = (
        None if data[:200].lstrip().startswith((b"<?xml", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) else charset
    )
    _check(data, encoding)
    return ET.fromstring(data, ET.XMLParser(encoding=encoding))  # noqa: S314  # checked by the line above


def _check(data: bytes, encoding: str | None) -> None:
    """Refuse a document type, and with it every entity that could blow up or read a file."""
    parser = expat.ParserCreate(encoding)

    def refuse(*_: object) -> None:
        raise OperationError("la réponse contient un DOCTYPE ; vérifiez l'adresse du serveur OAI-PMH")

    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)


def _fault(data: bytes, error: Exception) -> str:
    if data[:500].lstrip().lower().startswith((b"<html", b"<!doctype html")) or not data.lstrip().startswith(b"<"):
        return "ce n'est pas du XML ; vérifiez l'adresse du serveur OAI-PMH"
    line = getattr(error, "lineno", None) or getattr(error, "position", (None,))[0]
    place = f" à la ligne {line}" if line else ""
    return f"XML mal formé{place} ; signalez-le à l'administrateur du portail"


def _records(root: ET.Element, page: int) -> Iterator[Record]:
    for element in root.iterfind(f"{OAI}ListRecords/{OAI}record"):
        header = element.find(f"{OAI}header")
        identifier = header.findtext(f"{OAI}identifier", "").strip() if header is not None else ""
        if header is None or not identifier:
            raise OperationError(f"la page {page} de la liste : une notice n'a pas d'identifiant")
        element.tail = "\n"
        yield Record(
            identifier,
            header.findtext(f"{OAI}datestamp", "").strip(),
            header.get("status") == "deleted",
            ET.tostring(element, encoding="utf-8", xml_declaration=True),
        )
