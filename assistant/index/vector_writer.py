"""Writing vectors: encoding what has none, and making all of them again when their files are damaged.

The catalogue is the truth. Vectors come from it and from the model of the stamp, and from nothing else: damaged ones
lose nothing. Their folder is renamed, in one step that a crash cannot leave half done, and deleted when the new one is
complete, since it also holds vectors of documents that were removed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from assistant.chunking import embedding_input
from assistant.index import copies
from assistant.index.catalogue import Catalogue
from assistant.index.dense import DenseIndex
from assistant.index.heap import give_back
from assistant.index.trouble import DamagedVectorsError
from assistant.models import Passage

if TYPE_CHECKING:
    from assistant.embeddings import Encoder

EncodingProgress = Callable[[int, int], None]
"""Called with the number of passages encoded so far, and the number to encode."""

ENCODE_SLICE = 128
"""Passages encoded between two signs of progress."""

_SAID_EVERY_S = 15.0

_log = logging.getLogger(__name__)


class VectorWriter:
    """Writes the vectors of one generation; damaged ones are made again, where the catalogue tells all of them.

    ``stamp`` is that of the encoder, as the catalogue writes it.
    """

    def __init__(
        self,
        dense: DenseIndex,
        catalogue: Catalogue,
        encoder: Encoder,
        generation: int,
        stamp: str,
        progress: EncodingProgress,
    ) -> None:
        self._dense = dense
        self._catalogue = catalogue
        self._encoder = encoder
        self._generation = generation
        self._stamp = stamp
        self._progress = progress
        self._said_at: float | None = None

    def open(self) -> None:
        """See that the folder can be opened, whatever model made what is in it."""
        self._mending(self._dense.open)

    def add(self, items: Sequence[tuple[Passage, str]]) -> None:
        """Write the vectors of passages under their keys; what was encoded before is not encoded again."""
        self._mending(lambda: self._add(items))

    def delete(self, keys: Sequence[str]) -> None:
        """Take keys out."""
        self._mending(lambda: self._dense.delete(keys))

    def clear(self) -> None:
        """Delete the vectors of this generation."""
        self._dense.clear()

    def drop_others(self) -> None:
        """Delete the vectors of other generations."""
        self._mending(self._dense.drop_others)

    def drop_aside(self) -> None:
        """Delete what was set aside, once all the vectors are there."""
        self._dense.drop_aside()

    def repair(self, searched: Collection[str], *, suspect: bool = False) -> None:
        """Have the vectors of these keys and no others.

        Args:
            searched: Keys of all the live passages.
            suspect: Look at every vector, since some could not be read.

        Raises:
            DamagedVectorsError: They were made again, and are damaged still.
            CatalogueError: They cannot be read or written for another reason.
        """
        self._mending(lambda: self._complete(searched, suspect=suspect))
        self.drop_aside()

    def _mending(self, work: Callable[[], None]) -> None:
        """Do something; if files turn out damaged, once more after what they held is made again.

        A generation that is being built is none the catalogue could make again: its writer is told.
        """
        try:
            work()
        except DamagedVectorsError as error:
            state = self._catalogue.state()
            if state.generation != self._generation:
                raise
            again = state.stamp == self._stamp
            self._dense.set_aside()
            remedy = "mis de côté et refait depuis le catalogue" if again else "mis de côté"
            _log.warning("%s", f"{error.what} : il est {remedy}.")
            if again:
                self._complete({key.key for key in self._catalogue.live_keys()})
            work()
            if again:
                self.drop_aside()

    def _complete(self, searched: Collection[str], *, suspect: bool = False) -> None:
        if suspect:
            self._dense.check(sorted(searched))
        if self._dense.count() == len(searched):
            return
        present = self._dense.keys()
        self._dense.delete(sorted(present.difference(searched)))
        missing = set(searched) - present
        if missing:
            self._said_at = time.monotonic()
            found = self._catalogue.passages_by_key(missing)
            self._add([(passage, key) for key, passage in found.items()])
            self._said_at = None
        self._catalogue.make_live([])  # moves the sequence: other processes open their vectors anew

    def _add(self, items: Sequence[tuple[Passage, str]]) -> None:
        keys: dict[str, list[str]] = {}
        for passage, key in items:
            keys.setdefault(embedding_input(passage), []).append(key)
        known = copies.known_keys(self._catalogue.database, [passage for passage, _ in items], self._generation)
        stored = self._dense.vectors([key for names in known.values() for key in names])
        again = {told: stored[key] for told, names in known.items() for key in names if key in stored}
        if again:
            pairs = [(key, vector) for told, vector in again.items() for key in keys[told]]
            self._dense.upsert([key for key, _ in pairs], np.stack([vector for _, vector in pairs]))
        self._encode({told: names for told, names in keys.items() if told not in again})

    def _encode(self, keys: Mapping[str, Sequence[str]]) -> None:
        """Encode what keys stand for, the longest texts together so that little is spent on padding."""
        ordered = sorted(keys, key=len)
        for start in range(0, len(ordered), ENCODE_SLICE):
            some = ordered[start : start + ENCODE_SLICE]
            self._tell(start, len(ordered))
            vectors: np.ndarray = self._encoder.encode_passages(some)
            give_back()
            rows = [row for row, told in enumerate(some) for _ in keys[told]]
            self._dense.upsert([key for told in some for key in keys[told]], vectors[rows])

    def _tell(self, done: int, total: int) -> None:
        """Say how far it is; in so many words too when it is a repair, which nobody asked for."""
        self._progress(done, total)
        if self._said_at is not None and time.monotonic() - self._said_at >= _SAID_EVERY_S:
            self._said_at = time.monotonic()
            _log.warning("%s", f"Index des vecteurs : {done} textes encodés sur {total}.")
