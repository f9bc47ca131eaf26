from __future__ import annotations

import pytest

from assistant.sources.characters import SOFT_HYPHEN
from assistant.sources.hyphens import count_words, mends


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("person-", "nelle"),
        ("l’accom-", "pagnement"),
        ("dématéria-", "lisation"),
        ("seule-", "ment"),
        ("nouv-", "elle"),
        ("PERSON-", "NELLE"),
        ("respon-", "sable,"),
        ("aux-", "quelles"),
        ("co-", "ordination"),
    ],
)
def test_a_word_cut_at_a_line_end_is_joined(left: str, right: str) -> None:
    assert mends(left, right, {})


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Haut-", "commissariat"),
        ("rendez-", "vous"),
        ("c’est-à-", "dire"),
        ("Loire-", "Atlantique"),
        ("est-", "il"),
        ("sous-", "préfet"),
        ("au-", "delà"),
        ("mi-", "temps"),
        ("2023-", "2024"),
        ("vingt-", "quatre"),
        ("https://exemple-", "regional.fr"),
    ],
)
def test_a_compound_keeps_its_hyphen(left: str, right: str) -> None:
    assert not mends(left, right, {})


def test_the_document_s_own_spelling_decides_first() -> None:
    assert mends("porte-", "parole", {"porteparole": 2})
    assert not mends("inter-", "communal", {"inter-communal": 1})


def test_a_soft_hyphen_always_joins() -> None:
    assert mends("Haut" + SOFT_HYPHEN, "commissariat", {})


def test_words_cut_at_line_ends_are_not_counted_as_the_document_s_own() -> None:
    lines = [["la", "conven-"], ["tion", "signée", "convention"]]
    assert count_words(lines) == {"signée": 1, "convention": 1}
