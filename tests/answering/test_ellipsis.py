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
