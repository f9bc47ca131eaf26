"""XML from anywhere, read without its document type: no entity is expanded, no file or address is opened.

lxml is told not to load, resolve or fetch anything, and never sees the document type or a reference that it could
expand: both are taken out first, so that a mistake in one of the two defences is caught by the other. Limits of
libxml2 on depth and on the length of a value stay on. A file with one broken record is cut into its records, so that
the others are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from assistant.sources.encodings import decode

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:<!--.*?-->\s*|<\?.*?\?>\s*)*", re.DOTALL)
_REFERENCE = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?P<name>[A-Za-z_][\w.-]{0,60});|&(?!#\w{1,8};)", re.DOTALL)
_KNOWN = {"amp", "lt", "gt", "quot", "apos"}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_OAI = re.compile(r"<(?:[\w.-]+:)?record\b[^<>]*>\s*<(?:[\w.-]+:)?header\b")
_NAMES = ("notice", "item", "dc", "record")
_NAMESPACE = "NAMESPACE"


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """The element of one record (an ``lxml`` element), or why there is none."""

    element: Any = None
    problem: str = ""


def is_xml(data: bytes) -> bool:
    """True for a file that begins as XML does."""
    return decode(data[:400]).lstrip("\ufeff \t\r\n").startswith("<")


def read_xml(data: bytes) -> list[XmlRecord]:
    """The elements of a file's records, in order.

    A file that is well formed gives one whole tree; else each record is parsed by itself, and a broken one is named
    by its place in the file (1 for the first) and its line.
    """
    text = plain_xml(decode(data))
    whole, fault = parse(text)
    if whole is not None and not fault:
        return [XmlRecord(element) for element in record_elements(whole)]
    found = [*_by_record(text)]
    return found or [XmlRecord(problem=f"XML mal formé ({fault or 'vide'})")]


def parse(text: str) -> tuple[Any, str]:
    """The tree of a text, None where there is none, and what is wrong with it (an undeclared prefix is not)."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(text.strip().encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:  # nothing at all could be read
        return None, f"ligne {error.lineno}"
    faults = [entry for entry in parser.error_log if entry.domain_name != _NAMESPACE]
    return root, f"ligne {faults[0].line}" if faults else ""


def plain_xml(text: str) -> str:
    """The text without its declaration and document type, its references made characters or plain text."""
    match = _DECLARATION.match(text.lstrip("\ufeff"))
    text = _ILLEGAL.sub("", text.lstrip("\ufeff")[match.end() if match else 0 :])
    start = _PROLOGUE.match(text)
    offset = start.end() if start else 0
    if _DOCTYPE.match(text, offset):
        text = text[_end_of_doctype(text, offset) :]
    return _REFERENCE.sub(_plain_reference, text)


def local_name(element: Any) -> str:
    """The name of an element without its namespace or prefix, empty for a comment."""
    tag = element.tag
    return re.sub(r"^.*[}:]", "", tag) if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """The child elements of a name, whatever their namespace."""
    return (child for child in element if local_name(child) == name)


def text_of(element: Any) -> str:
    """All the text of an element."""
    return "".join(element.itertext())


def record_elements(root: Any) -> Iterator[Any]:
    """The elements of a tree that are records, from the outside in; a record inside another is part of it."""
    stack = [root]
    while stack:
        element = stack.pop()
        if local_name(element) in _NAMES and len(element):
            yield element
        else:
            stack.extend(reversed(element))


def _plain_reference(match: re.Match[str]) -> str:
    whole, name = match.group(), match["name"]
    if whole.startswith("<![CDATA[") or name in _KNOWN:
        return whole
    if name is None:
        return "&amp;"
    character = html5.get(f"{name};")
    return character if character and character not in "<&" else f"&amp;{name};"


def _end_of_doctype(text: str, start: int) -> int:
    """Where a document type ends; the end of the text when it never does."""
    depth = 0
    for match in re.finditer(r"<!--.*?(?:-->|\Z)|\"[^\"]*\"|'[^']*'|[\[\]>]", text[start:], re.DOTALL):
        mark = match.group()
        depth += {"[": 1, "]": -1}.get(mark, 0)
        if mark == ">" and depth <= 0:
            return start + match.end()
        if mark == ">" and depth > 0:
            continue
    return len(text)


def _by_record(text: str) -> Iterator[XmlRecord]:
    """Each record parsed by itself, from where it begins to its last end before the next one."""
    name, starts = _starts(text)
    if not starts:
        return
    ends = [match.end() for match in re.finditer(rf"</(?:[\w.-]+:)?{name}\s*>", text)]
    position = line = counted = 0
    for number, (start, following) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), start=1):
        end = None
        while position < len(ends) and ends[position] <= following:
            end = ends[position] if ends[position] > start else end
            position += 1
        line += text.count("\n", counted, start)
        counted = start
        element, fault = parse(text[start:end]) if end else (None, "jamais refermée")
        if element is None or fault:
            yield XmlRecord(problem=f"notice n° {number}, ligne {line + 1} : XML mal formé, notice laissée de côté")
        else:
            yield XmlRecord(element)


def _starts(text: str) -> tuple[str, list[int]]:
    if starts := [match.start() for match in _OAI.finditer(text)]:
        return "record", starts
    for name in _NAMES:
        if starts := [match.start() for match in re.finditer(rf"<(?:[\w.-]+:)?{name}(?=[\s>/])", text)]:
            return name, starts
    return "record", []
