"""Conditions are read where a question speaks of documents, and nowhere else."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.models import Condition, Filters
from assistant.retrieval.conditions import bare, is_recent, recognise, with_conditions, without
from assistant.retrieval.names import NameBook
from tests.retrieval.plain_catalogue import read_notices

TODAY = date(2024, 6, 15)
DREETS = (
    "Direction régionale de l'économie, de l'emploi, du travail et des solidarités (Dreets) des Pays de la Loire"
)  # fmt: skip


@pytest.fixture(scope="module")
def book(root: Path) -> NameBook:
    notices = read_notices(root / "corpus")
    return NameBook(
        sorted({name for notice in notices for name in notice.authors}),
        sorted({label for notice in notices for label in notice.descriptors}),
        lambda label: ["VAE"] if label == "VALIDATION ACQUIS EXPERIENCE" else [],
    )


def read(question: str, book: NameBook) -> list[tuple[str, str]]:
    return [(one.field, one.value) for one in recognise(question, book, TODAY)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Que disent les notices sur l'apprentissage depuis 2022 ?",
            [("kind", "notice"), ("descriptor", "APPRENTISSAGE"), ("date", "2022-01-01/..")],
        ),
        ("D'après les documents de la Région, quel budget ?", [("author", "Région Pays de la Loire")]),
        ("documents publiés par la DREETS en 2023", [("author", DREETS), ("date", "2023-01-01/2023-12-31")]),
        ("Dans les PDF, combien d'engagements ?", [("kind", "pdf")]),
        ("Quels rapports du Carif-Oref parlent de recrutement ?", [
            ("author", "Carif-Oref Pays de la Loire"), ("descriptor", "RECRUTEMENT"),
        ]),
        ("Que prévoient les protocoles signés en 2023 ?", [("date", "2023-01-01/2023-12-31")]),
        ("les notices sur la VAE disent quoi ?", [("kind", "notice"), ("descriptor", "VALIDATION ACQUIS EXPERIENCE")]),
        ("Que disent les notices publiées depuis juin ?", [("kind", "notice"), ("date", "2024-06-01/..")]),
        ("Quels freins selon les documents en Mayenne ?", [("descriptor", "MAYENNE")]),
        ("les documents de la Préfecture disent quoi ?", [
            ("author", "Préfecture de la Mayenne"), ("author", "Préfecture de la région Pays de la Loire"),
        ]),
    ],
)  # fmt: skip
def test_a_question_on_documents_gives_its_conditions(
    book: NameBook, question: str, expected: list[tuple[str, str]]
) -> None:
    assert read(question, book) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'apprentis en 2023 ?",
        "Que prévoit la Région en 2023 ?",
        "Combien de conventions signées en 2023 ?",
        "Quelle est l'aide à l'embauche depuis janvier 2023 ?",
        "Combien d'offres d'emploi ont été publiées à Cholet en janvier 2024 ?",
        "Quel PDF est joint à la notice sur l'apprentissage ?",
        "Quels PDF sont joints à la notice sur la métallurgie ?",
        "Que dit le protocole signé en 2023 ?",
        "Qui est le contact presse du communiqué de mars 2023 ?",
        "Quels documents fournir pour s'inscrire en 2023 ?",
        "Que fait la Dreets depuis 2022 ?",
        "Combien de fiches métiers dans le fonds commun depuis 2022 ?",
        "Les documents de la Région Bretagne sont-ils repris ?",
        "Combien de dossiers de VAE déposés en 2021 ?",
        "Quel était le budget avant 2021 ?",
        "Que signifie APPRENTISSAGE ?",
        "Quels sont les délais de conservation des documents d'une association ?",
        "Que deviennent les documents de l'association ?",
    ],
)
def test_an_ordinary_question_gets_no_condition(book: NameBook, question: str) -> None:
    assert read(question, book) == []


def test_no_question_of_the_development_set_gets_a_filter(book: NameBook, root: Path) -> None:
    lines = (root / "eval" / "data" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [text for line in map(json.loads, lines) for text in (line["question"], line.get("standalone")) if text]
    assert len(questions) > 150
    filtered = {text for text in questions if with_conditions(Filters(), recognise(text, book, TODAY))[0] != Filters()}
    assert filtered == set()


def test_a_subject_that_goes_on_is_no_descriptor(book: NameBook) -> None:
    assert read("Que disent les notices sur l'apprentissage à la rentrée 2022 ?", book) == [("kind", "notice")]


@pytest.mark.parametrize(
    "question", ["Quel est le dernier rapport ?", "Quelles règles sont en vigueur ?", "l'aide actuellement versée"]
)
def test_the_wish_for_the_newest_is_read_anywhere_and_filters_nothing(book: NameBook, question: str) -> None:
    found = recognise(question, book, TODAY)
    assert is_recent(found)
    assert with_conditions(Filters(), found)[0].empty


@pytest.mark.parametrize("question", ["sur les 12 derniers mois", "au dernier trimestre", "l'an dernier"])
def test_a_last_month_or_year_is_not_a_wish_for_the_newest(book: NameBook, question: str) -> None:
    assert not is_recent(recognise(question, book, TODAY))


def test_the_words_are_those_typed(book: NameBook) -> None:
    (kind, descriptor) = recognise("Que disent les notices  sur L’APPRENTISSAGE ?", book, TODAY)
    assert (kind.words, descriptor.words, descriptor.label) == (
        "notices", "sur L’APPRENTISSAGE", "descripteur « APPRENTISSAGE »"
    )  # fmt: skip


def test_a_field_that_the_user_filters_is_left_alone() -> None:
    since = Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022")
    notices = Condition("kind", "notice", "notices", "notices")
    made, kept = with_conditions(Filters(date_to="2020-12-31"), (since, notices))
    assert made == Filters(date_to="2020-12-31", kinds=("notice",))
    assert kept == (notices,)


def test_a_condition_that_was_removed_stays_away_however_it_is_typed() -> None:
    since = Condition("date", "2022-01-01/..", "depuis 2022", "depuis 2022")
    again = Condition("date", "2022-01-01/..", "à partir de 2022", "depuis 2022")
    assert without((since,), (again,)) == ()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("D'après les documents de la Région de 2023, combien d'aides versées ?", "Combien d'aides versées ?"),
        ("Combien d'engagements compte le protocole dans les PDF ?", "Combien d'engagements compte le protocole ?"),
        ("Que disent les notices sur l'apprentissage ?", "Que disent les notices sur l'apprentissage ?"),
        ("Selon les textes en vigueur, quel budget ?", "Selon les textes en vigueur, quel budget ?"),
    ],
)  # fmt: skip
def test_a_phrase_that_only_says_where_to_look_is_not_searched(book: NameBook, question: str, expected: str) -> None:
    assert bare(question, book, TODAY) == expected
