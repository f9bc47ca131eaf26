import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.risk import aurc, auroc, risk_coverage, threshold_for_risk

PAIRS = st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.7, 0.9]), st.sampled_from([0.0, 0.5, 1.0])), max_size=6)


def test_each_confidence_is_a_point_and_the_last_covers_every_question():
    curve = risk_coverage([0.2, 0.9, 0.5, 0.7], [1, 0, 1, 0])
    assert curve == [(0.25, 0.0, 0.9), (0.5, 0.0, 0.7), (0.75, pytest.approx(1 / 3), 0.5), (1.0, 0.5, 0.2)]


def test_questions_of_one_confidence_enter_together():
    assert risk_coverage([0.8, 0.8, 0.3], [0, 1, 1]) == [
        (pytest.approx(2 / 3), 0.5, 0.8),
        (1.0, pytest.approx(2 / 3), 0.3),
    ]


def test_without_questions_nothing_is_said():
    assert risk_coverage([], []) == []
    assert aurc([], []) is None
    assert threshold_for_risk([], [], 0.5) is None


def test_the_area_is_the_mean_of_the_risks_at_each_number_of_questions():
    # risks at 1, 2, 3, 4 questions: 0, 1/2, 1/3, 1/2
    assert aurc([0.9, 0.8, 0.7, 0.6], [0, 1, 0, 1]) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_a_confidence_that_knows_its_errors_has_a_smaller_area_than_one_that_does_not():
    losses = [0, 0, 0, 1]
    known, ignored, inverted = ([4, 3, 2, 1], [1, 1, 1, 1], [1, 2, 3, 4])
    assert aurc(known, losses) < aurc(ignored, losses) < aurc(inverted, losses)
    assert aurc(ignored, losses) == 0.25


@given(PAIRS)
def test_ties_count_as_the_mean_over_their_orders(pairs):
    confidences, losses = [c for c, _ in pairs], [loss for _, loss in pairs]
    if not pairs:
        return
    areas = []
    for order in itertools.permutations(range(len(pairs))):
        ranked = sorted(order, key=lambda i: -confidences[i])
        risks = [sum(losses[i] for i in ranked[:k]) / k for k in range(1, len(ranked) + 1)]
        areas.append(sum(risks) / len(risks))
    assert aurc(confidences, losses) == pytest.approx(sum(areas) / len(areas))


@given(PAIRS, st.sampled_from([0.0, 0.25, 0.5, 1.0]))
def test_the_chosen_threshold_holds_and_no_lower_one_does(pairs, max_risk):
    confidences, losses = [c for c, _ in pairs], [loss for _, loss in pairs]
    chosen = threshold_for_risk(confidences, losses, max_risk, least=1)
    held = [t for _, risk, t in risk_coverage(confidences, losses) if risk <= max_risk]
    assert chosen == min(held, default=None)


def test_a_threshold_that_covers_too_few_questions_is_not_chosen():
    confidences, losses = [0.9, 0.8, 0.3, 0.3, 0.3, 0.3], [0, 0, 1, 1, 1, 1]
    assert threshold_for_risk(confidences, losses, 0.1, least=2) == 0.8
    assert threshold_for_risk(confidences, losses, 0.1) is None


def test_when_every_answer_is_right_the_lowest_confidence_is_enough():
    assert threshold_for_risk([0.9, 0.2], [0, 0], 0.0) == 0.2


@pytest.mark.parametrize(
    ("confidences", "positives", "value"),
    [
        ([0.9, 0.1], [True, False], 1.0),
        ([0.1, 0.9], [True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),
        ([0.9, 0.5, 0.5], [True, True, False], 0.75),
        ([0.9, 0.5], [True, True], None),
        ([0.9, 0.5], [False, False], None),
        ([], [], None),
    ],
)
def test_auroc_counts_the_pairs_in_the_right_order(confidences, positives, value):
    assert auroc(confidences, positives) == value


def test_lists_of_two_lengths_and_nan_are_refused():
    for call in (risk_coverage, aurc):
        with pytest.raises(ValueError, match="zip"):
            call([0.1], [0, 1])
        with pytest.raises(ValueError, match="NaN"):
            call([math.nan], [0])
    with pytest.raises(ValueError, match="2 questions"):
        auroc([0.1], [True, False])
