"""The threshold is chosen on one file and measured on another, never the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.models import Turn
from eval.answers.calibration import calibration, check_apart, effect
from eval.answers.verdict import Verdict
from eval.questions import Question, QuestionFile


def verdicts(*told: tuple[float, float, bool]) -> list[Verdict]:
    """Verdicts of (confidence, loss, answerable)."""
    return [
        Verdict(Question(f"q{n}", "?", answers=("x",) if answerable else ()), {}, confidence, loss)
        for n, (confidence, loss, answerable) in enumerate(told)
    ]


def file(name: str, *texts: str, history: tuple[Turn, ...] = ()) -> QuestionFile:
    questions = tuple(Question(f"{name}-{n}", text, line=n, history=history) for n, text in enumerate(texts, start=1))
    return QuestionFile(Path(f"{name}.jsonl"), name * 8, questions)


DEV = verdicts(*[(0.9, 0.0, True)] * 4, (0.8, 0.0, True), (0.5, 1.0, False), (0.4, 1.0, True), (0.3, 1.0, False))
TEST = verdicts((0.95, 0.0, True), (0.85, 1.0, False), (0.6, 0.0, True), (0.1, 1.0, False))


def test_the_lowest_threshold_that_keeps_the_risk_on_dev_is_chosen_and_tried_on_test() -> None:
    found = calibration(file("dev", "a"), DEV, TEST, current=0.45, max_risk=0.1)
    assert found["threshold"] == 0.8  # at .5, one answer of six would be wrong
    dev, test = found["on_dev"], found["on_test"]
    assert dev["current"]["risk"]["value"] == pytest.approx(1 / 6)
    assert dev["chosen"]["risk"]["value"] == 0.0
    assert dev["chosen"]["coverage"]["value"] == pytest.approx(5 / 8)
    # On the others the risk was not chosen: of .95 and .85, the second must not be answered.
    assert test["chosen"]["risk"]["value"] == 0.5
    assert test["chosen"]["answer_right"]["value"] == 0.5
    assert test["chosen"]["false_abstention_rate"]["value"] == 0.5
    assert test["chosen"]["abstention_recall"]["value"] == 0.5
    assert test["current"]["false_abstention_rate"]["value"] == 0.0
    assert found["curve_test"][0] == [0.25, 0.0, 0.95]
    assert found["curve_test"][-1] == [1.0, 0.5, 0.1]


def test_without_a_threshold_that_keeps_the_risk_none_is_given() -> None:
    always_wrong = verdicts(*[(0.9, 1.0, True)] * 6)
    found = calibration(file("dev", "a"), always_wrong, TEST, current=0.45, max_risk=0.1)
    assert found["threshold"] is None
    assert found["on_test"]["chosen"] is None
    assert found["on_test"]["current"]["coverage"]["value"] == 0.75


def test_an_answer_at_the_threshold_is_given() -> None:
    assert effect(TEST, 0.6)["coverage"].value == 0.75


def test_a_file_is_not_calibrated_on_itself() -> None:
    with pytest.raises(UsageError, match="sert déjà à mesurer"):
        check_apart(file("same", "a"), file("same", "a"))


def test_nor_on_a_file_that_shares_a_question() -> None:
    with pytest.raises(UsageError, match=r"dev\.jsonl, ligne 2 .* ligne 1 de test\.jsonl"):
        check_apart(file("dev", "Qui ?", "Combien  d’EMPLOIS ?"), file("test", "combien d'emplois?"))


def test_the_same_words_after_another_history_are_another_question() -> None:
    followed = file("dev", "Et en 2024 ?", history=(Turn("user", "Le budget ?"),))
    check_apart(followed, file("test", "Et en 2024 ?"))
    with pytest.raises(UsageError):
        check_apart(followed, file("test", "Et en 2024 ?", history=(Turn("user", "Le budget ?"),)))
