"""A word that no passage holds is put right from the words that passages hold, and only then."""

from __future__ import annotations

import pytest

from assistant.retrieval.spelling import MOST_TRIED, WEIGHT, corrections
from assistant.text import stem

HELD = {
    stem(word): count
    for word, count in {
        "apprentissage": 9, "formation": 50, "professionnelle": 30, "accompagnement": 8, "qualification": 7,
        "entreprise": 12, "normes": 4, "nommes": 20, "série": 40, "ville": 30, "stade": 1, "commémorative": 2,
        "mahabharata": 3,
    }.items()
}  # fmt: skip


def held(one: str) -> int:
    return HELD.get(one, 0)


def shown(question: str) -> list[str]:
    return [one.shown for one in corrections(question, held)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aprentissage", "apprentissage"),
        ("formatoin", "formation"),
        ("proffessionnelle", "professionnelle"),
        ("qualiffication", "qualification"),
        ("entrerprise", "entreprise"),
        ("qualificption", "qualification"),
        ("commémorztive", "commémorative"),
        ("acompagnemnt", "accompagnement"),
    ],
)
def test_a_typing_error_is_put_right(typed: str, meant: str) -> None:
    (found,) = corrections(f"quelle {typed} ?", held)
    assert (found.stems, found.origin, found.shown) == ((stem(meant),), typed, meant)
    assert (found.weight, found.source) == (WEIGHT, "spelling")


def test_a_slip_is_preferred_to_another_edit_that_more_passages_hold() -> None:
    assert shown("les nromes") == ["normes"]


@pytest.mark.parametrize(
    "question",
    [
        "la formation en entreprise",  # held
        "un vile",  # too short
        "en 20233 le CREFOPP",  # a number, an acronym
        "xormation",  # another first letter
        "un stude",  # a short word is put right by what two passages hold at least
        "le marsupilami",  # nothing near
    ],
)  # fmt: skip
def test_these_words_are_left(question: str) -> None:
    assert shown(question) == []


def test_a_name_is_only_put_right_by_a_slip_or_when_it_is_long() -> None:
    assert shown("les réfugiés de Syrie") == []
    assert [one.stems for one in corrections("les réfugiés de syrie", held)] == [(stem("série"),)]
    assert shown("auteur du Mahabarata") == ["mahabharata"]


def test_a_capital_that_opens_the_question_makes_no_name() -> None:
    assert shown("Formatjon en cours") == ["formation"]


def test_known_words_are_left() -> None:
    assert corrections("aprentissage", held, known={"aprentissage"}) == []


def test_looking_a_long_word_up_is_bounded() -> None:
    asked: list[str] = []

    def count(one: str) -> int:
        asked.append(one)
        return 0

    corrections("anticonstitutionnellementt", count)
    assert 0 < len(asked) < 3 * MOST_TRIED


def test_a_run_of_letters_longer_than_any_word_is_not_tried() -> None:
    asked: list[str] = []

    def frequency(word: str) -> int:
        asked.append(word)
        return 0

    assert corrections("a" * 2000, frequency) == []
    assert asked == []
