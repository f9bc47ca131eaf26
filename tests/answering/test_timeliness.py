"""Which announced dates are past, on a day that the test chooses."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering.timeliness import announced, last_day, warnings_of_dates
from assistant.models import Citation

TODAY = date(2024, 6, 1)


def cited(quote: str, written: str | None = None, n: int = 1) -> Citation:
    return Citation(n, "p", "d", "w", "d.pdf", "Document", "", 1, quote, 0, len(quote), date=written)


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("Le projet sera présenté le 7 juillet 2023.", None, ["2023-07-07"]),
        ("À compter du 1er janvier 2024, le taux passe à 3 %.", None, ["2024-01-01"]),
        ("Le vote est prévu le 7 juillet 2023 ; le texte passe en conseil le 7 juin.", "2023-06-01", ["2023-07-07"]),
        ("La réunion du 19 mars 2024 a lieu au Mans.", "2023-12-05", ["2024-03-19"]),
        ("Les organismes ont jusqu'au 28 avril pour se faire connaître.", "2023-03-22", ["2023-04-28"]),
        ("Les organismes ont jusqu'au 28 février pour se faire connaître.", "2023-03-22", ["2024-02-28"]),
        ("Les résultats seront publiés en mars 2024.", None, ["2024-03"]),
        ("Le protocole signé le 1er juin 2023 compte 17 mesures.", "2023-12-05", []),
        ("Le plan régional 2023-2026 est adopté.", "2023-01-26", []),
        ("Le décret du 3 mai 2019 sera modifié.", "2023-01-01", []),
        ("Le taux appliqué à compter du 1er janvier 2023 est de 3 %.", "2023-12-05", []),
        ("La licence est valable à compter du 27/05/2021 jusqu'au 27/05/2024.", None, ["2024-05-27"]),
        ("Le guichet sera ouvert du 3 au 7 mai 2024.", None, ["2024-05-07"]),
        ("Le vote était prévu le 7 juillet 2023.", "2023-12-05", []),
        ("Le directeur de l'opéra est nommé le 7 juillet 2023.", None, []),
    ],
)  # fmt: skip
def test_a_date_is_announced_by_its_verb_or_by_the_date_of_its_document(
    text: str, written: str | None, expected: list[str]
) -> None:
    assert [one.iso for one in announced(text, written)] == expected


def test_an_announced_date_that_is_past_is_said_once_with_its_sources() -> None:
    vote = "Le vote est prévu le 7 juillet 2023."
    assert warnings_of_dates([cited(vote), cited(vote, n=2)], TODAY) == [
        "Le 7 juillet 2023, annoncé comme à venir dans [1] et [2], est passé."
    ]


def test_a_date_still_to_come_is_not_said_to_be_past() -> None:
    quote = "Le bilan sera remis le 1er juin 2024."
    assert warnings_of_dates([cited(quote)], TODAY) == []
    assert warnings_of_dates([cited(quote)], date(2024, 6, 2)) != []


def test_a_month_is_past_when_its_last_day_is() -> None:
    quote = "Les résultats seront publiés en mai 2024."
    assert warnings_of_dates([cited(quote)], date(2024, 5, 31)) == []
    assert warnings_of_dates([cited(quote)], TODAY) == [
        "Le mois de mai 2024, annoncé comme à venir dans [1], est passé."
    ]


@pytest.mark.parametrize(
    ("iso", "expected"),
    [("2023", date(2023, 12, 31)), ("2024-02", date(2024, 2, 29)), ("2023-07-07", date(2023, 7, 7))],
)
def test_the_last_day_of_a_period(iso: str, expected: date) -> None:
    assert last_day(iso) == expected


def test_three_past_dates_are_told_at_most() -> None:
    quote = " ".join(f"La séance est prévue le {day} mars 2024." for day in (4, 5, 6, 7))
    assert len(warnings_of_dates([cited(quote)], TODAY)) == 3
