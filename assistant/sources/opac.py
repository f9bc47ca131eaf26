"""A notice of a PMB catalogue, as a saved page or as text copied from one: bytes in, ``Notice`` out."""

from __future__ import annotations

import codecs
import re

from assistant.errors import SourceError
from assistant.models import Notice
from assistant.sources.opac_html import read_page
from assistant.sources.opac_text import read_copy

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([A-Za-z0-9_:-]+)", re.IGNORECASE)
_HTML = re.compile(r"<\s*(?:!doctype|html|head|body|div|table|tr|td|span|meta)\b", re.IGNORECASE)
_DECLARATIONS = 4096
_LATIN = {"iso8859-1", "latin-1", "ascii", "cp1252"}


def read_notice(data: bytes, file: str) -> Notice:
    """Read one notice.

    Args:
        data: The bytes of a text file or of an HTML page.
        file: Name of the file: it gives the notice's id where the content has none, and stands in messages.

    Raises:
        SourceError: The content is not text, is not a notice, has no title, or holds several notices.
    """
    text = decode(data)
    if "\x00" in text:
        raise SourceError(f"« {file} » n'est pas un fichier de texte : enregistrez la notice en .txt ou en .html.")
    if not text.strip():
        raise SourceError(f"« {file} » est vide : copiez-y de nouveau le texte de la notice.")
    if _HTML.search(text[: 4 * _DECLARATIONS]):
        return read_page(text, file)
    return read_copy(text, file)


def decode(data: bytes) -> str:
    """Text of a file whose character set is not known.

    A byte order mark decides; else strict UTF-8, which text in another set practically never passes (a page re-saved
    as UTF-8 often still announces ISO-8859-1); else the set that the page announces; else cp1252, of which
    ISO-8859-1 text is a part (WHATWG Encoding Standard, section 4.2).
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_announced(data) or "cp1252", errors="replace")


def _announced(data: bytes) -> str | None:
    head = data[:_DECLARATIONS]
    match = _META_CHARSET.search(head) or _XML_CHARSET.search(head)
    if match is None:
        return None
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return None
    if name in _LATIN or name.startswith("utf"):
        return None  # the web reads ISO-8859-1 as cp1252, and UTF-8 has just failed
    return name
