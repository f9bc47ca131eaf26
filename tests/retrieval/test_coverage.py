"""Coverage of a question: the share of its words that a passage holds, rare ones counting more."""

from __future__ import annotations

import math

import pytest

from assistant.models import Passage
from assistant.retrieval.coverage import AskedWords, rarity
from assistant.retrieval.query import Expansion, Query
from assistant.text import stem, stem_set, stems

FREQUENCIES = {"budget": 1, "accord": 50}


def asked(text: str, *expansions: Expansion) -> AskedWords:
    return AskedWords.of(Query(text, expansions), lambda word: FREQUENCIES.get(word, 0), 100)


def held(text: str) -> frozenset[str]:
    return stem_set(text)


def test_all_the_words_make_one_and_none_makes_nothing() -> None:
    question = asked("Quel est le budget de l'accord ?")
    assert question.coverage(held("Le budget de cet accord est voté.")) == pytest.approx(1.0)
    assert question.coverage(held("La forêt est communale.")) == 0.0


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    question = asked("budget accord")
    rare, common = math.log(1 + 99.5 / 1.5), math.log(1 + 50.5 / 50.5)
    assert question.coverage(held("le budget")) == pytest.approx(rare / (rare + common))
    assert question.coverage(held("cet accord")) == pytest.approx(common / (rare + common))


def test_a_word_said_twice_counts_once() -> None:
    assert asked("budget, budget").weights == asked("budget").weights


def test_a_question_of_function_words_covers_nothing() -> None:
    assert asked("qu'est-ce que c'est ?").coverage(held("c'est ce que c'est")) == 0.0


def test_a_stand_in_counts_by_its_weight_and_only_whole() -> None:
    acronym = Expansion(tuple(stems("comité régional")), 0.25, "acronym", "Crefop", "comité régional")
    question = asked("Crefop", acronym)
    assert question.coverage(held("Le comité régional siège.")) == pytest.approx(0.5)
    assert question.coverage(held("Le comité siège.")) == 0.0
    assert question.coverage(held("Le Crefop est un comité régional.")) == pytest.approx(1.0)


def test_a_stand_in_for_a_word_that_is_not_asked_changes_nothing() -> None:
    acronym = Expansion(("comit",), 0.5, "acronym", "Crefop", "comité")
    assert asked("budget", acronym).coverage(held("Le comité siège.")) == 0.0


def test_title_and_text_are_taken_together() -> None:
    passage = Passage("p", "d", "Le budget est voté.", 0, 19, (1,), context="Accord de 2023")
    assert asked("budget accord").of_passages([passage]) == {"p": pytest.approx(1.0)}


def test_words_said_together_count_for_more_than_words_told_apart() -> None:
    question = asked("budget accord")
    together = Passage("a", "d", "Le budget de l'accord. La forêt.", 0, 32, (1,))
    apart = Passage("b", "d", "Le budget. L'accord.", 0, 20, (1,))
    found = question.of_passages([together, apart])
    assert found["a"] == pytest.approx(1.0)
    assert found["b"] == pytest.approx(question.coverage(held("Le budget.")))


def test_a_sentence_that_says_none_of_the_words_has_half_of_what_its_title_says() -> None:
    passage = Passage("p", "d", "Documents joints.", 0, 17, (1,), context="Budget et accord")
    assert asked("budget accord").of_passages([passage]) == {"p": pytest.approx(0.5)}


def test_a_passage_without_text_covers_nothing() -> None:
    assert asked("budget").of_passages([Passage("p", "d", " ", 0, 1, (1,), context="Budget")]) == {"p": 0.0}


def test_rarity_falls_with_frequency_and_is_never_negative() -> None:
    values = [rarity(frequency, 10) for frequency in range(12)]
    assert values == sorted(values, reverse=True)
    assert values[-1] >= 0
    assert rarity(0, 0) == pytest.approx(math.log(2))


def test_the_stems_of_a_text_are_those_of_its_words() -> None:
    text = "Les 12 000 salariés de l'Œuvre, aujourd'hui réunis : œuvre."
    assert set(stems(text, keep_stop=True)) <= stem_set(text)
    assert stem("salariés") in stem_set(text)
    assert "12000" in stem_set(text)
