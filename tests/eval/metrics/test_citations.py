"""The right file, the right page, all the evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.given import GivenSentence
from eval.metrics.citations import (
    citation_coverage,
    evidence_cited,
    evidence_pages,
    file_right,
    page_distance,
    page_right,
    same_file,
)
from eval.questions import Evidence, Question
from tests.eval.metrics.makers import COUNT, SILENCE, UNANSWERABLE, answer, cited, is_notice

JUDGED = (page_right, file_right, page_distance, evidence_cited)
TWO = Question(
    "q",
    "?",
    answers=("17",),
    evidence=(Evidence("plans/plan.pdf", 3), Evidence("notice", 1)),
    alt_pages={"plan.pdf": (9,), "autre.pdf": (5,)},
)


@pytest.mark.parametrize(
    ("expected", "given", "same"),
    [
        ("plans/plan.pdf", "plans/plan.pdf", True),
        ("plan.pdf", "plans/plan.pdf", True),
        ("plans\\plan.pdf", "plans/plan.pdf", True),
        ("./plans/plan.pdf", "plans/plan.pdf", True),
        ("plans/plan.pdf", "anciens/plan.pdf", False),
        ("plan.pdf", "plans/grand-plan.pdf", False),
        ("Plan.pdf", "plans/plan.pdf", False),
        ("notice", "notices/a.txt", True),
        ("notice", "notices/b.html", True),
        ("notice", "plans/plan.pdf", False),
        ("notice", "plans/notice", True),
    ],
)
def test_a_file_is_named_by_its_path_its_name_or_as_any_notice(expected, given, same):
    assert same_file(expected, given, is_notice) is same


def test_one_citation_on_a_page_of_evidence_is_enough():
    assert page_right(COUNT, answer("17", cited(1, page=8), cited(2, page=3)), is_notice) == 1.0
    assert page_right(COUNT, answer("17", cited(page=4)), is_notice) == 0.0
    assert page_right(COUNT, answer("17", cited(file="autre.pdf", page=3)), is_notice) == 0.0
    assert page_right(COUNT, answer("17"), is_notice) == 0.0


def test_another_page_with_the_same_fact_is_right_in_its_own_file_only():
    assert page_right(TWO, answer("17", cited(page=9)), is_notice) == 1.0
    assert page_right(TWO, answer("17", cited(file="autre.pdf", page=5)), is_notice) == 1.0
    assert page_right(TWO, answer("17", cited(file="autre.pdf", page=9)), is_notice) == 0.0
    assert evidence_pages(TWO, "plans/plan.pdf", 9, is_notice)
    assert not evidence_pages(TWO, "plans/plan.pdf", 5, is_notice)


def test_the_right_file_at_the_wrong_page_is_told_from_another_file():
    near = answer("17", cited(page=5))
    assert (page_right(COUNT, near, is_notice), file_right(COUNT, near, is_notice)) == (0.0, 1.0)
    assert file_right(COUNT, answer("17", cited(file="autre.pdf")), is_notice) == 0.0


def test_the_distance_is_to_the_nearest_right_page_of_the_right_file():
    assert page_distance(COUNT, answer("17", cited(1, page=9), cited(2, page=5)), is_notice) == 2.0
    assert page_distance(TWO, answer("17", cited(page=7)), is_notice) == 2.0
    assert page_distance(COUNT, answer("17", cited(page=3)), is_notice) == 0.0
    assert page_distance(COUNT, answer("17", cited(file="autre.pdf", page=3)), is_notice) is None


def test_every_evidence_must_be_cited():
    notice = cited(2, file="notices/b.html", page=1)
    assert evidence_cited(TWO, answer("17", cited(1), notice), is_notice) == 1.0
    assert evidence_cited(TWO, answer("17", cited(1, page=9), notice), is_notice) == 1.0
    assert evidence_cited(TWO, answer("17", cited(1)), is_notice) == 0.0
    assert evidence_cited(TWO, answer("17", cited(1, file="autre.pdf", page=5), notice), is_notice) == 0.0
    twin = Question("q", "?", evidence=(Evidence("plan.pdf", 3),), alt_pages={"autre.pdf": (5,)})
    assert evidence_cited(twin, answer("17", cited(1, file="autre.pdf", page=5)), is_notice) == 1.0
    pages = Question("q", "?", evidence=(Evidence("plan.pdf", 3), Evidence("plan.pdf", 4)))
    assert evidence_cited(pages, answer("17", cited(1, page=3)), is_notice) == 0.0
    assert evidence_cited(pages, answer("17", cited(1, page=3), cited(2, page=4)), is_notice) == 1.0


@pytest.mark.parametrize("metric", JUDGED)
def test_nothing_is_said_of_an_abstention_or_without_evidence(metric):
    assert metric(COUNT, SILENCE, is_notice) is None
    assert metric(COUNT, answer("À vérifier.", cited(), level="to_check"), is_notice) is None
    assert metric(UNANSWERABLE, answer("Il fera beau.", cited()), is_notice) is None
    assert metric(Question("q", "?", answers=("17",)), answer("17", cited()), is_notice) is None


def test_a_marker_that_points_at_nothing_covers_no_sentence():
    sentences = (GivenSentence("A.", (1,)), GivenSentence("B.", (7,)), GivenSentence("C."), GivenSentence("D.", (7, 1)))
    assert citation_coverage(replace(answer("A.", cited(1)), sentences=sentences)) == 0.5
    assert citation_coverage(SILENCE) is None
