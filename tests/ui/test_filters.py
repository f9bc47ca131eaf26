"""The filter fields, and the words that tell them."""

from __future__ import annotations

import pytest

from assistant.errors import UsageError
from assistant.models import Filters
from assistant.ui.filters import describe, read_filters


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("02/2024", "2024-02-01", "2024-02-29"),
        ("juin 2023", "2023-06-01", "2023-06-30"),
        ("2023-06", "2023-06-01", "2023-06-30"),
        ("1er juin 2023", "2023-06-01", "2023-06-01"),
        (" 01/06/2023 ", "2023-06-01", "2023-06-01"),
        ("2023-06-01", "2023-06-01", "2023-06-01"),
    ],
)
def test_a_year_or_a_month_covers_all_its_days(typed: str, first: str, last: str) -> None:
    assert read_filters(typed, typed, [], [], []) == Filters(first, last)


@pytest.mark.parametrize("typed", ["hier", "32/01/2023", "13/2023", "<b>2023</b>", "20233"])
def test_a_date_that_is_not_understood_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageError, match="n’est pas comprise"):
        read_filters(typed, "", [], [], [])


def test_a_period_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(UsageError, match="à l’envers"):
        read_filters("2024", "2023", [], [], [])


def test_what_a_page_cannot_send_is_dropped() -> None:
    assert read_filters(None, None, "POLE", [1, "", None], ["pdf", "exe"]) == Filters(kinds=("pdf",))


def test_conditions_are_told_in_french() -> None:
    filters = Filters("2023-06-01", "2023-12-31", ("EMPLOI", "RSA"), ("Région",), ("notice",))
    assert describe(filters) == (
        "du 1er\u00a0juin\u00a02023 au 31\u00a0décembre\u00a02023", "EMPLOI ou RSA", "Région", "Notice"
    )  # fmt: skip
    assert describe(Filters(date_to="2023-12-31")) == ("jusqu’au 31\u00a0décembre\u00a02023",)
    assert describe(Filters()) == ()
