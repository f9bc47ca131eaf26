"""Files of passages, one JSON object a line: ``{id, doc, title, section, text, date?, url?}``.

The passages of one ``doc`` make one document, with the parts of their sections (« Titre I > Chapitre 2 ») as headings
and the passages as paragraphs, cut and searched like any other.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.invisible import visible
from assistant.models import Block, BlockKind, Document, Notice, NoticeDates, Page
from assistant.sources.encodings import decode
from assistant.sources.notice_body import event_dates
from assistant.sources.notice_url import portal, web_address
from assistant.text import normalise_space, parse_date

SUFFIXES = frozenset({".jsonl", ".jsonl.gz"})
"""Ends of names, in lower case, of the files that are read here."""

_GZIP = b"\x1f\x8b"
_MAX_BYTES = 1024 * 1024 * 1024
_PIECE = 1024 * 1024
_BETWEEN_BLOCKS = "\n\n"
_BLANK_LINES = re.compile(r"[^\S\n]*\n\s*")
_SECTION_PARTS = re.compile(r"\s+>\s+")
_SHOWN_PROBLEMS = 100
_MEGABYTE = 1024 * 1024


class PassageDocuments(list[Document]):
    """The documents of a file, and in French the lines that could not be read, by their number (1 for the first)."""

    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """The passages of one document, while the file is read."""

    key: str
    title: str = ""
    date: str | None = None
    url: str | None = None
    passages: list[tuple[str, str]] = field(default_factory=list)


def read_passages(data: bytes, file: str, max_bytes: int = _MAX_BYTES) -> PassageDocuments:
    """Read a file of passages, compressed with gzip or not.

    Args:
        data: The bytes of the file.
        file: Its name relative to the ingested folder, with ``/``.
        max_bytes: How large its decompressed content may be, in bytes.

    Returns:
        The documents in the order of their first line; the file of each is ``file#doc``, which gives its id. Lines
        that could not be read are in ``problems``.

    Raises:
        SourceError: Nothing can be read, or the content is larger than ``max_bytes``.
    """
    content, cut = _content(data, file, max_bytes)
    gathered: dict[str, _Gathered] = {}
    problems: list[str] = []
    for number, line in enumerate(decode(content).split("\n"), start=1):
        if line.strip():
            reason = _gather(line, gathered)
            problems += [f"ligne {number} : {reason}"] if reason else []
    if cut:
        problems.append("la fin du fichier compressé manque ou est abîmée")
    if not gathered:
        reason = problems[0] if problems else "aucun passage"
        raise SourceError(f"« {file} » : {reason} ; donnez un objet JSON par ligne, avec « doc » et « text ».")
    digest = hashlib.sha256(data).hexdigest()
    found = PassageDocuments(_document(one, file, digest) for one in gathered.values())
    found.problems = tuple(problems[:_SHOWN_PROBLEMS])
    if len(problems) > _SHOWN_PROBLEMS:
        found.problems += (f"et {len(problems) - _SHOWN_PROBLEMS} autres lignes non lues",)
    return found


def _content(data: bytes, file: str, max_bytes: int) -> tuple[bytes, bool]:
    """The content, decompressed piece by piece up to the limit, and whether its end is missing."""
    if not data.startswith(_GZIP):
        return data, False
    pieces: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        while True:
            try:
                piece = stream.read1(_PIECE)
            except (OSError, EOFError, zlib.error):  # damaged: what was read before holds
                return b"".join(pieces), True
            if not piece:
                return b"".join(pieces), False
            size += len(piece)
            if size > max_bytes:
                raise SourceError(
                    f"« {file} » : plus de {max_bytes / _MEGABYTE:.0f} Mo une fois décompressé ;"
                    " partagez le fichier en plusieurs."
                )
            pieces.append(piece)


def _gather(line: str, gathered: dict[str, _Gathered]) -> str:
    """Add the passage of a line to its document; why it cannot be, else an empty text."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):  # RecursionError: brackets nested beyond what json reads
        return "ce n'est pas du JSON"
    if not isinstance(told, dict):
        return "ce n'est pas un objet JSON"
    key = _string(told.get("doc")) or _string(told.get("id"))
    text = _BLANK_LINES.sub("\n", _plain(told.get("text"))).strip()
    if not key:
        return "« doc » manque"
    if not text:
        return "« text » manque ou est vide"
    one = gathered.setdefault(key, _Gathered(key))
    one.title = one.title or _string(told.get("title"))
    one.date = one.date or parse_date(_string(told.get("date"))[:40])
    one.url = one.url or web_address(_string(told.get("url")), None)
    one.passages.append((_string(told.get("section")), text))
    return ""


def _plain(value: Any) -> str:
    """A visible text of JSON, its lone halves of characters replaced: they cannot be written anywhere."""
    return visible(value.encode("utf-8", "replace").decode("utf-8")) if isinstance(value, str) else ""


def _string(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return normalise_space(_plain(value))


def _document(one: _Gathered, file: str, sha256: str) -> Document:
    title = one.title or one.key
    blocks: list[Block] = []
    parts: list[str] = []
    start = 0
    for kind, text, level in _pieces(title, one.passages):
        blocks.append(Block(kind, start, start + len(text), level))
        parts.append(text)
        start += len(text) + len(_BETWEEN_BLOCKS)
    name = f"{file}#{one.key}"
    text = _BETWEEN_BLOCKS.join(parts)
    dates = NoticeDates(published=one.date, events=event_dates(text, one.date))
    notice = Notice(id=one.key, title=title, dates=dates, url=one.url, source=portal(one.url))
    return Document(
        id=document_id(name),
        work_id=document_id(name),
        kind="notice",
        title=title,
        file=name,
        sha256=sha256,
        text=text,
        pages=(Page(number=1, text=text, start=0),),
        blocks=tuple(blocks),
        date=one.date,
        notice=notice,
    )


def _pieces(title: str, passages: Sequence[tuple[str, str]]) -> Iterator[tuple[BlockKind, str, int]]:
    """Blocks in order; of a section, only the parts that are not those of the passage before are headings."""
    yield "title", title, 1
    known: list[str] = []
    for section, text in passages:
        parts = [part for part in _SECTION_PARTS.split(section) if part]
        same = next(
            (n for n, (a, b) in enumerate(zip(known, parts, strict=False)) if a != b), min(len(known), len(parts))
        )
        if len(parts) < len(known) and same == len(parts):
            same = max(len(parts) - 1, 0)  # back to a wider section: its heading again, or its text would stay inside
        for depth, part in enumerate(parts[same:], start=same):
            yield "heading", part, 2 + depth
        known = parts
        yield "paragraph", text, 0
