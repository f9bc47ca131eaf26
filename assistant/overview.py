"""What a data folder holds, read from the catalogue alone: no model, no search index, no folder made."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.models import CorpusView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from assistant.index.catalogue import Catalogue
    from assistant.index.lock import Holder
    from assistant.index.stamp import Stamp

CATALOGUE = "catalogue.sqlite3"


@dataclass(frozen=True, slots=True)
class Overview:
    """The corpus, and the state of its index.

    ``stamp`` is what the index was made with, None before the first ingestion. ``chunker`` is the version of the cut
    that this program would use. ``writer`` is the process that is writing now.
    """

    corpus: CorpusView
    sequence: int
    stamp: Stamp | None
    chunker: str
    writer: Holder | None


def read_overview(data_dir: Path) -> Overview:
    """Read the overview of a data folder; a folder that is not there is an empty one.

    Raises:
        CatalogueError: The catalogue is damaged, or was written by a newer version.
    """
    from assistant.chunking import CHUNKER_VERSION

    if not (data_dir / CATALOGUE).is_file():
        return Overview(CorpusView(), sequence=0, stamp=None, chunker=CHUNKER_VERSION, writer=None)
    from assistant.index.catalogue import open_catalogue
    from assistant.index.lock import holder
    from assistant.index.stamp import Stamp

    catalogue = open_catalogue(data_dir)
    try:
        state = catalogue.state()
        return Overview(
            _corpus(catalogue),
            sequence=state.sequence,
            stamp=Stamp.from_json(state.stamp) if state.stamp else None,
            chunker=CHUNKER_VERSION,
            writer=_at_work(holder(data_dir)),
        )
    finally:
        catalogue.database.close()


def _corpus(catalogue: Catalogue) -> CorpusView:
    """The same view as the index gives of what is live."""
    from assistant.index.journal import Journal
    from assistant.index.live import LiveView, load_view

    view, journal = load_view(catalogue, LiveView()), Journal(catalogue.database)
    facets = [document.facets for document in view.documents.values()]
    last = journal.last_run()
    return CorpusView(
        documents=tuple(view.summaries.values()),
        passages=len(view.keys),
        last_ingestion=last[0] if last else None,
        not_read=tuple(journal.not_read().values()),
        descriptors=_sorted(label for facet in facets for label, _ in facet.descriptors),
        authors=_sorted(author for facet in facets for author in facet.authors),
        folders=tuple(str(root) for root in journal.roots()),
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    from assistant.text import fold

    return tuple(sorted(set(names), key=fold))


def _at_work(who: Holder | None) -> Holder | None:
    """The writer, unless its process of this machine is no longer there (a crash left its name)."""
    if who is None or who.host != socket.gethostname():
        return who
    try:
        os.kill(who.pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:  # it is there, and somebody else's
        return who
    return who
