"""An OAI-PMH 2.0 server for tests, on this machine, with the faults that real portals show.

Its records are ours. It gives ``pmb_xml_unimarc`` as PMB writes it and ``oai_dc``, in pages, by set and by date, with
the deleted ones; ``faults`` is a queue, one taken by each ListRecords request; ``files`` are those attached.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit
from xml.sax.saxutils import escape, quoteattr

RESPONSE_DATE = "2026-03-10T08:30:00Z"
OAI_NS = "http://www.openarchives.org/OAI/2.0/"
PAGE = 2


@dataclass(frozen=True)
class Record:
    """A record: its number, when it changed, what it says, and its files as (path or address, name, MIME type)."""

    number: int
    title: str
    changed: str = "2026-01-05T10:00:00Z"
    sets: tuple[str, ...] = ()
    deleted: bool = False
    files: tuple[tuple[str, str, str], ...] = ()

    @property
    def identifier(self) -> str:
        return f"oai:pmb:{self.number}"


@dataclass(frozen=True)
class File:
    """A file of the portal: its content and headers, or where it redirects."""

    content: bytes = b""
    etag: str = ""
    last_modified: str = ""
    status: int = 200
    location: str = ""


@dataclass
class Fault:
    """What goes wrong with one request. ``change`` rewrites the page that would have been given."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    error: str = ""
    change: Callable[[bytes], bytes] | None = None
    token: str = ""
    hang: bool = False
    drip: bool = False


class OaiServer:
    """Serves until the ``with`` block ends. ``asked`` keeps the arguments of each OAI request, ``got`` those files."""

    def __init__(self, *records: Record) -> None:
        self.records: list[Record] = list(records)
        self.formats = ["oai_dc", "pmb_xml_unimarc"]
        self.deleted_record = "persistent"
        self.granularity = "YYYY-MM-DDThh:mm:ssZ"
        self.faults: deque[Fault | None] = deque()
        self.always: Fault | None = None
        self.files: dict[str, File] = {}
        self.asked: list[dict[str, str]] = []
        self.got: list[tuple[str, dict[str, str]]] = []
        self.agents: set[str] = set()
        self.stopping = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        return self._http.server_port

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """As PMB's: the address itself has an argument."""
        return f"{self.root}/ws/connector_out.php?source_id=3"

    def lists(self) -> list[dict[str, str]]:
        """The arguments of the ListRecords requests, their verb and source left out."""
        rest = {"verb", "source_id"}
        return [
            {name: value for name, value in arguments.items() if name not in rest}
            for arguments in self.asked
            if arguments.get("verb") == "ListRecords"
        ]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    # Answers of the protocol

    def answer(self, arguments: dict[str, str], fault: Fault) -> bytes:
        verb = arguments.get("verb")
        if arguments.get("source_id") != "3":
            return b"source inconnue"  # PMB says no more when its own argument is lost
        if fault.error:
            return self._envelope(f'<error code="{fault.error}">défaut voulu</error>')
        if verb == "Identify":
            return self._envelope(
                f"<Identify><repositoryName>Portail</repositoryName><protocolVersion>2.0</protocolVersion>"
                f"<deletedRecord>{self.deleted_record}</deletedRecord>"
                f"<granularity>{self.granularity}</granularity></Identify>"
            )
        if verb == "ListMetadataFormats":
            prefixes = "".join(f"<metadataPrefix>{p}</metadataPrefix>" for p in self.formats)
            return self._envelope(
                f"<ListMetadataFormats><metadataFormat>{prefixes}</metadataFormat></ListMetadataFormats>"
            )
        if verb == "ListRecords":
            return self._list(arguments, fault)
        return self._envelope('<error code="badVerb"/>')

    def _list(self, arguments: dict[str, str], fault: Fault) -> bytes:
        # The token holds the whole request, so that it stays good while the records change.
        token = arguments.get("resumptionToken")
        if token is not None:
            prefix, first, set_, start = token.split("|")[:4]
        else:
            prefix, first, set_, start = (
                arguments["metadataPrefix"], arguments.get("from", ""), arguments.get("set", ""), "0",
            )  # fmt: skip
        chosen = [r for r in self.records if r.changed[: len(first)] >= first and (not set_ or set_ in r.sets)]
        if not chosen:
            return self._envelope('<error code="noRecordsMatch"/>')
        at = int(start)
        body = "".join(self._record(record, prefix) for record in chosen[at : at + PAGE])
        following = f"{prefix}|{first}|{set_}|{at + PAGE}" if at + PAGE < len(chosen) else ""
        following = fault.token or following
        if token is not None or following:
            size = f' completeListSize="{len(chosen)}" cursor="{at}"'
            body += f"<resumptionToken{size}>{escape(following)}</resumptionToken>"
        return self._envelope(f"<ListRecords>{body}</ListRecords>")

    def _record(self, record: Record, prefix: str) -> str:
        status = ' status="deleted"' if record.deleted else ""
        sets = "".join(f"<setSpec>{name}</setSpec>" for name in record.sets)
        header = (
            f"<header{status}><identifier>{record.identifier}</identifier>"
            f"<datestamp>{record.changed}</datestamp>{sets}</header>"
        )
        if record.deleted:
            return f"<record>{header}</record>"
        body = self._dc(record) if prefix == "oai_dc" else self._unimarc(record)
        return f"<record>{header}<metadata>{body}</metadata></record>"

    def _dc(self, record: Record) -> str:
        return (
            '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:identifier>{record.number}</dc:identifier><dc:title>{escape(record.title)}</dc:title>"
            "<dc:date>2025</dc:date><dc:description>Un résumé de la notice.</dc:description></oai_dc:dc>"
        )

    def _unimarc(self, record: Record) -> str:
        files = "".join(
            f'<f c="897" ind="  "><s c="a">{escape(self._address(path))}</s>'
            + (f'<s c="b">Texte</s><s c="f">{escape(name)}</s>' if name else "")
            + f'<s c="t">{mime}</s></f>'
            for path, name, mime in record.files
        )
        return (
            '<unimarc xmlns="http://www.pmbservices.fr"><notice><rs>n</rs><dt>a</dt><bl>m</bl><hl>0</hl><el>1</el>'
            f'<ru>i</ru><f c="001">{record.number}</f><f c="200" ind="1 "><s c="a">{escape(record.title)}</s></f>'
            '<f c="210" ind="  "><s c="c">Centre de ressources</s><s c="d">2025</s></f>'
            f'<f c="330" ind="  "><s c="a">Le texte de la notice {record.number} : {escape(record.title)}.</s></f>'
            f'<f c="710" ind="01"><s c="a">Région Exemple</s><s c="4">070</s></f>{files}</notice></unimarc>'
        )

    def _address(self, path: str) -> str:
        return path if "://" in path else f"{self.root}{path}"

    def _envelope(self, body: str) -> bytes:
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns={quoteattr(OAI_NS)}>'
            f"<responseDate>{RESPONSE_DATE}</responseDate><request>portail</request>\n{body}</OAI-PMH>"
        ).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(_Handler):
            portal = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    portal: OaiServer

    def do_GET(self) -> None:
        portal, parts = self.portal, urlsplit(self.path)
        portal.agents.add(self.headers["User-Agent"])
        try:
            if parts.path == "/ws/connector_out.php":
                self._oai(dict(parse_qsl(parts.query)))
            else:
                self._file(self.path)
        except OSError:
            self.close_connection = True

    def _oai(self, arguments: dict[str, str]) -> None:
        portal = self.portal
        portal.asked.append(arguments)
        fault = portal.always
        if arguments.get("verb") == "ListRecords" and portal.faults:
            fault = portal.faults.popleft()
        fault = fault or Fault()
        if fault.hang:
            portal.stopping.wait(30)
            self.close_connection = True
            return
        body = portal.answer(arguments, fault) if fault.body is None else fault.body
        if fault.drip:
            self._drip()
            return
        self._send(
            fault.status, fault.change(body) if fault.change else body, {"Content-Type": "text/xml", **fault.headers}
        )

    def _drip(self) -> None:
        """Send a byte now and then, so that no reader ever waits long."""
        self.send_response(200)
        self.send_header("Connection", "close")
        self.close_connection = True
        self.end_headers()
        while not self.portal.stopping.wait(0.05):
            self.wfile.write(b" ")
            self.wfile.flush()

    def _file(self, path: str) -> None:
        portal = self.portal
        portal.got.append((path, {name.lower(): value for name, value in self.headers.items()}))
        file = portal.files.get(path, File(b"absent", status=404))
        headers = {"Content-Type": "application/octet-stream"}
        headers |= {"ETag": file.etag} if file.etag else {}
        headers |= {"Last-Modified": file.last_modified} if file.last_modified else {}
        headers |= {"Location": file.location} if file.location else {}
        same = (file.etag and self.headers["If-None-Match"] == file.etag) or (
            file.last_modified and self.headers["If-Modified-Since"] == file.last_modified
        )
        self._send(304 if same else file.status, b"" if same else file.content, headers)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers, "Connection": "close"}.items():
            self.send_header(name, value)
        self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is that of the base class
        """Say nothing."""


def http_date(timestamp: float) -> str:
    """As HTTP headers write it."""
    return formatdate(timestamp, usegmt=True)
