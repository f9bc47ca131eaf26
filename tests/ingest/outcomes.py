"""What the tests of ingestion look at in a report."""

from __future__ import annotations

from collections.abc import Callable

from assistant.models import FileReport, IngestReport

Run = Callable[..., IngestReport]
"""Ingests paths with the plain parser; options are those of ``ingest``."""


def outcomes(report: IngestReport) -> dict[str, str]:
    """Outcome by file."""
    return {one.file: one.outcome for one in report.files}


def only(report: IngestReport) -> FileReport:
    """The one file of a report."""
    [one] = report.files
    return one
