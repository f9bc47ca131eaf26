"""A question about the catalogue is understood to its last word, or it is not one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.retrieval.catalogue_questions import CatalogueQuestion, catalogue_question
from assistant.retrieval.names import NameBook

TODAY = date(2024, 6, 15)
BOOK = NameBook(["Région Pays de la Loire", "Académie de Nantes"], ["APPRENTISSAGE", "FRANCE TRAVAIL", "PROTOCOLE"])


def read(question: str) -> CatalogueQuestion | None:
    return catalogue_question(question, BOOK, TODAY)


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("Combien de notices ?", "notices"),
        ("combien de PDF dans le corpus ?", "pdfs"),
        ("Combien de documents avez-vous sur l'apprentissage ?", "works"),
        ("Combien de documents le corpus contient-il ?", "works"),
        ("Liste des documents de la Région", "works"),
        ("donne-moi la liste des notices de 2023", "notices"),
        ("Quels documents ont été publiés en 2023 par l'académie de Nantes ?", "works"),
        ("Y a-t-il des documents sur l'apprentissage ?", "works"),
        ("notices sur l'apprentissage depuis 2022", "notices"),
        ("Quelle est la notice la plus récente sur l'apprentissage ?", "notices"),
    ],
)
def test_a_question_about_the_catalogue_is_recognised(question: str, counted: str) -> None:
    found = read(question)
    assert found is not None
    assert found.counted == counted


@pytest.mark.parametrize(
    "question",
    [
        "Combien d'engagements compte le protocole ?",
        "Combien de demandeurs d'emploi ?",
        "Combien de notices compte le protocole ?",
        "Combien de documents faut-il fournir pour s'inscrire ?",
        "Quels documents sur l'apprentissage faut-il remplir ?",
        "Combien de conventions ont été signées en 2023 ?",
        "Combien d'accords sur l'apprentissage ?",
        "Quels documents doivent être remis au comité ?",
        "Quel document est attaché à la notice sur l'apprentissage ?",
        "Quels sont les auteurs de la notice sur l'apprentissage ?",
        "Quels descripteurs ont été donnés aux notices sur l'apprentissage ?",
        "Combien d'articles compte la charte ?",
        "Combien de fiches métiers dans le fonds commun ?",
        "Que disent les notices sur l'apprentissage ?",
        "Quels PDF sont joints aux notices ?",
    ],
)
def test_a_question_on_what_the_texts_say_is_not_caught(question: str) -> None:
    assert read(question) is None


def test_no_question_of_the_development_set_is_caught(root: Path) -> None:
    lines = (root / "eval" / "data" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [text for line in map(json.loads, lines) for text in (line["question"], line.get("standalone")) if text]
    assert len(questions) > 150
    assert [text for text in questions if read(text)] == []


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("Quels sont les derniers documents ?", 5),
        ("les 3 dernières notices", 3),
        ("Quelle est la dernière notice ?", 1),
        ("Quels documents ?", None),
        ("Combien de documents récents ?", None),
    ],
)
def test_how_many_of_the_newest_are_asked_for(question: str, latest: int | None) -> None:
    found = read(question)
    assert found is not None
    assert found.latest == latest


def test_words_that_no_descriptor_matches_are_kept_as_a_subject() -> None:
    found = read("Combien de documents sur les travailleurs indépendants depuis 2022 ?")
    assert found is not None
    assert found.topic == "travailleurs indépendants"
    assert [one.field for one in found.conditions] == ["date"]
