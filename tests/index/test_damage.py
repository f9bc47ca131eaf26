"""Vectors whose files were damaged are made again from the catalogue, and nothing else is taken for damage."""

from __future__ import annotations

import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from chromadb.api.models.Collection import Collection
from chromadb.errors import InternalError

from assistant.errors import CatalogueError
from assistant.index import chroma_folder
from assistant.index.graph_files import flaw
from assistant.index.lock import writer_lock
from assistant.index.stamp import Stamp
from assistant.index.trouble import DamagedVectorsError
from assistant.index.writer import IndexWriter
from tests.fakes import HashedEncoder
from tests.index.library import entry, found, opened, write

TEXTS = [f"Le passage {number} parle de {word}." for number, word in enumerate(["formation", "emploi", "budget"] * 15)]
FAILED_TO_APPLY = "Error in compaction: Failed to apply logs to the hnsw segment writer"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index whose graph was written to disk for the first 30 of its 45 vectors, and whose log holds the others."""
    import chromadb
    from chromadb.config import Settings

    folder = tmp_path_factory.mktemp("written")
    client: Any = chromadb.PersistentClient(str(folder / "vectors"), Settings(anonymized_telemetry=False))
    configuration: Any = {"hnsw": {"space": "cosine", "sync_threshold": 20, "batch_size": 10}}
    name = f"passages-1-{Stamp.of(HashedEncoder()).digest}"
    client.get_or_create_collection(name, configuration=configuration, embedding_function=None)
    client.close()
    with opened(folder) as index:
        for start in range(0, len(TEXTS), 15):
            write(index, entry(f"d{start:02}", *TEXTS[start : start + 15]))
    assert (graph(folder) / "index_metadata.pickle").exists()
    assert flaw(folder / "vectors") is None
    return folder


@pytest.fixture
def library(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "data"))


def graph(folder: Path) -> Path:
    [only] = [path for path in (folder / "vectors").iterdir() if path.is_dir()]
    return only


def cut(name: str, part: float) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (graph(folder) / name).read_bytes()
        (graph(folder) / name).write_bytes(content[: int(len(content) * part)])

    return damage


def overwritten(name: str, byte: bytes, part: float = 0) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        content = (graph(folder) / name).read_bytes()
        kept = int(len(content) * part)
        (graph(folder) / name).write_bytes(content[:kept] + byte * (len(content) - kept))

    return damage


def torn(folder: Path) -> None:
    """As a kill leaves it: Chroma writes the header first, with vectors that the other files do not hold yet."""
    header = graph(folder) / "header.bin"
    content = header.read_bytes()
    assert int.from_bytes(content[20:28], "little") == 30
    header.write_bytes(content[:12] + (128).to_bytes(8, "little") + (110).to_bytes(8, "little") + content[28:])


def page_of(table: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        database = folder / "vectors" / "chroma.sqlite3"
        with closing(sqlite3.connect(database)) as connection:
            (size,) = connection.execute("PRAGMA page_size").fetchone()
            (number,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        with database.open("r+b") as file:
            file.seek((number - 1) * size)
            file.write(b"\xff" * size)

    return damage


def without_log(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "vectors" / "chroma.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM embeddings_queue")


def not_a_database(folder: Path) -> None:
    (folder / "vectors" / "chroma.sqlite3").write_bytes(b"not a database " * 400)


def rebuild(writer: IndexWriter) -> None:
    with writer.rebuild():
        writer.put_all([entry("new", "Un texte nouveau.")])


def open_and_close(folder: Path, encoder: HashedEncoder | None = None) -> None:
    with opened(folder, encoder):
        pass


DAMAGES: dict[str, Callable[[Path], None]] = {
    "a write that was killed": torn,
    "no graph": lambda folder: shutil.rmtree(graph(folder)),
    "no header": lambda folder: (graph(folder) / "header.bin").unlink(),
    "no names": lambda folder: (graph(folder) / "index_metadata.pickle").unlink(),
    "half the names": cut("index_metadata.pickle", 0.5),
    "half a header": cut("header.bin", 0.5),
    "a header of zeros": overwritten("header.bin", b"\0", 0.5),
    "a part of the vectors": cut("data_level0.bin", 0.2),
    "vectors overwritten": overwritten("data_level0.bin", b"\xa5"),
    "a part of the lengths": cut("length.bin", 0.2),
    "lengths of zeros": overwritten("length.bin", b"\0", 0.2),
    "half the links": cut("link_lists.bin", 0.5),
    "links overwritten": overwritten("link_lists.bin", b"\xa5", 0.5),
    "no log": without_log,
    "a bad page in the log": page_of("embeddings_queue"),
    "a bad page in the list of graphs": page_of("segments"),
    "a bad page that Chroma panics at": page_of("migrations"),
    "no database": not_a_database,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_vectors_are_made_again_and_the_user_is_told(
    library: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    DAMAGES[name](library)
    with opened(library) as index:
        assert sorted(found(index, "formation emploi budget", k=50)["dense"]) == sorted(TEXTS)
        assert sorted(found(index, "passage", k=50)["lexical"]) == sorted(TEXTS)
    [told] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert told.startswith("L'index des vecteurs est endommagé (")
    assert told.endswith(") : il est mis de côté et refait depuis le catalogue.")
    again = HashedEncoder()
    with opened(library, again) as index:
        assert len(found(index, "passage", k=50)["dense"]) == len(TEXTS)
    assert again.passages_encoded == []
    assert [path.name for path in library.glob("vectors*")] == ["vectors", "vectors.lock"]


def test_what_is_damaged_while_it_is_written_is_made_again_and_the_writing_goes_on(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_vectors, failed = Collection.upsert, []

    def upsert(collection: Collection, *arguments: Any, **named: Any) -> None:
        if not failed:
            failed.append(named["ids"])
            raise InternalError(FAILED_TO_APPLY)
        write_vectors(collection, *arguments, **named)

    monkeypatch.setattr(Collection, "upsert", upsert)
    with opened(library) as index:
        write(index, entry("new", "Un texte nouveau."))
        assert sorted(found(index, "formation", k=50)["dense"]) == sorted([*TEXTS, "Un texte nouveau."])
        assert found(index, "nouveau", k=1) == {"dense": ["Un texte nouveau."], "lexical": ["Un texte nouveau."]}
    assert len(failed) == 1
    assert not list(library.glob("vectors-*"))


def test_damage_during_a_rebuild_stops_it_and_what_was_searched_is_made_again(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise InternalError(FAILED_TO_APPLY)

    with opened(library) as index:
        with index.writer() as writer, monkeypatch.context() as patch:
            patch.setattr(Collection, "upsert", refuse)
            with pytest.raises(DamagedVectorsError):
                rebuild(writer)
        assert sorted(found(index, "formation", k=50)["dense"]) == sorted(TEXTS)


def test_damaged_vectors_of_another_model_are_rebuilt_without_encoding_them_with_this_one(library: Path) -> None:
    torn(library)
    other = HashedEncoder(name="other", dimension=64)
    with opened(library, other, for_rebuild=True) as index:
        with index.writer() as writer:
            rebuild(writer)
        assert other.passages_encoded == ["Un texte nouveau."]
        assert len(index.dense(other.encode_queries(["nouveau"])[0], 3)) == 1
    assert not list(library.glob("vectors-*"))


def test_a_reader_goes_on_while_another_writes_and_is_told_what_vectors_wait_for(library: Path) -> None:
    torn(library)
    vector = HashedEncoder().encode_queries(["budget"])[0]
    with writer_lock(library), opened(library) as index:
        assert len(index.lexical("budget", 50)) == 15
        expected = r"endommagé .* sera refait ensuite\. L'index est en cours d'écriture par le processus"
        with pytest.raises(CatalogueError, match=expected):
            index.dense(vector, 3)
    with opened(library) as index:
        assert len(index.dense(vector, 3)) == 3


def test_damage_that_cannot_be_set_aside_is_one_line_and_leaves_the_catalogue_alone(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path), None, str(target))

    torn(library)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(CatalogueError, match=r"ne peut être mis de côté \(accès refusé\) : .*supprimez") as caught:
        open_and_close(library)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 1
    monkeypatch.undo()
    with opened(library) as index:
        assert len(index.documents()) == 3
        assert len(found(index, "formation", k=50)["dense"]) == len(TEXTS)


def test_vectors_that_are_damaged_again_at_once_are_not_made_again_for_ever(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma_folder, "flaw", lambda _folder: "header.bin est tronqué")
    with pytest.raises(DamagedVectorsError, match="supprimez ce dossier") as caught:
        open_and_close(library)
    assert caught.value.exit_code == 1


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("error returned from database: (code: 13) database or disk is full", "libérez de l'espace"),
        ("error returned from database: (code: 8) attempt to write a readonly database", "vérifiez les droits"),
        ("Error creating hnsw segment reader: Too many open files (os error 24)", "fermez d'autres programmes"),
        ("error returned from database: (code: 5) database is locked", "fermez d'autres programmes"),
        ("Collection expecting embedding with dimension of 256, got 3", "est illisible"),
    ],
)
def test_what_is_not_damage_leads_to_no_rebuilding(
    library: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    def refuse(_collection: Collection) -> int:
        raise InternalError(said)

    encoder = HashedEncoder()
    with monkeypatch.context() as patch:
        patch.setattr(Collection, "count", refuse)
        with pytest.raises(CatalogueError, match=told):
            open_and_close(library, encoder)
    assert encoder.passages_encoded == []
    with opened(library, encoder) as index:
        assert len(found(index, "formation", k=50)["dense"]) == len(TEXTS)
    assert encoder.passages_encoded == []


@pytest.mark.parametrize(
    ("cause", "answer", "told"),
    [
        ("os.access", lambda *_: False, "vérifiez les droits"),
        ("shutil.disk_usage", lambda _: SimpleNamespace(free=0), "libérez de l'espace"),
    ],
)
def test_files_without_rights_or_a_full_disk_are_not_damage_whatever_is_seen(
    library: Path, monkeypatch: pytest.MonkeyPatch, cause: str, answer: Callable[..., object], told: str
) -> None:
    torn(library)
    with monkeypatch.context() as patch:
        patch.setattr(f"assistant.index.trouble.{cause}", answer)
        with pytest.raises(CatalogueError, match=told):
            open_and_close(library)
    assert flaw(library / "vectors") == "data_level0.bin est tronqué"


def test_a_graph_of_another_format_is_left_for_chroma_to_judge(library: Path) -> None:
    header = graph(library) / "header.bin"
    header.write_bytes((2).to_bytes(4, "little") + b"\xff" * 96)
    assert flaw(library / "vectors") is None


def test_a_rebuild_leaves_no_files_of_the_graph_before(library: Path) -> None:
    before = graph(library)
    with opened(library) as index, index.writer() as writer:
        rebuild(writer)
    assert not before.exists()
    with opened(library) as index:
        assert len(found(index, "texte nouveau", k=3)["dense"]) == 1
