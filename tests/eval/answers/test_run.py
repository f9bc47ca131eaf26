"""A whole run over a small corpus, with the assistant and with answers made to deceive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answering.scoring import default_scorer
from assistant.errors import MissingPathError, UsageError
from assistant.settings import Settings, load_settings
from eval.answers.result import AnswersResult, write_answers
from eval.answers.run import Wanted, run_answers
from eval.compare import compare
from eval.errors import DatasetError
from eval.runs import load_run
from tests.eval.answers.small_corpus import QUESTIONS, write_corpus, write_lines, write_questions
from tests.fakes import CompressedEncoder

Run = Callable[..., AnswersResult]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluation")
    write_corpus(folder / "corpus")
    write_questions(folder / "questions.jsonl")
    return folder


@pytest.fixture
def run(place: Path) -> Run:
    def play(settings: Settings | None = None, **changes: Any) -> AnswersResult:
        wanted = {"questions": place / "questions.jsonl", "corpus": place / "corpus", "cache": place / "cache"}
        return run_answers(Wanted(**{**wanted, **changes}), settings or load_settings(), CompressedEncoder())

    return play


@pytest.fixture(scope="module")
def usual(place: Path) -> AnswersResult:
    wanted = Wanted(place / "questions.jsonl", place / "corpus", place / "cache")
    return run_answers(wanted, load_settings(), CompressedEncoder())


def value(result: AnswersResult, name: str) -> float | None:
    found = result.metrics["metrics"][name]["value"]
    return None if found is None else float(found)


def test_the_assistant_is_measured_question_by_question(usual: AnswersResult) -> None:
    assert [verdict.id for verdict in usual.verdicts] == [question["id"] for question in QUESTIONS]
    assert usual.metrics["n"] == 5
    assert value(usual, "answer_right") == 1.0
    assert value(usual, "citation_page_right") == 1.0
    assert value(usual, "quote_exact") == 1.0
    assert value(usual, "abstention_recall") == 1.0
    assert set(usual.metrics["by_kind"]) == {"number", "follow_up", "unanswerable"}
    assert usual.metrics["by_kind"]["number"]["answer_right"]["n"] == 2
    config = usual.metrics["config"]
    assert (config["corpus"]["documents"], config["answerer"], config["entailment"]) == (2, "extractive", "rules")
    assert config["questions"]["n"] == 5


def test_where_the_evidence_stood_is_told_for_the_raw_and_the_rewritten_question(usual: AnswersResult) -> None:
    ranks = {verdict.id: verdict.ranks for verdict in usual.verdicts}
    assert set(ranks["measures"]) == {"rewritten"}
    assert set(ranks["apprentices"]) == {"raw", "rewritten", "standalone"}
    assert ranks["apprentices"]["rewritten"] == 1
    assert ranks["bakers"] == {}
    assert usual.metrics["retrieval"]["success@5"]["n"] == 3
    assert usual.metrics["follow_ups"]["n"] == 1
    assert usual.metrics["cost"]["stages_ms"]["total"]["n"] == 5
    assert usual.metrics["cost"]["tokens"] is None


def test_two_runs_give_the_same_figures_and_the_comparison_says_no_difference(
    usual: AnswersResult, run: Run, tmp_path: Path
) -> None:
    again = run()
    for part in ("metrics", "by_kind", "follow_ups", "retrieval", "curve"):
        assert again.metrics[part] == usual.metrics[part]
    write_answers(tmp_path / "a", usual)
    write_answers(tmp_path / "b", again)
    found = compare(load_run(tmp_path / "a"), load_run(tmp_path / "b")).json()
    assert found["verdict"] == "no difference"
    assert found["won"] == found["lost"] == []
    assert all(metric["difference"] in {0.0, None} for metric in found["metrics"].values())


def test_the_corpus_is_read_once(usual: AnswersResult, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the corpus was read again")

    monkeypatch.setattr("assistant.ingest.ingest", never)
    assert run().metrics["metrics"] == usual.metrics["metrics"]


def test_a_corpus_that_changed_is_read_again(place: Path, usual: AnswersResult, run: Run, tmp_path: Path) -> None:
    other = write_corpus(tmp_path / "corpus")
    (other / "cuir.txt").write_text((other / "cuir.txt").read_text().replace("85 emb", "86 emb"), encoding="utf-8")
    questions = [dict(line) for line in QUESTIONS]
    questions[1] |= {"evidence": [{"file": "cuir.txt", "page": 1, "quote": "86 embauches"}]}
    found = run(corpus=other, questions=write_lines(tmp_path / "q.jsonl", questions))
    assert found.metrics["config"]["corpus"]["sha256"] != usual.metrics["config"]["corpus"]["sha256"]
    assert found.metrics["by_kind"]["number"]["answer_right"]["value"] == 0.5  # 85 is expected, 86 is said


def retold(result: AnswersResult, change: Callable[[dict[str, Any]], dict[str, Any]]) -> list[dict[str, Any]]:
    return [change(dict(one.answer)) for one in result.played]


def abstained(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"level": "none", "answer": "Je ne trouve pas.", "sentences": [], "citations": []}


def on_a_wrong_page(answer: dict[str, Any]) -> dict[str, Any]:
    other = {"bois.txt": "cuir.txt", "cuir.txt": "bois.txt"}
    return answer | {"citations": [one | {"file": other[one["file"]]} for one in answer["citations"]]}


def with_invented_quotes(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"citations": [one | {"quote": f"{one['quote']} depuis 1912"} for one in answer["citations"]]}


def with_unsupported_sentences(answer: dict[str, Any]) -> dict[str, Any]:
    sentences = [
        one | {"text": "Le budget de la mairie de Brest dépasse 900 millions d'euros."} for one in answer["sentences"]
    ]
    return answer | {"sentences": sentences}


def without_markers(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"sentences": [one | {"citations": []} for one in answer["sentences"]]}


@pytest.mark.parametrize(
    ("change", "fallen"),
    [
        (with_invented_quotes, {"quote_exact"}),
        (with_unsupported_sentences, {"citation_recall", "citation_precision"}),
        (without_markers, {"citation_recall", "citation_precision", "citation_coverage"}),
    ],
)
def test_each_deceit_is_told_by_its_own_metric(
    usual: AnswersResult,
    run: Run,
    tmp_path: Path,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    fallen: set[str],
) -> None:
    found = run(answers=write_lines(tmp_path / "answers.jsonl", retold(usual, change)))
    names = ("answer_right", "citation_page_right", "quote_exact", "citation_recall", "citation_precision",
             "citation_coverage", "abstention_recall")  # fmt: skip
    assert {name for name in names if value(found, name) != value(usual, name)} == fallen
    assert all(value(found, name) == 0.0 for name in fallen)
    assert found.metrics["config"]["answerer"] == "recorded"


def test_one_that_cites_the_wrong_page_has_neither_the_page_nor_the_quotes(
    usual: AnswersResult, run: Run, tmp_path: Path
) -> None:
    found = run(answers=write_lines(tmp_path / "answers.jsonl", retold(usual, on_a_wrong_page)))
    assert value(found, "citation_page_right") == value(found, "citation_file_right") == 0.0
    assert value(found, "quote_exact") == 0.0
    assert value(found, "answer_right") == 1.0


def test_one_that_always_abstains_is_never_wrong_and_never_right(
    usual: AnswersResult, run: Run, tmp_path: Path
) -> None:
    found = run(answers=write_lines(tmp_path / "answers.jsonl", retold(usual, abstained)))
    assert value(found, "answer_right") == 0.0
    assert value(found, "abstention_recall") == 1.0
    assert value(found, "false_abstention_rate") == 1.0
    assert value(found, "abstention_precision") == pytest.approx(2 / 5)
    assert value(found, "citation_page_right") is None
    assert value(found, "auroc") == 0.5
    assert value(found, "aurc") == 1.0


def test_one_that_answers_everything_is_never_silent(run: Run) -> None:
    found = run(load_settings(overrides={"answer_threshold": 0}))
    assert value(found, "abstention_recall") == 0.0
    assert value(found, "false_abstention_rate") == 0.0
    assert value(found, "abstention_f1") == 0.0
    assert found.verdicts[3].loss == 1.0


def test_the_threshold_is_calibrated_on_other_questions(place: Path, run: Run, tmp_path: Path) -> None:
    dev = [
        {"id": "d1", "question": "Où l'accord a-t-il été signé ?", "answers": ["Vallombreuse"]},
        {"id": "d2", "question": "Combien de places d'apprentissage ouvrent les centres ?", "answers": ["320"]},
        {"id": "d3", "question": "Combien de chevaux à Saumur ?"},
    ]
    found = run(calibrate=write_lines(tmp_path / "dev.jsonl", dev), max_risk=0.4).metrics["calibration"]
    assert found["dev"]["n"] == 3
    assert found["current"] == default_scorer().answer_from
    assert found["on_dev"]["chosen"]["risk"]["value"] <= 0.4
    assert found["on_test"]["current"]["risk"]["value"] == 0.0
    with pytest.raises(UsageError, match="sert déjà à mesurer"):
        run(calibrate=place / "questions.jsonl")


def test_the_threshold_is_sought_below_the_one_in_use(run: Run, tmp_path: Path) -> None:
    # Nothing is answered at .99, so whatever has a confidence under it was answered at zero.
    asked = [
        "Combien de mesures dans l'accord ?",
        "L'accord compte combien de mesures ?",
        "Combien a-t-il de mesures ?",
        "Combien de mesures au total dans l'accord ?",
        "Combien de mesures a l'accord régional ?",
    ]
    dev = [{"id": f"d{n}", "question": question, "answers": ["14"]} for n, question in enumerate(asked)]
    settings = load_settings(overrides={"answer_threshold": 0.99})
    found = run(settings, calibrate=write_lines(tmp_path / "dev.jsonl", dev)).metrics
    assert found["metrics"]["answer_right"]["value"] == 0.0
    calibrated = found["calibration"]
    assert calibrated["current"] == 0.99
    assert 0.1 < calibrated["threshold"] < 0.99
    assert calibrated["on_dev"]["current"]["answer_right"]["value"] == 0.0
    assert calibrated["on_dev"]["chosen"]["answer_right"]["value"] >= 0.8


def test_a_citation_of_a_passage_that_the_corpus_lacks_supports_nothing(
    usual: AnswersResult, run: Run, tmp_path: Path
) -> None:
    def elsewhere(answer: dict[str, Any]) -> dict[str, Any]:
        return answer | {"citations": [one | {"passage_id": "nobody"} for one in answer["citations"]]}

    found = run(answers=write_lines(tmp_path / "answers.jsonl", retold(usual, elsewhere)))
    assert value(found, "citation_recall") == 0.0
    assert value(found, "quote_exact") == 1.0


def test_an_evidence_that_is_not_on_its_page_stops_the_run_with_its_line(run: Run, tmp_path: Path) -> None:
    lines = [QUESTIONS[0], QUESTIONS[1] | {"evidence": [{"file": "cuir.txt", "page": 1, "quote": "97 embauches"}]}]
    with pytest.raises(DatasetError, match=r"mine\.jsonl, ligne 2"):
        run(questions=write_lines(tmp_path / "mine.jsonl", lines))


def test_a_file_is_found_by_its_base_name_too(run: Run, tmp_path: Path) -> None:
    moved = QUESTIONS[0] | {"evidence": [{"file": "notices/bois.txt", "page": 1, "quote": "14 mesures"}]}
    found = run(questions=write_lines(tmp_path / "q.jsonl", [moved]))
    assert value(found, "citation_page_right") == 1.0
    assert found.verdicts[0].question.evidence[0].file == "bois.txt"


def test_a_missing_and_an_empty_corpus_are_named(run: Run, tmp_path: Path) -> None:
    with pytest.raises(MissingPathError, match=r"Corpus introuvable : .*nowhere"):
        run(corpus=tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=r"Corpus vide : .*empty"):
        run(corpus=tmp_path / "empty")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([{"id": "measures"}], r"answers\.jsonl, ligne 1 : n'est pas une réponse"),
        (
            [{"id": "measures", "answer": "", "level": "sure", "sentences": [], "citations": []}],
            "ligne 1 .*champ level",
        ),
        ([{"id": "x", "answer": "", "level": "none", "sentences": [], "citations": []}], "aucune question x"),
        (
            [{"id": "measures", "answer": "", "level": "none", "sentences": [], "citations": []}] * 2,
            "ligne 2 : deuxième",
        ),
        (
            [{"id": "measures", "answer": "", "level": "none", "sentences": [], "citations": []}],
            "4.questions sans réponse",
        ),
    ],
)
def test_answers_that_do_not_fit_the_questions_are_refused(
    run: Run, tmp_path: Path, lines: list[dict[str, Any]], told: str
) -> None:
    with pytest.raises(DatasetError, match=told):
        run(answers=write_lines(tmp_path / "answers.jsonl", lines))
