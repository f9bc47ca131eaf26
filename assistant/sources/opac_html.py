"""A notice page of a PMB catalogue, saved from the browser.

Three designs are read: the tables of PMB 7 (``tr.record_tit1``, ``td.labelNot``, ``td.labelContent``), the older
display (``div#el12Parent``, ``div#el12Child`` and rows with ``span.etiq_champ``), and a portal's own template without
labels, whose visible text is then read as a copy is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assistant.errors import SourceError
from assistant.models import Descriptor, Notice
from assistant.sources.html_hidden import strip_hidden
from assistant.sources.html_lines import node_text, text_lines
from assistant.sources.notice_attachments import PrintedAttachment
from assistant.sources.notice_fields import (
    THESAURUS_KEY,
    Field,
    FieldName,
    Origin,
    build_notice,
    clean_label,
    field_of_label,
    id_from_file,
    parse_descriptors,
)
from assistant.sources.notice_url import canonical_url, file_url, notice_id, notice_url, portal, web_address
from assistant.sources.opac_text import clean_lines, segment
from assistant.text import fold

_NOT_CONTENT = ["script", "style", "nav", "noscript", "template", "iframe", "svg", "select", "button", "textarea"]
_FIELD_CLASSES: dict[FieldName, str] = {
    "title": "tit1 title",
    "authors": "responsabilites auteurs",
    "publishers": "publishers other_publishers ed1 ed2",
    "published": "year",
    "document_type": "tdoc typdoc",
    "identifiers": "code",
    "languages": "langues",
    "descriptors": "categories categ",
    "keywords": "mots_cles keywords",
    "abstract": "resume nresume",
    "contents": "contenu",
    "permalink": "permalink",
}
_CLASS_FIELDS = {name: field for field, names in _FIELD_CLASSES.items() for name in names.split()}
_ROW_CLASS = re.compile(r"(?:record|tr)_(\w+)")
_OLD_ID = re.compile(r"el(\d+)(?:Parent|Child)")
_SAVED_FROM = re.compile(r"<!--[^>]*?(?:saved from url=\(\d+\)|url:\s*)(https?://[^\s>]+)", re.IGNORECASE)
_PERMALINK_LABELS = {"lien vers la notice", "permalink", "permalien"}


def read_page(text: str, file: str) -> Notice:
    """Read the notice of a page.

    Args:
        text: The HTML, decoded.
        file: Its file's name: it gives the id where the page has none, and stands in messages.

    Raises:
        SourceError: The page shows no notice, several, or one without a title.
    """
    tree = LexborHTMLParser(text)
    strip_hidden(tree)
    tree.strip_tags(_NOT_CONTENT)
    root = _notice_node(tree, file)
    base = _base(tree, text)
    number, url = _address(tree, root, base)
    base = base or url
    origin = Origin(number or id_from_file(file), url or (notice_url(number, base) if number else None), portal(base))
    attachments = _attachments(tree, base)
    heading = _files_heading(tree)
    fields, descriptors = _fields(root)
    fields = [field for field in fields if field.name != "site" or not _is_own_address(field, origin, base)]
    if not any(field.name == "title" for field in fields):
        fields = [*_title_outside(tree), *fields] if fields else []
    if any(field.name == "title" and field.text for field in fields):
        return build_notice(fields, attachments, origin, heading, descriptors)
    return _read_as_copy(root, file, attachments, origin, heading)


def _is_own_address(field: Field, origin: Origin, base: str | None) -> bool:
    """True for « En ligne » when it only repeats the notice's address."""
    return origin.url is not None and canonical_url(field.text, base) == origin.url


def _read_as_copy(
    root: LexborNode, file: str, attachments: list[PrintedAttachment], origin: Origin, heading: str | None
) -> Notice:
    try:
        segments = segment(clean_lines("\n".join(text_lines(root))), file)
    except SourceError as error:
        raise SourceError(
            f"« {file} » n'est pas une page de notice : ouvrez la notice dans le catalogue et enregistrez sa page."
        ) from error
    return build_notice(segments.fields, attachments or segments.attachments, origin, heading or segments.files_heading)


def _notice_node(tree: LexborHTMLParser, file: str) -> LexborNode:
    """The part of the page that is the notice, else the whole page."""
    for selector in ("#noticeNot", "[data-record-id]", ".notice-child", "table.descr_notice"):
        nodes = _topmost(tree.css(selector))
        if len(nodes) > 1:
            raise SourceError(
                f"« {file} » montre {len(nodes)} notices : ouvrez chacune dans le catalogue et enregistrez sa page."
            )
        if nodes:
            return nodes[0]
    if tree.body is None:
        raise SourceError(f"« {file} » est une page vide : enregistrez de nouveau la page de la notice.")
    return tree.body


def _topmost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Nodes that show something and stand in no other of the list."""
    shown = [node for node in nodes if node_text(node)]
    known = {node.mem_id for node in shown}
    return [node for node in shown if not any(parent.mem_id in known for parent in _ancestors(node))]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _closest(node: LexborNode, tags: Container[str]) -> LexborNode | None:
    return next((parent for parent in _ancestors(node) if parent.tag in tags), None)


def _base(tree: LexborHTMLParser, text: str) -> str | None:
    """Address of the page, from what it or the browser that saved it says."""
    for selector, attribute in (
        ("head link[rel='canonical']", "href"),
        ("head base[href]", "href"),
        ("head meta[property='og:url']", "content"),
    ):
        node = tree.css_first(selector)
        address = web_address(node.attributes.get(attribute) or "", None) if node else None
        if address:
            return address
    saved = _SAVED_FROM.search(text[:4096].split("<body", 1)[0])
    return web_address(saved.group(1), None) if saved else None


def _address(tree: LexborHTMLParser, root: LexborNode, base: str | None) -> tuple[str | None, str | None]:
    """Number and address of the notice: its permanent link, its markup, the page's own address."""
    links = [
        link.attributes.get("href") or ""
        for link in tree.css("a[href]")
        if fold(node_text(link)).rstrip(" :") in _PERMALINK_LABELS or _in_permalink_row(link)
    ]
    marked = root.attributes.get("data-record-id") or _old_number(root)
    candidates = [*links, *([base] if base else [])]
    url = next((found for href in candidates if (found := canonical_url(href, base)) and notice_id(found)), None)
    number = marked or notice_id(url) or next((n for href in links if (n := notice_id(href))), None)
    if url and number and notice_id(url) != number:
        url = None
    return number, url


def _old_number(root: LexborNode) -> str | None:
    match = _OLD_ID.fullmatch(root.attributes.get("id") or "")
    return match.group(1) if match else None


def _in_permalink_row(link: LexborNode) -> bool:
    row = _closest(link, {"tr"})
    return row is not None and any(name == "permalink" for name, _, _ in _read_row(row))


def _fields(root: LexborNode) -> tuple[list[Field], list[Descriptor]]:
    """Fields of the rows of a notice, and the terms whose thesaurus is told by the markup alone."""
    fields: list[Field] = []
    descriptors: list[Descriptor] = []
    seen: set[int] = set()
    for row in root.css("tr, [class^='record_']"):
        if row.mem_id in seen:
            continue
        seen.add(row.mem_id)
        for name, label, value in _read_row(row):
            if name == "descriptors" and value.css_first("strong") is not None:
                headings, terms = _grouped_terms(value)
                fields += headings
                descriptors += terms
            elif name != "permalink":
                lines, exact = _value_lines(name, value)
                fields.append(Field(name, tuple(lines), label, exact))
    return fields, descriptors


def _read_row(row: LexborNode) -> Iterator[tuple[FieldName, str, LexborNode]]:
    """The field of a row, its label and the node of its value; nothing for a row that is not one of a notice."""
    cells = [node for node in row.iter() if node.tag in {"td", "th"}]
    value = row.css_first(".labelContent, .public_line_value") or (cells[-1] if len(cells) == 2 else None)
    label = row.css_first(".labelNot, .etiq_champ")
    if label is None and len(cells) == 2 and node_text(cells[0]).endswith(":"):
        label = cells[0]
    if value is None or _nested(row, label) or _nested(row, value):
        return
    match = _ROW_CLASS.search(row.attributes.get("class") or "")
    printed = node_text(label) if label is not None else ""
    name = (_CLASS_FIELDS.get(match.group(1)) if match else None) or field_of_label(printed)
    if name or printed:
        yield name or "site", clean_label(printed), value


def _nested(row: LexborNode, cell: LexborNode | None) -> bool:
    """True when a cell belongs to a row inside this one (a table that only lays the page out)."""
    owner = _closest(cell, {"tr"}) if cell is not None and row.tag == "tr" else None
    return owner is not None and owner.mem_id != row.mem_id


def _value_lines(name: FieldName, value: LexborNode) -> tuple[list[str], bool]:
    """Lines of a value; each keyword is a link, which tells « Du Bellay, Joachim » from two words."""
    links = [text for link in value.css("a") if (text := node_text(link))] if name == "keywords" else []
    return links or text_lines(value), bool(links)


def _grouped_terms(value: LexborNode) -> tuple[list[Field], list[Descriptor]]:
    """Terms shown on one line under the name of their thesaurus in bold."""
    headings: list[Field] = []
    terms: list[Descriptor] = []
    thesaurus: str | None = None
    for node in value.css("strong, a"):
        text = node_text(node)
        if node.tag == "strong":
            thesaurus = text.strip("[] ")
            headings.append(Field("site", (text,), THESAURUS_KEY))
        else:
            terms += [replace(term, thesaurus=thesaurus) for term in parse_descriptors([text])]
    return headings, terms


def _title_outside(tree: LexborHTMLParser) -> list[Field]:
    """The title of a page whose rows hold none."""
    for selector in ("#exempl_titleNot", ".notice-heada", "#noticeNot h1, #noticeNot h2, #noticeNot h3", "h1"):
        node = tree.css_first(selector)
        if node is not None and node_text(node):
            return [Field("title", (node_text(node),))]
    return []


def _attachments(tree: LexborHTMLParser, base: str | None) -> list[PrintedAttachment]:
    """Joined files: the name and the type are two elements, the link may need a log-in or open a viewer."""
    found: list[PrintedAttachment] = []
    for title in tree.css(".title_docnum"):
        cell = _closest(title, {"td", "li"}) or title.parent
        label = cell.css_first(".explnum_type") if cell is not None else None
        name = node_text(title)
        if name:
            url = _cell_url(cell, base) if cell is not None else None
            found.append(PrintedAttachment(name, node_text(label) or None if label is not None else None, url))
    return found


def _cell_url(cell: LexborNode, base: str | None) -> str | None:
    for link in cell.css("a"):
        for attribute in ("href", "onclick"):
            address = file_url(link.attributes.get(attribute) or "", base)
            if address:
                return address
    number = re.fullmatch(r"explnum_(\d+)", cell.attributes.get("id") or "")
    return file_url(f"explnum_id={number.group(1)}", base) if number else None


def _files_heading(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("#titre_explnum") or tree.css_first("#docnum h3")
    return node_text(node) or None if node is not None else None
