"""Two runs side by side: what differs, what does not, and what cannot be compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from eval.compare import compare, comparison_text
from eval.errors import RunError
from eval.metrics import names
from tests.eval.run_builders import CONFIG, answers_run, query, retrieval_run, verdict


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """AUROC is slow to compute thousands of times, and none of these tests looks at its interval."""
    monkeypatch.setattr("eval.statistics.STATISTIC_RESAMPLES", 200)


def rights(*right: bool | None) -> list:
    """Questions q0, q1, … answered right, wrong, or (None) rightly abstained from."""
    return [verdict(f"q{i}", value, abstained=value is None) for i, value in enumerate(right)]


def test_a_run_compared_with_itself_shows_no_difference(tmp_path: Path) -> None:
    run = answers_run(tmp_path / "a", rights(True, True, False, False, None))
    found = compare(run, run)

    assert found.verdict == "no difference"
    assert {metric.difference.verdict for metric in found.metrics.values()} == {"no difference"}
    assert {metric.difference.difference for metric in found.metrics.values()} == {0.0, None}
    assert found.metrics["aurc"].difference.difference == 0.0
    assert (found.json()["won"], found.json()["lost"], found.json()["config_changes"]) == ([], [], {})
    assert "aucune différence démontrée entre A et B" in comparison_text(found)


def test_every_metric_is_compared_in_order(tmp_path: Path) -> None:
    run = answers_run(tmp_path / "a", rights(True, False))

    assert tuple(compare(run, run).metrics) == names.ALL


def test_a_run_that_gains_eight_questions_and_loses_none_is_better(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(*[False] * 8, True, True))
    b = answers_run(tmp_path / "b", rights(*[True] * 10))
    found = compare(a, b)
    right = found.metrics["answer_right"]

    assert (right.a, right.b, right.difference.difference, right.difference.n) == (0.2, 1.0, 0.8, 10)
    assert right.difference.p == 2 / 2**8  # of the flips of eight gains, only all and none reach eight
    assert right.mcnemar is not None
    assert (right.mcnemar.only_a, right.mcnemar.only_b, right.mcnemar.p) == (0, 8, pytest.approx(2 / 2**8))
    assert found.verdict == "better"
    assert found.ids("won") == [f"q{i}" for i in range(8)]
    assert found.ids("lost") == []
    assert "Réponse juste\u00a0: B fait mieux que A (+80,0\u00a0points" in comparison_text(found)


def test_bad_news_is_said_as_plainly_as_good(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(*[True] * 10))
    b = answers_run(tmp_path / "b", rights(*[False] * 8, True, True))
    found = compare(a, b)

    assert found.verdict == "worse"
    assert found.ids("lost") == [f"q{i}" for i in range(8)]
    assert "Réponse juste\u00a0: B fait moins bien que A (−80,0\u00a0points" in comparison_text(found)


def test_three_gains_do_not_show_a_difference(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(False, False, False, True))
    b = answers_run(tmp_path / "b", rights(True, True, True, True))
    found = compare(a, b)

    assert found.verdict == "no difference"
    assert found.ids("won") == ["q0", "q1", "q2"]


def test_answering_more_and_abstaining_less_where_needed_is_mixed(tmp_path: Path) -> None:
    a = [verdict(f"q{i}", False, abstained=True) for i in range(8)]
    a += [verdict(f"u{i}", None, abstained=True) for i in range(8)]
    b = [verdict(f"q{i}", True) for i in range(8)] + [verdict(f"u{i}", None) for i in range(8)]
    found = compare(answers_run(tmp_path / "a", a), answers_run(tmp_path / "b", b))

    assert found.metrics["answer_right"].difference.verdict == "better"
    assert found.metrics["false_abstention_rate"].difference.verdict == "better"  # from 1 to 0: lower is better
    assert found.metrics["abstention_recall"].difference.verdict == "worse"
    assert found.verdict == "mixed"
    assert found.ids("won") == [f"q{i}" for i in range(8)]
    assert found.ids("lost") == [f"u{i}" for i in range(8)]
    assert "Bilan partagé\u00a0: B fait moins bien pour Rappel des abstentions" in comparison_text(found)


def test_a_metric_that_differs_the_other_way_by_a_little_does_not_make_it_mixed(tmp_path: Path) -> None:
    # The F1 falls from 1 to 0 on seven of the eight questions that are gained: p = 2/128 = 0.016, not under 0.01.
    a = [verdict(f"q{i}", False, token_f1=1.0) for i in range(8)]
    b = [verdict(f"q{i}", True, token_f1=float(i == 0)) for i in range(8)]
    found = compare(answers_run(tmp_path / "a", a), answers_run(tmp_path / "b", b))

    assert (found.metrics["token_f1"].difference.p, found.metrics["token_f1"].difference.verdict) == (2 / 2**7, "worse")
    assert (found.verdict, found.opposed) == ("better", ())


@pytest.mark.parametrize(
    ("config", "names_", "why"),
    [
        ({"entailment": "nli:m"}, ("citation_precision", "citation_recall"), r"l'implication .* \(rules, nli:m\)"),
        ({"answerer": "openai:m"}, ("aurc", "auroc"), "pas de même sorte"),
        ({"settings": {"answer_threshold": 0.7}}, ("aurc", "auroc"), "seuil de réponse"),
    ],
)
def test_what_two_configurations_measure_differently_is_not_compared(
    tmp_path: Path, config: dict, names_: tuple[str, ...], why: str
) -> None:
    def found_of(side: float) -> list:
        # B is better by far on each of these metrics, were they comparable.
        right = [verdict(f"q{i}", True, citation_precision=side, citation_recall=side) for i in range(8)]
        return [*right, *(verdict(f"u{i}", None, confidence=1 - side) for i in range(8))]

    a = answers_run(tmp_path / "a", found_of(0.0))
    b = answers_run(tmp_path / "b", found_of(1.0), config=config)
    same = answers_run(tmp_path / "c", found_of(1.0))
    found = compare(a, b)
    text = comparison_text(found)

    assert {name for name, one in found.metrics.items() if one.incomparable} == set(names_)
    for name in names_:
        assert compare(a, same).json()["metrics"][name]["comparable"] is True
        told = found.json()["metrics"][name]
        assert (told["difference"], told["p"], told["verdict"]) == (None, None, "no difference")
        assert told["comparable"] is False
        assert re.search(why, told["why"])
        assert None not in (told["a"], told["b"])
        assert told["a"] != told["b"]
    (said,) = [line for line in text.splitlines() if line.startswith("Non comparable")]
    assert re.search(why, said)
    assert all(names.FRENCH[name] in said for name in names_)


def test_two_models_of_one_provider_are_compared_by_their_confidence(tmp_path: Path) -> None:
    runs = [answers_run(tmp_path / n, rights(True, None), config={"answerer": f"openai:{n}"}) for n in "ab"]

    assert compare(*runs).metrics["auroc"].incomparable is None


def test_runs_that_read_other_corpora_are_compared_with_a_warning(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(True))
    b = answers_run(tmp_path / "b", rights(True), config={"corpus": {"sha256": "c" * 64}})
    found = compare(a, b)

    assert found.json()["warnings"] == ["Les deux mesures n'ont pas lu le même corpus."]
    lines = comparison_text(found).splitlines()
    assert lines[3] == "Attention\u00a0: Les deux mesures n'ont pas lu le même corpus."


def test_a_run_compared_with_its_own_folder_is_said_to_be(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(True))
    (warning,) = compare(a, replace(a, folder=tmp_path / "b" / ".." / "a")).warnings

    assert warning == "A et B sont le même dossier : une mesure ne diffère pas d'elle-même."


def test_a_metric_is_paired_on_the_questions_where_both_runs_have_it(tmp_path: Path) -> None:
    a = [verdict("q0", True), verdict("q1", False), verdict("q2", False, abstained=True)]
    b = [verdict("q0", True), verdict("q1", False, abstained=True), verdict("q2", True)]
    found = compare(answers_run(tmp_path / "a", a), answers_run(tmp_path / "b", b))
    pages = found.metrics["citation_page_right"]

    assert (pages.a, pages.n_a) == (0.5, 2)  # q0 right, q1 wrong
    assert (pages.b, pages.n_b) == (1.0, 2)  # q0 and q2 right
    assert (pages.difference.difference, pages.difference.n) == (0.0, 1)  # q0 alone is in both
    assert "1 (A 2, B 2)" in comparison_text(found)


def test_a_metric_of_one_run_alone_is_not_compared(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", [verdict("q0", True)])
    b = answers_run(tmp_path / "b", [verdict("q0", False, abstained=True)])
    found = compare(a, b)
    pages = found.metrics["citation_page_right"]

    assert (pages.a, pages.b, pages.difference.difference, pages.difference.n) == (1.0, None, None, 0)
    (row,) = [line for line in comparison_text(found).splitlines() if line.startswith("Bonne page citée")]
    assert row.endswith("non comparable")


def test_a_metric_of_neither_run_stands_apart_from_the_table(tmp_path: Path) -> None:
    run = answers_run(tmp_path / "a", rights(True, False))
    found = compare(run, run)

    assert found.metrics["abstention_recall"].json()["n"] == 0
    (absent,) = [line for line in comparison_text(found).splitlines() if "Rappel des abstentions" in line]
    assert absent.startswith("Sans objet pour ces questions")


def test_the_precision_of_abstentions_compares_what_each_run_chose_to_leave(tmp_path: Path) -> None:
    # Both leave the unanswerable u0 to u9; A also leaves q0 to q9, which have an answer: 10/20 against 10/10. On the
    # questions that both leave, the precision is that of the questions and could not differ.
    u = [verdict(f"u{i}", None, abstained=True) for i in range(10)]
    a = answers_run(tmp_path / "a", [*u, *(verdict(f"q{i}", False, abstained=True) for i in range(10))])
    b = answers_run(tmp_path / "b", [*u, *(verdict(f"q{i}", True) for i in range(10))])
    precision = compare(a, b).metrics["abstention_precision"]

    assert (precision.a, precision.n_a, precision.b, precision.n_b) == (0.5, 20, 1.0, 10)
    assert (precision.difference.difference, precision.difference.n) == (0.5, 20)
    assert precision.difference.verdict == "better"


def test_a_better_order_of_confidence_lowers_the_aurc(tmp_path: Path) -> None:
    # Surest first, the losses of A are 1, 1, 0, 0 (risks 1, 1, 2/3, 1/2) and those of B 0, 0, 1, 1 (0, 0, 1/3, 1/2).
    sure_when_wrong = [verdict(f"q{i}", i < 2, confidence=0.1 + 0.2 * i) for i in range(4)]
    sure_when_right = [verdict(f"q{i}", i < 2, confidence=0.9 - 0.2 * i) for i in range(4)]
    found = compare(answers_run(tmp_path / "a", sure_when_wrong), answers_run(tmp_path / "b", sure_when_right))
    area = found.metrics["aurc"]

    assert area.a == pytest.approx((1 + 1 + 2 / 3 + 1 / 2) / 4)
    assert area.b == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)
    assert area.difference.difference == pytest.approx((-2 - 1 / 3) / 4)


def test_a_question_that_changed_shows_both_answers(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(False, True), texts={"q0": "Seize."})
    b = answers_run(tmp_path / "b", rights(True, True))
    found = compare(a, b)
    (change,) = found.changes

    assert (change.id, change.question, change.a, change.b) == ("q0", "Question q0 ?", "Seize.", "Dix-sept.")
    text = comparison_text(found)
    assert "Questions gagnées par B\u00a0: 1" in text
    assert "Questions perdues par B\u00a0: aucune" in text
    assert "Seize." in text


def test_what_changed_in_the_configuration_is_listed_without_what_changes_no_figure(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(True))
    idle = {"data_dir": "d", "model_cache_dir": "m", "host": "h", "port": 1}
    config = {"answerer": "openai:x", "settings": {"top_k": 12, "min_support": 0.5, **idle}, "date": "2026-02-02"}
    b = answers_run(tmp_path / "b", rights(True), config=config)
    found = compare(a, b)

    assert found.json()["config_changes"] == {"answerer": ["extractive", "openai:x"], "settings.top_k": [8, 12]}
    assert "settings.top_k\u00a0: 8 → 12" in comparison_text(found)


def test_the_comparison_is_json(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(False, True))
    b = answers_run(tmp_path / "b", rights(True, True))
    found = json.loads(json.dumps(compare(a, b).json(), allow_nan=False))

    assert found["a"] == {
        "folder": str(tmp_path / "a"),
        "config": {"answerer": "extractive", "entailment": "rules", "date": CONFIG["date"]},
    }
    assert (found["kind"], found["n"], found["verdict"], found["won"]) == ("answers", 2, "no difference", ["q0"])
    assert found["metrics"]["answer_right"] == {
        "a": 0.5,
        "b": 1.0,
        "n_a": 2,
        "n_b": 2,
        "difference": 0.5,
        "low": 0.0,
        "high": 1.0,
        "p": 1.0,
        "n": 2,
        "verdict": "no difference",
        "mcnemar": {"only_a": 0, "only_b": 1, "p": 1.0},
        "comparable": True,
        "why": None,
    }
    assert (found["warnings"], found["metrics"]["abstention_recall"]["comparable"]) == ([], False)


def test_runs_over_other_questions_are_refused(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(True))
    other_file = answers_run(tmp_path / "b", rights(True), config={"questions": {"sha256": "b" * 64}})
    other_ids = answers_run(tmp_path / "c", [verdict("autre", True)])

    with pytest.raises(RunError, match="fichier de questions"):
        compare(a, other_file)
    with pytest.raises(RunError, match="identifiants des questions"):
        compare(a, other_ids)


def test_runs_of_two_kinds_are_refused_with_exit_code_2(tmp_path: Path) -> None:
    answers = answers_run(tmp_path / "a", rights(True))
    retrieval = retrieval_run(tmp_path / "b", [query("s", "q", {"hybrid": {"pool": 0.5}})])

    with pytest.raises(RunError, match="l'une évalue des réponses, l'autre la recherche") as refused:
        compare(answers, retrieval)
    assert refused.value.exit_code == 2


def test_a_hostile_answer_cannot_command_the_terminal(tmp_path: Path) -> None:
    a = answers_run(tmp_path / "a", rights(False), texts={"q0": "\x1b[2Jeffacé"})
    text = comparison_text(compare(a, answers_run(tmp_path / "b", rights(True))))

    assert "\x1b" not in text
    assert "effacé" in text
