from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.sources.exports import EXPORT_SUFFIXES
from assistant.sources.limits import ParseLimits
from assistant.sources.reader import READABLE_SUFFIXES, read_source
from tests.sources import make_pdfs

LIMITS = ParseLimits()


def test_a_pdf_is_read_as_a_pdf_with_its_digest(tmp_path: Path) -> None:
    path = make_pdfs.two_columns(tmp_path / "rapport.PDF")
    document = read_source(path, "sous/rapport.PDF", LIMITS)
    assert document.kind == "pdf"
    assert document.id == document_id("sous/rapport.PDF")
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_pdf_under_another_name_is_still_a_pdf(tmp_path: Path) -> None:
    path = make_pdfs.two_columns(tmp_path / "rapport.txt")
    assert read_source(path, "rapport.txt", LIMITS).kind == "pdf"


def test_a_notice_is_read_as_a_notice(root: Path) -> None:
    paths = sorted((root / "corpus" / "notices").glob("*.txt"))
    document = read_source(paths[0], paths[0].name, LIMITS)
    assert document.kind == "notice"
    assert document.notice is not None


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vide.pdf", b"", "vide"),
        ("tableur.xlsx", b"PK\x03\x04", "format non lu"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "n'est pas du texte"),
        ("page.pdf", b"<html><body>404</body></html>", "endommagé"),
    ],
)
def test_what_is_not_readable_is_refused_with_its_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        read_source(tmp_path / name, name, LIMITS)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ne peut pas être ouvert \(introuvable\)"):
        read_source(tmp_path / "absent.pdf", "absent.pdf", LIMITS)


def test_what_is_no_plain_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    (tmp_path / "dossier.pdf").mkdir()
    os.mkfifo(tmp_path / "tube.txt")
    for name in ("dossier.pdf", "tube.txt"):
        with pytest.raises(SourceError, match="pas un fichier ordinaire"):
            read_source(tmp_path / name, name, LIMITS)


def test_a_file_over_the_size_limit_is_not_even_opened(tmp_path: Path) -> None:
    (tmp_path / "gros.pdf").write_bytes(b"%PDF-1.4" + b"0" * 2_200_000)
    with pytest.raises(SourceError, match="2 Mo, plus que la limite de 1 Mo"):
        read_source(tmp_path / "gros.pdf", "gros.pdf", ParseLimits(max_file_mb=1))


def test_the_suffixes_are_those_of_notices_pdfs_and_exports() -> None:
    assert set(READABLE_SUFFIXES) == {".pdf", ".txt", ".html", ".htm"} | EXPORT_SUFFIXES
    assert {".xml", ".mrc", ".iso2709", ".rss", ".jsonl", ".jsonl.gz"} <= EXPORT_SUFFIXES
