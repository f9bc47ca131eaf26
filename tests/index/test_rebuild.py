from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations import ConversationLog
from assistant.errors import StampError
from assistant.index.stamp import Stamp
from assistant.index.store import Index
from assistant.models import Turn
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.index.library import entry, found, opened, write

ACCORD = "L'accord compte dix-sept engagements."
BUDGET = "Le budget est voté."
OTHER = HashedEncoder(name="other", dimension=64)


def fail_to_rebuild(index: Index) -> None:
    with index.writer() as writer, writer.rebuild():
        writer.put_all([entry("b", BUDGET)])
        raise RuntimeError


@pytest.fixture
def library(tmp_path: Path) -> Path:
    with opened(tmp_path) as index:
        write(index, entry("a", ACCORD))
    return tmp_path


@pytest.mark.parametrize(
    ("encoder", "chunker", "cause"),
    [
        (HashedEncoder(revision="2"), "1", "avec le modèle hashed@1#256, et le réglage demande hashed@2#256"),
        (HashedEncoder(dimension=64), "1", "avec le modèle hashed@1#256"),
        (HashedEncoder(), "another", "emploie le découpage another"),
    ],
)
def test_an_index_made_otherwise_is_refused_with_the_remedy(
    library: Path, encoder: HashedEncoder, chunker: str, cause: str
) -> None:
    expected = pytest.raises(StampError, match=r"relancez « assistant ingest --rebuild »")
    with expected as caught, opened(library, encoder, chunker):
        pass
    assert cause in str(caught.value)


def test_an_empty_index_takes_any_model(tmp_path: Path) -> None:
    with opened(tmp_path) as index, index.writer() as writer:
        writer.put_all([])
    with opened(tmp_path, OTHER) as index:
        write(index, entry("a", ACCORD))
    with opened(tmp_path, OTHER) as index:
        assert index.passage_count() == 1


def test_an_index_opened_to_be_rebuilt_is_not_searched_nor_mixed(library: Path) -> None:
    with opened(library, OTHER, for_rebuild=True) as index:
        assert (index.dense(OTHER.encode_queries(["accord"])[0], 3), index.lexical("accord", 3)) == ([], [])
        with pytest.raises(StampError), index.writer() as writer:
            writer.put_all([entry("b", BUDGET)])
    with opened(library) as index:
        assert found(index, "accord") == {"dense": [ACCORD], "lexical": [ACCORD]}


def test_a_rebuild_changes_the_model(library: Path) -> None:
    with opened(library, OTHER, for_rebuild=True) as index:
        with index.writer() as writer, writer.rebuild():
            writer.put_all([entry("a", ACCORD), entry("b", BUDGET)])
        assert len(index.dense(OTHER.encode_queries(["budget"])[0], 1)) == 1
    with opened(library, OTHER) as index:
        assert index.passage_count() == 2
        assert [p.text for p in index.passages([i for i, _ in index.lexical("budget", 3)])] == [BUDGET]
    assert sorted(path.name for path in library.glob("words*-*")) == ["words2-2"]


def test_the_old_index_is_searched_until_the_switch_and_the_new_one_after(library: Path) -> None:
    with opened(library) as reader, opened(library) as index:
        with index.writer() as writer, writer.rebuild():
            writer.put_all([entry("b", BUDGET)])
            reader.refresh()
            assert found(reader, "accord budget") == {"dense": [ACCORD], "lexical": [ACCORD]}
        reader.refresh()
        assert found(reader, "accord budget") == {"dense": [BUDGET], "lexical": [BUDGET]}
        assert reader.document("a") is None


def test_a_reader_of_the_old_model_is_told_to_start_again(library: Path) -> None:
    with opened(library) as reader, opened(library, OTHER, for_rebuild=True) as index:
        with index.writer() as writer, writer.rebuild():
            writer.put_all([entry("a", ACCORD)])
        with pytest.raises(StampError, match="redémarrez"):
            reader.refresh()


def test_a_rebuild_that_fails_leaves_everything_as_it_was(library: Path) -> None:
    with opened(library) as index:
        with pytest.raises(RuntimeError):
            fail_to_rebuild(index)
        assert found(index, "accord budget") == {"dense": [ACCORD], "lexical": [ACCORD]}
    with opened(library) as index:
        assert [d.id for d in index.documents()] == ["a"]
        with index.writer() as writer, writer.rebuild():
            writer.put_all([entry("c", "Un comité.")])
        assert found(index, "comité budget") == {"dense": ["Un comité."], "lexical": ["Un comité."]}
    with closing(sqlite3.connect(library / "catalogue.sqlite3")) as connection:
        assert connection.execute("SELECT DISTINCT state FROM documents").fetchall() == [("live",)]


def test_conversations_survive_a_rebuild(library: Path) -> None:
    settings = Settings(keep_conversations=True)
    with opened(library) as index:
        log = ConversationLog(index.catalogue.database, settings)
        log.record("c", Turn("user", "Combien d'engagements ?"))
        with index.writer() as writer, writer.rebuild():
            writer.put_all([entry("a", ACCORD)])
        assert log.turns("c") == [Turn("user", "Combien d'engagements ?")]


def test_a_stamp_is_the_same_after_a_round_trip() -> None:
    stamp = Stamp("m@1", 384, "2")
    assert Stamp.from_json(stamp.to_json()) == stamp
    assert len(stamp.digest) == 8
