"""The visible text of a part of a page, in lines as a browser would break them."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from assistant.invisible import visible
from assistant.text import normalise_space

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1
    h2 h3 h4 h5 h6 header hr li main ol p pre section table tbody td tfoot th thead tr ul
    """
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SPACES = re.compile(r"\s+")
_CLOSING = None


def text_lines(root: LexborNode) -> list[str]:
    """Lines of text under a node: ``<br>`` and block elements break them, white space is made plain.

    The walk keeps its own stack, since a hostile page may nest elements deeper than calls may.
    """
    parts: list[str] = []
    stack: list[LexborNode | None] = [root]
    while stack:
        node = stack.pop()
        if node is None:
            parts.append("\n")
        elif node.is_text_node:
            parts.append(_SPACES.sub(" ", node.text_content or ""))
        elif node.tag == "br":
            parts.append("\n")
        elif node.is_element_node or node is root:
            if node.tag in _BLOCKS:
                parts.append("\n")
                stack.append(_CLOSING)
            stack.extend(reversed(list(node.iter(include_text=True))))
    return [line for raw in visible("".join(parts)).split("\n") if (line := normalise_space(raw))]


def node_text(node: LexborNode) -> str:
    """The same, in one line."""
    return " ".join(text_lines(node))
