"""Dates, numbers and compound words are searched as they are written elsewhere."""

from __future__ import annotations

import pytest

from assistant.retrieval.writings import WEIGHT, joined_and_split, other_dates, other_numbers
from assistant.text import stem, stems


def stems_held(*words: str) -> dict[str, int]:
    return {stem(word): 5 for word in words}


@pytest.mark.parametrize("asked", ["1er juin 2023", "01/06/2023", "1 juin 2023", "1/6/2023"])
@pytest.mark.parametrize("written", ["1er juin 2023", "01/06/2023", "1 juin 2023", "1/6/2023"])
def test_a_day_meets_its_other_writings(asked: str, written: str) -> None:
    tried = [set(one.stems) for one in other_dates(f"accord du {asked}")] + [set(stems(asked))]
    assert set(stems(written)) in tried


def test_a_month_meets_its_figures_and_a_year_has_one_writing() -> None:
    (found,) = other_dates("en août 2023")
    assert (found.stems, found.source, found.origin) == (("08", "2023"), "date", "août 2023")
    assert (found.shown, found.weight) == ("08/2023", WEIGHT)
    assert other_dates("en 2023, le 3 mai") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("dix-sept engagements", [("17",)]),
        ("17 engagements", [("dix", "sept")]),
        ("quatre-vingt-dix jours", [("90",)]),
        ("le 17 mai 2023 et 12 500 €", []),
        ("un accord", []),
        ("3,5 %", []),
    ],
)
def test_a_number_meets_its_other_writing(question: str, expected: list[tuple[str, ...]]) -> None:
    assert [one.stems for one in other_numbers(question)] == expected


HELD = stems_held("co", "cofinancement", "financement", "post", "bac", "postbac", "pré", "station")
COMMON = HELD | {stem("prestation"): 80}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("le co-financement", [("cofinanc",)]),
        ("le co financement", [("cofinanc",)]),
        ("le cofinancement", [("co", "financ")]),
        ("après un post-bac", [("postbac",)]),
        ("après un postbac", [("post", "bac")]),
        ("le co-voiturage", []),
        ("une prestation", []),
    ],
)
def test_a_compound_meets_its_other_writing_when_passages_hold_it(
    question: str, expected: list[tuple[str, ...]]
) -> None:
    assert [one.stems for one in joined_and_split(question, lambda one: COMMON.get(one, 0))] == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("demi-journée", "demi journée"),
        ("aujourd'hui", "aujourd’hui"),
        ("porte-à-porte", "porte à porte"),
        ("post-bac", "post bac"),
    ],
)
def test_a_hyphen_or_an_apostrophe_makes_the_words_of_a_space(one: str, other: str) -> None:
    assert stems(one) == stems(other) != []


def test_an_inverted_pronoun_is_not_joined_to_its_verb() -> None:
    assert joined_and_split("La notice est-elle gratuite, et supprime-t-on un poste ?", lambda stem: 5) == []
