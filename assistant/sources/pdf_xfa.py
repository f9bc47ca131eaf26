"""Dynamic XFA forms: their labels and values, from the XML that the PDF carries instead of pages.

A reader that does not know XFA shows one page, « Please wait… ». What the form says is in two packets: ``template``
(its texts and fields, in the order they were designed in) and ``datasets`` (the values typed). Nothing in them is run:
scripts, calculations and links are left out, and an XML that declares a document type, hence entities, is refused.

Adobe, « XML Forms Architecture (XFA) Specification », version 3.3.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from xml.parsers import expat

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Block, Document, Page
from assistant.sources.characters import compose
from assistant.text import normalise_space

_MAX_BYTES = 16_000_000  # of one packet
_MAX_NODES = 300_000
_MAX_DEPTH = 200
_MAX_PACKETS = 50
_MAX_TEXT = 20_000  # characters of one value
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BARE_AND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);)")
_UNSHOWN = frozenset({"hidden", "invisible", "inactive"})
_SHOWN_NOWHERE = frozenset(
    {"script", "event", "calculate", "validate", "image", "pageSet", "items", "proto", "variables"}
)


@dataclass(slots=True)
class _Node:
    """An XML element; prefixes are dropped from names. ``text`` holds its own text and that of its descendants."""

    name: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return compose(normalise_space(" ".join(self.parts)))[:_MAX_TEXT]

    def child(self, *names: str) -> _Node | None:
        """The descendant at the end of a path of names, first match at each step."""
        node: _Node | None = self
        for name in names:
            node = next((child for child in node.children if child.name == name), None) if node else None
        return node


@dataclass(slots=True)
class _Leaf:
    path: tuple[str, ...]
    value: str
    used: bool = False


def xfa_lines(document: pdfium.PdfDocument) -> list[str]:
    """The texts and fields of a dynamic form, each with its value, one a line; none when it cannot be read."""
    template = _packet(document, "template")
    if template is None:
        return []
    leaves = list(_leaves(_packet(document, "datasets")))
    labels: dict[str, str] = {}
    lines = [line for line in _shown(template, (), leaves, labels) if line]
    # A row that the reader repeated has one field in the template and several values.
    lines += [_line(labels[leaf.path[-1]], leaf.value) for leaf in leaves if not leaf.used and leaf.path[-1] in labels]
    return lines


def _packet(document: pdfium.PdfDocument, name: str) -> _Node | None:
    for index in range(min(pdfium_c.FPDF_GetXFAPacketCount(document.raw), _MAX_PACKETS)):
        data = _packet_bytes(document, index)
        # One stream may hold the whole: the packet is then an element of it.
        if f"<{name}".encode() in data or f":{name}".encode() in data:
            root = _parse(data) or _parse(_plain(data))
            found = root and (root if root.name == name else root.child(name))
            if found:
                return found
    return None


def _packet_bytes(document: pdfium.PdfDocument, index: int) -> bytes:
    size = ctypes.c_ulong()
    if not pdfium_c.FPDF_GetXFAPacketContent(document.raw, index, None, 0, ctypes.byref(size)):
        return b""
    if not 0 < size.value <= _MAX_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(size.value)
    pdfium_c.FPDF_GetXFAPacketContent(document.raw, index, buffer, size.value, ctypes.byref(size))
    return buffer.raw.strip(b"\x00")


def _plain(data: bytes) -> bytes:
    """Data that XML accepts, for a form whose lists of choices hold « & » as it is or forbidden characters."""
    text = _FORBIDDEN.sub("", data.decode("utf-8", errors="replace"))
    return _BARE_AND.sub("&amp;", text).encode()


class _RefusedError(Exception):
    """XML that is too large or declares entities."""


def _parse(data: bytes) -> _Node | None:
    """The root element, or None for XML that is broken, huge or has a document type."""
    top = _Node("", {})
    stack = [top]
    count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MAX_NODES or len(stack) > _MAX_DEPTH:
            raise _RefusedError
        node = _Node(name.rpartition(":")[2], attributes)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        node = stack.pop()
        if node.name not in _SHOWN_NOWHERE:
            stack[-1].parts.extend(node.parts)

    def refuse(*_: object) -> None:
        raise _RefusedError

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: stack[-1].parts.append(text)
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _RefusedError, ValueError):
        return None
    return top.children[0] if top.children else None


def _leaves(datasets: _Node | None) -> Iterator[_Leaf]:
    """The filled values of the form, not the lists of choices that may lie beside them."""
    data = datasets.child("data") if datasets else None
    stack: list[tuple[_Node, tuple[str, ...]]] = []
    stack += [(child, (child.name,)) for child in reversed(data.children if data else [])]
    while stack:
        node, path = stack.pop()
        rich = any(child.name in ("body", "html") for child in node.children)
        if node.children and not rich:
            stack.extend((child, (*path, child.name)) for child in reversed(node.children))
        elif node.text:
            yield _Leaf(path, node.text)


def _shown(node: _Node, path: tuple[str, ...], leaves: Sequence[_Leaf], labels: dict[str, str]) -> Iterator[str]:
    """Lines of what a part of the template shows; hidden parts are left out."""
    for child in node.children:
        if child.attributes.get("presence") in _UNSHOWN or child.name in _SHOWN_NOWHERE:
            continue
        name = child.attributes.get("name", "")
        if child.name == "draw":
            value = child.child("value")
            yield value.text if value else ""
        elif child.name == "field":
            yield _field_line(child, (*path, _bound(child, name)), leaves, labels)
        elif child.name == "exclGroup":
            yield _choice_line(child, (*path, _bound(child, name)), leaves)
        else:
            yield from _shown(child, (*path, name) if name else path, leaves, labels)


def _bound(node: _Node, name: str) -> str:
    """The name under which a field's value is stored; "" when it is stored nowhere."""
    bind = node.child("bind")
    if bind is None:
        return name
    if bind.attributes.get("match") == "none":
        return ""
    reference = bind.attributes.get("ref", "")
    return reference.rpartition(".")[2].partition("[")[0] or name


def _field_line(node: _Node, path: tuple[str, ...], leaves: Sequence[_Leaf], labels: dict[str, str]) -> str:
    ui = node.child("ui")
    kind = next((child.name for child in ui.children), "") if ui else ""
    if kind in ("button", "barcode"):
        return ""
    label = _label(node)
    default = node.child("value")
    value = _value(path, leaves) or (default.text if default else "")
    if kind == "checkButton":
        return f"{label} ☒".strip() if value and value == _on_value(node) else label
    labels.setdefault(path[-1], label)
    return _line(label, _displayed(node, value))


def _choice_line(node: _Node, path: tuple[str, ...], leaves: Sequence[_Leaf]) -> str:
    """A group of which one box is ticked: its value is that of the box."""
    chosen = _value(path, leaves)
    boxes = [child for child in node.children if child.name == "field"]
    ticked = (f"{_label(box)} ☒" if chosen and _on_value(box) == chosen else _label(box) for box in boxes)
    return _line(_label(node), " ".join(text for text in ticked if text))


def _label(node: _Node) -> str:
    caption = node.child("caption", "value") or node.child("assist", "toolTip")
    return caption.text if caption else ""


def _line(label: str, value: str) -> str:
    if not label or not value:
        return label or value
    return f"{label} {value}" if label.endswith((":", "?")) else f"{label} : {value}"


def _value(path: tuple[str, ...], leaves: Sequence[_Leaf]) -> str:
    """The first unused value of that name, the one stored under the most of the same parents."""
    found = [leaf for leaf in leaves if not leaf.used and path[-1] and leaf.path[-1] == path[-1]]
    if not found:
        return ""

    def shared(leaf: _Leaf) -> int:
        pairs = zip(reversed(leaf.path[:-1]), reversed(path[:-1]), strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    best = max(found, key=shared)  # the first of those that share as much
    best.used = True
    return best.value


def _on_value(box: _Node) -> str:
    """What is stored when a box is ticked."""
    items = box.child("items")
    return items.children[0].text if items and items.children else "1"


def _displayed(node: _Node, value: str) -> str:
    """The label of a choice, where the template stores a code for it."""
    lists = [child for child in node.children if child.name == "items"]
    stored = next((one for one in lists if one.attributes.get("save") == "1"), None)
    shown = next((one for one in lists if one is not stored), None)
    if stored is None or shown is None:
        return value
    pairs = zip(stored.children, shown.children, strict=False)
    return next((label.text for code, label in pairs if code.text == value and label.text), value)


def xfa_document(lines: Sequence[str], file: str, sha256: str, title: str, size: tuple[float, float]) -> Document:
    """A dynamic form as a document of one page, each line a block. Its words have no place on a page, hence no boxes.

    Args:
        lines: What the form shows (see ``xfa_lines``).
        file: Name of the file relative to the ingested folder.
        sha256: Digest of its bytes.
        title: Title of the document.
        size: Width and height of the page that stands in for the form, in points.

    Raises:
        SourceError: There are no lines: the form is of a kind that is not read.
    """
    if not lines:
        raise SourceError(f"« {file} » : formulaire XFA dynamique, non lu ; imprimez-le vers un PDF ordinaire.")
    text = "\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    page = Page(1, text, 0, width=round(size[0], 2), height=round(size[1], 2), origin="form")
    identity = document_id(file)
    return Document(identity, identity, "pdf", title, file, sha256, text, (page,), tuple(blocks))
