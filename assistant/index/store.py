"""The index as the rest of the assistant sees it: search, documents, and the one writer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from assistant.chunking import CHUNKER_VERSION
from assistant.errors import CatalogueError, IndexLockedError, StampError
from assistant.index.catalogue import Catalogue, CatalogueState, open_catalogue
from assistant.index.copies import Repeats, copies_elsewhere, copies_within, count_repeats
from assistant.index.dense import DenseIndex
from assistant.index.families import Version
from assistant.index.journal import Journal
from assistant.index.lexical import Addition, CountedDefinition, LexicalIndex
from assistant.index.live import LiveView, corpus_view, load_view
from assistant.index.lock import writer_lock
from assistant.index.stamp import MADE_AGAIN, Stamp
from assistant.index.trouble import DamagedVectorsError
from assistant.index.writer import Checkpoint, IndexWriter, dense_index, lexical_index
from assistant.models import Copy, CorpusView, Document, DocumentSummary, Filters, Passage

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

_DOCUMENTS_KEPT = 16

Found = TypeVar("Found")


class Index:
    """A reader of the index, safe to share between threads; ``writer`` gives the right to write.

    What is returned is what was live at the last ``refresh``.
    """

    def __init__(
        self, data_dir: Path, catalogue: Catalogue, encoder: Encoder, stamp: Stamp, *, for_rebuild: bool = False
    ) -> None:
        self.data_dir = data_dir
        self.catalogue = catalogue
        self.journal = Journal(catalogue.database)
        self._encoder = encoder
        self._stamp = stamp
        self._refreshing = threading.Lock()
        self._view = LiveView()
        self._dense: DenseIndex | None = None
        self._lexical: LexicalIndex | None = None
        self._for_rebuild = for_rebuild
        self._read = lru_cache(maxsize=_DOCUMENTS_KEPT)(catalogue.document)

    @classmethod
    def open(
        cls, data_dir: Path, encoder: Encoder, *, chunker: str = CHUNKER_VERSION, for_rebuild: bool = False
    ) -> Index:
        """Open the index of a data folder, made if needed, and put right what a crash left.

        Args:
            data_dir: The folder.
            encoder: The model that questions and passages are encoded with.
            chunker: Version of the cut of documents.
            for_rebuild: Accept an index made otherwise; it can be rebuilt but not searched.

        Raises:
            StampError: The index was made with another model or another cut.
            CatalogueError: The catalogue is damaged, or of a newer version.
        """
        index = cls(data_dir, open_catalogue(data_dir), encoder, Stamp.of(encoder, chunker), for_rebuild=for_rebuild)
        try:
            if not for_rebuild:
                index._check_stamp(index.catalogue.state())
            index.refresh()
            index._repair_if_free()
        except BaseException:
            index.close()
            raise
        return index

    def close(self) -> None:
        """Let go of files and connections."""
        if self._dense is not None:
            self._dense.close()
            self._dense = None
        self._lexical = None
        self.catalogue.database.close()

    @property
    def sequence(self) -> int:
        """Step of the catalogue that is searched."""
        return self._view.sequence

    def refresh(self) -> bool:
        """Catch up with the catalogue; True when something had moved. Costs one small query when nothing had.

        Raises:
            StampError: The index was rebuilt by another process with another model.
        """
        return self._catch_up()

    def _catch_up(self, *, wrote: bool = False) -> bool:
        with self._refreshing:
            state = self.catalogue.state()
            if state.sequence == self._view.sequence and not wrote:
                return False
            if state.stamp not in {None, self._stamp.to_json()} and not self.catalogue.empty():
                if not self._for_rebuild:
                    raise StampError(MADE_AGAIN)
                self._view = LiveView(sequence=state.sequence)  # about to be rebuilt, or has just been
                return True
            view = load_view(self.catalogue, self._view)
            if self._dense is None or self._lexical is None or view.generation != self._view.generation:
                previous = self._dense
                self._dense = dense_index(self.data_dir, view.generation, self._stamp)
                self._lexical = lexical_index(self.data_dir, view.generation)
                if previous is not None:
                    previous.close()
            self._dense.reopen()
            self._lexical.reopen()
            self._view = view
            return True

    @contextmanager
    def writer(self, *, checkpoint: Checkpoint = lambda _step: None, suspect: bool = False) -> Iterator[IndexWriter]:
        """The right to write, while the block lasts; what a crash left is put right first.

        Args:
            checkpoint: Called after each step of a writing.
            suspect: Look at every vector, since some could not be read.

        Raises:
            IndexLockedError: Another writer is at work; the message says which.
            StampError: What is there was made otherwise, and the index was not opened to be rebuilt.
        """
        with writer_lock(self.data_dir):
            if self.catalogue.empty():
                self.catalogue.set_stamp(self._stamp.to_json())
            elif not self._for_rebuild:
                self._check_stamp(self.catalogue.state())
            if self._dense is not None:
                self._dense.reopen()
            writer = IndexWriter(self.data_dir, self.catalogue, self._encoder, self._stamp, checkpoint)
            try:
                writer.repair(suspect=suspect)
                yield writer
            finally:
                writer.close()
        self._catch_up(wrote=True)

    # Search

    def dense(self, vector: np.ndarray, k: int, allowed: frozenset[str] | None = None) -> list[tuple[str, float]]:
        """The ``k`` passages nearest to a vector, as (passage id, cosine), among the documents allowed."""
        view = self._view
        chosen = None if allowed is None else view.of_documents(allowed).places
        found = self._from_vectors(lambda index: index.search(vector, k, view.names, chosen))
        return [(view.keys[key].passage_id, score) for key, score in found or ()]

    def lexical(
        self, query: str, k: int, allowed: frozenset[str] | None = None, additions: Sequence[Addition] = ()
    ) -> list[tuple[str, float]]:
        """The ``k`` best passages by BM25 for free text, as (passage id, score), among the documents allowed.

        ``additions`` are words searched beside those of the query, at lower weights.
        """
        view, index = self._view, self._lexical
        if index is None:
            return []
        keys: Collection[str] = view.keys if allowed is None else view.of_documents(allowed)
        return [(view.keys[key].passage_id, score) for key, score in index.search(query, k, keys, allowed, additions)]

    def allowed_documents(self, filters: Filters) -> frozenset[str] | None:
        """Ids of the documents that pass the filters; None when nothing is asked for."""
        return None if filters.empty else self._view.facets.matching(filters)

    def load(self) -> None:
        """Read now what the first question needs: vectors, facets, the list of documents. May be left to a thread."""
        view = self._view
        self._from_vectors(lambda index: index.load(view.names))
        view.prepare()

    # Documents

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """Passages in the order of their ids; those that are not searched any more are left out."""
        found = self.catalogue.passages(ids)
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def document_passages(self, document_id: str) -> list[Passage]:
        """All the passages of a document, in reading order."""
        return self.catalogue.document_passages(document_id)

    def document_frequency(self, stem: str) -> int:
        """Number of passages that hold a stem of ``assistant.text.stems``, in their text, title or context."""
        return self._lexical.document_frequency(stem) if self._lexical is not None else 0

    def definitions(self, names: Collection[str]) -> list[CountedDefinition]:
        """What the corpus defines under acronyms and long forms, named by the keys of ``assistant.acronyms``."""
        return self._lexical.definitions(names) if self._lexical is not None else []

    def passage_count(self) -> int:
        """Number of passages that are searched."""
        return len(self._view.keys)

    def document(self, document_id: str) -> Document | None:
        """A document with its words, blocks and notice."""
        live = self._view.documents.get(document_id)
        if live is None:
            return None
        document = self._read(live.version)
        if document is None and self.refresh():  # a new version came since
            return self.document(document_id)
        return document

    def document_path(self, document_id: str) -> Path | None:
        """Absolute path of the file that a document was read from."""
        live = self._view.documents.get(document_id)
        return Path(live.path) if live else None

    def summaries(self) -> Mapping[str, DocumentSummary]:
        """Every document as it is listed, by id, in order of file. Not to be changed."""
        return self._view.summaries

    def documents(self) -> list[DocumentSummary]:
        """The list of documents, in order of file."""
        return list(self._view.summaries.values())

    def work_documents(self, work_id: str) -> list[DocumentSummary]:
        """The documents of a work: a notice and its PDFs."""
        return [summary for summary in self.documents() if summary.work_id == work_id]

    def families(self) -> Mapping[str, tuple[str, str]]:
        """Family and date of each document that has other versions, by id; the date may be empty."""
        return self._view.dated_families

    def versions_of(self, document_id: str) -> list[Version]:
        """The other versions of a document, the newest first and those without a date last."""
        return self._view.versions_of(document_id)

    def copies_of(self, passage_id: str) -> list[Copy]:
        """Where the text of a passage stands again: in its own document, then in others, in order of file."""
        return self.copies_of_each([passage_id]).get(passage_id, [])

    def copies_of_each(self, passage_ids: Sequence[str]) -> dict[str, list[Copy]]:
        """The same for several passages at once; those that are not searched any more are left out."""
        elsewhere = copies_elsewhere(self.catalogue.database, passage_ids)
        passages = self.passages(passage_ids)
        return {one.id: copies_within(one, self.document) + elsewhere.get(one.id, []) for one in passages}

    def repeats(self) -> Repeats:
        """How much of what is searched is repeated."""
        return count_repeats(self.catalogue.database)

    def corpus(self) -> CorpusView:
        """What the corpus holds, and what was not read of it."""
        return corpus_view(self._view, self.journal)

    # Stamp and repair

    def _check_stamp(self, state: CatalogueState) -> None:
        if state.stamp is not None and not self.catalogue.empty():
            self._stamp.check(Stamp.from_json(state.stamp))

    def _repair_if_free(self) -> None:
        """Put right what a crash left, unless somebody is writing, who does it then."""
        if self._dense is None or self._lexical is None:
            return
        searched = len(self._view.keys)
        try:
            whole = self._dense.count() == searched and self._lexical.count() == searched
        except DamagedVectorsError:
            whole = False
        if whole and not self.catalogue.leftovers():
            return
        with suppress(IndexLockedError), self.writer():
            pass

    def _from_vectors(self, ask: Callable[[DenseIndex], Found]) -> Found | None:
        """Ask the vectors, once more after they are made again if they turn out damaged; None when there are none.

        Raises:
            CatalogueError: They are damaged, and another program holds the right to make them again.
        """
        if self._dense is None:
            return None
        try:
            return ask(self._dense)
        except DamagedVectorsError as error:
            try:
                with self.writer(suspect=True):
                    pass
            except IndexLockedError as locked:
                raise CatalogueError(f"{error.what} ; il sera refait ensuite. {locked}") from error
        return ask(self._dense)
