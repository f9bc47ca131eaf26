"""What a data folder holds, read from the catalogue alone: no model, no search index, no folder made."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.errors import CatalogueError
from assistant.models import CorpusView, IngestReport

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.index.lock import Holder
    from assistant.index.stamp import Stamp

CATALOGUE = "catalogue.sqlite3"


@dataclass(frozen=True, slots=True)
class Overview:
    """The corpus, and the state of its index.

    ``stamp`` is what the index was made with, None before the first ingestion. ``chunker`` is the version of the cut
    that this program would use. ``writer`` is the process that is writing now. ``ocr_pages`` counts the pages read by
    OCR, ``copies`` the repeats set aside; ``last_report`` is that of the last ingestion. ``validated`` counts the
    validated answers that are given, ``withdrawn`` those that are no longer.
    """

    corpus: CorpusView
    sequence: int
    stamp: Stamp | None
    chunker: str
    writer: Holder | None
    ocr_pages: int = 0
    copies: int = 0
    last_report: IngestReport | None = None
    validated: int = 0
    withdrawn: int = 0


def read_overview(data_dir: Path) -> Overview:
    """Read the overview of a data folder; a folder that is not there is an empty one.

    Raises:
        CatalogueError: The catalogue is damaged, or was written by a newer version; or the folder is a file.
    """
    from assistant.chunking import CHUNKER_VERSION

    if data_dir.exists() and not data_dir.is_dir():
        raise CatalogueError(
            f"Dossier de données inutilisable : {data_dir} n'est pas un dossier. Changez « data_dir »."
        )
    if not (data_dir / CATALOGUE).is_file():
        return Overview(CorpusView(), sequence=0, stamp=None, chunker=CHUNKER_VERSION, writer=None)
    from assistant.index.catalogue import open_catalogue
    from assistant.index.journal import Journal
    from assistant.index.live import LiveView, corpus_view, load_view
    from assistant.index.lock import holder
    from assistant.index.stamp import Stamp
    from assistant.validation.table import count_validated

    catalogue = open_catalogue(data_dir)
    try:
        state = catalogue.state()
        journal = Journal(catalogue.database)
        counts = list(catalogue.counts_by_version().values())
        last = journal.last_run()
        validated, withdrawn = count_validated(catalogue.database, datetime.now().astimezone().date().isoformat())
        return Overview(
            corpus_view(load_view(catalogue, LiveView()), journal),
            sequence=state.sequence,
            stamp=Stamp.from_json(state.stamp) if state.stamp else None,
            chunker=CHUNKER_VERSION,
            writer=_at_work(holder(data_dir)),
            ocr_pages=sum(ocr_pages for ocr_pages, _ in counts),
            copies=sum(copies for _, copies in counts),
            last_report=last[1] if last else None,
            validated=validated,
            withdrawn=withdrawn,
        )
    finally:
        catalogue.database.close()


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
