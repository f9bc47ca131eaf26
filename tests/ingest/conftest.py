"""A folder to be read, an index to read it into, and an ingestion with a parser of plain text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.models import IngestReport
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.index.library import opened
from tests.ingest.outcomes import Run
from tests.plain_parser import PlainParser


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a notice and a PDF, in an otherwise empty current folder."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "fonds"
    (made / "pdf").mkdir(parents=True)
    (made / "accord.txt").write_text("Accord régional\nL'accord compte dix-sept engagements.\nPJ : Convention.pdf")
    (made / "pdf" / "convention.pdf").write_text("Convention\nLe budget est voté.\fLa girafe est protégée.")
    return made


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path / "data") as made:
        yield made


@pytest.fixture
def run(tmp_path: Path, index: Index) -> Run:
    """Ingest paths with the plain parser."""

    def go(*paths: Path, parser: PlainParser | None = None, **options: object) -> IngestReport:
        settings = Settings(data_dir=tmp_path / "data")
        return ingest(paths, index, HashedEncoder(), settings, parser=parser or PlainParser(), **options)  # type: ignore[arg-type]

    return go
