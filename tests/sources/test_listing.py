"""What of a folder is read: by suffix, and of JSON lines those that are passages."""

from __future__ import annotations

import gzip
from pathlib import Path

from assistant.sources.listing import list_files
from assistant.sources.reader import READABLE_SUFFIXES


def listed(folder: Path, *paths: Path) -> list[str]:
    return [found.file for found in list_files(paths or [folder], READABLE_SUFFIXES, folder / "none").found]


def test_json_lines_of_something_else_are_left_alone_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "passages.jsonl").write_text('{"id": "1", "doc": "d", "text": "Bonjour."}\n', encoding="utf-8")
    (tmp_path / "manifest.jsonl").write_text('{"file": "a.pdf", "pages": 3}\n', encoding="utf-8")
    with gzip.open(tmp_path / "other.jsonl.gz", "wt") as stream:
        stream.write('{"file": "a.pdf"}\n')
    assert listed(tmp_path) == ["passages.jsonl"]


def test_the_same_file_given_by_itself_is_read_and_will_say_why_it_cannot_be(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.jsonl"
    manifest.write_text('{"file": "a.pdf"}\n', encoding="utf-8")
    assert listed(tmp_path, manifest) == ["manifest.jsonl"]


def test_json_lines_that_cannot_be_told_are_read_to_be_refused_with_their_reason(tmp_path: Path) -> None:
    for name, content in {"broken.jsonl": b"{", "list.jsonl": b"[1]", "empty.jsonl": b"", "not.jsonl.gz": b"x"}.items():
        (tmp_path / name).write_bytes(content)
    assert listed(tmp_path) == ["broken.jsonl", "empty.jsonl", "list.jsonl", "not.jsonl.gz"]
