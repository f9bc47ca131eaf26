"""An index kept from one run to the next, made the first time and made anew when it is damaged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import CatalogueError
from eval.cache import kept

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index

_FOLDER = "indexes"

Fill = Callable[["Index", Path], None]
"""Writes into an empty index, whose folder it is told."""


def kept_index(cache: Path, key: str, fill: Fill, *, encoder: Encoder, reader: Encoder) -> Index:
    """The index of a key, open to be searched.

    One that cannot be opened, or that somebody emptied, is made anew: nothing in it is past remaking.

    Args:
        cache: Where indexes are kept.
        key: What decides of the content.
        fill: Called on the empty index the first time.
        encoder: What the passages are encoded with.
        reader: What the questions are encoded with; the same model as ``encoder``.

    Raises:
        OperationError: The cache cannot be written.
    """
    from assistant.index.store import Index

    def make(folder: Path) -> None:
        index = Index.open(folder, encoder)
        try:
            fill(index, folder)
        finally:
            index.close()

    folder = kept(cache / _FOLDER, key, make)
    try:
        index = Index.open(folder, reader)
        if index.passage_count():
            return index
        index.close()
    except CatalogueError:
        pass
    shutil.rmtree(folder, ignore_errors=True)
    return Index.open(kept(cache / _FOLDER, key, make), reader)
