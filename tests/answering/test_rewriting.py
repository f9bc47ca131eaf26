"""Follow-ups become questions that can be searched alone."""

from __future__ import annotations

import pytest

from assistant.answering.question import understand
from assistant.answering.rewriting import MAX_SUBJECT, rewrite, self_contained
from assistant.models import Turn

HISTORY = (Turn("user", "Qui a signé le protocole ?"), Turn("assistant", "Quatre signataires."))


def asked_after(before: str, question: str, answer: str = "…") -> str:
    return rewrite(question, (Turn("user", before), Turn("assistant", answer)))


@pytest.mark.parametrize(
    "question",
    [
        "Quand le protocole a-t-il été signé ?",
        "Combien de bassins d'emploi compte la région ?",
        "Y a-t-il des actions pour les jeunes ?",
        "Qu'est-ce que la VAE ?",
        "Quel temps fait-il à Nantes ?",
        "Que reste-t-il à financer pour la VAE ?",
        "Comment un employeur déclare-t-il ses salariés ?",
        "Quelles démarches pour ceux qui cherchent un premier emploi ?",
        "Et quel est le budget du musée de la Batellerie ?",
        "Et sinon, comment s'inscrire à la bibliothèque ?",
        "Qui l'État désigne-t-il comme représentant dans le département ?",
    ],
)
def test_a_question_that_names_its_subject_is_left_as_it_is(question: str) -> None:
    assert rewrite(question, HISTORY) == question


@pytest.mark.parametrize(
    "question", ["Et quand ?", "Pourquoi ?", "Et pour les jeunes ?", "lesquels ?", "Quel est le montant ?"]
)
def test_where_no_rule_applies_the_question_before_is_named(question: str) -> None:
    rewritten = rewrite(question, HISTORY)
    assert rewritten == f"À propos de « Qui a signé le protocole » : {question[0].lower()}{question[1:]}"
    assert understand(rewritten).subject == tuple(understand("Qui a signé le protocole").content)


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Combien d'élèves en Corse à la rentrée 2019 ?", "Et en 2021 ?", "Combien d'élèves en Corse en 2021 ?"),
        ("Combien d'élèves en Corse fin 2019 ?", "et en Lozère ?", "Combien d'élèves en Lozère fin 2019 ?"),
        ("Qui suit l'action 2 du contrat ?", "Et pour l'action 5 ?", "Qui suit l'action 5 du contrat ?"),
        ("Quelles aides pour l'embauche d'un apprenti ?", "Et pour les jeunes ?", "Quelles aides pour les jeunes ?"),
        ("Quelle est la population de Lille ?", "Et celle de Brest ?", "Quelle est la population de Brest ?"),
    ],
)  # fmt: skip
def test_an_element_alone_takes_its_place_in_the_question_before(before: str, question: str, whole: str) -> None:
    assert asked_after(before, question) == whole


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        ("Où siège le comité de bassin ?", "Qui le préside ?", "Qui préside le comité de bassin ?"),
        ("Où est la halle de Piolenc ?", "Qui l'a construite ?", "Qui a construit la halle de Piolenc ?"),
        ("Où siège le comité de bassin ?", "Quand a-t-il été créé ?", "Quand le comité de bassin a-t-il été créé ?"),
        ("Où siège le comité de bassin ?", "Que décide-t-il ?", "Que décide le comité de bassin ?"),
        ("Où siège le comité de bassin ?", "il siège quand ?", "Le comité de bassin siège quand ?"),
        ("Que dit la charte du port ?", "Quels sont ses buts ?", "Quels sont les buts de la charte du port ?"),
        ("Qui a droit aux chèques vacances ?", "Quel est leur montant ?", "Quel est le montant des chèques vacances ?"),
        ("Combien gagnent les stagiaires ?", "Quelle aide pour eux ?", "Quelle aide pour les stagiaires ?"),
        ("Comment obtenir la carte grise ?", "C'est payant ?", "La carte grise, c'est payant ?"),
    ],
)  # fmt: skip
def test_a_pronoun_gives_way_to_what_it_stands_for(before: str, question: str, whole: str) -> None:
    assert asked_after(before, question) == whole


def test_a_pronoun_takes_the_noun_that_agrees_with_it() -> None:
    before = "Quel est le rôle de la commission dans le projet ?"
    assert asked_after(before, "Quand se réunit-elle ?") == "Quand la commission dans le projet se réunit-elle ?"
    assert (
        asked_after("Que fait la mairie pour le port ?", "Qui l'entretient ?")
        == "Qui entretient la mairie pour le port ?"
    )
    assert asked_after("Que fait la mairie pour les quais ?", "Qui les entretient ?").startswith("À propos de «")


def test_a_body_that_only_the_answer_names_is_found_there() -> None:
    answer = "La commission de conciliation est saisie."
    whole = asked_after("Que fait-on en cas de litige ?", "Qui nomme cette commission ?", answer)
    assert whole == "Qui nomme la commission de conciliation ?"


def test_the_telephone_is_that_of_the_person_that_the_answer_names() -> None:
    whole = asked_after("Qui dirige le musée ?", "Quel est son numéro de téléphone ?", "Jeanne Morin le dirige.")
    assert whole == "Quel est le numéro de téléphone de Jeanne Morin ?"


def test_without_a_conversation_nothing_is_changed() -> None:
    assert rewrite("Et quand ?", ()) == "Et quand ?"
    assert self_contained("Et quand ?")


def test_a_second_follow_up_keeps_the_first_subject_and_what_was_added() -> None:
    history = (*HISTORY, Turn("user", "Et pour les jeunes ?"), Turn("assistant", "…"))
    assert "Qui a signé le protocole ; pour les jeunes" in rewrite("Combien ?", history)


def test_a_second_follow_up_goes_on_from_the_first() -> None:
    history = (Turn("user", "Combien d'élèves en Corse en 2019 ?"), Turn("user", "et en Lozère ?"))
    assert rewrite("et en 2021 ?", history) == "Combien d'élèves en Lozère en 2021 ?"


def test_a_new_subject_replaces_the_old_one() -> None:
    history = (*HISTORY, Turn("user", "Autre sujet : qu'est-ce que la VAE ?"), Turn("assistant", "…"))
    assert rewrite("Combien dure-t-elle ?", history) == "Combien la VAE dure-t-elle ?"


def test_a_long_question_before_is_cut() -> None:
    story = "Qui a signé le protocole " + "de la ville et du port " * 60 + "?"
    assert len(asked_after(story, "Et quand ?")) < MAX_SUBJECT + 50


def test_a_conversation_that_said_nothing_gives_no_subject() -> None:
    assert rewrite("Et quand ?", (Turn("user", "?"),)) == "Et quand ?"
