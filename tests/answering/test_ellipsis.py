"""An element given alone replaces the one like it in the question before."""

from __future__ import annotations

import pytest

from assistant.answering.ellipsis import completed

FRAME = "Quelle est l'échéance du plan vélo ?"


@pytest.mark.parametrize(
    ("question", "frame", "whole"),
    [
        ("Et pour le plan piéton ?", FRAME, "Quelle est l'échéance du plan piéton ?"),
        ("Et celle du schéma cyclable ?", FRAME, "Quelle est l'échéance du schéma cyclable ?"),
        ("Et fin 2021 ?", "Combien d'élèves en Corse à la rentrée 2019 ?", "Combien d'élèves en Corse fin 2021 ?"),
        ("Et en 2021 ?", "Combien d'élèves en Corse ?", "Combien d'élèves en Corse en 2021 ?"),
        ("Et en Lozère ?", "Combien d'élèves fin 2019 ?", "Combien d'élèves en Lozère fin 2019 ?"),
        ("et dans le bois ?", "Combien d'élèves dans le cuir fin 2019 ?", "Combien d'élèves dans le bois fin 2019 ?"),
    ],
)
def test_the_element_takes_the_place_of_its_like(question: str, frame: str, whole: str) -> None:
    assert completed(question, frame) == whole


@pytest.mark.parametrize("question", ["Et quand ?", "Pour le plan piéton ?", "Et les délais ?", "Et ?"])
def test_a_question_or_an_element_unlike_any_other_replaces_nothing(question: str) -> None:
    assert completed(question, FRAME) is None


def test_a_span_of_years_is_not_taken_for_a_year() -> None:
    assert completed("Et en 2019 ?", "Quel est le budget du plan 2023-2026 ?") is None


@pytest.mark.parametrize(
    ("question", "frame", "whole"),
    [
        ("et de la mairie ?", "Combien de notices en 2022 ?", "Combien de notices de la mairie en 2022 ?"),
        ("et du port ?", "Quels documents de la mairie en 2022 ?", "Quels documents du port en 2022 ?"),
        ("et sur le bois ?", "Combien de notices en 2022 ?", "Combien de notices en 2022 sur le bois ?"),
        ("et sur le bois ?", "Combien de notices sur le cuir en 2022 ?", "Combien de notices sur le bois en 2022 ?"),
        ("et les PDF ?", "Combien de notices sur le cuir ?", "Combien de PDF sur le cuir ?"),
        ("et les PDF ?", "Quelles notices sur le cuir ?", "Quels PDF sur le cuir ?"),
        (
            "et d'après celles de 2024 ?",
            "D'après les notices de 2023, où aller ?",
            "D'après les notices de 2024, où aller ?",
        ),
        ("et des notices ?", "liste des PDF", "Liste des notices ?"),
        ("et ceux de 2023 ?", "liste des PDF", "Liste des PDF de 2023 ?"),
        ("et celles de 2024 ?", "Combien de notices de 2023 ?", "Combien de notices de 2024 ?"),
        ("Lesquelles ?", "Combien de notices en 2022 ?", "Quelles notices en 2022 ?"),
        ("Lesquels ?", "Combien de PDF en 2022 ?", "Quels PDF en 2022 ?"),
    ],
)
def test_a_follow_up_to_a_question_about_the_catalogue_stays_one(question: str, frame: str, whole: str) -> None:
    assert completed(question, frame) == whole
