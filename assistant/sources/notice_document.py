"""A notice as a ``Document``: its words in blocks, in the order in which a reader meets them.

Every line of the text stands in the source (white space aside), so that a quote can be checked there. The words that
help to find a block without being printed in the notice (« pièce jointe », « descripteurs ») are in ``search_text``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ids import document_id
from assistant.models import Attachment, Block, BlockKind, Document, Notice, Page
from assistant.sources.notice_attachments import FILE_WORDS, usual_label
from assistant.sources.notice_fields import (
    FILE_TYPE_KEY,
    FILES_KEY,
    PRINTED,
    PUBLISHED_KEY,
    RECORDED_KEY,
    THESAURUS_KEY,
    files_heading_of,
    printed_date,
)

_BETWEEN_BLOCKS = "\n\n"
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:\s?[.)°/]|\s[-–—])?\s+(?=\S)")
_ROMAN = re.compile(r"(?P<number>[IVX]{1,5})\s?[.)/–—-]\s*(?=\S)")
_NAMED = re.compile(
    r"(?P<number>(?:Article|Engagement|Axe|Action|Mesure|Objectif|Chapitre|Titre|Partie|Annexe|Fiche)\s+"
    r"(?:n°\s?)?(?:\d{1,3}(?:\.\d{1,2})*|[IVX]{1,5}|premier))(?:er)?\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[-–—•*▪◦‣·➢→]|o(?=\s))\s*(?=\S)")
_HEADING_LENGTH = 120
_HEADING_WORDS = 16
_BARE_HEADING_WORDS = 8
_PARAGRAPH_LENGTH = 100
_SECTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block before its place is known."""

    kind: BlockKind
    text: str
    level: int = 0
    number: str | None = None
    search_text: str = ""


def notice_document(notice: Notice, file: str, sha256: str) -> Document:
    """The readable text of a notice, on one page.

    Args:
        notice: The notice.
        file: Path of its file relative to the ingested folder, with ``/``.
        sha256: Digest of the file's bytes.
    """
    pieces = [piece for piece in _pieces(notice) if piece.text.strip()]
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        blocks.append(Block(piece.kind, start, end, piece.level, piece.number, search_text=piece.search_text))
        start = end + len(_BETWEEN_BLOCKS)
    text = _BETWEEN_BLOCKS.join(piece.text for piece in pieces)
    identifier = document_id(file)
    return Document(
        id=identifier,
        work_id=identifier,
        kind="notice",
        title=notice.title,
        file=file,
        sha256=sha256,
        text=text,
        pages=(Page(number=1, text=text, start=0),),
        blocks=tuple(blocks),
        date=notice.dates.published or notice.dates.recorded,
        notice=notice,
    )


def _pieces(notice: Notice) -> Iterator[_Piece]:
    yield _Piece("title", notice.title, level=1)
    yield from _head(notice)
    yield from body_pieces([*notice.abstract.splitlines(), *notice.contents.splitlines()])
    yield from _files(notice)
    yield from _descriptors(notice)


def _head(notice: Notice) -> Iterator[_Piece]:
    printed = dict(notice.site_fields)
    dates = notice.dates
    authors = [f"{agent.name}, {agent.role}" if agent.role else agent.name for agent in notice.authors]
    yield _metadata(authors, "auteur organisme éditeur")
    yield _metadata([*notice.publishers, *notice.places], "éditeur organisme qui publie lieu d'édition")
    if dates.recorded:
        line = printed.get(RECORDED_KEY) or printed_date(dates.recorded)
        yield _metadata([line], "date de la notice enregistrement")
    if dates.published:
        line = printed.get(PUBLISHED_KEY) or printed_date(dates.published)
        yield _metadata([line], "date de publication parution")
    yield _metadata(dates.raw, "date")
    yield _metadata([notice.document_type or ""], "type de document")
    yield _metadata(notice.languages, "langue du document")
    yield _metadata(notice.identifiers, "identifiant ISBN ISSN")
    for label, value in notice.site_fields:
        if not label.startswith(PRINTED):
            yield _metadata([value], label)


def _metadata(lines: Sequence[str], search_text: str) -> _Piece:
    return _Piece("metadata", "\n".join(line for line in lines if line), search_text=search_text)


def body_pieces(lines: Sequence[str]) -> Iterator[_Piece]:
    """Blocks of running text, one a line: headings (numbered or bare), items of lists, paragraphs."""
    lines = [line for line in lines if line.strip()]
    in_list = False
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        number, depth = _number_of(line)
        if number and not in_list and _opens_section(line, following):
            yield _Piece("heading", line, _SECTION_LEVEL + depth, number)
        elif number or _BULLET.match(line):
            in_list = bool(number)
            yield _Piece("item", line, number=number)
            continue
        elif _is_bare_heading(line, following):
            yield _Piece("heading", line, _SECTION_LEVEL)
        else:
            yield _Piece("paragraph", line)
        in_list = False


def _number_of(line: str) -> tuple[str | None, int]:
    """The printed number of a line and its depth under the first (« 2.1 » is 1 deep)."""
    for pattern in (_NAMED, _NUMBERED, _ROMAN):
        match = pattern.match(line)
        if match and (pattern is not _NUMBERED or _is_enumeration(line, match)):
            number = match["number"]
            return number, number.count(".")
    return None, 0


def _is_enumeration(line: str, match: re.Match[str]) -> bool:
    """« 1. Pilotage », « 2.1 Objet », « 3) Suivi » and « 4 Suivi » count; « 17 engagements ont été… » does not."""
    mark = line[match.end("number") : match.end()].strip()
    return bool(mark) or "." in match["number"] or (len(line) <= _HEADING_LENGTH and line[match.end()].isupper())


def _opens_section(line: str, following: str) -> bool:
    short = len(line) <= _HEADING_LENGTH and len(line.split()) <= _HEADING_WORDS
    if not short or not following or line[-1] in ".;,:":
        return False
    number, depth = _number_of(following)
    return number is None or depth > _number_of(line)[1]


def _is_bare_heading(line: str, following: str) -> bool:
    """A few words without a full stop, before a paragraph much longer than they are."""
    bare = line[0].isupper() and line[-1] not in '.;,:!…"»)' and len(line.split()) <= _BARE_HEADING_WORDS
    return bare and len(line) <= _PARAGRAPH_LENGTH // 2 and len(following) >= _PARAGRAPH_LENGTH


def _files(notice: Notice) -> Iterator[_Piece]:
    if not notice.attachments:
        return
    printed = dict(notice.site_fields)
    heading = printed.get(FILES_KEY) or files_heading_of(len(notice.attachments))
    search_text = "pièces jointes fichiers documents PDF attachés joints téléchargeables"
    yield _Piece("heading", heading, _SECTION_LEVEL, search_text=search_text)
    for attachment in notice.attachments:
        label = printed.get(f"{FILE_TYPE_KEY}{attachment.name}") or usual_label(attachment.mime_type) or ""
        yield _metadata([attachment.name, label], _file_words(attachment))


def _file_words(attachment: Attachment) -> str:
    kind = FILE_WORDS.get(attachment.mime_type or "", "")
    return f"pièce jointe fichier document {kind} attaché joint téléchargeable".replace("  ", " ")


def _descriptors(notice: Notice) -> Iterator[_Piece]:
    thesauri = [value for key, value in notice.site_fields if key == THESAURUS_KEY]
    lines = list(thesauri)
    for descriptor in notice.descriptors:
        term = f"{descriptor.label} {descriptor.code}" if descriptor.code else descriptor.label
        inline = descriptor.thesaurus and descriptor.thesaurus not in thesauri
        lines.append(f"[{descriptor.thesaurus}] {term}" if inline else term)
    yield _metadata(lines, "descripteurs mots-clés thésaurus indexation sujets")
    yield _metadata(notice.keywords, "mots-clés sujets")
