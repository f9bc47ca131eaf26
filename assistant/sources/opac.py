"""A notice of a PMB catalogue, as a saved page or as text copied from one: bytes in, ``Notice`` out."""

from __future__ import annotations

import re

from assistant.errors import SourceError
from assistant.models import Notice
from assistant.sources.encodings import decode
from assistant.sources.opac_html import read_page
from assistant.sources.opac_text import read_copy

_HTML = re.compile(r"<\s*(?:!doctype|html|head|body|div|table|tr|td|span|meta)\b", re.IGNORECASE)
_HEAD = 16_384


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
    if _HTML.search(text[:_HEAD]):
        return read_page(text, file)
    return read_copy(text, file)
