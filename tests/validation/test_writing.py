from __future__ import annotations

from datetime import date

import pytest

from assistant.errors import UsageError
from assistant.models import AnswerSentence
from assistant.validation.writing import NamedSource, clean_name, expiry, named_source, read_text
from tests.builders import CITATION

TODAY = date(2026, 5, 3)


def test_a_marker_ends_a_sentence_with_the_full_stop_that_follows_it() -> None:
    sentences, citations = read_text("Dix-sept [1]. Puis rien\nÀ la ligne [1][1]", [CITATION])
    assert sentences == (
        AnswerSentence("Dix-sept.", (1,)),
        AnswerSentence("Puis rien", ()),
        AnswerSentence("À la ligne", (1,)),
    )
    assert citations == (CITATION,)


def test_a_marker_alone_on_its_line_belongs_to_the_sentence_before() -> None:
    sentences, _ = read_text("Dix-sept.\n[1]", [CITATION])
    assert sentences == (AnswerSentence("Dix-sept.", (1,)),)


def test_a_year_between_brackets_is_no_marker() -> None:
    sentences, _ = read_text("En [2023] dix-sept [1].", [CITATION])
    assert sentences == (AnswerSentence("En [2023] dix-sept.", (1,)),)


def test_a_name_is_brought_to_one_line_without_what_is_not_seen() -> None:
    assert clean_name(" Claire\u200b\n Martin\x07 ") == "Claire Martin"
    with pytest.raises(UsageError, match="vide"):
        clean_name("\u200b — ")


@pytest.mark.parametrize(
    ("typed", "days", "expected"),
    [
        (None, 365, "2027-05-03"),
        ("", 30, "2026-06-02"),
        (None, 0, None),
        ("Jamais", 365, None),
        ("2026-05-03", 365, "2026-05-03"),
        ("1/6/2026", 365, "2026-06-01"),
    ],
)
def test_an_expiry_is_a_day_to_come_never_or_the_usual_time(typed: str | None, days: int, expected: str | None) -> None:
    assert expiry(typed, TODAY, days) == expected


@pytest.mark.parametrize("typed", ["2026-05-02", "2026-02-30", "32/01/2027", "bientôt", "20260601"])
def test_a_past_day_or_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="expiration"):
        expiry(typed, TODAY, 365)


def test_a_source_is_named_by_its_file_its_page_and_its_words() -> None:
    assert named_source("a b.pdf | 3 | « un | deux »") == NamedSource("a b.pdf", 3, "un | deux")
