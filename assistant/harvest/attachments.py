"""The files joined to harvested records: PDFs by their content, whatever their name says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import unquote
from xml.etree import ElementTree as ET  # reads what protocol.py has checked and written

from pydantic import TypeAdapter

from assistant.harvest.addresses import FetchError, Gate, web_address
from assistant.harvest.mirror import Mirror, disk, pdf_name, write
from assistant.harvest.transport import Reply, Transport

_MANIFEST = ".files.json"
_MARK, _MARK_ZONE = b"%PDF-", 1024
_NEVER_PDF = ("image/", "audio/", "video/")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that a record names: its address, the name it is given, and the MIME type said, which may be wrong."""

    url: str
    name: str
    mime: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was asked for: where it stands, or why it never will. ``limit_mb``: the size limit of that day."""

    url: str
    file: str | None
    etag: str | None = None
    last_modified: str | None = None
    refused: str | None = None
    limit_mb: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a record, and the digest of the record that named them."""

    record: str
    files: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be had, with the reason in French."""

    record: str
    url: str
    name: str
    reason: str


@dataclass(slots=True)
class Counts:
    """What became of the attached files."""

    downloaded: int = 0
    unchanged: int = 0
    other_types: int = 0


def wanted_files(xml: bytes) -> list[Wanted]:
    """The files that a record names: UNIMARC 897 (PMB's attached files) and enclosures, each address once."""
    found: dict[str, Wanted] = {}
    for element in ET.fromstring(xml).iter():  # noqa: S314  # our own file, checked when it was received
        one = _wanted(element)
        if one is not None and one.url:
            found.setdefault(one.url, one)
    return list(found.values())


def _wanted(element: ET.Element) -> Wanted | None:
    tag = str(element.tag).rpartition("}")[2]
    if tag == "enclosure" and element.get("url"):
        return Wanted(element.get("url", "").strip(), "", element.get("type", "").lower())
    if tag not in {"f", "datafield"} or (element.get("c") or element.get("tag")) != "897":
        return None
    parts: dict[str, str] = {}
    for part in element:
        parts.setdefault(part.get("c") or part.get("code") or "", (part.text or "").strip())
    name = parts.get("f") or parts.get("b") or ""
    return Wanted(parts.get("a", ""), name, parts.get("t", "").lower())


class Attachments:
    """Downloads the files of records into a mirror; ``counts`` and ``failures`` say what became of them."""

    def __init__(self, mirror: Mirror, transport: Transport, gate: Gate, *, max_mb: int, again: bool) -> None:
        self.counts = Counts()
        self.failures: list[Failure] = []
        self._mirror = mirror
        self._transport = transport
        self._gate = gate
        self._max_mb = max_mb
        self._again = again

    def of_record(self, name: str) -> None:
        """Bring the files of one record up to date.

        A record that has not changed since is asked for again only what it misses, unless ``again`` is set.

        Raises:
            OperationError: The disk is full or refuses; what a file costs otherwise is noted in ``failures``.
        """
        xml = self._mirror.record(name)
        wanted = wanted_files(xml)
        folder = self._mirror.attachments / name
        if not wanted and not folder.exists():
            return
        digest = hashlib.sha256(xml).hexdigest()
        known_digest, known = _manifest(folder)
        fresh = known_digest == digest and not self._again
        kept: list[Kept] = []
        for one in wanted:
            before = known.get(one.url)
            if before and fresh and self._settled(folder, before):
                kept.append(before)
                self.counts.unchanged += before.file is not None
            elif one.mime.startswith(_NEVER_PDF):
                self.counts.other_types += 1
            elif result := self._one(name, folder, one, before, _taken(known.values(), kept, one.url)):
                kept.append(result)
        self._settle(folder, digest, kept)

    def _settled(self, folder: Path, kept: Kept) -> bool:
        if kept.file is None:
            return kept.limit_mb == self._max_mb
        return (folder / kept.file).is_file()

    def _one(self, record: str, folder: Path, wanted: Wanted, before: Kept | None, taken: set[str]) -> Kept | None:
        """Ask for one file; None when it may be had another time."""
        self._mirror.check_room()
        have = before if before and before.file and (folder / before.file).is_file() else None
        try:
            return self._download(folder, wanted, have, taken)
        except FetchError as error:
            self.failures.append(Failure(record, wanted.url, wanted.name, str(error)))
            if have is not None and not error.lasting:
                return have
            return Kept(wanted.url, None, refused=str(error), limit_mb=self._max_mb) if error.lasting else None

    def _download(self, folder: Path, wanted: Wanted, have: Kept | None, taken: set[str]) -> Kept:
        url = web_address(wanted.url)
        headers = {"Accept-Encoding": "identity"}
        if have and have.etag:
            headers["If-None-Match"] = have.etag
        if have and have.last_modified:
            headers["If-Modified-Since"] = have.last_modified
        self._gate.check(url)
        with disk():
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / ".download.part"
            try:
                with part.open("w+b") as stream:
                    into = cast("BinaryIO", _PdfOnly(stream))
                    reply = self._transport.fetch(url, into, self._gate, self._max_mb, headers=headers)
                    if reply.status == 304 and have:
                        self.counts.unchanged += 1
                        return have
                    into.flush()
                    _check_reply(reply, stream)
                name = have.file if have and have.file else pdf_name(wanted.name or _from_address(reply), taken)
                self._move(part, folder / name)
            finally:
                part.unlink(missing_ok=True)
        return Kept(
            wanted.url, name, reply.headers.get("etag"), reply.headers.get("last-modified"), limit_mb=self._max_mb
        )

    def _move(self, part: Path, path: Path) -> None:
        if path.is_file() and _digest(path) == _digest(part):
            self.counts.unchanged += 1
            return
        part.replace(path)
        self.counts.downloaded += 1

    def _settle(self, folder: Path, digest: str, kept: list[Kept]) -> None:
        """Write where the files came from, and remove those that the record names no more."""
        files = {one.file for one in kept}
        if not folder.exists():
            if not kept:
                return
            with disk():
                folder.mkdir(parents=True)
        with disk():
            for path in folder.iterdir():
                if path.name not in files and path.name != _MANIFEST:
                    path.unlink()
        manifest = Manifest(digest, tuple(kept))
        write(folder / _MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


class _PdfOnly:
    """A file that takes only a PDF: it stops a download at the first bytes that are anything else."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""

    def seek(self, place: int) -> None:
        self._stream.seek(place)
        self._head = b""

    def truncate(self) -> None:
        self._stream.truncate()

    def flush(self) -> None:
        self._stream.flush()

    def write(self, block: bytes) -> None:
        if len(self._head) < _MARK_ZONE:
            self._head += block[: _MARK_ZONE - len(self._head)]
            if len(self._head) >= _MARK_ZONE and _MARK not in self._head:
                raise FetchError("ce n'est pas un PDF", lasting=True)
        self._stream.write(block)


def _check_reply(reply: Reply, stream: BinaryIO) -> None:
    """Refuse an answer that is not a whole PDF.

    Raises:
        FetchError: It is not.
    """
    if reply.status != 200:
        raise FetchError(f"le serveur répond {reply.status}", lasting=400 <= reply.status < 500)
    stream.seek(0)
    head = stream.read(_MARK_ZONE)
    if not head:
        raise FetchError("fichier vide", lasting=True)
    if _MARK not in head:
        raise FetchError("ce n'est pas un PDF", lasting=True)


def _manifest(folder: Path) -> tuple[str, dict[str, Kept]]:
    """The digest of the record, and its files by address, as they were left; nothing when damaged."""
    try:
        manifest = TypeAdapter(Manifest).validate_json((folder / _MANIFEST).read_bytes())
    except (OSError, ValueError):
        return "", {}
    return manifest.record, {one.url: one for one in manifest.files}


def _taken(known: Iterable[Kept], kept: Iterable[Kept], url: str) -> set[str]:
    def files() -> Iterator[str]:
        for one in (*known, *kept):
            if one.file and one.url != url:
                yield one.file.lower()

    return set(files())


def _from_address(reply: Reply) -> str:
    """The name that the address ends with; the last one after redirections."""
    return unquote(reply.url.path).rstrip("/")


def _digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()
