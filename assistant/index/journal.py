"""What was ingested and when: the folders given, the runs, and the files that could not be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from assistant.index import codec
from assistant.index.database import Database
from assistant.index.schema import NotReadRow, RootRow, RunRow
from assistant.models import FileReport, IngestReport

NOT_READ = frozenset({"partly_read", "unread", "refused"})
"""Outcomes that are remembered until the file is read or goes."""

_RUNS_KEPT = 100


class Journal:
    """Roots, runs and files not read, in the database of the catalogue."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def roots(self) -> list[Path]:
        """The folders and files that were given to be read, in order of name."""
        with self.database.read() as connection:
            return [Path(path) for path in connection.execute(select(RootRow.path).order_by(RootRow.path)).scalars()]

    def not_read(self) -> dict[str, FileReport]:
        """The last reports of the files that were not read whole, by absolute path."""
        with self.database.read() as connection:
            rows = connection.execute(select(NotReadRow.path, NotReadRow.report).order_by(NotReadRow.path)).all()
        return {row.path: codec.load_file_report(row.report) for row in rows}

    def last_run(self) -> tuple[str, IngestReport] | None:
        """When the last ingestion ended, in ISO 8601, and its report."""
        with self.database.read() as connection:
            row = connection.execute(select(RunRow.at, RunRow.report).order_by(RunRow.id.desc()).limit(1)).one_or_none()
        return (row.at, codec.load_report(row.report)) if row else None

    def add_roots(self, roots: Collection[Path]) -> None:
        """Remember folders and files, to be read again when no path is given."""
        with self.database.write() as connection:
            for root in roots:
                if not any(0xD800 <= ord(character) <= 0xDFFF for character in str(root)):  # a name that is no text
                    _add_root(connection, root)

    def record(self, report: IngestReport, by_path: Mapping[str, FileReport]) -> None:
        """Write a run: its report, and what it found of each file by absolute path."""
        with self.database.write() as connection:
            at = datetime.now(UTC).isoformat(timespec="seconds")
            result = connection.execute(
                insert(RunRow).values(at=at, seconds=report.seconds, report=codec.dump_report(report))
            )
            last = result.inserted_primary_key[0] if result.inserted_primary_key else 0
            connection.execute(delete(RunRow).where(RunRow.id <= last - _RUNS_KEPT))
            for path, found in by_path.items():
                _note(connection, path, found)

    def forget(self, path: str) -> None:
        """Say nothing more of a file; a file that was given by itself is not read again either."""
        with self.database.write() as connection:
            connection.execute(delete(NotReadRow).where(NotReadRow.path == path))
            connection.execute(delete(RootRow).where(RootRow.path == path))


def _note(connection: Connection, path: str, report: FileReport) -> None:
    if report.outcome == "unchanged":
        return
    connection.execute(delete(NotReadRow).where(NotReadRow.path == path))
    if report.outcome in NOT_READ:
        connection.execute(insert(NotReadRow).values(path=path, report=codec.dump_file_report(report)))


def _add_root(connection: Connection, root: Path) -> None:
    """Add a root unless one holds it already; those that it holds go."""
    known = [Path(path) for path in connection.execute(select(RootRow.path)).scalars()]
    if any(root == other or other in root.parents for other in known):
        return
    for other in known:
        if root in other.parents:
            connection.execute(delete(RootRow).where(RootRow.path == str(other)))
    connection.execute(insert(RootRow).values(path=str(root)))
