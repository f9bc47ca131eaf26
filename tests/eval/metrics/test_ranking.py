"""Measures of a ranking, worked out by hand."""

from __future__ import annotations

import math

import pytest

from eval.metrics.ranking import NAMES, measures, ranking_values, unit_means


def test_two_relevant_results_at_ranks_two_and_four() -> None:
    values = ranking_values({"q": ["x", "a", "y", "b"]}, {"q": {"a", "b"}})["q"]
    # DCG = 1/log2(3) + 1/log2(5) = 0.63093 + 0.43068; the best is 1/log2(2) + 1/log2(3) = 1.63093.
    ndcg = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert ndcg == pytest.approx(0.65092, abs=1e-5)
    assert values == pytest.approx({
        "recall@1": 0.0, "recall@5": 1.0, "recall@10": 1.0, "recall@20": 1.0,
        "success@1": 0.0, "success@5": 1.0, "success@10": 1.0, "mrr@10": 0.5, "ndcg@10": ndcg,
    })  # fmt: skip
    assert tuple(values) == NAMES


def test_a_result_that_never_comes_counts_in_the_recall() -> None:
    values = ranking_values({"q": ["a", "x"]}, {"q": {"a", "b", "c", "d"}})["q"]
    assert values["recall@1"] == values["recall@20"] == 0.25
    # The best has four relevant results in front: 1 + 1/log2(3) + 1/2 + 1/log2(5) = 2.56161.
    assert values["ndcg@10"] == pytest.approx(1 / 2.56161, abs=1e-5)


def test_what_comes_after_the_cut_is_not_seen() -> None:
    ranking = [f"x{place}" for place in range(10)] + ["a"]  # the relevant one is eleventh
    values = ranking_values({"q": ranking}, {"q": {"a"}})["q"]
    assert values["mrr@10"] == values["ndcg@10"] == values["success@10"] == values["recall@10"] == 0.0
    assert values["recall@20"] == 1.0


def test_a_perfect_ranking_has_one_everywhere() -> None:
    assert set(ranking_values({"q": ["a"]}, {"q": {"a"}})["q"].values()) == {1.0}
    twelve = [f"a{place:02}" for place in range(12)]  # more than the cut of nDCG
    values = ranking_values({"q": twelve}, {"q": set(twelve)})["q"]
    assert values["ndcg@10"] == values["mrr@10"] == values["recall@20"] == 1.0
    assert values["recall@1"] == pytest.approx(1 / 12)


def test_the_order_given_decides_and_not_the_names() -> None:
    assert ranking_values({"q": ["z", "a"]}, {"q": {"z"}})["q"]["mrr@10"] == 1.0
    assert ranking_values({"q": ["a", "z"]}, {"q": {"z"}})["q"]["mrr@10"] == 0.5


def test_a_question_without_any_result_has_zero_everywhere() -> None:
    found = ranking_values({"empty": []}, {"empty": {"a"}, "absent": {"a"}})
    assert set(found["empty"].values()) == set(found["absent"].values()) == {0.0}


def test_each_question_has_its_own_relevant_results() -> None:
    found = ranking_values({"q1": ["a", "b"], "q2": ["a", "b"]}, {"q2": {"b"}, "q1": {"a"}})
    assert [(query, values["mrr@10"]) for query, values in found.items()] == [("q2", 0.5), ("q1", 1.0)]


def test_a_result_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        ranking_values({"q": ["a", "a"]}, {"q": {"a"}})


def test_the_forms_of_one_request_count_once() -> None:
    # Three forms of one request found once in three, another request always found: (1/3 + 1) / 2, not (1 + 1) / 4.
    means = unit_means([1.0, 1.0, 0.0, 0.0], ["r1", "r2", "r1", "r1"])
    assert means == pytest.approx([1 / 3, 1.0])


def test_as_many_units_as_values_are_needed() -> None:
    with pytest.raises(ValueError, match="zip"):
        unit_means([1.0], [])


def test_recall_and_success_are_given_at_other_ranks_too():
    names = measures([3, 5, 3])
    assert names == (*NAMES, "recall@3", "success@3")
    found = ranking_values({"q": ["x", "y", "a", "b"]}, {"q": ["a", "b"]}, names)["q"]
    assert (found["recall@3"], found["success@3"], found["success@1"]) == (0.5, 1.0, 0.0)


@pytest.mark.parametrize("cutoff", [0, 21])
def test_a_rank_beyond_the_depth_of_the_rankings_is_refused(cutoff: int):
    with pytest.raises(ValueError, match="from 1 to 20"):
        measures([cutoff])
