"""What a gate accepts as a file, and which runs it lets through."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import MissingPathError, UsageError
from eval.gate import Failure, Gate, check_gate, gate_text, load_gate
from eval.runs import AnswersRun, RetrievalRun
from eval.statistics import Estimate, mean_interval
from tests.eval.run_builders import answers_run, query, retrieval_run, verdict


def gate_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def measured(tmp_path: Path, **metrics: Estimate) -> AnswersRun:
    """A run whose ``metrics.json`` has these estimates."""
    return answers_run(tmp_path / "run", [verdict("q0", True)], metrics=metrics)


def ranked(tmp_path: Path, value: float, low: float, high: float) -> RetrievalRun:
    """A run whose hybrid search has this nDCG@10 over all sets together, and 0.1 more on each alone."""
    return retrieval_run(
        tmp_path / "run",
        [query("piaf", "q", {"hybrid": {"pool": value}})],
        systems={"hybrid": {"alone_mean": {"ndcg@10": value + 0.1}, "pool": {"mean": {"ndcg@10": value}}}},
        intervals={
            "hybrid": {"alone_mean": {"ndcg@10": [low + 0.1, high + 0.1]}, "pool": {"mean": {"ndcg@10": [low, high]}}}
        },
    )


def test_a_gate_holds_floors_and_ceilings(tmp_path: Path) -> None:
    text = '[metrics]\nanswer_right = 0.6\n"hybrid.pool.ndcg@10" = 1\n[ceilings]\naurc = 0.3\npage_distance = 2.5\n'

    assert load_gate(gate_file(tmp_path, text)) == Gate(
        {"answer_right": 0.6, "hybrid.pool.ndcg@10": 1.0}, {"aurc": 0.3, "page_distance": 2.5}
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[metrics]\nanswer_rigth = 0.6", "answer_rigth : mesure inconnue. Vouliez-vous dire answer_right"),
        ('[metrics]\n"hybrid.pool.ndcg@7" = 0.6', "hybrid.pool.ndcg@7 : mesure inconnue"),
        ('[metrics]\n"hybrid.pool.recall@21" = 0.6', "recall@21 : la recherche n'est mesurée que sur les 20 premiers"),
        ('[metrics]\n"hybrid.pool.success@100" = 0.6', "que sur les 20 premiers"),
        ('[metrics]\n"hybrid.pool.recall@0" = 0.6', "mesure inconnue"),
        ("[metrics]\nhybrid.pool.ndcg = 0.6", "hybrid : mettez le nom entier entre guillemets"),
        ('[metrics]\nanswer_right = "0.6"', "answer_right : un nombre est attendu, pas '0.6'"),
        ("[metrics]\nanswer_right = true", "answer_right : un nombre est attendu"),
        ("[metrics]\nanswer_right = nan", "answer_right : un nombre est attendu"),
        ("[metrics]\nanswer_right = 60", "answer_right : un nombre entre 0 et 1 est attendu, pas 60"),
        ("[metrics]\nanswer_right = -0.1", "answer_right : un nombre entre 0 et 1 est attendu, pas -0.1"),
        ("[ceilings]\npage_distance = -1", "page_distance : un nombre positif"),
        ("[metrics]\naurc = 0.3", "aurc : cette mesure est meilleure quand elle est plus basse.*ceilings"),
        ("[ceilings]\nauroc = 0.3", "auroc : cette mesure est meilleure quand elle est plus haute.*metrics"),
        ('[ceilings]\n"hybrid.pool.ndcg@10" = 0.3', "plus haute"),
        ("[floors]\nanswer_right = 0.6", "floors : inconnu"),
        ("answer_right = 0.6", "answer_right : inconnu"),
        ("metrics = 3", "metrics : inconnu"),
        ("", "aucun seuil"),
        ("[metrics]\n[ceilings]", "aucun seuil"),
        ("[metrics\n", "n'est pas un fichier TOML lisible"),
        ("[metrics]\nanswer_right = 0.6\nanswer_right = 0.7", "n'est pas un fichier TOML lisible"),
    ],
)
def test_a_gate_that_would_not_check_what_it_says_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        load_gate(gate_file(tmp_path, text))
    assert "gate.toml" in str(refused.value)


def test_a_gate_that_is_not_there_is_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match=r"absent\.toml"):
        load_gate(tmp_path / "absent.toml")


def test_a_floor_is_not_held_when_the_whole_interval_is_below_it(tmp_path: Path) -> None:
    run = measured(tmp_path, answer_right=Estimate(0.5, 0.4, 0.599, 100))

    assert check_gate(run, Gate({"answer_right": 0.6}, {})) == [
        Failure("answer_right", 0.5, 0.4, 0.599, bound=0.6, ceiling=False)
    ]


def test_a_floor_within_the_interval_is_held(tmp_path: Path) -> None:
    run = measured(tmp_path, answer_right=Estimate(0.5, 0.4, 0.6, 100))

    assert check_gate(run, Gate({"answer_right": 0.6}, {})) == []


@pytest.mark.parametrize("k", [1, 20])
def test_a_cut_off_up_to_20_may_be_held(tmp_path: Path, k: int) -> None:
    name = f"hybrid.pool.recall@{k}"

    assert load_gate(gate_file(tmp_path, f'[metrics]\n"{name}" = 0.6')).floors == {name: 0.6}


def test_one_invented_quote_in_158_fails_a_floor_of_one(tmp_path: Path) -> None:
    invented, none = mean_interval([0.0] + [1.0] * 157), mean_interval([1.0] * 158)
    assert invented.high == 1.0  # the interval alone would let it through
    (failure,) = check_gate(measured(tmp_path / "a", quote_exact=invented), Gate({"quote_exact": 1.0}, {}))

    assert failure.value == pytest.approx(157 / 158)
    assert gate_text([failure]).endswith("plancher 100,0\u00a0%, sans exception admise.")
    assert check_gate(measured(tmp_path / "b", quote_exact=none), Gate({"quote_exact": 1.0}, {})) == []
    assert check_gate(measured(tmp_path / "c", quote_exact=invented), Gate({"quote_exact": 0.999}, {})) == []


def test_one_wrong_abstention_fails_a_ceiling_of_zero(tmp_path: Path) -> None:
    one, none = mean_interval([1.0] + [0.0] * 157), mean_interval([0.0] * 158)
    gate = Gate({}, {"false_abstention_rate": 0.0})

    assert one.low == 0.0
    assert [f.name for f in check_gate(measured(tmp_path / "a", false_abstention_rate=one), gate)] == [*gate.ceilings]
    assert check_gate(measured(tmp_path / "b", false_abstention_rate=none), gate) == []


def test_a_floor_over_one_is_never_held(tmp_path: Path) -> None:
    run = measured(tmp_path, answer_right=Estimate(1.0, 0.98, 1.0, 100))
    failures = check_gate(run, load_gate(gate_file(tmp_path, "[metrics]\nanswer_right = 1.5")))

    assert "plancher 150,0\u00a0%" in gate_text(failures)


def test_a_ceiling_is_not_held_when_the_whole_interval_is_above_it(tmp_path: Path) -> None:
    run = measured(tmp_path, false_abstention_rate=Estimate(0.4, 0.301, 0.5, 50), aurc=Estimate(0.4, 0.3, 0.5, 50))

    assert check_gate(run, Gate({}, {"false_abstention_rate": 0.3, "aurc": 0.3})) == [
        Failure("false_abstention_rate", 0.4, 0.301, 0.5, bound=0.3, ceiling=True)
    ]


def test_a_value_without_an_interval_is_held_against_itself(tmp_path: Path) -> None:
    run = measured(tmp_path, auroc=Estimate(0.5, None, None, 2))

    assert check_gate(run, Gate({"auroc": 0.5}, {})) == []
    assert len(check_gate(run, Gate({"auroc": 0.51}, {}))) == 1


def test_a_metric_without_a_value_is_not_held(tmp_path: Path) -> None:
    failures = check_gate(measured(tmp_path), Gate({"answer_right": 0.0}, {"aurc": 1.0}))

    assert [failure.name for failure in failures] == ["answer_right", "aurc"]
    assert "rien n'est donc contrôlé" in gate_text(failures)


def test_the_mean_over_sets_is_held_by_scope(tmp_path: Path) -> None:
    run = ranked(tmp_path, 0.6, 0.55, 0.65)
    failures = check_gate(run, Gate({"hybrid.alone.ndcg@10": 0.7, "hybrid.pool.ndcg@10": 0.7}, {}))

    assert failures == [Failure("hybrid.pool.ndcg@10", 0.6, 0.55, 0.65, bound=0.7, ceiling=False)]


@pytest.mark.parametrize("name", ["dense.pool.ndcg@10", "hybrid.pool.mrr@10", "answer_right"])
def test_what_a_run_over_retrieval_did_not_measure_is_not_held(tmp_path: Path, name: str) -> None:
    (failure,) = check_gate(ranked(tmp_path, 0.6, 0.55, 0.65), Gate({name: 0.1}, {}))

    assert (failure.name, failure.value) == (name, None)


def test_the_text_gives_the_value_its_interval_and_the_bound() -> None:
    text = gate_text(
        [
            Failure("answer_right", 0.5, 0.4, 0.599, bound=0.6, ceiling=False),
            Failure("hybrid.pool.ndcg@10", 0.6, 0.55, 0.65, bound=0.7, ceiling=False),
            Failure("page_distance", 3.0, 2.5, 3.5, bound=2.0, ceiling=True),
        ]
    ).replace("\u00a0", " ")

    assert text.splitlines() == [
        "3 seuils non tenus :",
        "  Réponse juste [answer_right] : 50,0 % (de 40,0 à 59,9 %), plancher 60,0 %.",
        "  nDCG@10 [hybrid.pool.ndcg@10] : 0,600 (de 0,550 à 0,650), plancher 0,700.",
        "  Écart de pages [page_distance] : 3,0 pages (de 2,5 à 3,5), plafond 2,0 pages.",
    ]


def test_a_gate_that_is_held_says_so() -> None:
    assert gate_text([]) == "Tous les seuils sont tenus."
