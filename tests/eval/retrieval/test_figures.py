"""From judged questions to figures: groups count once, sets weigh the same, confidence is judged apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from eval.metrics.ranking import NAMES
from eval.retrieval.figures import AskedSet, figures
from eval.retrieval.scoring import Scored
from eval.retrieval.sets import load_set
from tests.eval.retrieval.small_sets import WOOD, Line, query, write_set


def scored(value: float, confidence: float = 0.5) -> Scored:
    return Scored(dict.fromkeys(NAMES, value), confidence, loss=int(value < 1), ranking=())


def silent(confidence: float) -> Scored:
    return Scored({}, confidence, loss=1, ranking=())


def asked(folder: Path, *queries: Line, unanswerable: tuple[Line, ...] = (), **options: Any) -> AskedSet:
    one = load_set(write_set(folder, WOOD, queries, unanswerable, options))
    return AskedSet(one, (*one.queries, *one.unanswerable))


def simple(folder: Path, count: int) -> AskedSet:
    return asked(folder, *(query(f"q{n}", "Le bois ?", "bois-0") for n in range(count)))


def test_a_group_counts_once_and_each_set_as_much_as_another(tmp_path: Path) -> None:
    grouped = asked(
        tmp_path / "a",
        query("q1", "bois", "bois-0", group=1),
        query("q2", "le bois", "bois-0", group=1),
        query("q3", "cuir", "cuir-0", group=2),
    )
    other = simple(tmp_path / "b", 1)
    found = {"hybrid": {"alone": {"a": {"q1": scored(1), "q2": scored(0), "q3": scored(1)}, "b": {"q0": scored(0)}}}}
    told = figures([grouped, other], found, "hybrid")
    alone = told["systems"]["hybrid"]["alone"]
    assert alone["a"]["ndcg@10"] == pytest.approx((0.5 + 1) / 2)
    assert alone["b"]["ndcg@10"] == 0.0
    assert told["systems"]["hybrid"]["alone_mean"]["ndcg@10"] == pytest.approx((0.75 + 0) / 2)
    assert (told["sets"]["a"]["queries"], told["sets"]["a"]["units"]) == (3, 2)


def test_the_pool_holds_its_sets_and_their_mean(tmp_path: Path) -> None:
    one = simple(tmp_path / "a", 2)
    results = {"hybrid": {scope: {"a": {"q0": scored(1), "q1": scored(0)}} for scope in ("alone", "pool")}}
    told = figures([one], results, "hybrid")
    assert set(told["systems"]["hybrid"]) == {"alone", "alone_mean", "pool"}
    assert set(told["systems"]["hybrid"]["pool"]) == {"a", "mean"}
    assert told["systems"]["hybrid"]["pool"]["mean"] == dict.fromkeys(NAMES, 0.5)
    low, high = told["intervals"]["hybrid"]["pool"]["a"]["ndcg@10"]
    assert 0 <= low < 0.5 < high <= 1


def test_others_are_compared_with_the_reference_by_set(tmp_path: Path) -> None:
    one = simple(tmp_path / "a", 40)
    right = {f"q{n}": scored(1) for n in range(40)}
    half = {f"q{n}": scored(n % 2) for n in range(40)}
    told = figures([one], {"dense": {"alone": {"a": half}}, "hybrid": {"alone": {"a": right}}}, "hybrid")
    assert set(told["against_hybrid"]) == {"dense"}
    found = told["against_hybrid"]["dense"]["alone"]["ndcg@10"]
    assert (found["difference"], found["n"], found["verdict"]) == (-0.5, 40, "worse")
    assert found["low"] < -0.5 < found["high"] < 0
    same = figures([one], {"dense": {"alone": {"a": right}}, "hybrid": {"alone": {"a": right}}}, "hybrid")
    assert same["against_hybrid"]["dense"]["alone"]["ndcg@10"]["verdict"] == "no difference"


def test_confidence_is_judged_by_set_and_by_kind_of_label(tmp_path: Path) -> None:
    strong = asked(
        tmp_path / "a",
        query("q1", "bois", "bois-0"),
        query("q2", "cuir", "cuir-0"),
        unanswerable=(query("u1", "verre"),),
    )
    weak = asked(tmp_path / "cdtn", query("q3", "bois", "bois-0"), unanswerable=(query("u3", "verre"),))
    results = {"hybrid": {"alone": {
        "a": {"q1": scored(1, 0.9), "q2": scored(1, 0.4), "u1": silent(0.5)},
        "cdtn": {"q3": scored(0, 0.3), "u3": silent(0.8)},
    }}}  # fmt: skip
    told = figures([strong, weak], results, "hybrid")["abstention"]["hybrid"]["alone"]
    # By confidence: right, unanswerable, right. Risks 0/1, 1/2, 1/3, whose mean is 5/18. One pair of two in order.
    assert told["a"] == told["strong"]
    assert told["a"] == {"aurc": pytest.approx(5 / 18), "auroc": 0.5, "n": 3, "unanswerable": 1}
    # Both wrong; the question without answer is the surer.
    assert told["cdtn"] == told["weak"] == {"aurc": 1.0, "auroc": 0.0, "n": 2, "unanswerable": 1}


def test_without_a_question_without_answer_there_is_no_auroc(tmp_path: Path) -> None:
    told = figures([simple(tmp_path / "a", 1)], {"hybrid": {"alone": {"a": {"q0": scored(1)}}}}, "hybrid")
    assert told["abstention"]["hybrid"]["alone"]["strong"] == {"aurc": 0.0, "auroc": None, "n": 1, "unanswerable": 0}
    assert "weak" not in told["abstention"]["hybrid"]["alone"]
