"""What an ingestion does when a file, a folder, the index or the user stops it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from assistant.errors import CatalogueError, OperationError
from assistant.index.store import Index
from assistant.models import Document
from tests.index.library import found
from tests.ingest.outcomes import Run, only, outcomes
from tests.plain_parser import PlainParser


def test_a_broken_file_is_refused_and_the_others_are_read(folder: Path, run: Run, index: Index) -> None:
    (folder / "a.pdf").write_text("BROKEN")
    (folder / "b.pdf").write_text("BUG")
    report = run(folder)
    assert outcomes(report) == {
        "a.pdf": "refused", "accord.txt": "read", "b.pdf": "refused", "pdf/convention.pdf": "read",
    }  # fmt: skip
    assert report.refused
    messages = {one.file: one.message for one in report.files}
    assert messages["a.pdf"] == "Fichier abîmé ; exportez-le de nouveau."
    assert "KeyError" in (messages["b.pdf"] or "")
    assert [one.file for one in index.corpus().not_read] == ["a.pdf", "b.pdf"]


def test_what_was_read_of_a_file_now_broken_stays(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    (folder / "accord.txt").write_text("BROKEN")
    report = {one.file: one for one in run(folder).files}["accord.txt"]
    assert report.outcome == "refused"
    assert (report.message or "").endswith("ce qui en avait été lu reste interrogeable.")
    assert len(found(index, "engagements", k=1)["lexical"]) == 1


def test_a_repaired_file_is_no_longer_said_to_be_refused(folder: Path, run: Run, index: Index) -> None:
    (folder / "a.pdf").write_text("BROKEN")
    run(folder)
    (folder / "a.pdf").write_text("Réparé\nUn texte.")
    run(folder)
    assert index.corpus().not_read == ()


def test_a_refused_file_that_has_gone_is_forgotten(folder: Path, run: Run, index: Index) -> None:
    (folder / "a.pdf").write_text("BROKEN")
    run(folder)
    (folder / "a.pdf").unlink()
    run(folder)
    assert index.corpus().not_read == ()


def test_an_interruption_leaves_what_was_written_and_the_next_run_goes_on(folder: Path, run: Run, index: Index) -> None:
    def interrupt(_what: str, done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, progress=interrupt)
    assert set(outcomes(run(folder)).values()) <= {"read", "unchanged"}
    assert len(index.documents()) == 2


def test_a_folder_given_before_and_out_of_reach_is_said_to_be_so(folder: Path, run: Run, index: Index) -> None:
    run(folder)
    shutil.move(folder, folder.parent / "hidden")
    report = only(run())
    assert (report.outcome, report.file) == ("refused", "fonds")
    assert "hors d'atteinte" in (report.message or "")
    assert len(index.documents()) == 2


def test_an_interrupted_ingestion_is_taken_up_without_naming_its_folder_again(folder: Path, run: Run) -> None:
    def interrupt(_what: str, _done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, progress=interrupt)
    assert outcomes(run()) == {"accord.txt": "read", "pdf/convention.pdf": "read"}


def test_a_folder_out_of_reach_is_said_to_be_so_each_time_and_read_when_it_is_back(
    folder: Path, run: Run, index: Index
) -> None:
    (folder / "a.pdf").write_text("BROKEN")
    run(folder)
    away = shutil.move(folder, folder.parent / "hidden")
    for _ in range(3):
        assert only(run()).outcome == "refused"
    shutil.move(away, folder)
    assert outcomes(run()) == {"a.pdf": "refused", "accord.txt": "unchanged", "pdf/convention.pdf": "unchanged"}
    assert [one.file for one in index.corpus().not_read] == ["a.pdf"]


def test_a_folder_that_has_gone_and_gave_nothing_is_forgotten(folder: Path, run: Run, index: Index) -> None:
    other = folder.parent / "autre"
    other.mkdir()
    (other / "a.pdf").write_text("BROKEN")
    run(folder, other)
    shutil.rmtree(other)
    assert set(outcomes(run()).values()) == {"unchanged"}
    assert (index.corpus().folders, index.corpus().not_read) == ((str(folder),), ())


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS refuses names that are not UTF-8")
def test_a_file_whose_name_is_no_text_is_refused_and_the_others_are_read(folder: Path, run: Run, index: Index) -> None:
    bad = os.fsencode(folder) + b"/nom\xff.txt"
    Path(os.fsdecode(bad)).write_text("Accord\nUn texte.")
    for _ in range(2):
        report = {one.file: one for one in run(folder).files}["nom?.txt"]
        assert (report.outcome, report.message) == (
            "refused", "Nom de fichier ou texte mal codé : renommez le fichier ou refaites-le.",
        )  # fmt: skip
    assert len(index.documents()) == 2
    Path(os.fsdecode(bad)).unlink()
    run(folder)
    assert index.corpus().not_read == ()


def test_an_index_that_cannot_be_written_stops_the_ingestion_and_blames_no_file(
    folder: Path, run: Run, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CatalogueError("Plus de place sur le disque.")

    monkeypatch.setattr("assistant.ingest._FLUSH_DOCUMENTS", 1)
    monkeypatch.setattr("assistant.index.writer.IndexWriter.put_all", full)
    with pytest.raises(CatalogueError, match="Plus de place"):
        run(folder)
    assert index.corpus().not_read == ()


def test_a_reader_that_does_not_start_stops_the_ingestion(folder: Path, run: Run) -> None:
    class NoWorker(PlainParser):
        def parse(self, path: Path, file: str) -> Document:
            raise OperationError("Le programme qui lit les fichiers ne démarre pas.")

    with pytest.raises(OperationError, match="ne démarre pas"):
        run(folder, parser=NoWorker())
