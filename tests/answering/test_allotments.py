"""Figures told in a row: the sentence that gives the one asked for is known from the one that gives the total."""

from __future__ import annotations

import pytest

from assistant.answering.allotments import allotted
from assistant.answering.question import understand
from assistant.answering.restrictions import restrictions

BERTHS = "Soit 40 anneaux pour la pêche, 25 pour la plaisance et douze pour les bacs."


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Combien d'anneaux pour la plaisance ?", BERTHS),
        ("Combien d'anneaux pour les bacs ?", BERTHS),
        ("Combien de ports en Vendée ?", "La Vendée compte 14 ports, le Morbihan 21."),
        ("Quelle part des anneaux pour la pêche ?", "La pêche en prend 60 %, contre 40 % pour la plaisance."),
        ("Quel budget pour la digue ?", "Sur 3 millions d'euros, 2 millions vont au quai, 1 million à la digue."),
    ],
)
def test_the_figure_of_what_is_asked_is_one_of_several(question: str, sentence: str) -> None:
    assert allotted(understand(question), restrictions(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Combien d'anneaux ?", BERTHS),
        ("Combien d'anneaux pour les canots ?", BERTHS),
        ("Qui gère les anneaux pour la plaisance ?", BERTHS),
        ("Combien d'anneaux pour la plaisance ?", "La pêche et la plaisance disposent de 65 anneaux."),
        ("Combien d'anneaux pour la plaisance ?", "12 pour la plaisance au nord, 13 pour la plaisance au sud."),
        ("Combien d'anneaux pour la plaisance ?", "Le 3 mai 2021, la plaisance change de quai, et la pêche aussi."),
    ],
)
def test_a_total_another_thing_or_two_figures_of_the_same_are_not_allotted(question: str, sentence: str) -> None:
    assert not allotted(understand(question), restrictions(question), sentence)
