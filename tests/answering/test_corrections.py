"""What a user puts right in the question before."""

from __future__ import annotations

import pytest

from assistant.answering.corrections import corrected, is_correction

SARTHE = "Combien d'apprentis en Sarthe à la rentrée 2020 ?"


@pytest.mark.parametrize(
    ("message", "frame", "expected"),
    [
        ("Je voulais dire Mayenne", SARTHE, "Combien d'apprentis en Mayenne à la rentrée 2020 ?"),
        ("non, en Mayenne", SARTHE, "Combien d'apprentis en Mayenne à la rentrée 2020 ?"),
        ("non, à la rentrée 2022", SARTHE, "Combien d'apprentis en Sarthe à la rentrée 2022 ?"),
        ("plutôt en 2022", SARTHE, "Combien d'apprentis en Sarthe à la rentrée 2022 ?"),
        ("non, je parlais du protocole de 2023", "Qui a signé le protocole ?", "Qui a signé le protocole de 2023 ?"),
        ("pas les jeunes, les seniors", "Quelle aide pour les jeunes ?", "Quelle aide pour les seniors ?"),
        ("les seniors, pas les jeunes", "Quelle aide pour les jeunes ?", "Quelle aide pour les seniors ?"),
        (
            "je parlais de la charte",
            "Combien de signataires ?",
            "À propos de « la charte » : combien de signataires ?",
        ),
    ],
)
def test_the_right_words_take_the_place_of_the_wrong_ones(message: str, frame: str, expected: str) -> None:
    assert corrected(message, frame) == expected


@pytest.mark.parametrize(
    "message",
    [
        "Qui a signé la charte ?",
        "non",
        "non merci",
        "Pourquoi pas ?",
        "Non, mais combien de mesures compte le plan ?",
        "Je voudrais savoir combien de mesures compte le plan",
        "Quels documents faut-il, et pas seulement pour les jeunes, mais aussi pour leurs parents et leurs proches ?",
    ],
)
def test_a_question_or_a_refusal_corrects_nothing(message: str) -> None:
    assert not is_correction(message)
