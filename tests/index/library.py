"""A small library for the tests of the index: documents of a few paragraphs, one passage each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.chunking import CHUNKER_VERSION
from assistant.index.store import Index
from assistant.index.writer import Entry
from assistant.models import Agent, Attachment, Descriptor, Document, Notice, NoticeDates, Passage
from tests.document_maker import make_document
from tests.fakes import HashedEncoder

FOLDER = Path("/corpus")


def make_notice(title: str = "Protocole", **changes: object) -> Notice:
    """A notice with an author, two descriptors and an attachment."""
    notice = Notice(
        id="65474",
        title=title,
        authors=(Agent("Région Pays de la Loire", kind="organisation"),),
        dates=NoticeDates(published="2023-06-01"),
        descriptors=(Descriptor("EMPLOI", "4.07"), Descriptor("PÔLE EMPLOI")),
        attachments=(Attachment("Protocole régional.pdf", "application/pdf"),),
        url="https://portail.exemple.fr/65474",
    )
    return replace(notice, **changes)  # type: ignore[arg-type]


def entry(name: str, *paragraphs: str, notice: Notice | None = None, date: str | None = None) -> Entry:
    """A document, a PDF unless it has a notice, with a passage for each paragraph."""
    made = make_document([("paragraph", text) for text in paragraphs], document_id=name, title=name, notice=notice)
    document = replace(
        made,
        kind="notice" if notice else "pdf",
        file=f"{name}.{'txt' if notice else 'pdf'}",
        title=notice.title if notice else name,
        date=date,
        sha256=hashlib.sha256(made.text.encode()).hexdigest(),
    )
    return Entry(document, passages_of(document), FOLDER / document.file)


def passages_of(document: Document) -> list[Passage]:
    """A passage for each block; its id comes from the document and the text."""
    passages = []
    for position, block in enumerate(document.blocks):
        text = document.text[block.start : block.end]
        name = hashlib.sha256(f"{document.id}/{text}".encode()).hexdigest()[:12]
        context = document.title if document.notice else ""
        passages.append(
            Passage(name, document.id, text, block.start, block.end, (1,), context=context, position=position)
        )
    return passages


@contextmanager
def opened(
    folder: Path, encoder: HashedEncoder | None = None, chunker: str = CHUNKER_VERSION, *, for_rebuild: bool = False
) -> Iterator[Index]:
    """The index of a folder, closed at the end."""
    index = Index.open(folder, encoder or HashedEncoder(), chunker=chunker, for_rebuild=for_rebuild)
    try:
        yield index
    finally:
        index.close()


def write(index: Index, *entries: Entry) -> None:
    """Write documents and link works."""
    with index.writer() as writer:
        writer.put_all(entries)
        writer.link()


def found(index: Index, question: str, k: int = 5, allowed: frozenset[str] | None = None) -> dict[str, list[str]]:
    """Texts that each of the two searches finds."""
    vector = HashedEncoder().encode_queries([question])[0]
    hits = {"dense": index.dense(vector, k, allowed), "lexical": index.lexical(question, k, allowed)}
    return {name: [p.text for p in index.passages([i for i, _ in ranked])] for name, ranked in hits.items()}
