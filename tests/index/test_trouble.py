from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CatalogueError
from assistant.index.dense import DenseIndex
from assistant.index.lexical import LexicalIndex
from assistant.index.trouble import damaged


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('IoError(Os { code: 13, kind: PermissionDenied, message: "Permission denied" })', "vérifiez les droits"),
        ("(code: 8) attempt to write a readonly database", "vérifiez les droits"),
        ("database or disk is full", "libérez de l'espace"),
        ("No space left on device (os error 28)", "libérez de l'espace"),
    ],
)
def test_rights_and_a_full_disk_are_not_taken_for_damage(said: str, told: str) -> None:
    message = str(damaged("L'index des mots", Path("words-1"), ValueError(said)))
    assert told in message
    assert "supprimez" not in message


def test_a_damaged_index_of_words_says_what_to_delete(tmp_path: Path) -> None:
    (tmp_path / "words-1").mkdir()
    (tmp_path / "words-1" / "meta.json").write_bytes(b"\xff\x00")
    with pytest.raises(CatalogueError, match=r"words-1 est illisible .* supprimez ce dossier"):
        LexicalIndex(tmp_path / "words-1")


def test_a_damaged_index_of_vectors_says_what_to_delete(tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "chroma.sqlite3").write_bytes(b"not a database " * 400)
    index = DenseIndex(tmp_path / "vectors", "passages-1")
    try:
        with pytest.raises(CatalogueError, match=r"vectors est illisible .* supprimez ce dossier"):
            index.count()
    finally:
        index.close()
