from __future__ import annotations

import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import OperationError, SourceError
from assistant.sources.worker import ParseLimits, ParserPool, parse_file
from tests.sources import make_pdfs


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Makes the workers' reader misbehave: what a file named « boucle », « plante » or « avale » asks for, it does."""
    code = """
        import os, time
        from assistant.sources import reader
        real = reader.read_source
        def read_source(path, file, limits):
            if "boucle" in file: time.sleep(60)
            if "plante" in file: os.abort()
            if "avale" in file: bytearray(8 << 30)
            if "bogue" in file: {}["clef"]
            return real(path, file, limits)
        reader.read_source = read_source
    """
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(textwrap.dedent(code), encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return make_pdfs.two_columns(tmp_path / "rapport.pdf")


def test_a_file_is_read_in_a_worker(tmp_path: Path) -> None:
    document = parse_file(make_pdfs.two_columns(tmp_path / "rapport.pdf"), "dossier/rapport.pdf")
    assert document.file == "dossier/rapport.pdf"
    assert len(document.pages) == 3
    assert document.pages[0].words


def test_a_refusal_keeps_its_reason(tmp_path: Path) -> None:
    (tmp_path / "vide.pdf").write_bytes(b"")
    with pytest.raises(SourceError, match=r"vide\.pdf » : le fichier est vide"):
        parse_file(tmp_path / "vide.pdf", "vide.pdf")


def test_a_worker_serves_several_files(tmp_path: Path) -> None:
    path = make_pdfs.two_columns(tmp_path / "rapport.pdf")
    with ParserPool() as pool:
        first = pool.parse(path, "un.pdf")
        worker = pool._idle.get()
        pool._idle.put(worker)
        second = pool.parse(path, "deux.pdf")
        assert worker is not None
        assert worker.files == 2
    assert first.text == second.text
    assert first.id != second.id


def test_a_file_that_hangs_is_given_up_and_the_next_is_read(hostile: Path) -> None:
    with ParserPool(ParseLimits(timeout_s=1)) as pool, pytest.raises(SourceError, match="interrompue après 1 s"):
        pool.parse(hostile, "boucle.pdf")
    with ParserPool(ParseLimits(timeout_s=30)) as pool:
        assert pool.parse(hostile, "rapport.pdf").pages


def test_a_file_that_kills_its_worker_is_refused_and_the_next_is_read(hostile: Path) -> None:
    with ParserPool() as pool:
        with pytest.raises(SourceError, match="a fait échouer le lecteur"):
            pool.parse(hostile, "plante.pdf")
        assert pool.parse(hostile, "rapport.pdf").pages


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS accepts no limit on the address space")
def test_a_file_that_fills_the_memory_is_refused(hostile: Path) -> None:
    with ParserPool(ParseLimits(memory_mb=1024)) as pool:
        with pytest.raises(SourceError, match="plus de 1024 Mo de mémoire"):
            pool.parse(hostile, "avale.pdf")
        assert pool.parse(hostile, "rapport.pdf").pages


def test_an_error_of_a_parser_is_the_file_s_refusal(hostile: Path) -> None:
    with pytest.raises(SourceError, match="ne peut pas être lu \\(KeyError\\)"):
        parse_file(hostile, "bogue.pdf")


def test_several_threads_share_the_workers(tmp_path: Path) -> None:
    path = make_pdfs.two_columns(tmp_path / "rapport.pdf")
    with ParserPool(workers=2) as pool, ThreadPoolExecutor(4) as threads:
        names = [f"{rank}.pdf" for rank in range(8)]
        documents = list(threads.map(lambda name: pool.parse(path, name), names))
    assert [document.file for document in documents] == names


@pytest.mark.long
def test_every_broken_or_hostile_pdf_has_an_outcome(shared_data: Path) -> None:
    paths = sorted((shared_data / "nasty").glob("*.pdf"))
    outcomes = {}
    with ParserPool(ParseLimits(timeout_s=60)) as pool:
        for path in paths:
            try:
                document = pool.parse(path, path.name)
            except SourceError as error:
                outcomes[path.name] = str(error)
                continue
            outcomes[path.name] = "read" if document.text.strip() else "unread"
            assert all(page.origin != "none" for page in document.pages) or outcomes[path.name] != ""
    assert len(outcomes) == len(paths)
    assert "mot de passe" in outcomes["pypdf_libreoffice-writer-password.pdf"]
    assert outcomes["pdfjs_empty.pdf"] == "unread"


LINE = '{"id": "%d-0", "doc": "%d", "title": "Titre %d", "section": "", "text": "Le texte du document %d."}'


def write_passages(path: Path, documents: int) -> Path:
    path.write_text("\n".join(LINE % (n, n, n, n) for n in range(documents)), encoding="utf-8")
    return path


def test_an_export_is_answered_in_slices_of_documents_named_after_it(tmp_path: Path) -> None:
    path = write_passages(tmp_path / "fonds.jsonl", 300)
    with ParserPool() as pool:
        slices = list(pool.slices(path, "sous/fonds.jsonl"))
        assert pool.parse(make_pdfs.two_columns(tmp_path / "rapport.pdf"), "rapport.pdf").pages
    documents = [document for some in slices for document in some.documents]
    assert [document.file for document in documents] == [f"sous/fonds.jsonl#{n}" for n in range(300)]
    assert max(len(some.documents) for some in slices) < 100
    assert len({document.sha256 for document in documents}) == 300


def test_the_digest_of_a_document_of_an_export_is_that_of_its_own_content(tmp_path: Path) -> None:
    path = write_passages(tmp_path / "fonds.jsonl", 3)
    with ParserPool() as pool:
        [_, before] = pool.slices(path, "fonds.jsonl")
        path.write_text(path.read_text().replace("du document 1.", "changé du document 1."))
        [_, after] = pool.slices(path, "fonds.jsonl")
    assert [a.sha256 == b.sha256 for a, b in zip(before.documents, after.documents, strict=True)] == [True, False, True]


def test_a_worker_whose_export_is_given_up_half_way_does_not_answer_for_the_next_file(tmp_path: Path) -> None:
    path = write_passages(tmp_path / "fonds.jsonl", 300)
    with ParserPool() as pool:
        slices = pool.slices(path, "fonds.jsonl")
        next(slices)
        slices.close()
        assert pool.parse(make_pdfs.two_columns(tmp_path / "rapport.pdf"), "rapport.pdf").file == "rapport.pdf"


def test_an_export_that_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "portail.xml").write_text("rien de tel")
    make_pdfs.two_columns(tmp_path / "rapport.jsonl")
    with ParserPool() as pool:
        with pytest.raises(SourceError, match="ni de l'UNIMARC"):
            list(pool.slices(tmp_path / "portail.xml", "portail.xml"))
        with pytest.raises(SourceError, match="c'est un PDF"):
            list(pool.slices(tmp_path / "rapport.jsonl", "rapport.jsonl"))


def test_an_interruption_kills_what_is_being_read_rather_than_wait_for_it(hostile: Path) -> None:
    began = time.monotonic()
    pool = ParserPool()
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(pool.parse, hostile, "boucle.pdf")
        while not pool._working:
            time.sleep(0.01)
        pool.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert isinstance(reading.exception(), SourceError)
    assert time.monotonic() - began < 30


def test_a_worker_that_cannot_start_is_no_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "absent"))
    with pytest.raises(OperationError, match=r"ne démarre pas \(introuvable\)") as caught:
        parse_file(make_pdfs.two_columns(tmp_path / "rapport.pdf"), "rapport.pdf")
    assert not isinstance(caught.value, SourceError)
