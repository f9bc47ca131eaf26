from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import OperationError
from assistant.settings import Settings
from eval.errors import DatasetError
from eval.given import Given
from eval.judge.agreement import Label, Labels
from eval.judge.judge import JudgeFailure, Judgement, load_judge
from eval.judge.judging import JUDGEMENTS, judge_run
from eval.judge.rubric import rubric_sha256
from eval.questions import Question
from eval.runs import write_run
from tests.answering.chat_server import ChatServer, Reply

QUESTIONS = [Question(f"q{n}", "Combien ?", answers=("17",)) for n in range(1, 5)]


def given(name: str, level: str = "answer") -> Given:
    return Given(name, f"Réponse à {name} [1].", level)


@dataclass
class ScriptedJudge:
    """Gives outcomes in order and remembers what it was asked."""

    outcomes: list[Judgement | JudgeFailure]
    name: str = "essai"
    asked: list[tuple[str, str, Mapping[int, str]]] = field(default_factory=list)

    def judge(self, question: Question, given: Given, premises: Mapping[int, str]) -> Judgement | JudgeFailure:
        self.asked.append((question.id, given.answer, premises))
        return self.outcomes[len(self.asked) - 1]


def premises_of(answer: Given) -> dict[int, str]:
    return {1: f"passage de {answer.id}"}


def test_each_answer_is_judged_in_order_and_abstentions_are_not() -> None:
    judge = ScriptedJudge([Judgement("q1", 1.0, 1.0, "a"), Judgement("q4", 0.0, 0.5, "b")])
    answers = {g.id: g for g in (given("q4"), given("q3", "none"), given("q2", "to_check"), given("q1"))}
    seen: list[tuple[int, int]] = []
    run = judge_run(QUESTIONS, answers, premises_of, judge, progress=lambda done, of: seen.append((done, of)))
    assert judge.asked == [
        ("q1", "Réponse à q1 [1].", {1: "passage de q1"}),
        ("q4", "Réponse à q4 [1].", {1: "passage de q4"}),
    ]
    assert seen == [(1, 2), (2, 2)]
    assert run.lines == (
        {"id": "q1", "faithfulness": 1.0, "correctness": 1.0, "reason": "a"},
        {"id": "q4", "faithfulness": 0.0, "correctness": 0.5, "reason": "b"},
    )


def test_a_failure_is_counted_and_written_and_is_in_no_mean() -> None:
    outcomes = [
        Judgement("q1", 1.0, 0.5, "a"),
        JudgeFailure("q2", "serveur injoignable"),
        Judgement("q3", 0.5, 0.0, ""),
    ]
    run = judge_run(QUESTIONS[:3], {q.id: given(q.id) for q in QUESTIONS}, premises_of, ScriptedJudge(list(outcomes)))
    assert (run.metrics["n"], run.metrics["failed"]) == (3, 1)
    assert (run.metrics["faithfulness"]["value"], run.metrics["faithfulness"]["n"]) == (0.75, 2)
    assert (run.metrics["correctness"]["value"], run.metrics["correctness"]["n"]) == (0.25, 2)
    assert run.lines[1] == {"id": "q2", "faithfulness": None, "correctness": None, "failure": "serveur injoignable"}
    assert (run.metrics["model"], run.metrics["rubric_sha256"]) == ("essai", rubric_sha256())
    assert run.metrics["agreement"] is None


def test_a_run_of_abstentions_has_no_score() -> None:
    run = judge_run(QUESTIONS, {"q1": given("q1", "none")}, premises_of, ScriptedJudge([]))
    assert (run.metrics["n"], run.metrics["failed"], run.lines) == (0, 0, ())
    assert run.metrics["faithfulness"] == {"value": None, "low": None, "high": None, "n": 0}


def test_the_agreement_with_a_person_is_over_what_both_scored() -> None:
    outcomes = [Judgement("q1", 1.0, 1.0, ""), Judgement("q2", 0.0, 1.0, ""), JudgeFailure("q3", "x")]
    labels = Labels(Path("labels.jsonl"), (Label("q2", 0, None, 1), Label("q1", 1, 1, 2), Label("q3", 1, 1, 3)))
    run = judge_run(
        QUESTIONS[:3], {q.id: given(q.id) for q in QUESTIONS}, premises_of, ScriptedJudge(list(outcomes)), labels
    )
    assert run.metrics["agreement"] == {
        "file": "labels.jsonl",
        "n": 2,
        "faithfulness_kappa": 1.0,
        "correctness_kappa": None,
        "faithfulness_n": 2,
        "correctness_n": 1,
    }


def test_labels_of_another_run_are_refused_before_anything_is_judged() -> None:
    judge = ScriptedJudge([Judgement("q1", 1.0, 1.0, "")])
    labels = Labels(Path("labels.jsonl"), (Label("q9", 1, 1, 4),))
    with pytest.raises(DatasetError, match="ligne 4"):
        judge_run(QUESTIONS, {"q1": given("q1")}, premises_of, judge, labels)
    assert judge.asked == []


def test_a_label_of_an_abstention_is_no_error() -> None:
    labels = Labels(Path("labels.jsonl"), (Label("q1", 1, 1, 1),))
    run = judge_run(QUESTIONS, {"q1": given("q1", "none")}, premises_of, ScriptedJudge([]), labels)
    assert run.metrics["agreement"]["n"] == 0


def test_a_run_is_judged_over_http_and_written(server: ChatServer, tmp_path: Path) -> None:
    server.script('{"faithfulness": 1, "correctness": 1, "reason": "Tout y est."}', "hein ?", "hein ?")
    judge = load_judge(Settings(chat_model="openai:juge", chat_base_url=server.base_url))
    run = judge_run(QUESTIONS[:2], {q.id: given(q.id) for q in QUESTIONS}, premises_of, judge)
    write_run(tmp_path, {"kind": "answers", "judge": run.metrics}, **{JUDGEMENTS: run.lines})
    first, second = (tmp_path / "judgements.jsonl").read_text(encoding="utf-8").splitlines()
    assert first == '{"id": "q1", "faithfulness": 1.0, "correctness": 1.0, "reason": "Tout y est."}'
    assert '"failure": "réponse inutilisable, deux fois' in second
    assert "passage de q1" in server.prompt(0)
    assert "passage de q2" in server.prompt(1)


def test_a_dead_server_stops_the_run(server: ChatServer) -> None:
    server.script(*[Reply(status=401)] * 4)
    judge = load_judge(Settings(chat_model="openai:juge", chat_base_url=server.base_url))
    with pytest.raises(OperationError, match="ne répond pas, 3 questions de suite"):
        judge_run(QUESTIONS, {q.id: given(q.id) for q in QUESTIONS}, premises_of, judge)
    assert len(server.requests) == 3
