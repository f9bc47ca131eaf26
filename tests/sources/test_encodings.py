"""The character set of a file is told by its content before what it announces."""

from __future__ import annotations

import pytest

from assistant.sources.encodings import decode, plain_characters, unimarc_decoder
from tests.sources.record_makers import as_5426

TEXT = "Où l’été « Ça » coûte 12 €, à Élancourt"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_set_that_it_is_in(charset: str) -> None:
    assert decode(TEXT.encode(charset)) == TEXT


@pytest.mark.parametrize("announced", ["utf-8", "iso-8859-1", "rot13", "zip", "unknown-set", "unicode_escape"])
def test_what_is_announced_wrongly_changes_nothing(announced: str) -> None:
    head = f"<?xml version='1.0' encoding='{announced}'?>"
    for charset in ("utf-8", "cp1252"):
        assert decode((head + TEXT).encode(charset)) == head + TEXT


def test_a_set_that_only_an_announcement_can_tell_is_believed() -> None:
    text = "<?xml version='1.0' encoding='iso-8859-15'?>12 €, cœur"
    assert decode(text.encode("iso-8859-15")) == text


def test_a_text_cut_in_a_character_or_with_a_foreign_word_stays_utf_8() -> None:
    assert decode(("été, où, à, ça, " * 3).encode() + "déjà".encode()[:-1]) == "été, où, à, ça, " * 3 + "déjÃ"
    assert decode("été, où, à, ça ".encode() + "forêt".encode("cp1252")) == "été, où, à, ça forêt"


@pytest.mark.parametrize(
    ("encoded", "charset", "label"),
    [
        (TEXT.encode(), "50  ", ""),
        (TEXT.encode(), "0103", ""),
        (TEXT.encode("cp1252"), "0103", ""),
        (TEXT.encode("cp1252"), "50  ", ""),
        (TEXT.encode("cp1252"), "", "00000nam a"),
        (as_5426(TEXT.replace("€", "$")).replace(b"$", b"EUR"), "0103", ""),
    ],
)
def test_a_unimarc_record_is_read_whatever_it_announces(encoded: bytes, charset: str, label: str) -> None:
    assert unimarc_decoder(encoded, label, charset)(encoded).replace("EUR", "€") == TEXT


def test_codes_of_windows_taken_for_iso_8859_1_become_what_was_meant() -> None:
    assert plain_characters("l\x92\x9cuvre \x96 12 \x80\x85") == "l’œuvre – 12 €…"


def test_accents_are_composed() -> None:
    assert plain_characters("e\u0301te\u0301") == "été"
