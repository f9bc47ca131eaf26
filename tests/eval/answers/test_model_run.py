"""A run with a chat model and a judge, both behind a real HTTP server that follows a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cli import main
from eval.runs import AnswersRun, load_run
from tests.answering.chat_server import ChatServer, Reply
from tests.eval.answers.small_corpus import QUESTIONS, write_corpus, write_lines
from tests.fakes import CompressedEncoder

MEASURES = [QUESTIONS[0]]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ChatServer]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("assistant.adapter.load_encoder", lambda _settings: CompressedEncoder())
    with ChatServer() as running:
        monkeypatch.setenv("ASSISTANT_CHAT_BASE_URL", running.base_url)
        monkeypatch.chdir(tmp_path)
        write_corpus(tmp_path / "corpus")
        write_lines(tmp_path / "questions.jsonl", MEASURES)
        yield running


@pytest.fixture
def answers(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def run(*options: str) -> tuple[int, str, str]:
        capfd.readouterr()
        given = ["questions.jsonl", "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "run"), *options]
        code = main(["eval", "answers", *given])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def run_of(folder: Path) -> AnswersRun:
    run = load_run(folder / "run")
    assert isinstance(run, AnswersRun)
    return run


def test_the_model_that_answers_is_named_and_its_tokens_are_counted(
    server: ChatServer, answers: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    server.script("L'accord compte 14 mesures [1].")
    code, out, _ = answers("--answerer", "openai:scripted")
    assert code == 0
    run = run_of(tmp_path)
    assert run.metrics["config"]["answerer"] == "openai:scripted"
    assert run.given["measures"].said == "L'accord compte 14 mesures."
    assert run.metrics["metrics"]["answer_right"]["value"] == 1.0
    assert run.metrics["metrics"]["citation_recall"]["value"] == 1.0
    tokens = run.metrics["cost"]["tokens"]
    # The server does not count: one token a word of the fake, « L accord compte 14 mesures 1 ».
    assert (tokens["output"], tokens["questions"]) == (6, 1)
    assert tokens["input"] > 100
    assert "Jetons" in out


def test_without_a_model_none_is_called_whatever_the_settings(
    server: ChatServer,
    answers: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT_MODEL", "openai:scripted")
    assert answers("--answerer", "extractive")[0] == 0
    assert server.requests == []
    assert run_of(tmp_path).metrics["config"]["answerer"] == "extractive"


def test_a_judge_scores_the_answers_and_is_measured_by_labels(
    server: ChatServer, answers: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    write_lines(tmp_path / "labels.jsonl", [{"id": "measures", "faithfulness": 1, "correctness": 0.5}])
    server.script(json.dumps({"faithfulness": 1, "correctness": 0.5, "reason": "Il manque l'année."}))
    code, out, _ = answers("--judge", "openai:judge", "--labels", "labels.jsonl")
    assert code == 0
    judge = run_of(tmp_path).metrics["judge"]
    assert (judge["model"], judge["n"], judge["failed"]) == ("openai:judge", 1, 0)
    assert (judge["faithfulness"]["value"], judge["correctness"]["value"]) == (1.0, 0.5)
    assert judge["agreement"]["n"] == 1
    (line,) = (tmp_path / "run" / "judgements.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["reason"] == "Il manque l'année."
    assert "openai:judge" in out
    assert "openai:judge" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_a_judge_that_does_not_answer_leaves_the_run_whole_and_is_told(
    server: ChatServer, answers: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    lines = [
        MEASURES[0] | {"id": f"q{n}", "question": f"Combien de mesures compte l'accord ? {'!' * n}"} for n in range(4)
    ]
    write_lines(tmp_path / "questions.jsonl", lines)
    server.script(*[Reply(status=500)] * 20)
    code, out, _ = answers("--judge", "openai:judge")
    assert code == 1
    assert "ne répond pas" in out
    run = run_of(tmp_path)
    assert run.metrics["judge"] is None
    assert run.metrics["n"] == 4


def test_a_model_that_never_answers_is_not_measured_as_if_it_had(
    server: ChatServer, answers: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    server.script(*[Reply(status=500)] * 20)
    code, out, _ = answers("--answerer", "openai:scripted")
    assert code == 1
    assert "n'a répondu à aucune question" in out
    assert run_of(tmp_path).metrics["model"] == {"answers": 1, "fallbacks": 1}


def test_a_judge_whose_every_mark_is_unusable_is_told(
    server: ChatServer, answers: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    server.script("Très bien.", "Vraiment très bien.")
    code, out, _ = answers("--judge", "openai:judge")
    assert code == 1
    assert "n'a noté aucune réponse" in out
    assert run_of(tmp_path).metrics["judge"]["failed"] == 1
