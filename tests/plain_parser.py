"""A parser of plain files for the tests of ingestion: quick, in the same process, and broken on demand."""

from __future__ import annotations

import hashlib
from pathlib import Path

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Attachment, Block, Document, Kind, Notice, Page


class PlainParser:
    """Reads a first line as the title and the rest as pages, cut at form feeds; an empty page has no text.

    A ``.txt`` is a notice, and its lines « PJ : name » are attachments. A file that holds « BROKEN » is refused, one
    that holds « BUG » makes the parser itself fail. ``read`` lists the files that were parsed.
    """

    def __init__(self) -> None:
        self.read: list[str] = []

    def parse(self, path: Path, file: str) -> Document:
        self.read.append(file)
        data = path.read_bytes()
        if b"BROKEN" in data:
            raise SourceError(f"« {file} » : fichier abîmé ; exportez-le de nouveau.")
        if b"BUG" in data:
            raise KeyError("a bug")
        title, _, body = data.decode().partition("\n")
        pages, text = [], ""
        for number, page in enumerate(body.split("\f"), start=1):
            text += "\n\n" if number > 1 else ""
            pages.append(Page(number, page.strip(), len(text), origin="text" if page.strip() else "none"))
            text += page.strip()
        name = document_id(file)
        is_notice = path.suffix == ".txt"
        attachments = [line.removeprefix("PJ : ") for line in body.splitlines() if line.startswith("PJ : ")]
        notice = Notice("1", title, attachments=tuple(Attachment(one) for one in attachments)) if is_notice else None
        blocks = [Block("paragraph", p.start, p.start + len(p.text)) for p in pages if p.text]
        sha256 = hashlib.sha256(data).hexdigest()
        kind: Kind = "notice" if is_notice else "pdf"
        return Document(name, name, kind, title, file, sha256, text, tuple(pages), tuple(blocks), notice=notice)
