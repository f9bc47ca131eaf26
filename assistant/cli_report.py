"""The report of the last ingestion, kept in the data folder: as JSON, and as a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.cli_output import dump, ingest_json
from assistant.cli_text import (
    OUTCOMES,
    Totals,
    ingest_summary,
    printable,
    remark,
    seconds_text,
    totals,
    totals_by_outcome,
)
from assistant.errors import OperationError, os_reason
from assistant.models import FileReport, IngestReport
from assistant.text import one_line

NAMES = ("last_ingestion.json", "last_ingestion.html")
"""Names of the two files in the data folder."""

_TO_SEE = frozenset({"refused", "partly_read", "unread"})


def write_report(report: IngestReport, data_dir: Path, now: datetime) -> tuple[Path, Path]:
    """Write the report in the data folder, in place of the one before.

    Args:
        report: What the ingestion did.
        data_dir: The data folder.
        now: When it ended, with its time zone.

    Returns:
        The JSON file and the page.

    Raises:
        OperationError: They cannot be written.
    """
    as_json = dump({"at": now.isoformat(timespec="seconds"), **ingest_json(report)})
    paths = (data_dir / NAMES[0], data_dir / NAMES[1])
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        for path, text in zip(paths, (as_json, report_page(report, now)), strict=True):
            unfinished = path.with_name(f"{path.name}.part")
            unfinished.write_text(text, encoding="utf-8")
            unfinished.replace(path)
    except OSError as error:
        raise OperationError(
            f"Les documents sont lus, mais le rapport ne peut pas être écrit dans {data_dir} ({os_reason(error)})."
        ) from error
    return paths


def report_page(report: IngestReport, now: datetime) -> str:
    """The page: what is to be seen first, then every file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("assistant", "templates"), autoescape=True, undefined=StrictUndefined
    )
    rows = [
        {"outcome": outcome, "name": OUTCOMES[outcome][one.files > 1].capitalize(), **_shown(one)}
        for outcome, one in totals_by_outcome(report).items()
    ]
    to_see = [one for one in report.files if one.outcome in _TO_SEE]
    sections = [
        _section("À voir : ce qui n'a pas été lu, ou pas en entier", to_see),
        _section("Tous les fichiers", report.files),
    ]
    return environment.get_template("ingestion.html").render(
        at=f"{now:%d/%m/%Y à %H:%M}",
        summary=ingest_summary(report),
        rows=rows,
        total={"name": "En tout", **_shown(totals(report.files))},
        sections=[section for section in sections if section["files"]],
    )


def _shown(one: Totals) -> dict[str, Any]:
    return {
        "files": one.files,
        "pages": one.pages,
        "passages": one.passages,
        "copies": one.copies,
        "ocr_pages": one.ocr_pages,
        "seconds": seconds_text(one.seconds),
    }


def _section(title: str, files: Sequence[FileReport]) -> dict[str, Any]:
    return {
        "title": title,
        "files": [
            {
                "file": printable(one_line(one.file)),
                "outcome": one.outcome,
                "name": OUTCOMES[one.outcome][0],
                "pages": one.pages,
                "passages": one.passages,
                "ocr_pages": one.ocr_pages,
                "seconds": seconds_text(one.seconds),
                "remark": printable(remark(one)),
            }
            for one in files
        ],
    }
