"""Pronouns give way to the noun that they stand for, in correct French."""

from __future__ import annotations

import pytest

from assistant.retrieval.pronouns import resolved


@pytest.mark.parametrize(
    ("asked", "frame", "whole"),
    [
        ("Que risque qui ne la suit pas ?", "Que dit la loi ?", "Que risque qui ne suit pas la loi ?"),
        ("Qui ne l'applique pas ?", "Que dit la loi ?", "Qui n'applique pas la loi ?"),
        ("Comment les contacter ?", "Que font les gardes du port ?", "Comment contacter les gardes du port ?"),
        ("Combien de villes l'ont signée ?", "Que dit la charte ?", "Combien de villes ont signé la charte ?"),
        ("Quelle est son adresse ?", "Que fait le centre ?", "Quelle est l'adresse du centre ?"),
        ("Quelle est leur mission ?", "Que font les gardes ?", "Quelle est la mission des gardes ?"),
        ("Quel est son budget en 2022 ?", "Que fait l'office ?", "Quel est le budget de l'office en 2022 ?"),
        ("Est-ce qu'il rouvrira ?", "Que montre le musée ?", "Est-ce que le musée rouvrira ?"),
        ("Comment se répartissent-elles ?", "À quoi servent les aides ?", "Comment les aides se répartissent-elles ?"),
    ],
)  # fmt: skip
def test_the_noun_stands_where_french_says_it(asked: str, frame: str, whole: str) -> None:
    assert resolved(asked, frame) == whole


@pytest.mark.parametrize(
    ("asked", "frame"),
    [
        ("Combien sont-elles ?", "Que dit le protocole ?"),
        ("Qui les nomme ?", "Que dit le protocole ?"),
        ("Pourquoi ?", "Que dit le protocole ?"),
        ("Combien un agent y suit-il de jeunes ?", "Que fait le centre ?"),
    ],
)
def test_nothing_is_put_where_nothing_agrees(asked: str, frame: str) -> None:
    assert resolved(asked, frame) is None


def test_a_person_asked_about_is_the_owner_and_not_another_of_the_answer() -> None:
    answer = "Mme Rose Petit et Mme Anne Martin siègent au comité."
    role = resolved("Quelle est sa fonction ?", "Qui est Anne Martin ?", answer)
    assert role == "Quelle est la fonction d'Anne Martin ?"
    assert resolved("Quel est son mail ?", role, answer) == "Quel est le mail d'Anne Martin ?"


def test_a_title_is_no_first_name() -> None:
    whole = resolved("Quel est son mail ?", "Qui anime le club ?", "Mme Rose Petit.")
    assert whole == "Quel est le mail de Rose Petit ?"


def test_y_a_t_il_has_no_subject_to_name() -> None:
    assert resolved("Y en a-t-il d'autres ?", "Que dit le protocole ?") is None
