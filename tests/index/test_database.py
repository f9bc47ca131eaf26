from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.errors import CatalogueError
from assistant.index.database import Database
from assistant.index.schema import SCHEMA_VERSION


def version_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT schema_version FROM state").fetchone()[0])


def test_a_new_file_has_the_version_of_the_tables(tmp_path: Path) -> None:
    Database.open(tmp_path / "deep" / "catalogue.sqlite3").close()
    assert version_in(tmp_path / "deep" / "catalogue.sqlite3") == SCHEMA_VERSION


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        Database.open(tmp_path / "c.sqlite3").close()
    assert version_in(tmp_path / "c.sqlite3") == SCHEMA_VERSION


def test_an_older_file_is_migrated_step_by_step(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    Database.open(path).close()
    steps = {
        SCHEMA_VERSION: ["ALTER TABLE runs ADD COLUMN note TEXT"],
        SCHEMA_VERSION + 1: ["UPDATE runs SET note = 'x'", "ALTER TABLE runs ADD COLUMN other TEXT"],
    }
    database = Database.open(path, version=SCHEMA_VERSION + 2, migrations=steps)
    with database.read() as connection:
        connection.execute(text("SELECT note, other FROM runs"))
    database.close()
    assert version_in(path) == SCHEMA_VERSION + 2


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    Database.open(path).close()
    with pytest.raises(CatalogueError):
        Database.open(path, version=SCHEMA_VERSION + 1, migrations={SCHEMA_VERSION: ["DROP TABLE runs", "nonsense"]})
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_a_newer_file_is_refused_with_both_versions(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE state SET schema_version = 99")
    with pytest.raises(CatalogueError, match=r"plus récente.*99.*mettez l'assistant à jour"):
        Database.open(path)


@pytest.mark.parametrize(
    "content", [b"not a database at all, whatever its length " * 50, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_a_damaged_file_is_said_to_be_so_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "c.sqlite3"
    path.write_bytes(content)
    with pytest.raises(CatalogueError, match="est endommagé") as caught:
        Database.open(path)
    assert "\n" not in str(caught.value)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(CatalogueError, match="est endommagé") as caught:
        Database.open(path)
    assert str(caught.value).count("est endommagé") == 1


def test_a_catalogue_that_lost_its_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite3"
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM state")
    with pytest.raises(CatalogueError, match="est endommagé"):
        Database.open(path)


def test_damage_found_later_is_an_error_of_the_catalogue(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "c.sqlite3")
    with pytest.raises(CatalogueError), database.read() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))
    database.close()


def test_a_file_that_stands_where_the_folder_should_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(CatalogueError, match="Dossier de données inutilisable"):
        Database.open(tmp_path / "data" / "c.sqlite3")


def test_a_transaction_that_fails_writes_nothing(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "c.sqlite3")

    def fail() -> None:
        with database.write() as connection:
            connection.execute(text("INSERT INTO roots (path) VALUES ('/x')"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM roots")).scalar_one() == 0
    database.close()


def test_a_file_from_before_validated_answers_gets_the_tables_that_a_new_one_has(tmp_path: Path) -> None:
    old, new = tmp_path / "old.sqlite3", tmp_path / "new.sqlite3"
    for path in (old, new):
        Database.open(path).close()
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("DROP TABLE validated_events")
        connection.execute("DROP TABLE validated")
        connection.execute("INSERT INTO turns (conversation, at, role, content) VALUES ('a', 1, 'user', 'gardé')")
        connection.execute("UPDATE state SET schema_version = 3")
    Database.open(old).close()
    told = {path: [columns_of(path, table) for table in ("validated", "validated_events")] for path in (old, new)}
    assert told[old] == told[new]
    assert version_in(old) == SCHEMA_VERSION
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT content FROM turns").fetchall() == [("gardé",)]


def columns_of(path: Path, table: str) -> list[tuple[object, ...]]:
    """Names of the columns of a table with whether they may be empty and are its key, and those of its indexes."""
    with closing(sqlite3.connect(path)) as connection:
        columns = connection.execute('SELECT name, "notnull", pk FROM pragma_table_info(?)', (table,)).fetchall()
        indexes = connection.execute("SELECT name FROM pragma_index_list(?) ORDER BY name", (table,)).fetchall()
        keys = connection.execute('SELECT "table", on_delete FROM pragma_foreign_key_list(?)', (table,)).fetchall()
        return [*columns, *indexes, *keys]
