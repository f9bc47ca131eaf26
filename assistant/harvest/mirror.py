"""The folder of a harvest: one file per record, their attached files, and where the harvest stands.

    <host>-<digest>/records/<name>.xml
                    attachments/<name>/<file>.pdf, and .files.json which says where each came from
                    state.json
                    .listed, the names of the records listed by a harvest that is under way

Every file appears whole, under a hidden name first: a harvest that is stopped leaves nothing half written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import httpx
from filelock import FileLock, Timeout
from pydantic import TypeAdapter

from assistant.errors import OperationError, os_reason

FOLDER = "harvest"
"""Folder of all harvests, in the data folder."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_MEGABYTE = 1024 * 1024
_LONGEST_NAME = 120  # bytes: file systems stop at 255, and hidden names add to it
_UNSAFE = re.compile(r"[^A-Za-z0-9.]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FORBIDDEN = frozenset('/\\:*?"<>|')

Written = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Underway:
    """A list that was not read to its end: what was asked, and the token of the page to ask next."""

    asked_from: str | None
    full: bool
    arguments: dict[str, str]
    response_date: str = ""
    token: str | None = None
    pages: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What is kept between harvests. ``response_date`` is the server's time when the last complete one began."""

    url: str = ""
    set: str | None = None
    prefix: str | None = None
    response_date: str | None = None
    counts: dict[str, int] | None = None
    underway: Underway | None = None


class Mirror:
    """The folder of the harvests of one set of one server."""

    def __init__(self, data_dir: Path, url: httpx.URL, set_: str | None, *, free_mb: int = 0) -> None:
        digest = hashlib.sha256(f"{url}\n{set_ or ''}".encode()).hexdigest()[:8]
        self.folder = data_dir / FOLDER / f"{_UNSAFE.sub('-', url.host)[:60]}-{digest}"
        self.records = self.folder / "records"
        self.attachments = self.folder / "attachments"
        self._free_mb = free_mb
        self._state = self.folder / "state.json"
        self._listed = self.folder / ".listed"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Make the folder, and keep other harvests out of it.

        Raises:
            OperationError: Another harvest is writing there, or the folder cannot be made.
        """
        with disk():
            self.records.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock", timeout=0)
        try:
            with disk():
                lock.acquire()
        except Timeout:
            raise OperationError("une moisson de ce portail est déjà en cours ; attendez sa fin") from None
        try:
            yield
        finally:
            lock.release()

    # State

    def state(self) -> State:
        """Where the harvests stand; the beginning when there was none, or when the file is damaged."""
        try:
            return TypeAdapter(State).validate_json(self._state.read_bytes())
        except (OSError, ValueError):
            return State()

    def keep(self, state: State) -> None:
        """Write where the harvests stand."""
        write(self._state, json.dumps(asdict(state), ensure_ascii=False, indent=2).encode())
        if state.underway is None:
            self._listed.unlink(missing_ok=True)

    def listed(self) -> set[str]:
        """Names of the records listed since the harvest under way began."""
        try:
            return set(self._listed.read_text(encoding="utf-8").split())
        except OSError:
            return set()

    def add_listed(self, names: Collection[str]) -> None:
        """Note records as listed."""
        with disk(), self._listed.open("a", encoding="utf-8") as stream:
            stream.writelines(f"{name}\n" for name in names)

    def forget_listed(self) -> None:
        """Begin the list again."""
        self._listed.unlink(missing_ok=True)

    # Records

    def names(self) -> list[str]:
        """Names of the records kept, in order."""
        return sorted(path.stem for path in self.records.glob("*.xml") if not path.name.startswith("."))

    def record(self, name: str) -> bytes:
        """A record as it is kept."""
        with disk():
            return (self.records / f"{name}.xml").read_bytes()

    def put(self, name: str, xml: bytes) -> Written:
        """Keep a record; an equal one is left alone, so that it is not read again."""
        return write(self.records / f"{name}.xml", xml)

    def drop(self, name: str) -> bool:
        """Remove a record and its attached files; False when it was not kept."""
        path = self.records / f"{name}.xml"
        with disk():
            was_there = path.exists()
            path.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                shutil.rmtree(self.attachments / name)
        return was_there

    def check_room(self) -> None:
        """Make sure that the disk keeps some room.

        Raises:
            OperationError: There is less than the reserve.
        """
        free = shutil.disk_usage(self.folder).free
        if free < self._free_mb * _MEGABYTE:
            raise OperationError(
                f"plus assez de place sur le disque ({free // _MEGABYTE} Mo libres, réserve de {self._free_mb} Mo) ;"
                " libérez de la place et relancez : la moisson reprendra"
            )


def record_name(identifier: str) -> str:
    """A file name for an OAI identifier: readable, safe, and different for each."""
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
    return f"{_UNSAFE.sub('-', identifier)[-60:].strip('-.')}-{digest}"


def pdf_name(text: str, taken: Collection[str]) -> str:
    """A safe name for a PDF from what a record calls it, not among ``taken`` (in lower case)."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", text))[-1]
    kept = "".join(" " if c in _FORBIDDEN or unicodedata.category(c)[0] in "CZ" else c for c in last)
    stem = " ".join(kept.split())
    stem = stem[:-4] if stem.lower().endswith(".pdf") else stem
    stem = stem.strip(" .") or "document"
    stem = f"_{stem}" if _RESERVED.fullmatch(stem) else stem
    stem = stem.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    name, n = f"{stem}.pdf", 2
    while name.lower() in taken:
        name, n = f"{stem} ({n}).pdf", n + 1
    return name


def write(path: Path, data: bytes) -> Written:
    """Write a file whole or not at all, unless it already holds these bytes."""
    with disk():
        known = path.read_bytes() if path.exists() else None
        if known == data:
            return "unchanged"
        part = path.with_name(f".{path.name}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return "new" if known is None else "changed"


@contextmanager
def disk() -> Iterator[None]:
    """Say in French what the disk refuses.

    Raises:
        OperationError: It refused.
    """
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        more = " ; libérez de la place et relancez : la moisson reprendra" if error.errno in _FULL else ""
        raise OperationError(f"écriture impossible ({os_reason(error)}){more}") from None
