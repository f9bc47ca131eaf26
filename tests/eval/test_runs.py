"""What a run leaves is read back as it was, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import MissingPathError, OperationError
from assistant.models import Turn
from eval.answers.verdict import Verdict
from eval.errors import RunError
from eval.questions import Evidence, Question
from eval.runs import AnswersRun, RetrievalRun, load_run, verdict_json, write_run, write_text

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
VERDICT = Verdict(QUESTION, {"answer_right": 1.0, "quote_exact": None}, 0.75, 0.0, {"raw": None, "rewritten": 2}, 12)
ANSWER = {"id": "q-1", "answer": "17 [1]", "level": "answer", "sentences": [], "citations": []}


def test_a_run_over_answers_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"kind": "answers", "n": 1}, answers=[ANSWER], verdicts=[verdict_json(VERDICT)])
    run = load_run(tmp_path / "run")
    assert isinstance(run, AnswersRun)
    assert run.verdicts == {"q-1": VERDICT}
    assert run.given["q-1"].said == "17"
    assert run.metrics["n"] == 1


def test_a_run_over_retrieval_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_run(tmp_path, {"kind": "retrieval"}, queries=[{"set": "s", "id": "1"}])
    run = load_run(tmp_path)
    assert isinstance(run, RetrievalRun)
    assert run.queries == [{"set": "s", "id": "1"}]


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"metrics\.json n'y est pas"):
        load_run(tmp_path)
    with pytest.raises(MissingPathError, match="Dossier introuvable"):
        load_run(tmp_path / "nowhere")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"kind": "other"}'])
def test_a_damaged_run_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "metrics.json").write_text(content, encoding="utf-8")
    with pytest.raises(RunError, match=r"metrics\.json"):
        load_run(tmp_path)


def test_a_run_without_its_lines_is_refused(tmp_path: Path) -> None:
    write_run(tmp_path, {"kind": "answers"}, answers=[ANSWER], verdicts=[verdict_json(VERDICT)])
    (tmp_path / "verdicts.jsonl").write_text('{"id": "q-1"}\n', encoding="utf-8")
    with pytest.raises(RunError, match="incomplète ou abîmée"):
        load_run(tmp_path)


def test_metrics_come_last_so_that_a_run_cut_short_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    write_run(tmp_path, {"kind": "retrieval"}, queries=[])
    with pytest.raises(TypeError):
        write_run(tmp_path, {"kind": "retrieval"}, queries=[{"id": object()}])
    assert not (tmp_path / "metrics.json").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OperationError, match="Impossible d'écrire"):
        write_run(tmp_path / "file" / "run", {"kind": "retrieval"})
    with pytest.raises(OperationError, match="Impossible d'écrire"):
        write_text(tmp_path / "file" / "page.html", "")
