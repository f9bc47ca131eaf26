"""Identifiers are stable."""

from __future__ import annotations

import unicodedata

from assistant.ids import document_id


def test_a_file_always_has_the_same_id() -> None:
    assert document_id("notices/a.txt") == document_id("notices/a.txt")
    assert len(document_id("notices/a.txt")) == 16


def test_two_files_or_two_salts_have_two_ids() -> None:
    assert len({document_id("a"), document_id("b"), document_id("a", "x"), document_id("b", "x")}) == 4


def test_the_two_spellings_of_an_accent_are_one_name() -> None:
    assert document_id("été.txt") == document_id(unicodedata.normalize("NFD", "été.txt"))


def test_a_name_that_is_not_valid_text_still_has_an_id() -> None:
    assert document_id("caf\udce9.txt")
