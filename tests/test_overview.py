"""The overview of a data folder, read without a model."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chunking import chunk
from assistant.errors import CatalogueError
from assistant.index.lock import Holder, writer_lock
from assistant.index.store import Index
from assistant.models import CorpusView, FileReport, IngestReport
from assistant.overview import read_overview
from tests.document_maker import make_document
from tests.fakes import HashedEncoder


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with one document of one passage, and one file that was refused."""
    encoder = HashedEncoder()
    document = make_document([("paragraph", "Le protocole comporte dix-sept engagements.")])
    index = Index.open(tmp_path / "data", encoder)
    with index.writer() as writer:
        writer.put(document, chunk(document, encoder.count_tokens), tmp_path / "doc.txt")
        refused = FileReport("casse.pdf", "refused", message="illisible")
        writer.record_run(IngestReport((refused,)), {str(tmp_path / "casse.pdf"): refused})
    index.close()
    return tmp_path / "data"


def test_a_folder_that_is_not_there_is_empty_and_is_not_made(tmp_path: Path) -> None:
    overview = read_overview(tmp_path / "rien")
    assert overview.corpus == CorpusView()
    assert (overview.sequence, overview.stamp, overview.writer) == (0, None, None)
    assert not (tmp_path / "rien").exists()


def test_the_corpus_is_the_one_that_the_index_gives(data_dir: Path) -> None:
    index = Index.open(data_dir, HashedEncoder())
    expected, sequence = index.corpus(), index.sequence
    index.close()
    overview = read_overview(data_dir)
    assert overview.corpus == expected
    assert overview.sequence == sequence
    assert overview.corpus.passages == 1
    assert [file.file for file in overview.corpus.not_read] == ["casse.pdf"]


def test_the_stamp_is_the_one_of_the_model_that_made_the_index(data_dir: Path) -> None:
    stamp = read_overview(data_dir).stamp
    encoder = HashedEncoder()
    assert stamp is not None
    assert (stamp.model, stamp.dimension) == (encoder.fingerprint, encoder.dimension)


def test_the_writer_is_named_while_it_writes_and_no_longer(data_dir: Path) -> None:
    with writer_lock(data_dir):
        writer = read_overview(data_dir).writer
    assert writer is not None
    assert writer.pid == os.getpid()
    assert read_overview(data_dir).writer is None


def test_a_writer_of_this_machine_that_crashed_is_not_named(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    crashed = replace(Holder.this_process(), pid=gone.pid)
    monkeypatch.setattr("assistant.index.lock.holder", lambda _: crashed)
    assert read_overview(data_dir).writer is None
    elsewhere = replace(crashed, host="un-autre-poste")
    monkeypatch.setattr("assistant.index.lock.holder", lambda _: elsewhere)
    assert read_overview(data_dir).writer == elsewhere


def test_a_damaged_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite3").write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(CatalogueError):
        read_overview(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("un fichier")
    with pytest.raises(CatalogueError, match="n'est pas un dossier"):
        read_overview(tmp_path / "data")
