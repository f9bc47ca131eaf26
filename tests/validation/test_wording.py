from __future__ import annotations

import pytest

from assistant.validation.wording import bare, may_ask_the_same, plain_key, wording


def alike(one: str, other: str) -> bool:
    return may_ask_the_same(wording(one), wording(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quand le protocole a-t-il été signé ?", "À quelle date a été signé le protocole ?"),
        ("Combien coûte l'atelier ?", "Quel est le coût de l'atelier ?"),
        ("Qui pilote l'engagement 14 ?", "Quel est le pilote de l'engagement 14 ?"),
        ("Quels sont les trois sites ?", "Quels sont les 3 sites ?"),
        ("Quelles places la Région finance-t-elle ?", "Quelles places sont financées par la Région ?"),
        ("Bonjour, pouvez-vous me donner le montant de la prime ?", "Quel est le montant de la prime ?"),
    ],
)
def test_two_wordings_of_one_question_are_not_told_apart(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quel budget en 2023 ?", "Quel budget en 2024 ?"),
        ("combien d'apprentis en mayenne", "combien d'apprentis en sarthe"),
        ("Quelles aides pour les jeunes ?", "Quelles aides pour les seniors ?"),
        ("Comment s'inscrire au CFA ?", "Comment s'inscrire au CFP ?"),
        ("Quelles dépenses sont remboursées ?", "Quelles dépenses ne sont pas remboursées ?"),
        ("Quel est le montant de l'aide ?", "Quel est le nombre d'aides ?"),
        ("Qui a signé le protocole ?", "Quand le protocole a-t-il été signé ?"),
        ("Combien la Région verse-t-elle à l'État ?", "Combien l'État verse-t-il à la Région ?"),
        ("L'Opco remplace-t-il la Région ?", "La Région remplace-t-elle l'Opco ?"),
        ("Quelles entreprises respectent la clause ?", "Quelles entreprises doivent respecter la clause ?"),
        ("Quand le comité s'est-il réuni ?", "Quand le comité se réunira-t-il ?"),
        ("Quel est le rôle du formateur ?", "Quel est le rôle de la formation ?"),
        ("Combien de candidats ?", "Combien de candidats admis ?"),
        ("Que faire avant la formation ?", "Que faire après la formation ?"),
    ],
)
def test_a_detail_that_matters_tells_two_questions_apart(one: str, other: str) -> None:
    assert not alike(one, other)


def test_the_key_of_a_question_leaves_out_how_it_is_typed_and_keeps_every_other_word() -> None:
    assert plain_key("Bonjour, QUI a signé l’accord ?") == plain_key("qui a signe l'accord")
    assert plain_key("Qui a signé l'accord ?") != plain_key("Quand a signé l'accord ?")
    assert plain_key("Quelle aide avec le CPF ?") != plain_key("Quelle aide sans le CPF ?")


def test_politeness_is_not_compared() -> None:
    assert bare("Bonjour, pourriez-vous me dire qui a signé ?") == "qui a signé ?"
