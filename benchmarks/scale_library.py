"""Documents of any number, with their vectors, made from those of an index."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np

from assistant.index.writer import Entry
from assistant.models import Agent, Block, Box, Descriptor, Document, Notice, NoticeDates, Page, Passage
from assistant.text import sentences

MOVED = 0.3
"""Length of what is added to the vector of a passage that comes again: its cosine with the first is some 0.96."""

_LINE = 90
_SEED = 1


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the index that is read: its title, and the text, headings and row of its passages."""

    title: str
    passages: tuple[tuple[str, tuple[str, ...], int], ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """What was read: documents, and the vectors of their passages by row."""

    documents: tuple[Source, ...]
    vectors: np.ndarray


def read_passages(data: Path) -> Passages:
    """Documents of a data folder, mixed, and their vectors; the folder is only read."""
    with sqlite3.connect(f"file:{data / 'catalogue.sqlite3'}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT d.version, d.title, p.key, p.text, p.heading_path FROM passages p JOIN documents d"
            " ON d.version = p.version WHERE d.state = 'live' ORDER BY p.version, p.rank"
        ).fetchall()
    vectors = _vectors(data)
    table: list[np.ndarray] = []
    documents: dict[int, tuple[str, list[tuple[str, tuple[str, ...], int]]]] = {}
    for version, title, key, text, headings in rows:
        if key in vectors:
            documents.setdefault(version, (title, []))[1].append((text, tuple(json.loads(headings)), len(table)))
            table.append(vectors[key])
    mixed = [Source(title, tuple(passages)) for title, passages in documents.values()]
    random.Random(_SEED).shuffle(mixed)  # noqa: S311 - the same indexes at each run
    return Passages(tuple(mixed), np.stack(table))


def _vectors(data: Path) -> dict[str, np.ndarray]:
    """All the vectors of a Chroma folder, read from a copy since opening writes to it."""
    import chromadb

    found: dict[str, np.ndarray] = {}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(data / "vectors", Path(folder) / "vectors")
        for collection in chromadb.PersistentClient(str(Path(folder) / "vectors")).list_collections():
            ids = collection.get(include=[])["ids"]
            for start in range(0, len(ids), 2_000):
                part = collection.get(ids=ids[start : start + 2_000], include=["embeddings"])
                found.update(zip(part["ids"], np.asarray(part["embeddings"], dtype=np.float32), strict=True))
    return found


def entries(source: Passages) -> Iterator[tuple[Entry, np.ndarray]]:
    """Documents without end, and the vectors of their passages: as they are, then varied."""
    chance = random.Random(_SEED)  # noqa: S311 - the same texts at each run
    noise = np.random.default_rng(_SEED)
    texts = [text for document in source.documents for text, _, _ in document.passages]
    number = count()
    for turn in count():
        for document in source.documents:
            vectors = source.vectors[[row for _, _, row in document.passages]]
            written = document
            if turn:
                moved = noise.standard_normal(vectors.shape, dtype=np.float32)
                vectors = vectors + MOVED * moved / np.linalg.norm(moved, axis=1, keepdims=True)
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                changed = tuple((varied(text, texts, chance), path, row) for text, path, row in document.passages)
                written = Source(f"{document.title} ({turn + 1})", changed)
            yield entry(next(number), written), vectors


def varied(text: str, texts: Sequence[str], chance: random.Random) -> str:
    """The text with half of its sentences taken from others."""
    own = [text[span.start : span.end] for span in sentences(text)]
    other = texts[chance.randrange(len(texts))]
    lent = [other[span.start : span.end] for span in sentences(other)]
    return " ".join(chance.choice(lent) if lent and chance.random() < 0.5 else one for one in own) or text


def entry(number: int, source: Source) -> Entry:
    """A document whose notice has invented descriptors, authors and dates; every other one has boxes, as PDFs do."""
    name = sha256(f"scale/{number}".encode()).hexdigest()[:16]
    text = "\n\n".join(passage for passage, _, _ in source.passages)
    year = 2000 + number % 25
    notice = Notice(
        id=name,
        title=source.title,
        authors=(Agent(f"Organisme {'dix' if number % 10 == 3 else number % 300 + 100}"),),
        dates=NoticeDates(published=f"{year}-06-01"),
        descriptors=tuple(Descriptor(label) for label in _descriptors(number)),
    )
    blocks, passages, start = [], [], 0
    for position, (passage, headings, _) in enumerate(source.passages):
        end = start + len(passage)
        blocks.append(Block("paragraph", start, end))
        boxes = tuple(Box(1, 72.0, 12.5 * line, 523.25, 12.5 * line + 11) for line in range(len(passage) // _LINE + 1))
        passages.append(
            Passage(
                id=f"{name}-{position}",
                document_id=name,
                text=passage,
                start=start,
                end=end,
                pages=(1,),
                heading_path=headings,
                context=" > ".join((source.title, *headings)),
                boxes=boxes if number % 2 else (),
                position=position,
            )
        )
        start = end + 2
    document = Document(
        id=name,
        work_id=name,
        kind="notice",
        title=source.title,
        file=f"{number}.txt",
        sha256=sha256(text.encode()).hexdigest(),
        text=text,
        pages=(Page(1, text, 0),),
        blocks=tuple(blocks),
        date=f"{year}-06-01",
        notice=notice,
    )
    return Entry(document, passages, Path(f"/scale/{number}.txt"))


def _descriptors(number: int) -> Iterator[str]:
    shares = {"SEUL": number == 7, "UN POUR CENT": number % 100 == 1, "DIX POUR CENT": number % 10 == 2}
    yield from (label for label, given in {**shares, "SOIXANTE POUR CENT": number % 10 < 6}.items() if given)
    yield from (f"TERME {number * factor % 500}" for factor in (1, 7, 11, 13, 17))
