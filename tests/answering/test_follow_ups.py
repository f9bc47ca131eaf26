"""Follow-ups are told from questions that stand alone."""

from __future__ import annotations

import pytest

from assistant.answering.follow_ups import self_contained, without_opening
from assistant.models import Turn

HISTORY = (Turn("user", "Combien coûte un passeport ?"),)


@pytest.mark.parametrize(
    "question",
    [
        "c'est pour quelles villes ?",
        "dont combien du fonds vert ?",
        "combien ont été pourvues ?",
        "on en était à combien en 2022 ?",
        "Combien de livres peut-on y emprunter ?",
        "qui le coordonne à la Région ?",
        "Quel est le budget ?",
        "Et combien d'heures en atelier ?",
        "Quand se tient sa prochaine réunion ?",
        "À partir de quel montant s'impose-t-elle ?",
    ],
)
def test_a_question_that_refers_back_is_a_follow_up(question: str) -> None:
    assert not self_contained(question, HISTORY)


@pytest.mark.parametrize(
    "question",
    [
        "Et le SPRO, c'est quoi ?",
        "Et comment déclarer ses impôts en ligne ?",
        "Est-ce que le musée existe encore ?",
        "L'État et la Région ont-ils signé un accord ?",
        "Que deviennent les apprentis qui rompent leur contrat ?",
        "Visa Lecture : on y travaille quoi ?",
        "Autre question : combien d'élèves en Corse ?",
    ],
)
def test_a_question_that_names_what_it_is_about_is_not(question: str) -> None:
    assert self_contained(question, HISTORY)


def test_what_announces_another_subject_is_taken_off() -> None:
    assert without_opening("Et sinon, qui tient le phare ?") == "Qui tient le phare ?"
    assert without_opening("Rien à voir, mais qui tient le phare ?") == "Qui tient le phare ?"
    assert without_opening("Qui tient le phare ?") == "Qui tient le phare ?"
