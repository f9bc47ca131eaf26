"""What was ingested and when: the folders given, the runs, how files were read and which could not be."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select, update

from assistant.index import codec
from assistant.index.database import Database
from assistant.index.schema import NotReadRow, ReadingRow, RootRow, RunRow
from assistant.models import FileReport, IngestReport

NOT_READ = frozenset({"partly_read", "unread", "refused"})
"""Outcomes that are remembered until the file is read or goes."""

_RUNS_KEPT = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file was last read (see ``ReadingRow``); ``sha256`` is empty while its documents are being written."""

    sha256: str
    settings: str
    file: str
    report: FileReport
    salt: str = ""


class Journal:
    """Roots, runs, readings and files not read, in the database of the catalogue."""

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

    def readings(self) -> dict[str, Reading]:
        """How exports, and files that were not read whole, were last read, by absolute path."""
        with self.database.read() as connection:
            rows = connection.execute(select(ReadingRow.__table__)).all()
        return {
            row.path: Reading(row.sha256, row.settings, row.file, codec.load_file_report(row.report), row.salt)
            for row in rows
        }

    def note_readings(self, readings: Mapping[str, Reading | None]) -> None:
        """Remember how files were read, by absolute path; None forgets."""
        if not readings:
            return
        with self.database.write() as connection:
            for path, reading in readings.items():
                connection.execute(delete(ReadingRow).where(ReadingRow.path == path))
                if reading is not None:
                    connection.execute(
                        insert(ReadingRow).values(
                            path=path,
                            sha256=reading.sha256,
                            settings=reading.settings,
                            file=reading.file,
                            salt=reading.salt,
                            report=codec.dump_file_report(reading.report),
                        )
                    )

    def read_again(self, path: str) -> None:
        """Have an export read again, even unchanged."""
        with self.database.write() as connection:
            connection.execute(update(ReadingRow).where(ReadingRow.path == path).values(sha256=""))

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
            connection.execute(delete(ReadingRow).where(ReadingRow.path == path))
            connection.execute(delete(RootRow).where(RootRow.path == path))


def _note(connection: Connection, path: str, report: FileReport) -> None:
    if report.outcome == "unchanged":
        # As it was when it was read, in part perhaps: if it was refused in between, it is no more.
        before = connection.execute(select(NotReadRow.report).where(NotReadRow.path == path)).scalar_one_or_none()
        if before is None or codec.load_file_report(before).outcome != "refused":
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
