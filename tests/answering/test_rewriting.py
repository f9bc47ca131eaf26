"""Follow-ups become questions that can be searched alone."""

from __future__ import annotations

import pytest

from assistant.answering.rewriting import rewrite, self_contained
from assistant.models import Turn

HISTORY = (Turn("user", "Qui a signé le protocole ?"), Turn("assistant", "Quatre signataires."))


@pytest.mark.parametrize(
    "question",
    [
        "Quand le protocole a-t-il été signé ?",
        "Combien de bassins d'emploi compte la région ?",
        "Y a-t-il des actions pour les jeunes ?",
        "Qu'est-ce que la VAE ?",
        "Quel temps fait-il à Nantes ?",
        "Que reste-t-il à financer pour la VAE ?",
    ],
)
def test_a_question_that_names_its_subject_is_left_as_it_is(question: str) -> None:
    assert rewrite(question, HISTORY) == question


@pytest.mark.parametrize(
    "question",
    ["Et quand ?", "Quand a-t-il été signé ?", "Pourquoi ?", "Quel est son budget ?", "Et pour les jeunes ?"],
)
def test_a_follow_up_takes_the_subject_of_the_conversation(question: str) -> None:
    rewritten = rewrite(question, HISTORY)
    assert rewritten == f"À propos de « Qui a signé le protocole » : {question[0].lower()}{question[1:]}"


def test_without_a_conversation_nothing_is_changed() -> None:
    assert rewrite("Et quand ?", ()) == "Et quand ?"
    assert self_contained("Et quand ?")


def test_a_second_follow_up_keeps_the_first_subject_and_what_was_added() -> None:
    history = (*HISTORY, Turn("user", "Et pour les jeunes ?"), Turn("assistant", "…"))
    assert "Qui a signé le protocole ; pour les jeunes" in rewrite("Combien ?", history)


def test_a_new_subject_replaces_the_old_one() -> None:
    history = (*HISTORY, Turn("user", "Qu'est-ce que la VAE ?"), Turn("assistant", "…"))
    assert rewrite("Combien dure-t-elle ?", history).startswith("À propos de « Qu'est-ce que la VAE »")
