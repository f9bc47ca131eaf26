"""Which documents some words name."""

from __future__ import annotations

import pytest

from assistant.answering.document_names import (
    answered_question,
    documents_named,
    is_document_phrase,
    picked,
    that_answers,
)
from assistant.models import DocumentSummary, Kind


def document(name: str, title: str, date: str | None = None, *, work: str = "", file: str = "") -> DocumentSummary:
    kind: Kind = "pdf" if file.endswith(".pdf") else "notice"
    return DocumentSummary(name, work or name, kind, title, file or f"notices/notice_{name}.txt", date, 1, 1, "")


CORPUS = (
    document("65474", "Plein emploi : un protocole régional prépare France Travail", "2023-06-01", work="w"),
    document("66018", "Où en est le protocole régional six mois après ?", "2023-12-05"),
    document("p", "Protocole de préfiguration de France Travail", "2023-06-01", work="w", file="protocole.pdf"),
    document("62019", "L'apprentissage à la rentrée 2020", "2021-02-26"),
    document("66415", "L'apprentissage à la rentrée 2022", "2023-12-15"),
    document("66890", "Charte de l'accueil", "2022-11-08"),
)


def named(words: str, enough: float = 0.6) -> list[str]:
    return [one.id for one in documents_named(words, CORPUS, enough).documents]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("la notice 65474", ["65474"]),
        ("notice n° 66018", ["66018"]),
        ("la notice 12", []),
        ("le protocole de préfiguration", ["p"]),
        ("la charte", ["66890"]),
        ("protocole.pdf", ["p"]),
        ("« Protocole » (PDF, 1er juin 2023, protocole.pdf)", ["p"]),
        ("l'apprentissage", ["62019", "66415"]),
        ("l'apprentissage à la rentrée 2022", ["66415"]),
        ("le rapport sur la pêche", []),
    ],
)
def test_words_name_the_documents_whose_title_holds_them(words: str, expected: list[str]) -> None:
    assert named(words) == expected


def test_a_notice_and_its_pdf_are_one_choice_unless_a_notice_is_asked_for() -> None:
    assert "65474" not in named("le protocole")
    assert "p" not in named("la notice du protocole")


def test_a_part_of_a_name_is_not_enough_where_the_words_may_be_a_question() -> None:
    assert named("la charte régionale de l'accueil") == ["66890"]
    assert named("la charte régionale de l'accueil", enough=0.999) == []


def test_a_phrase_is_about_a_document_by_its_head() -> None:
    phrases = ("la charte de l'accueil", "son bilan", "« Titre » (notice, a.txt)", "l'accueil de la charte", "le RSA")
    assert [is_document_phrase(words) for words in phrases] == [True, True, True, False, False]


CHOICES = (
    "« Bilan du plan » (notice, 3 mai 2023, a.txt)",
    "« Bilan du plan » (PDF, 4 juin 2024, b.pdf)",
    "« Charte » (PDF, 4 juin 2022, c.pdf)",
)


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("la deuxième", 1), ("2", 1), ("le premier", 0), ("la 3", 2), ("celle de 2024", 1), ("la charte", 2),
        ("la notice", 0), ("la plus récente", 1), ("la dernière", 2), ("le bilan", None), ("7", None),
        ("Qui a signé le protocole de préfiguration et quand ?", None),
    ],
)  # fmt: skip
def test_a_reply_picks_a_choice_by_rank_date_kind_or_title(reply: str, place: int | None) -> None:
    assert picked(reply, CHOICES) == place


def test_the_document_that_answers_a_question_can_be_named() -> None:
    assert answered_question(that_answers("Qui a signé ?")) == "Qui a signé ?"
    assert answered_question("la charte") is None
