"""The report of an ingestion that is kept in the data folder."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.cli_report import NAMES, report_page, write_report
from assistant.errors import OperationError
from assistant.models import FileReport, IngestReport
from tests.builders import REPORT

NOW = datetime(2024, 1, 2, 3, 4, tzinfo=UTC)


def test_the_report_is_written_as_json_and_as_a_page_in_place_of_the_one_before(tmp_path: Path) -> None:
    write_report(IngestReport(()), tmp_path / "data", NOW)
    written = write_report(REPORT, tmp_path / "data", NOW)
    assert [path.name for path in written] == list(NAMES)
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == sorted(NAMES)
    shown = json.loads(written[0].read_text(encoding="utf-8"))
    assert (shown["at"], shown["counts"]["refused"]) == ("2024-01-02T03:04:00+00:00", 1)
    assert "Lecture du 02/01/2024 à 03:04" in written[1].read_text(encoding="utf-8")


def test_the_page_shows_first_what_was_not_read_and_sums_each_outcome() -> None:
    page = report_page(REPORT, NOW)
    to_see, everything = page.split("<h2>Tous les fichiers</h2>")
    assert "a.txt" not in to_see
    assert all(name in everything for name in ("a.txt", "b.pdf", "c.pdf"))
    assert to_see.index("b.pdf") < to_see.index("c.pdf")
    assert "le fichier est chiffré" in to_see
    assert "3 fichiers : 1 lu, 1 sans texte, 1 refusé (1,2 s)." in page


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    page = report_page(REPORT, NOW)
    assert re.findall(r"<script|<link|src=|href=|url\(|@import|http", page) == []
    assert '<html lang="fr">' in page


def test_what_a_document_holds_is_text_on_the_page() -> None:
    hostile = FileReport("<script>alert(1)</script>\x1b.pdf", "refused", message="<img src=x onerror=alert(1)>")
    page = report_page(IngestReport((hostile,)), NOW)
    assert "<script" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "&lt;script&gt;" in page


def test_a_report_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(OperationError, match="le rapport ne peut pas être écrit"):
        write_report(REPORT, tmp_path / "data", NOW)
