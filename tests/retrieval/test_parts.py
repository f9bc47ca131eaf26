"""Questions that ask two things are searched as two."""

from __future__ import annotations

import pytest

from assistant.models import Hit, Passage
from assistant.retrieval.parts import MAX_PARTS, merge, parts


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Quel est le budget du plan et qui le vote ?", "Quel est le budget du plan ?", "Qui vote le plan ?"),
        ("Quand et où a-t-on signé le pacte ?", "Quand a-t-on signé le pacte ?", "Où a-t-on signé le pacte ?"),
        (
            "Quelles sont les missions de la commission et celles du comité ?",
            "Quelles sont les missions de la commission ?",
            "Quelles sont les missions du comité ?",
        ),
        (
            "Qui a signé le protocole et quand ?",
            "Qui a signé le protocole ?",
            "À propos de « Qui a signé le protocole » : quand ?",
        ),
        (
            "Qui dirige le musée du Sel et qui tient le phare de Batz ?",
            "Qui dirige le musée du Sel ?",
            "Qui tient le phare de Batz ?",
        ),
        (
            "Charte du port : combien d'anneaux et quelle profondeur ?",
            "Charte du port : combien d'anneaux ?",
            "Charte du port : quelle profondeur ?",
        ),
        ("Combien d'élèves en 2019 et 2021 ?", "Combien d'élèves en 2019 ?", "Combien d'élèves en 2021 ?"),
        (
            "Le bac est valable combien de temps, et il expire quand ?",
            "Le bac est valable combien de temps ?",
            "À propos de « Le bac est valable combien de temps » : il expire quand ?",
        ),
        (
            "Le plan est annexé à quelle date, et signé par quel préfet ?",
            "Le plan est annexé à quelle date ?",
            "À propos de « Le plan est annexé à quelle date » : signé par quel préfet ?",
        ),
        (
            "Port du Sel : ils sont combien d'agents et on les prévient combien de temps avant ?",
            "Port du Sel : ils sont combien d'agents ?",
            "À propos de « Port du Sel : ils sont combien d'agents » : on les prévient combien de temps avant ?",
        ),
        ("Quel est le tarif du bac ? Qui le fixe ?", "Quel est le tarif du bac ?", "Qui fixe le bac ?"),
    ],
)  # fmt: skip
def test_a_question_in_two_parts_is_cut_and_each_part_has_its_subject(question: str, first: str, second: str) -> None:
    assert parts(question) == (first, second)


@pytest.mark.parametrize(
    "question",
    [
        "Que fait le comité de l'emploi, de la formation et de l'orientation professionnelles ?",
        "Quelles actions pour l'emploi et la formation ?",
        "Quels sont les salariés qui partent et qui ont droit au chômage ?",
        "Parmi ceux qui lisent mal, quelle proportion occupe un emploi ?",
        "Dans les gares, combien de personnes un agent accueille-t-il ?",
        "Comment le nombre d'élèves a-t-il évolué entre 2019 et 2021 ?",
        "Quelles aides pour les salariés et les apprentis de quel âge ?",
        "Les places sont réparties et financées comment ?",
        "Elle dure combien de temps, la formation ?",
        "Quand ?",
        "et",
        "",
    ],
)
def test_one_question_is_not_cut(question: str) -> None:
    assert parts(question) == (question,)


def test_a_question_in_many_parts_keeps_the_first_ones() -> None:
    many = "Qui finance le port de Sète, qui dirige celui de Brest, qui garde le port de Nice et qui drague le Léguer ?"
    assert len(parts(many)) == MAX_PARTS
    assert parts(many)[2] == "Qui garde le port de Nice ?"


def test_a_story_is_not_cut() -> None:
    story = "Je voudrais savoir qui signe et quand. " * 15
    assert parts(story) == (story,)


def hits(*names: str) -> list[Hit]:
    return [
        Hit(Passage(name, "d", name, 0, len(name), (1,)), rank, {"fused": 1 / rank})
        for rank, name in enumerate(names, start=1)
    ]


def test_results_come_in_turn_each_passage_once_with_new_ranks() -> None:
    merged = merge([hits("a", "b", "c"), hits("b", "d")], 4)
    assert [(hit.passage.id, hit.rank) for hit in merged] == [("a", 1), ("b", 2), ("d", 3), ("c", 4)]
    assert merged[1].scores == {"fused": 1.0}


def test_no_more_than_k_are_kept_and_nothing_gives_nothing() -> None:
    assert [hit.passage.id for hit in merge([hits("a", "b"), hits("c")], 2)] == ["a", "c"]
    assert merge([], 8) == []
    assert merge([[], []], 8) == []
