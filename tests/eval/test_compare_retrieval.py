"""Two runs over retrieval sets side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.compare import compare, comparison_text
from eval.errors import RunError
from tests.eval.run_builders import query, retrieval_run


def hybrid(values: dict[str, list[float]], scope: str = "pool") -> list:
    """Queries of sets with the nDCG@10 of each under « hybrid »."""
    return [
        query(set_, f"q{i}", {"hybrid": {scope: value}})
        for set_, found in values.items()
        for i, value in enumerate(found)
    ]


def test_retrieval_is_compared_by_the_mean_over_sets(tmp_path: Path) -> None:
    a = retrieval_run(tmp_path / "a", hybrid({"piaf": [0.0] * 8, "cnil": [0.5, 0.5]}))
    b = retrieval_run(tmp_path / "b", hybrid({"piaf": [1.0] * 8, "cnil": [0.5, 0.25]}))
    found = compare(a, b)
    ndcg = found.systems["hybrid"]["pool"]["ndcg@10"]

    # piaf gains 1, cnil loses 0.125 on average, whatever the number of queries of each.
    assert ndcg.difference.difference == pytest.approx((1 - 0.125) / 2)
    assert (ndcg.a, ndcg.b, ndcg.difference.n) == (0.25, pytest.approx((1 + 0.375) / 2), 10)
    assert found.verdict == "better"
    assert found.ids("won") == [f"piaf/q{i}" for i in range(8)]
    assert found.ids("lost") == ["cnil/q1"]


def test_queries_of_one_group_count_once(tmp_path: Path) -> None:
    def queries(last: float) -> list:
        grouped = [query("cdtn", f"g{i}", {"hybrid": {"pool": 0.0}}, unit="group") for i in range(3)]
        return [*grouped, query("cdtn", "alone", {"hybrid": {"pool": last}})]

    found = compare(retrieval_run(tmp_path / "a", queries(0.0)), retrieval_run(tmp_path / "b", queries(1.0)))
    ndcg = found.metrics["ndcg@10"]

    assert (ndcg.b, ndcg.difference.n, found.n) == (0.5, 2, 4)  # the group has 0, the other query 1


def test_queries_without_an_answer_are_left_out_of_the_ranking_metrics(tmp_path: Path) -> None:
    lines = [query("piaf", "q", {"hybrid": {"pool": 0.5}}), query("piaf", "u", {"hybrid": {"pool": None}})]
    run = retrieval_run(tmp_path / "a", lines)

    assert compare(run, run).metrics["ndcg@10"].difference.n == 1


def test_only_systems_and_scopes_of_both_runs_are_compared(tmp_path: Path) -> None:
    a = retrieval_run(tmp_path / "a", [query("s", "q", {"dense": {"alone": 0.4}, "bm25": {"alone": 0.2, "pool": 0.1}})])
    b = retrieval_run(tmp_path / "b", [query("s", "q", {"bm25": {"alone": 0.2}, "hybrid": {"alone": 0.9}})])
    found = compare(a, b)

    assert {system: list(scopes) for system, scopes in found.systems.items()} == {"bm25": ["alone"]}
    assert found.system == ("bm25", "alone")
    assert found.json()["metrics"] == found.json()["systems"]["bm25"]["alone"]


def test_the_hybrid_over_all_sets_together_decides(tmp_path: Path) -> None:
    def queries(alone: float, pool: float) -> list:
        systems = {"bm25": {"pool": alone}, "hybrid": {"alone": alone, "pool": pool}}
        return [query("s", f"q{i}", systems) for i in range(8)]

    found = compare(retrieval_run(tmp_path / "a", queries(0.0, 1.0)), retrieval_run(tmp_path / "b", queries(1.0, 0.0)))

    assert (found.system, found.verdict) == (("hybrid", "pool"), "worse")


def test_a_retrieval_run_compared_with_itself_shows_no_difference(tmp_path: Path) -> None:
    run = retrieval_run(tmp_path / "a", hybrid({"piaf": [0.3, 0.7], "cnil": [0.1]}))
    found = compare(run, run)
    ndcg = found.metrics["ndcg@10"].difference

    assert (ndcg.difference, ndcg.low, ndcg.high, ndcg.p) == (0.0, 0.0, 0.0, 1.0)
    assert (found.verdict, found.changes) == ("no difference", ())
    assert "nDCG@10 (hybrid, tous les jeux ensemble)\u00a0: aucune différence démontrée" in comparison_text(found)


def test_retrieval_runs_over_other_queries_are_refused(tmp_path: Path) -> None:
    lines = hybrid({"piaf": [0.3]})
    a = retrieval_run(tmp_path / "a", lines)

    with pytest.raises(RunError, match="jeux de recherche"):
        compare(a, retrieval_run(tmp_path / "b", lines, sha256="b" * 64))
    with pytest.raises(RunError, match="moitié des requêtes"):
        compare(a, retrieval_run(tmp_path / "c", lines, half="tune"))
    with pytest.raises(RunError, match="identifiants des requêtes"):
        compare(a, retrieval_run(tmp_path / "d", hybrid({"piaf": [0.3, 0.4]})))


def test_retrieval_runs_without_a_common_system_are_refused(tmp_path: Path) -> None:
    a = retrieval_run(tmp_path / "a", [query("s", "q", {"dense": {"alone": 0.4}})])
    b = retrieval_run(tmp_path / "b", [query("s", "q", {"bm25": {"alone": 0.4}})])

    with pytest.raises(RunError, match="aucun système commun"):
        compare(a, b)
