"""The corpus that questions are asked of: read once into an index that is kept, and looked up page by page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from assistant.chunking import CHUNKER_VERSION
from assistant.embeddings import resolve_dtype
from assistant.errors import MissingPathError, UsageError
from assistant.models import Document, FileReport
from eval.cache import code_digest
from eval.given import Given
from eval.kept_index import kept_index
from eval.vectors import remembered

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.settings import Settings

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class CorpusFiles:
    """The files of a folder that the assistant can read, and the SHA-256 of their names and bytes together."""

    folder: Path
    paths: Mapping[str, Path]
    sha256: str


def list_corpus(folder: Path, settings: Settings) -> CorpusFiles:
    """What would be read of a folder.

    Raises:
        MissingPathError: There is no such folder.
        UsageError: It holds no file that can be read.
    """
    from assistant.sources.listing import list_files
    from assistant.sources.reader import READABLE_SUFFIXES

    if not folder.exists():
        raise MissingPathError(f"Corpus introuvable : {folder}. Donnez un dossier de documents avec --corpus.")
    listing = list_files([folder], READABLE_SUFFIXES, settings.data_dir)
    if not listing.found:
        raise UsageError(f"Corpus vide : aucun fichier lisible dans {folder}. Donnez un autre dossier avec --corpus.")
    digest = hashlib.sha256()
    for found in listing.found:
        digest.update(f"{found.file}\0{hashlib.sha256(found.path.read_bytes()).hexdigest()}\n".encode())
    return CorpusFiles(folder, {found.file: found.path for found in listing.found}, digest.hexdigest())


def opened(
    files: CorpusFiles, settings: Settings, encoder: Encoder, cache: Path, progress: Progress | None = None
) -> Index:
    """An index of the corpus: the one kept from a run before, else a new one, whose vectors are kept too.

    It is kept by the content of the files, the model and its precision, the settings of reading, and the assistant's
    own code with the libraries that read (``eval.cache.code_digest``).

    Args:
        files: What is read.
        settings: The limits of reading.
        encoder: The embedding model.
        cache: Where indexes and vectors are kept.
        progress: Told of each file.
    """

    def fill(index: Index, folder: Path) -> None:
        from assistant.ingest import ingest

        own = settings.model_copy(update={"data_dir": folder})
        ingest([files.folder], index, remembering, own, progress=progress)

    with remembered(encoder, cache, settings.embedding_dtype) as remembering:
        return kept_index(cache, index_key(files, settings, encoder), fill, encoder=remembering, reader=encoder)


def index_key(files: CorpusFiles, settings: Settings, encoder: Encoder) -> str:
    """What an index is kept under: it changes with whatever may change the index."""
    from assistant.ingest import reading_digest

    told = [files.sha256, encoder.fingerprint, CHUNKER_VERSION, code_digest(), str(files.folder.resolve())]
    told += [reading_digest(settings), resolve_dtype(settings.embedding_dtype)]
    return f"answers-{hashlib.sha256(repr(told).encode()).hexdigest()[:24]}"


class IndexedCorpus:
    """The documents of an index by file: their pages as text, and their passages by id."""

    def __init__(self, index: Index, files: CorpusFiles) -> None:
        self._index = index
        self._files = files
        self._summaries = {summary.file: summary for summary in index.documents()}

    @property
    def sha256(self) -> str:
        """Digest of the names and bytes of the files."""
        return self._files.sha256

    @property
    def documents(self) -> int:
        """Number of documents that are searched."""
        return len(self._summaries)

    @property
    def passages(self) -> int:
        """Number of passages that are searched."""
        return self._index.passage_count()

    @property
    def not_read(self) -> Sequence[FileReport]:
        """Files that were not read, or not wholly."""
        return self._index.corpus().not_read

    def files(self) -> Sequence[str]:
        """The files that are searched, relative to the folder."""
        return tuple(self._summaries)

    def is_notice(self, file: str) -> bool:
        """True when a file is a catalogue notice."""
        summary = self._summaries.get(file)
        return summary is not None and summary.kind == "notice"

    def why_unread(self, file: str) -> str | None:
        """Why a file of the folder was not read, None for one that was or that is not there."""
        found = [one for one in self.not_read if file in (one.file, PurePosixPath(one.file).name)]
        return (found[0].message or found[0].outcome) if found else None

    def page_text(self, file: str, page: int) -> str | None:
        """The text of a page (physical, 1-based) as the assistant read it; None when there is no such page."""
        document = self._document(file)
        pages = [one.text for one in document.pages if one.number == page] if document else []
        return pages[0] if pages else None

    def raw_page_text(self, file: str, page: int) -> str | None:
        """The text layer of a page of a PDF as pdfium gives it; None for a notice, or when there is no such page."""
        path = self._files.paths.get(file)
        return _raw_text(path, page) if path is not None and not self.is_notice(file) else None

    def premises(self, given: Given) -> dict[int, str]:
        """The text of the passage that each marker of an answer points at; a passage the corpus lacks is left out."""
        texts = {one.id: one.text for one in self._index.passages([c.passage_id for c in given.citations])}
        return {c.n: texts[c.passage_id] for c in given.citations if c.passage_id in texts}

    def _document(self, file: str) -> Document | None:
        summary = self._summaries.get(file)
        return self._index.document(summary.id) if summary else None


def _raw_text(path: Path, page: int) -> str | None:
    from assistant.sources.pdf import open_pdf

    document = open_pdf(path, path.name)
    try:
        return str(document[page - 1].get_textpage().get_text_range()) if 1 <= page <= len(document) else None
    finally:
        document.close()
