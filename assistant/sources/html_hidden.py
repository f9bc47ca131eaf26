"""Parts of a page that a browser does not show: what is written there must not be read as the page's text.

A catalogue folds away whole parts of a notice, which a click opens: those hold its rows and are kept. What is hidden
inside a field, by its own style or by the page's, is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_HIDDEN_STYLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0\d*)?(?=;|$|!)"
    r"|font-size:(?:0|[01](?:\.\d+)?p[xt])(?![\d.])|text-indent:-\d{3,}|(?:left|top|right|margin-left):-\d{3,}"
    r"|clip:rect\(0|(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?=;|$|!)|color:transparent"
)
_PALE_INK = re.compile(r"(?:^|;)color:(?:#f{3}(?:f{3})?|white|rgb\(255,255,255\)|#fefefe)(?=;|$|!)")
_BACKGROUND = re.compile(r"background(?:-color)?:(?!#f{3}|white|transparent|none)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_STRUCTURE = (
    "#noticeNot, [data-record-id], .notice-child, .notice-parent, .labelNot, .labelContent, .etiq_champ, .title_docnum,"
    " tr[class^='record_'], #docnum"
)
_MOST_RULES = 500


def strip_hidden(tree: LexborHTMLParser) -> int:
    """Take out of a page what its readers do not see; the rows of a notice that are folded away stay.

    Args:
        tree: The page, before its styles are taken out; changed in place.

    Returns:
        How many characters were taken out.
    """
    count = 0
    for node in _hidden_nodes(tree):
        if node.parent is None or node.css_first(_STRUCTURE) is not None or _is_structure(node):
            continue
        count += len("".join((node.text(deep=True) or "").split()))
        node.decompose()
    return count


def _hidden_nodes(tree: LexborHTMLParser) -> Iterator[LexborNode]:
    for node in tree.css("[hidden], [style], font[color]"):
        attributes = node.attributes
        style = _plain(attributes.get("style") or "")
        color = f"color:{_plain(attributes.get('color') or '')}" if node.tag == "font" else ""
        if "hidden" in attributes or _hides(style) or _PALE_INK.search(color):
            yield node
    for selector in _hiding_selectors(tree):
        try:
            yield from tree.css(selector)
        except SelectolaxError:  # a selector that this reader does not know
            continue


def _hiding_selectors(tree: LexborHTMLParser) -> Iterator[str]:
    """Selectors of the rules of the page's own styles that hide what they name."""
    sheets = "\n".join(node.text(deep=True) or "" for node in tree.css("style"))
    for number, (names, body) in enumerate(_RULE.findall(re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))):
        if number >= _MOST_RULES:
            return
        if _hides(_plain(body)) and "@" not in names:
            yield from (name.strip() for name in names.split(",") if name.strip() and ":" not in name)


def _hides(style: str) -> bool:
    pale = bool(_PALE_INK.search(style)) and not _BACKGROUND.search(style)
    return pale or bool(_HIDDEN_STYLE.search(style))


def _is_structure(node: LexborNode) -> bool:
    names = (node.attributes.get("class") or "").split()
    known = {"notice-child", "notice-parent", "labelContent", "labelNot"}
    return node.tag in {"html", "body"} or bool(known & set(names)) or any(name.startswith("record_") for name in names)


def _plain(style: str) -> str:
    return re.sub(r"\s+", "", style.lower())
