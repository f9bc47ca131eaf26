"""What a run leaves is read back as it was, or refused with the reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import MissingPathError, OperationError
from assistant.models import Turn
from eval.answers.verdict import Verdict
from eval.errors import RunError
from eval.metrics import names
from eval.questions import Evidence, Question
from eval.runs import AnswersRun, RetrievalRun, load_run, write_run, write_text
from tests.eval.run_builders import answers_run, query, retrieval_run

QUESTION = Question(
    "q-1",
    "Et en 2024 ?",
    kind="follow_up",
    answers=("17",),
    all_of=(("a", "b"), ("c",)),
    evidence=(Evidence("a.pdf", 2, "dix-sept"),),
    alt_pages={"b.pdf": (3,)},
    standalone="Combien en 2024 ?",
    history=(Turn("user", "Combien en 2023 ?"), Turn("assistant", "Seize.")),
    line=4,
)
VALUES = {**dict.fromkeys(names.MEANS), "answer_right": 1.0}
VERDICT = Verdict(QUESTION, VALUES, 0.75, 0.0, {"raw": None, "rewritten": 2}, 12)


def small(folder: Path) -> Path:
    """A run over the questions q-1, with a history, and q-2."""
    second = replace(VERDICT, question=replace(QUESTION, id="q-2", line=5))
    answers_run(folder, [VERDICT, second])
    return folder


def ranked(folder: Path) -> Path:
    """A run over the queries q0, q1 and, without an answer, q2."""
    lines = [query("piaf", f"q{i}", {"hybrid": {"pool": value}}) for i, value in enumerate((0.5, 1.0, None))]
    retrieval_run(folder, lines)
    return folder


def change(path: Path, place: str, value: Any, line: int = 0) -> None:
    """Replace the value at a place (« config.questions ») of a JSON object of a file; ... removes it."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.suffix == ".jsonl" else [path.read_text("utf-8")]
    whole = found = json.loads(lines[line])
    *before, last = place.split("/")
    for name in before:
        found = found[name]
    if value is ...:
        del found[last]
    else:
        found[last] = value
    lines[line] = json.dumps(whole)
    path.write_text("\n".join(lines), encoding="utf-8")


def refusal_of(folder: Path) -> str:
    with pytest.raises(RunError) as refused:
        load_run(folder)
    assert "incomplète ou abîmée" in str(refused.value)
    return str(refused.value)


def test_a_run_over_answers_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = load_run(small(tmp_path / "run"))
    assert isinstance(run, AnswersRun)
    assert run.verdicts["q-1"] == VERDICT
    assert list(run.verdicts) == ["q-1", "q-2"]
    assert run.given["q-1"].said == "Dix-sept."
    assert run.metrics["n"] == 2


def test_a_run_over_retrieval_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = load_run(ranked(tmp_path))
    assert isinstance(run, RetrievalRun)
    assert [(line["id"], line["answerable"]) for line in run.queries] == [("q0", True), ("q1", True), ("q2", False)]


def test_metrics_that_are_no_longer_known_are_passed_over(tmp_path: Path) -> None:
    change(small(tmp_path) / "metrics.json", "metrics/old_metric", "whatever")
    change(tmp_path / "verdicts.jsonl", "values/old_metric", "whatever")
    run = load_run(tmp_path)
    assert isinstance(run, AnswersRun)
    assert run.verdicts["q-1"] == VERDICT


@pytest.mark.parametrize("name", ["answers.jsonl", "verdicts.jsonl"])
def test_a_run_whose_lines_were_cut_is_refused(tmp_path: Path, name: str) -> None:
    path = small(tmp_path) / name
    whole = path.read_text(encoding="utf-8")
    for cut in ("", whole.splitlines()[0], whole[:-20]):
        path.write_text(cut, encoding="utf-8")
        assert name in refusal_of(tmp_path)
    path.unlink()
    assert name in refusal_of(tmp_path)


@pytest.mark.parametrize("name", ["answers.jsonl", "verdicts.jsonl"])
def test_a_question_given_twice_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    path = small(tmp_path) / name
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole + whole.splitlines()[0], encoding="utf-8")
    assert f"{name}, ligne 3 : identifiant q-1 donné deux fois" in refusal_of(tmp_path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("metrics", ...),
        ("metrics", None),
        ("metrics/aurc", ...),
        ("metrics/aurc", None),
        ("metrics/aurc/value", "0.3"),
        ("metrics/aurc/value", float("nan")),
        ("metrics/aurc/high", float("inf")),
        ("metrics/aurc/n", 1.5),
        ("n", ...),
        ("n", 0),
        ("by_kind", ...),
        ("follow_ups", None),
        ("retrieval", []),
        ("curve", ...),
        ("curve", [["0.1"]]),
        ("cost", ...),
        ("judge", ...),
        ("config", ...),
        ("config", None),
        ("config", {}),
        ("config/settings", ...),
        ("config/questions/sha256", ""),
        ("config/corpus", None),
        ("config/entailment", None),
    ],
)
def test_metrics_of_answers_without_a_field_are_refused(tmp_path: Path, place: str, value: Any) -> None:
    change(small(tmp_path) / "metrics.json", place, value)
    assert f"metrics.json : champ {place.split('/')[0]}" in refusal_of(tmp_path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("values", None),
        ("values", ...),
        ("values/quote_exact", ...),
        ("values/answer_right", "1"),
        ("values/answer_right", True),
        ("values/answer_right", 10**400),
        ("confidence", None),
        ("confidence", "0.5"),
        ("loss", None),
        ("loss", 2),
        ("ranks", None),
        ("ranks/raw", 0),
        ("passages_read", "12"),
        ("question", None),
        ("question/kind", 3),
        ("question/evidence/page", "2"),
        ("question/history", [{"role": "robot", "content": ""}]),
    ],
)
def test_a_damaged_verdict_is_refused_with_its_line(tmp_path: Path, place: str, value: Any) -> None:
    if place == "question/evidence/page":
        place, value = "question/evidence", [{"file": "a.pdf", "page": value, "quote": ""}]
    change(small(tmp_path) / "verdicts.jsonl", place, value, line=1)
    assert f"verdicts.jsonl, ligne 2 : champ {place.split('/')[0]}" in refusal_of(tmp_path)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "1e999"])
def test_a_confidence_that_is_no_number_is_refused(tmp_path: Path, name: str) -> None:
    path = small(tmp_path) / "verdicts.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace("0.75", name), encoding="utf-8")
    assert "verdicts.jsonl, ligne 1" in refusal_of(tmp_path)


@pytest.mark.parametrize(("place", "value"), [("level", "maybe"), ("answer", None), ("citations", ...)])
def test_a_damaged_answer_is_refused_with_its_line(tmp_path: Path, place: str, value: Any) -> None:
    change(small(tmp_path) / "answers.jsonl", place, value, line=1)
    assert "answers.jsonl, ligne 2" in refusal_of(tmp_path)


@pytest.mark.parametrize(
    ("place", "value"),
    [("half", ...), ("systems", None), ("intervals", ...), ("sets", {}), ("sets/piaf/sha256", ...), ("config", None)],
)
def test_metrics_of_retrieval_without_a_field_are_refused(tmp_path: Path, place: str, value: Any) -> None:
    change(ranked(tmp_path) / "metrics.json", place, value)
    assert f"metrics.json : champ {place.split('/')[0]}" in refusal_of(tmp_path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("set", ...),
        ("unit", None),
        ("answerable", "oui"),
        ("systems", None),
        ("systems/hybrid/pool/values", None),
        ("systems/hybrid/pool/values/mrr@10", ...),
        ("systems/hybrid/pool/values/mrr@10", None),
        ("systems/hybrid/pool/confidence", None),
        ("systems/hybrid/pool/ranking", "p1"),
    ],
)
def test_a_damaged_query_is_refused_with_its_line(tmp_path: Path, place: str, value: Any) -> None:
    change(ranked(tmp_path) / "queries.jsonl", place, value, line=1)
    assert f"queries.jsonl, ligne 2 : champ {place.split('/')[0]}" in refusal_of(tmp_path)


def test_queries_that_are_something_else_are_refused(tmp_path: Path) -> None:
    (ranked(tmp_path) / "queries.jsonl").write_text('{"a": 1}\n', encoding="utf-8")
    assert "queries.jsonl, ligne 1 : champ set absent" in refusal_of(tmp_path)


def test_queries_that_were_cut_or_repeated_are_refused(tmp_path: Path) -> None:
    path = ranked(tmp_path) / "queries.jsonl"
    whole = path.read_text(encoding="utf-8")
    for cut in ("", whole.splitlines()[0]):
        path.write_text(cut, encoding="utf-8")
        assert "le nombre de requêtes de piaf" in refusal_of(tmp_path)
    path.write_text(whole + whole.splitlines()[0], encoding="utf-8")
    assert "queries.jsonl, ligne 4 : requête donnée deux fois : piaf/q0" in refusal_of(tmp_path)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"metrics\.json n'y est pas"):
        load_run(tmp_path)
    with pytest.raises(MissingPathError, match="Dossier introuvable"):
        load_run(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["{", "[]", "{}", "[" * 100_000, '{"kind": "other"}', '{"kind": []}'])
def test_a_damaged_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "metrics.json").write_text(content, encoding="utf-8")
    assert "metrics.json" in refusal_of(tmp_path)


def test_metrics_come_last_so_that_a_run_cut_short_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    write_run(tmp_path, {"kind": "retrieval"}, queries=[])
    with pytest.raises(TypeError):
        write_run(tmp_path, {"kind": "retrieval"}, queries=[{"id": object()}])
    assert not (tmp_path / "metrics.json").exists()


def test_a_folder_used_again_keeps_nothing_of_the_run_before(tmp_path: Path) -> None:
    kept = tmp_path / "notes.txt"
    stale = ["queries.jsonl", "judgements.jsonl", "comparison.html", "report.html"]
    for name in [*stale, kept.name]:
        (tmp_path / name).write_text("avant", encoding="utf-8")
    small(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "answers.jsonl",
        "metrics.json",
        "notes.txt",
        "verdicts.jsonl",
    ]
    assert kept.read_text(encoding="utf-8") == "avant"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OperationError, match="Impossible d'écrire"):
        write_run(tmp_path / "file" / "run", {"kind": "retrieval"})
    with pytest.raises(OperationError, match="Impossible d'écrire"):
        write_text(tmp_path / "file" / "page.html", "")
