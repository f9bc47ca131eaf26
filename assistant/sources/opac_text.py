"""A notice as a reader copied it from a catalogue page, with the labels of PMB or (a portal's own design) without.

Without labels the order tells: authors, date of the record in parentheses, title, abstract, date of publication alone
on its line, contents (often the abstract again), joined files, descriptors. Any of them but the title may be missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import SourceError
from assistant.invisible import visible
from assistant.models import Notice
from assistant.sources.notice_agents import states_role
from assistant.sources.notice_attachments import PrintedAttachment, parse_attachment, parse_attachments
from assistant.sources.notice_body import lone_date, split_halves
from assistant.sources.notice_fields import (
    Field,
    FieldName,
    Origin,
    build_notice,
    clean_label,
    field_of_label,
    id_from_file,
    is_descriptor_line,
)
from assistant.sources.notice_url import canonical_url, notice_id, portal
from assistant.text import fold, normalise_space, parse_date

_LABELLED = re.compile(r"(?P<label>[^:]{2,40}?)\s*:(?:\s+(?P<value>.*))?")
_LABEL_ONLY = re.compile(r"(?P<label>[^:]{2,40}?)\s*:?")
_FILES = re.compile(r"documents? numeriques?\s*(?:\((?P<count>\d+)\))?\s*:?")
_RECORDED = re.compile(r"\((?P<date>[^()]{4,30})\)")
_SEPARATOR = re.compile(r"[-–—_=*\s]+")
_ARTICLE = re.compile(r"^le\s+", re.IGNORECASE)
_URL = re.compile(r"https?://\S+")
_HEAD_LINES = 30
_LABEL_WORDS = 5
_LONG_FIELDS = {"abstract", "contents"}


@dataclass(frozen=True, slots=True)
class Segments:
    """A copied text told apart into fields."""

    fields: tuple[Field, ...]
    attachments: tuple[PrintedAttachment, ...] = ()
    files_heading: str | None = None
    url: str | None = None


def read_copy(text: str, file: str) -> Notice:
    """Read the text of a notice.

    Args:
        text: The text as copied.
        file: Its file's name: it gives the id, and stands in messages.

    Raises:
        SourceError: Nothing in the text is proper to a notice, or the title is missing.
    """
    segments = segment(clean_lines(text), file)
    number = notice_id(segments.url) or id_from_file(file)
    origin = Origin(number, segments.url, portal(segments.url))
    return build_notice(segments.fields, segments.attachments, origin, segments.files_heading)


def clean_lines(text: str) -> list[str]:
    """The lines that hold something, white space of any kind made plain, invisible characters taken out."""
    lines = (normalise_space(line) for line in visible(text).splitlines())
    return [line for line in lines if line]


def segment(lines: Sequence[str], file: str) -> Segments:
    """Tell apart the fields of a notice's lines.

    Raises:
        SourceError: As ``read_copy``.
    """
    labelled = _labelled_start(lines)
    tail_start = _tail_start(lines, labelled is not None)
    fields = _labelled(lines[labelled:tail_start]) if labelled is not None else _unlabelled(lines[:tail_start])
    tail = _read_tail(lines[tail_start:])
    if not any(field.name not in {"title", "abstract", "contents"} for field in (*fields, *tail.fields)):
        raise SourceError(
            f"« {file} » n'est pas une notice : ni auteur, ni date, ni descripteur. "
            "Copiez la notice entière depuis le catalogue, ou enregistrez sa page."
        )
    if not any(field.name == "title" and field.text for field in fields):
        raise SourceError(f"« {file} » n'a pas de titre : copiez de nouveau la notice entière.")
    links = [field.text for field in (*fields, *tail.fields) if field.name == "permalink"]
    url = next((address for link in links if (address := canonical_url(link, None))), None)
    files = [field for field in fields if field.name == "attachments"]
    attachments = tail.attachments or tuple(parse_attachments(line for field in files for line in field.lines))
    heading = tail.files_heading or next((clean_label(field.label) for field in files), None)
    return Segments((*fields, *tail.fields), attachments, heading, url)


def _is_separator(line: str) -> bool:
    return bool(_SEPARATOR.fullmatch(line))


def _files_heading(line: str) -> re.Match[str] | None:
    return _FILES.fullmatch(fold(line))


def _is_permalink(line: str) -> bool:
    match = _LABEL_ONLY.fullmatch(line)
    address = _URL.search(line)
    return bool(match and field_of_label(match["label"]) == "permalink") or bool(address and notice_id(address.group()))


def _closes(line: str) -> bool:
    return _is_separator(line) or is_descriptor_line(line) or _is_permalink(line)


def _tail_start(lines: Sequence[str], labelled: bool) -> int:
    """Where the joined files and the descriptors begin.

    What a page prints after the descriptors is in the tail too, except among labels, where the abstract may follow.
    """
    headings = [index for index, line in enumerate(lines) if index and _files_heading(line)]
    terms = [index for index, line in enumerate(lines) if index and is_descriptor_line(line)]
    start = len(lines)
    if headings:
        start = headings[-1]
    elif not labelled and terms and (len(terms) > 1 or "thesaurus" in fold(lines[terms[-1]])):
        start = terms[-1] + 1
    while start > 1 and _closes(lines[start - 1]):
        start -= 1
    return start


def _read_tail(lines: Sequence[str]) -> Segments:
    heading: str | None = None
    count = 0
    named: list[str] = []
    descriptors: list[str] = []
    links: list[str] = []
    for line in lines:
        printed = parse_attachment(line)
        files = _files_heading(line)
        if files:
            heading, count = clean_label(line), int(files["count"] or 0)
        elif _is_permalink(line):
            links += _URL.findall(line)
        elif is_descriptor_line(line) and not (heading and printed and printed.label):
            descriptors.append(line)
        elif heading and not descriptors and not _is_separator(line):
            named.append(line)
    attachments = parse_attachments(named)
    fields = [Field("descriptors", tuple(descriptors))] if descriptors else []
    fields += [Field("permalink", (link,)) for link in links]
    return Segments(tuple(fields), tuple(attachments[: count or None]), heading)


def _labelled_start(lines: Sequence[str]) -> int | None:
    """Index of the first labelled line, where the text has PMB's labels (that of the title at least); else None."""
    names = [(index, name) for index, line in enumerate(lines[:_HEAD_LINES]) if (name := _label(line)[0])]
    if any(name == "title" for _, name in names):
        return names[0][0]
    return None


def labelled_fields(lines: Sequence[str]) -> tuple[list[Field], list[str]]:
    """Fields of lines with PMB's labels, and the lines before the first of them."""
    start = next((index for index, line in enumerate(lines) if _label(line)[0]), len(lines))
    return _labelled(lines[start:]), list(lines[:start])


def _label(line: str) -> tuple[FieldName | None, str, str]:
    """The field that a line announces, the label as printed, and what follows it on the line."""
    match = _LABELLED.fullmatch(line)
    if match is None:
        return None, "", line
    return field_of_label(match["label"]), match["label"], match["value"] or ""


def _labelled(lines: Sequence[str]) -> list[Field]:
    fields: list[Field] = []
    for line in lines:
        if _is_separator(line):
            continue
        name, label, value = _label(line)
        recorded = _RECORDED.fullmatch(line)
        again = name in {field.name for field in fields} - {"site", "publishers", "authors"}
        if recorded and parse_date(recorded["date"]) and not _is_open(fields):
            fields.append(Field("recorded", (recorded["date"],)))
        elif name and not (again and _is_open(fields)):
            fields.append(Field(name, (value,) if value else (), label))
        elif _is_site_field(line, label, value) and fields[-1].lines and not _is_open(fields):
            fields.append(Field("site", (value,), label))
        elif fields:
            last = fields[-1]
            fields[-1] = Field(last.name, (*last.lines, line), last.label)
    return fields


def _is_site_field(line: str, label: str, value: str) -> bool:
    return bool(value) and len(label.split()) <= _LABEL_WORDS and not is_descriptor_line(line)


def _is_open(fields: Sequence[Field]) -> bool:
    """True while a field that runs over several lines is being read."""
    return bool(fields) and fields[-1].name in _LONG_FIELDS


def _unlabelled(lines: Sequence[str]) -> list[Field]:
    fields, body = _head(lines)
    before, day, after = split_halves([line for line in body if not _is_separator(line)])
    if before:
        fields.append(Field("abstract", tuple(before)))
    if day:
        fields.append(Field("published", (_ARTICLE.sub("", day),)))
    if after:
        fields.append(Field("contents", tuple(after)))
    return fields


def _head(lines: Sequence[str]) -> tuple[list[Field], Sequence[str]]:
    """Authors, date of the record and title, then the lines of the body."""
    lines = [part for line in lines[:_HEAD_LINES] for part in _cut_glued_date(line)] + list(lines[_HEAD_LINES:])
    start, end, dated = _head_bounds(lines)
    leading = [line for line in lines[:start] if not _is_separator(line)]
    authors = [line for line in lines[start:end] if not _parenthesised_date(line)]
    fields = [Field("authors", tuple(authors))] if authors else []
    if dated is not None:
        iso = parse_date(dated)
        exact = iso is not None and len(iso) == len("2023-06-01")
        fields.append(Field("recorded" if exact else "dated", (dated,)))
    rest = lines[end:]
    if leading and dated is None:
        fields.append(Field("title", (leading[-1],)))  # the other order: the title, then who wrote it
    elif rest and not lone_date(rest[0]) and not _is_separator(rest[0]):
        fields.append(Field("title", (rest[0],)))
        rest = rest[1:]
    return fields, rest


def _head_bounds(lines: Sequence[str]) -> tuple[int, int, str | None]:
    """Where the lines of authors begin and end, and the date in parentheses that closes them.

    What stands before them is the page's own (a menu, a button) and is left out.
    """
    shown = lines[:_HEAD_LINES]
    opening = [index for index, line in enumerate(shown) if states_role(line) or _parenthesised_date(line)]
    if not opening:
        return 0, 0, None
    start = opening[0]
    while start > 0 and lines[start - 1].endswith(";"):
        start -= 1
    end = start
    while end < len(lines) and (states_role(lines[end]) or lines[end].endswith(";")):
        end += 1
    dated = _parenthesised_date(lines[end]) if end < len(lines) else None
    return start, end + (dated is not None), dated


def _cut_glued_date(line: str) -> list[str]:
    """The date of the record on a line of its own, where the copy put it after the last author."""
    start = line.rfind("(")
    glued = start > 0 and _parenthesised_date(line[start:]) and states_role(line[:start].strip())
    return [line[:start].strip(), line[start:]] if glued else [line]


def _parenthesised_date(line: str) -> str | None:
    match = _RECORDED.fullmatch(line)
    return match["date"].strip() if match and parse_date(match["date"]) else None
