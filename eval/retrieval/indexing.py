"""Passages of sets put in the product's own index as they are, none cut anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.chunking import embedding_input
from assistant.embeddings import Encoder
from assistant.ids import document_id
from assistant.index.store import Index
from assistant.index.writer import Entry
from assistant.models import Block, Document, Page, Passage
from eval.cache import code_digest
from eval.jsonlines import sha256_of
from eval.kept_index import kept_index
from eval.retrieval.sets import RetrievalSet, SetPassage

Stage = Callable[[str, int, int], None]
"""Told what is being done, in French, how much of it is done and how much there is."""


def passage_name(set_name: str, passage: str) -> str:
    """The name of a passage among those of all sets, since two sets may hold the same id."""
    return f"{set_name}/{passage}"


def entries(sets: Sequence[RetrievalSet]) -> list[Entry]:
    """Each document of each set, with its passages as they are."""
    return [_entry(one.name, doc, passages) for one in sets for doc, passages in one.by_document.items()]


def _entry(set_name: str, doc: str, parts: Sequence[SetPassage]) -> Entry:
    """A document whose sections are headings and whose passages are paragraphs."""
    file = f"{set_name}/{doc}"
    text, blocks, passages, section = "", [], [], ""
    for position, part in enumerate(parts):
        if part.section and part.section != section:
            blocks.append(Block("heading", len(text), len(text) + len(part.section), level=1))
            text += part.section + "\n"
        section = part.section
        start, end = len(text), len(text) + len(part.text)
        blocks.append(Block("paragraph", start, end))
        passages.append(
            Passage(
                id=passage_name(set_name, part.id),
                document_id=document_id(file),
                text=part.text,
                start=start,
                end=end,
                pages=(1,),
                heading_path=(part.section,) if part.section else (),
                context=_context(part),
                position=position,
            )
        )
        text += part.text + "\n"
    key = document_id(file)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(key, key, "notice", parts[0].title, file, digest, text, (Page(1, text, 0),), tuple(blocks))
    return Entry(document, passages, Path(file))


def _context(passage: SetPassage) -> str:
    """Title and section, but for one that opens the text: what ``assistant.chunking`` puts in a context."""
    parts = [part for part in (passage.title, passage.section) if part and not passage.text.startswith(part)]
    return " › ".join(dict.fromkeys(parts))


@contextmanager
def opened_index(
    sets: Sequence[RetrievalSet], encoder: Encoder, precision: str, cache: Path, stage: Stage
) -> Iterator[Index]:
    """The index of the passages of sets together, made the first time and kept for the next.

    It is made anew when a passage, the model, the precision of its vectors, or the code of the product changes. The
    order of the sets does not matter.

    Raises:
        OperationError: The cache cannot be written.
    """
    sets = sorted(sets, key=lambda one: one.name)
    made = entries(sets)

    def fill(index: Index, _folder: Path) -> None:
        texts = [embedding_input(passage) for entry in made for passage in entry.passages]
        encoder.encode_passages(texts)  # all at once, so that texts of like lengths go together
        with index.writer() as writer:
            writer.on_encoding = lambda done, total: stage("Index", done, total)
            writer.put_all(made)

    index = kept_index(cache, _key(sets, encoder, precision), fill, encoder=encoder, reader=encoder)
    try:
        yield index
    finally:
        index.close()


def _key(sets: Sequence[RetrievalSet], encoder: Encoder, precision: str) -> str:
    digest = hashlib.sha256()
    for one in sets:
        for p in one.passages:
            digest.update(json.dumps([one.name, p.id, p.doc, p.title, p.section, p.text]).encode())
    told = [digest.hexdigest(), encoder.fingerprint, precision, code_digest(), sha256_of(Path(__file__))]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
