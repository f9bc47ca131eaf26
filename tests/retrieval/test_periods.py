"""Periods told in French become intervals of days."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.retrieval.periods import days_of, period_at

TODAY = date(2024, 3, 15)


@pytest.mark.parametrize(
    ("words", "value", "label"),
    [
        ("en 2023", "2023-01-01/2023-12-31", "en 2023"),
        ("depuis juin 2022", "2022-06-01/..", "depuis juin 2022"),
        ("depuis juin", "2023-06-01/..", "depuis juin 2023"),
        ("depuis mars", "2024-03-01/..", "depuis mars 2024"),
        ("avant 2021", "../2020-12-31", "avant 2021"),
        ("avant le 1er juin 2023", "../2023-05-31", "avant le 1er juin 2023"),
        ("après 2021", "2022-01-01/..", "après 2021"),
        ("jusqu’en 2022", "../2022-12-31", "jusqu'en 2022"),
        ("entre 2020 et 2022", "2020-01-01/2022-12-31", "entre 2020 et 2022"),
        ("entre juin et septembre 2022", "2022-06-01/2022-09-30", "entre juin 2022 et septembre 2022"),
        ("en février 2024", "2024-02-01/2024-02-29", "en février 2024"),
        ("du 01/06/2023", "2023-06-01/2023-06-01", "du 1er juin 2023"),
        ("à partir de septembre 2022", "2022-09-01/..", "depuis septembre 2022"),
        ("cette année", "2024-01-01/2024-12-31", "en 2024"),
        ("de l'année dernière", "2023-01-01/2023-12-31", "en 2023"),
        ("depuis deux ans", "2022-03-15/..", "depuis le 15 mars 2022"),
        ("depuis 6 mois", "2023-09-15/..", "depuis le 15 septembre 2023"),
    ],
)
def test_a_period_is_read_to_the_day(words: str, value: str, label: str) -> None:
    found = period_at(words, 0, TODAY)
    assert found is not None
    assert (found.value, found.label, found.end) == (value, label, len(words))


@pytest.mark.parametrize("words", ["le 31/02/2023", "en 13/2023", "entre 2022 et 2020", "depuis 2022-2023", "sur"])
def test_an_impossible_or_missing_period_is_none(words: str) -> None:
    assert period_at(words, 0, TODAY) is None


def test_a_month_that_has_not_begun_is_that_of_last_year() -> None:
    april = period_at("depuis avril", 0, TODAY)
    assert april is not None
    assert april.first == date(2023, 4, 1)


def test_the_ends_of_an_interval_are_read_back() -> None:
    assert days_of("2022-01-01/..") == ("2022-01-01", None)
    assert days_of("../2020-12-31") == (None, "2020-12-31")
