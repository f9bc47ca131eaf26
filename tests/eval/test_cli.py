"""``assistant eval``: one JSON object on stdout, French words elsewhere, exit codes as everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from tests.eval.answers.small_corpus import QUESTIONS, write_corpus, write_lines, write_questions
from tests.eval.retrieval.small_sets import write_set
from tests.fakes import CompressedEncoder

Outcome = tuple[int, str, str]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    write_corpus(folder / "corpus")
    write_questions(folder / "questions.jsonl")
    return folder


@pytest.fixture
def call(place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    monkeypatch.setattr("assistant.adapter.load_encoder", lambda _settings: CompressedEncoder())
    monkeypatch.chdir(place)

    def run(*words: str) -> Outcome:
        capfd.readouterr()
        cache = ("--cache", str(place / "cache")) if words[0] != "compare" else ()
        code = main(["eval", *words, *cache])
        out, err = capfd.readouterr()
        return code, out, err

    return run


def test_a_run_over_answers_is_printed_and_kept_with_its_report(call: Callable[..., Outcome], tmp_path: Path) -> None:
    code, out, _ = call("answers", "questions.jsonl", "--json", "--out", str(tmp_path / "run"))
    assert code == 0
    metrics = json.loads(out)
    assert {"n", "metrics", "by_kind", "config"} <= metrics.keys()
    assert metrics["metrics"]["answer_right"] | {"low": 0, "high": 1} == {"value": 1.0, "low": 0, "high": 1, "n": 3}
    lines = [json.loads(line) for line in (tmp_path / "run" / "answers.jsonl").read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == [question["id"] for question in QUESTIONS]
    assert {"answer", "level", "citations", "sentences", "timings_ms"} <= lines[0].keys()
    assert json.loads((tmp_path / "run" / "metrics.json").read_text("utf-8"))["n"] == 5
    assert "<html" in (tmp_path / "run" / "report.html").read_text("utf-8")


def test_the_same_for_a_reader_is_in_french(call: Callable[..., Outcome]) -> None:
    code, out, _ = call("answers", "questions.jsonl")
    assert code == 0
    assert "5\u00a0questions, 2\u00a0documents" in out
    assert "Réponse juste" in out
    assert "Abstentions à tort" in out
    assert "la question réécrite" not in out


def test_a_run_whose_words_are_switched_off_is_called_worse_with_its_interval(
    call: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Forty documents that each hold a rare word; in vectors of eight places, words fall together.
    monkeypatch.setattr("assistant.adapter.load_encoder", lambda _settings: CompressedEncoder(dimension=9))
    passages = [
        {
            "id": f"p{n}",
            "doc": f"d{n}",
            "title": "",
            "section": "",
            "text": f"La mesure porte le nom de code azur{n:02}.",
        }
        for n in range(40)
    ]
    queries = [{"id": f"q{n}", "text": f"mesure code azur{n:02}", "relevant": [f"p{n}"]} for n in range(40)]
    folder = write_set(tmp_path / "rare", passages, queries)
    code, out, _ = call("retrieval", str(folder), "--pool", "--k", "3", "--json", "--out", str(tmp_path / "both"))
    assert code == 0
    assert "recall@3" in json.loads(out)["systems"]["hybrid"]["pool"]["mean"]
    monkeypatch.setenv("ASSISTANT_DENSE_WEIGHT", "1")
    assert call("retrieval", str(folder), "--pool", "--out", str(tmp_path / "dense"))[0] == 0
    code, out, _ = call("compare", str(tmp_path / "both"), str(tmp_path / "dense"), "--json")
    found = json.loads(out)
    assert code == 0
    assert found["verdict"] == "worse"
    changed = found["systems"]["hybrid"]["pool"]["ndcg@10"]
    assert changed["low"] <= changed["difference"] <= changed["high"] < 0
    assert found["systems"]["lexical"]["pool"]["ndcg@10"]["verdict"] == "no difference"
    assert (tmp_path / "dense" / "comparison.html").is_file()


def test_two_identical_runs_are_told_to_be_without_difference(call: Callable[..., Outcome], tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert call("answers", "questions.jsonl", "--out", str(tmp_path / name))[0] == 0
    code, out, _ = call("compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert code == 0
    assert "aucune différence démontrée" in out.lower()
    assert str(tmp_path / "b" / "comparison.html") in out


def test_a_gate_that_is_not_held_gives_exit_code_1_and_names_the_metric(
    call: Callable[..., Outcome], tmp_path: Path
) -> None:
    held, failed = tmp_path / "held.toml", tmp_path / "failed.toml"
    held.write_text("[metrics]\nanswer_right = 0.9\n", encoding="utf-8")
    failed.write_text("[metrics]\nanswer_right = 0.9\n[ceilings]\nfalse_abstention_rate = 0.3\n", encoding="utf-8")
    assert call("answers", "questions.jsonl", "--gate", str(held))[0] == 0
    strict = tmp_path / "strict.toml"
    strict.write_text("[metrics]\ntoken_f1 = 0.99\n", encoding="utf-8")
    code, out, _ = call("answers", "questions.jsonl", "--gate", str(strict), "--out", str(tmp_path / "run"))
    assert code == 1
    assert "token_f1" in out
    code, out, _ = call("compare", str(tmp_path / "run"), str(tmp_path / "run"), "--gate", str(strict), "--json")
    assert code == 1
    assert [failure["name"] for failure in json.loads(out)["gate"]["failures"]] == ["token_f1"]


def test_runs_of_two_kinds_or_over_other_questions_are_not_compared(
    call: Callable[..., Outcome], tmp_path: Path
) -> None:
    other = write_lines(tmp_path / "other.jsonl", QUESTIONS[:3])
    assert call("answers", "questions.jsonl", "--out", str(tmp_path / "a"))[0] == 0
    assert call("answers", str(other), "--out", str(tmp_path / "b"))[0] == 0
    code, _, err = call("compare", str(tmp_path / "a"), str(tmp_path / "b"))
    assert code == 2
    assert "ne se comparent pas" in err
    code, _, err = call("compare", str(tmp_path / "a"), str(tmp_path / "nowhere"))
    assert code == 2
    assert "nowhere" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("answers",), "Il manque le fichier de questions"),
        (("answers", "none.jsonl"), "none.jsonl"),
        (("answers", "questions.jsonl", "--corpus", "nowhere"), "Corpus introuvable : nowhere"),
        (("answers", "questions.jsonl", "--calibrate", "questions.jsonl"), "sert déjà à mesurer"),
        (("answers", "questions.jsonl", "--max-risk", "2"), "une part de 0 à moins de 1"),
        (("answers", "questions.jsonl", "--max-risk", "0.1"), "ajoutez --calibrate"),
        (("answers", "questions.jsonl", "--answers", "questions.jsonl", "--calibrate", "d"), "ne s'y appliquent pas"),
        (("answers", "questions.jsonl", "--out", "corpus/run"), "est dans le corpus"),
        (("answers", "corpus"), "est un dossier"),
        (("answers", "questions.jsonl", "--answerer", "wizard"), "--answerer wizard"),
        (("answers", "questions.jsonl", "--answerer", "model"), "chat_model"),
        (("answers", "questions.jsonl", "--labels", "labels.jsonl"), "ajoutez --judge"),
        (("answers", "questions.jsonl", "--gate", "none.toml"), "none.toml"),
        (("answers", "questions.jsonl", "--entailment", "magic"), "magic"),
        (("retrieval",), "Il manque les jeux"),
        (("retrieval", "nowhere"), "nowhere"),
        (("retrieval", "corpus", "--half", "third"), "tune, report ou all"),
        (("retrieval", "corpus"), "passages.jsonl"),
        (("retrieval", "corpus", "--k", "21"), "de 1 à 20"),
        (("compare", "corpus", "corpus"), "metrics.json"),
        (("compar",), "Vouliez-vous dire compare"),
        (("answers", "questions.jsonl", "--corpos", "x"), "--corpus"),
    ],
)
def test_a_wrong_use_is_told_in_one_french_line_with_exit_code_2(
    call: Callable[..., Outcome], words: tuple[str, ...], told: str
) -> None:
    code, out, err = call(*words)
    assert (code, out) == (2, "")
    (line,) = [line for line in err.strip().splitlines() if line]
    assert told in line


def test_an_error_is_an_object_with_json(call: Callable[..., Outcome], tmp_path: Path) -> None:
    bad: list[dict[str, Any]] = [QUESTIONS[0], {"id": "measures", "question": "Encore ?"}]
    code, out, _ = call("answers", str(write_lines(tmp_path / "twice.jsonl", bad)), "--json")
    assert code == 2
    error = json.loads(out)["error"]
    assert error["code"] == "dataset"
    assert "twice.jsonl, ligne 2" in error["message"]
