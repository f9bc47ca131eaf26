"""The SQLite file of the catalogue: opening, version, transactions, and errors told in French."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import NoResultFound

from assistant.dedup import text_key
from assistant.errors import CatalogueError, os_reason
from assistant.index.schema import SCHEMA_VERSION, Base
from assistant.index.trouble import obstacle

MIGRATIONS: Mapping[int, Sequence[str]] = {
    1: (
        """CREATE TABLE readings (path VARCHAR NOT NULL PRIMARY KEY, sha256 VARCHAR(64) NOT NULL,
        settings VARCHAR(64) NOT NULL, file VARCHAR NOT NULL, salt VARCHAR NOT NULL, report VARCHAR NOT NULL)""",
    ),
    2: (
        "ALTER TABLE passages ADD COLUMN text_key VARCHAR(16) NOT NULL DEFAULT ''",
        "UPDATE passages SET text_key = text_key_of(text)",
        "CREATE INDEX passages_by_text ON passages (text_key)",
        "ALTER TABLE documents ADD COLUMN family VARCHAR(64) NOT NULL DEFAULT ''",
        """CREATE TABLE signatures (version INTEGER NOT NULL PRIMARY KEY REFERENCES documents (version)
        ON DELETE CASCADE, shingles INTEGER NOT NULL, hashes BLOB NOT NULL, headings BLOB NOT NULL)""",
    ),
    3: (
        """CREATE TABLE validated (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, question VARCHAR NOT NULL,
        standalone VARCHAR NOT NULL, filters VARCHAR NOT NULL, text VARCHAR NOT NULL, sentences VARCHAR NOT NULL,
        citations VARCHAR NOT NULL, corrected BOOLEAN NOT NULL, "by" VARCHAR NOT NULL, at VARCHAR NOT NULL,
        expires VARCHAR, note VARCHAR NOT NULL, state VARCHAR(12) NOT NULL, reason VARCHAR(12),
        detail VARCHAR NOT NULL, withdrawn_at VARCHAR)""",
        "CREATE INDEX validated_by_state ON validated (state)",
        """CREATE TABLE validated_events (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, validated_id INTEGER NOT NULL
        REFERENCES validated (id) ON DELETE CASCADE, at VARCHAR NOT NULL, "by" VARCHAR NOT NULL,
        action VARCHAR(12) NOT NULL, detail VARCHAR NOT NULL)""",
        "CREATE INDEX validated_events_of ON validated_events (validated_id)",
    ),
}
"""SQL statements that lead from a version to the next one, by the version they start from.

They may call ``text_key_of``, which is ``assistant.dedup.text_key``.
"""

_BUSY_S = 30.0


class Database:
    """A SQLite file in WAL mode: readers never wait for the writer, and the writer only for another writer."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def open(
        cls, path: Path, *, version: int = SCHEMA_VERSION, migrations: Mapping[int, Sequence[str]] = MIGRATIONS
    ) -> Database:
        """Open the file, made if needed, its tables brought to ``version``.

        Raises:
            CatalogueError: The file is damaged, or was written by a newer version of the assistant.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogueError(f"Dossier de données inutilisable : {path.parent} ({os_reason(error)}).") from error
        database = cls(path, _engine(path))
        try:
            with database.write() as connection:
                _bring_to(connection, version, migrations, path)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the catalogue."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it or nothing."""
        with self._engine.connect().execution_options(immediate=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_S})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin in ``_begin``, not when the driver sees fit
        try:
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.create_function("text_key_of", 1, text_key, deterministic=True)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise CatalogueError(_damage(path, error)) from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def _translate(context: ExceptionContext) -> None:
        error = context.original_exception
        if type(error) in {sqlite3.DatabaseError, sqlite3.OperationalError}:
            raise CatalogueError(_damage(path, error)) from error

    return engine


def _damage(path: Path, error: BaseException) -> str:
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return f"Le catalogue {path} est occupé par un autre programme : réessayez dans un instant."
    return obstacle(f"Le catalogue {path}", reason) or (
        f"Le catalogue {path} est endommagé ou n'en est pas un ({reason}). Remettez une sauvegarde en place, ou"
        " déplacez le dossier de données puis relancez « assistant ingest »."
    )


def _bring_to(connection: Connection, version: int, migrations: Mapping[int, Sequence[str]], path: Path) -> None:
    """Make the tables of an empty file, or migrate those of an older one, in one transaction."""
    found = _found_version(connection, path)
    if found is None:
        Base.metadata.create_all(connection)
        connection.execute(
            text("INSERT INTO state (id, schema_version, sequence, generation) VALUES (1, :version, 0, 1)"),
            {"version": version},
        )
        return
    if found > version:
        raise CatalogueError(
            f"Le catalogue {path} vient d'une version plus récente de l'assistant (tables en version {found}, ici"
            f" {version}) : mettez l'assistant à jour, ou changez « data_dir »."
        )
    for step in range(found, version):
        if step not in migrations:
            raise CatalogueError(f"Le catalogue {path} est en version {step}, que cet assistant ne sait plus lire.")
        for statement in migrations[step]:
            connection.execute(text(statement))
        connection.execute(text("UPDATE state SET schema_version = :version"), {"version": step + 1})


def _found_version(connection: Connection, path: Path) -> int | None:
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    try:
        return int(connection.execute(text("SELECT schema_version FROM state WHERE id = 1")).scalar_one())
    except (NoResultFound, ValueError, TypeError) as error:
        raise CatalogueError(_damage(path, error)) from error
