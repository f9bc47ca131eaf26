"""Writing to the index so that, whatever the moment of a crash, what was searched is searched still.

A version goes through four steps: *pending* in the catalogue; its vectors in Chroma; its words in tantivy; then one
transaction makes it live and the one before superseded. A passage's key changes with what is indexed of it, so the
first three steps never touch what the live version stands on. What a crash leaves behind is not searched, and the
next writer clears it away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.chunking import embedding_input
from assistant.index import copies
from assistant.index.catalogue import Catalogue, NewVersion
from assistant.index.dense import DenseIndex
from assistant.index.facets import LiveDocument
from assistant.index.families import families
from assistant.index.journal import Journal
from assistant.index.lexical import FORMAT, LexicalEntry, LexicalIndex
from assistant.index.linking import link_works
from assistant.index.stamp import Stamp
from assistant.index.vector_writer import EncodingProgress, VectorWriter
from assistant.models import Document, FileReport, IngestReport, Passage

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

Checkpoint = Callable[[str], None]
"""Called after each step of a writing, with its name: ``pending``, ``dense``, ``lexical``, ``live``, ``cleaned``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document to be written, its passages, and the absolute path of its file."""

    document: Document
    passages: Sequence[Passage]
    path: Path


def dense_index(data_dir: Path, generation: int, stamp: Stamp) -> DenseIndex:
    """The vectors of a generation; the name of the collection tells what made them."""
    return DenseIndex(data_dir / "vectors", f"passages-{generation}-{stamp.digest}")


def lexical_index(data_dir: Path, generation: int) -> LexicalIndex:
    """The words of a generation; the name of the folder tells the format of what is in it."""
    return LexicalIndex(data_dir / f"words{FORMAT}-{generation}")


def entry_key(document: Document, passage: Passage) -> str:
    """Name of a passage in the indexes: it changes whenever what is encoded or indexed of it changes."""
    notice = document.notice
    descriptors = [descriptor.label for descriptor in notice.descriptors] if notice else []
    told = [passage.id, embedding_input(passage), document.title, list(passage.heading_path), descriptors]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


class IndexWriter:
    """The one writer. Made by ``Index.writer``, which holds the lock."""

    def __init__(
        self, data_dir: Path, catalogue: Catalogue, encoder: Encoder, stamp: Stamp, checkpoint: Checkpoint
    ) -> None:
        self.catalogue = catalogue
        self.journal = Journal(catalogue.database)
        self.on_encoding: EncodingProgress | None = None
        self._data_dir = data_dir
        self._encoder = encoder
        self._stamp = stamp
        self._checkpoint = checkpoint
        self._rebuilding = False
        self._generation = catalogue.state().generation
        self._resources = ExitStack()
        self._use_generation(self._generation)

    def _use_generation(self, generation: int) -> None:
        self._resources.close()
        self._generation = generation
        dense = dense_index(self._data_dir, generation, self._stamp)
        self._resources.callback(dense.close)
        stamp = self._stamp.to_json()
        self._vectors = VectorWriter(dense, self.catalogue, self._encoder, generation, stamp, self._tell)
        self._lexical = lexical_index(self._data_dir, generation)
        self._resources.enter_context(self._lexical.writing())

    def close(self) -> None:
        """Let go of the indexes."""
        self._resources.close()

    def live(self) -> dict[str, LiveDocument]:
        """The documents that are searched, by absolute path of their file."""
        return {document.path: document for document in self.catalogue.live()}

    def put(self, document: Document, passages: Sequence[Passage], path: Path) -> None:
        """Write a document, in place of its version before if there is one. ``path`` is that of its file."""
        self.put_all([Entry(document, passages, path)])

    def put_all(self, entries: Sequence[Entry]) -> None:
        """Write several documents of different ids in one go, which is faster. All become live at once."""
        if not entries:
            return
        if not self._rebuilding:
            self._stamp.check(Stamp.from_json(self.catalogue.state().stamp or self._stamp.to_json()))
        if self._rebuilding:
            known: dict[str, str] = {}
            searched: set[str] = set()
        else:
            ids = [entry.document.id for entry in entries]
            known = {document.id: document.work_id for document in self.catalogue.live(ids)}
            searched = {key.key for key in self.catalogue.live_keys(ids)}
        new = [_new_version(entry, known.get(entry.document.id)) for entry in entries]
        versions = self.catalogue.add_pending(new, self._generation)
        self._checkpoint("pending")
        missing = [
            (version.document, passage, key)
            for version in new
            for passage, key in zip(version.passages, version.keys, strict=True)
            if key not in searched
        ]
        self._vectors.add([(passage, key) for _, passage, key in missing])
        self._checkpoint("dense")
        self._lexical.add([_lexical_entry(*one) for one in missing])
        self._checkpoint("lexical")
        if not self._rebuilding:
            self.catalogue.make_live(versions)
            self._checkpoint("live")
            self._clean()
            self._checkpoint("cleaned")

    def remove(self, *document_ids: str) -> None:
        """Take documents out of the search, then out of the indexes; a file given by itself is not read again."""
        documents = self.catalogue.live(document_ids)
        if documents:
            self.retire(document_ids)
            read_still = {document.path for document in self.catalogue.live()}
            for path in sorted({document.path for document in documents}):
                if path in read_still:  # one document of an export: the others are still read from it
                    self.journal.read_again(path)
                else:
                    self.journal.forget(path)
            self.link()

    def retire(self, document_ids: Collection[str]) -> None:
        """Take documents out of the search and of the indexes; of their file nothing is forgotten."""
        if document_ids:
            self.catalogue.make_live([], retired=document_ids)
            self._checkpoint("live")
            self._clean()

    def moved(self, document_id: str, path: Path) -> None:
        """Note that the file of a document now stands elsewhere."""
        self.catalogue.set_path(document_id, str(path))

    def link(self) -> None:
        """Bring PDFs and the notices that name them together in one work, and versions in one family."""
        copies.sign_new(self.catalogue.database)
        documents = self.catalogue.live()
        works = link_works(documents)
        linked = [replace(document, work_id=works[document.id]) for document in documents]
        kin = families(linked, copies.signatures(self.catalogue.database))
        links = {document.id: (works[document.id], kin.get(document.id, "")) for document in documents}
        self.catalogue.set_links({d.id: links[d.id] for d in documents if links[d.id] != (d.work_id, d.family)})

    def record_run(self, report: IngestReport, by_path: dict[str, FileReport]) -> None:
        """Write the report of an ingestion in the catalogue."""
        self.journal.record(report, by_path)

    @contextmanager
    def rebuild(self) -> Iterator[None]:
        """Write everything anew beside what is searched, and switch at the end.

        Documents that are not put again disappear. An exception leaves the index as it was.
        """
        self._rebuilding = True
        self._use_generation(self._generation + 1)
        self._vectors.clear()
        yield
        self.catalogue.switch_generation(self._generation, self._stamp.to_json())
        self._rebuilding = False
        self._checkpoint("live")
        self._clean()
        self._drop_other_generations()
        self._vectors.drop_aside()

    def repair(self, *, suspect: bool = False) -> None:
        """Clear what a crash left, and index again the live passages that an index lacks.

        Called with the stamp checked: with another model, only what is not searched is cleared.

        Args:
            suspect: Look at every vector, since some could not be read.
        """
        self._clean()
        self._drop_other_generations()
        if not self._stamp_fits():
            self._vectors.open()
            return
        searched = {key.key for key in self.catalogue.live_keys()}
        self._vectors.repair(searched, suspect=suspect)
        if self._lexical.count() != len(searched):
            present = self._lexical.keys()
            self._lexical.delete(sorted(present - searched))
            self._lexical.add(self._lexical_entries(searched - present))

    def _stamp_fits(self) -> bool:
        return self.catalogue.state().stamp == self._stamp.to_json()

    def _lexical_entries(self, keys: Collection[str]) -> list[LexicalEntry]:
        documents = {document.id: document for document in self.catalogue.live()}
        entries = []
        for key, passage in self.catalogue.passages_by_key(keys).items():
            document = documents[passage.document_id]
            labels = tuple(label for label, _ in document.facets.descriptors)
            entries.append(_entry(key, passage, document.title, labels))
        return entries

    def _tell(self, done: int, total: int) -> None:
        if self.on_encoding is not None:
            self.on_encoding(done, total)

    def _clean(self) -> None:
        """Delete what is pending or superseded, in the indexes first."""
        leftovers = self.catalogue.leftovers()
        if not leftovers:
            return
        versions = [version for version, _ in leftovers]
        keys = sorted(self.catalogue.keys_to_drop(versions, self._generation))
        self._vectors.delete(keys)
        self._lexical.delete(keys)
        self.catalogue.drop(versions)

    def _drop_other_generations(self) -> None:
        if self._stamp_fits():
            self._vectors.drop_others()
        for folder in self._data_dir.glob("words*-*"):
            if folder != self._lexical.folder:
                LexicalIndex.remove(folder)


def _new_version(entry: Entry, work_id: str | None) -> NewVersion:
    """The entry as a version; a document keeps its work until links are looked at again."""
    document = replace(entry.document, work_id=work_id) if work_id else entry.document
    keys = [entry_key(document, passage) for passage in entry.passages]
    return NewVersion(document, entry.passages, keys, str(entry.path))


def _lexical_entry(document: Document, passage: Passage, key: str) -> LexicalEntry:
    labels = tuple(descriptor.label for descriptor in document.notice.descriptors) if document.notice else ()
    return _entry(key, passage, document.title, labels)


def _entry(key: str, passage: Passage, title: str, descriptors: tuple[str, ...]) -> LexicalEntry:
    return LexicalEntry(
        key=key,
        document_id=passage.document_id,
        text=passage.text,
        title=title,
        headings=passage.heading_path,
        context=passage.context,
        descriptors=descriptors,
    )
