"""The harness cannot lie: each way of cheating is told by the metric made for it."""

from __future__ import annotations

from statistics import fmean

import pytest

from eval.given import Given
from eval.metrics.names import LOWER_IS_BETTER, MEANS, RIGHT_OR_WRONG
from eval.metrics.per_question import values_of
from eval.questions import Evidence, Question
from tests.eval.metrics.makers import SILENCE, TOWNS, UNANSWERABLE, Corpus, WordEntailment, answer, cited, is_notice

SIGNED = Question("q", "Combien ?", answers=("17 engagements",), evidence=(Evidence("plan.pdf", 3),))
QUESTIONS = (SIGNED, TOWNS, UNANSWERABLE)
PLACE = cited(file="notices/a.txt", page=1, quote="à Nantes, à Laval et au Mans.")
PREMISES = {1: "17 engagements", 2: "Nantes, Laval, Mans"}


def means(*answers: Given) -> dict[str, float]:
    """The mean of each metric that says something."""
    rows = [
        values_of(question, given, Corpus(), {1: PREMISES[1 if question is SIGNED else 2]}, WordEntailment(), is_notice)
        for question, given in zip(QUESTIONS, answers, strict=True)
    ]
    told = {name: [row[name] for row in rows if row[name] is not None] for name in MEANS}
    return {name: fmean(values) for name, values in told.items() if values}


ORACLE = (
    answer("17 engagements", cited(quote="17 engagements")),
    answer("Nantes, Laval, Mans", PLACE),
    SILENCE,
)
PERFECT = {name: 0.0 if name in LOWER_IS_BETTER else 1.0 for name in MEANS}


def changed(*answers: Given) -> dict[str, float | None]:
    """What differs from a perfect run."""
    found = means(*answers)
    return {name: found.get(name) for name in MEANS if found.get(name) != PERFECT[name]}


def test_every_mean_is_given_in_order_for_one_question():
    found = values_of(SIGNED, ORACLE[0], Corpus(), {}, WordEntailment(), is_notice)
    assert tuple(found) == MEANS
    assert all(found[name] in {0.0, 1.0, None} for name in RIGHT_OR_WRONG)


def test_an_oracle_has_the_best_value_of_everything():
    assert changed(*ORACLE) == {}


def test_a_system_that_always_abstains_is_told_by_its_false_abstentions():
    found = means(SILENCE, SILENCE, SILENCE)
    assert (found["answer_right"], found["token_f1"], found["list_recall"]) == (0.0, 0.0, 0.0)
    assert (found["false_abstention_rate"], found["abstention_recall"]) == (1.0, 1.0)
    assert found["abstention_precision"] == pytest.approx(1 / 3)
    assert not found.keys() & {"citation_page_right", "quote_exact", "citation_recall", "citation_coverage"}


def test_a_system_that_answers_everything_is_told_by_its_abstention_recall():
    weather = answer("Nantes, Laval, Mans", PLACE)
    assert changed(ORACLE[0], ORACLE[1], weather) == {"abstention_precision": None, "abstention_recall": 0.0}


def test_a_wrong_page_is_told_by_the_page_and_its_distance_only():
    wrong = answer("17 engagements", cited(page=4, quote="Le budget du plan"))
    assert changed(wrong, *ORACLE[1:]) == {"citation_page_right": 0.5, "page_distance": 0.5, "evidence_cited": 0.5}


def test_another_document_is_told_by_the_file():
    wrong = answer("17 engagements", cited(file="notices/a.txt", page=1))
    assert changed(wrong, *ORACLE[1:]) == {
        "citation_page_right": 0.5,
        "citation_file_right": 0.5,
        "evidence_cited": 0.5,
    }


def test_an_invented_quote_is_told_by_its_exactness_only():
    assert changed(answer("17 engagements", cited(quote="17 beaux engagements")), *ORACLE[1:]) == {"quote_exact": 0.5}


def test_a_sentence_that_its_passage_does_not_say_is_told_by_citation_recall_and_precision():
    invented = answer("17 engagements magnifiques", cited(quote="17 engagements"))
    assert changed(invented, *ORACLE[1:]) == {
        "token_f1": pytest.approx((2 * 2 / 5 + 1) / 2),
        "citation_precision": 0.5,
        "citation_recall": 0.5,
    }


def test_a_system_that_says_everything_it_has_is_told_by_the_f1_of_words():
    padded = answer("17 engagements " + "et encore " * 20, cited(quote="17 engagements"))
    found = means(padded, *ORACLE[1:])
    assert found["answer_right"] == 1.0
    assert found["token_f1"] < 0.6
    assert found["citation_recall"] == 0.5


def test_an_answer_without_citation_is_told_by_coverage_and_page():
    found = means(answer("17 engagements"), *ORACLE[1:])
    assert (found["answer_right"], found["citation_coverage"], found["citation_recall"]) == (1.0, 0.5, 0.5)
    assert (found["citation_page_right"], found["citation_precision"]) == (0.5, 0.5)
