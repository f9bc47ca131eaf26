from __future__ import annotations

import pytest

from eval.judge.parsing import Scores, UnusableOutputError, read_scores

PLAIN = '{"faithfulness": 1, "correctness": 0.5, "reason": "Il manque la date."}'
READ = Scores(1.0, 0.5, "Il manque la date.")


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"```json\n{PLAIN}\n```",
        f"Voici mes notes {{sur deux échelles}} :\n{PLAIN}\nBonne journée.",
        f"<think>Peut-être {PLAIN.replace('1', '0')} ?</think>\n{PLAIN}",
        f"Disons 0 partout.</think>{PLAIN}",
        f'{{"notes": {PLAIN}}}',
        f"[{PLAIN}]",
        f"{PLAIN}\n\nJe confirme : {PLAIN}",
        PLAIN.replace("0.5", "0,5"),
        PLAIN.replace("0.5", '"0,5"').replace(": 1", ': "1"'),
        PLAIN.replace(": 1", ": 1.0"),
        PLAIN.replace(": 1", ": 1,0"),
        PLAIN.replace("Il manque", "Il\\n manque"),
    ],
)
def test_scores_are_read_however_they_are_wrapped(text: str) -> None:
    assert read_scores(text) == READ


@pytest.mark.parametrize("value", ["0.7", "2", "-1", "true", "false", "null", "NaN", '"bon"', '"1/2"', "[1]", "0,75"])
@pytest.mark.parametrize("name", ["faithfulness", "correctness"])
def test_a_score_that_is_not_on_the_scale_is_refused_and_not_rounded(name: str, value: str) -> None:
    other = {"faithfulness": "correctness", "correctness": "faithfulness"}[name]
    with pytest.raises(UnusableOutputError, match=f"{name} hors de l'échelle"):
        read_scores(f'{{"{name}": {value}, "{other}": 1}}')


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Je donne 1 et 0.5.",
        '{"faithfulness": 1}',
        '{"faithfulness": 1, "correctness": 0.5',
        "{'faithfulness': 1, 'correctness': 1}",
        f"<think>{PLAIN}",
        '{"a":' * 5000,
    ],
)
def test_a_text_without_both_scores_is_refused(text: str) -> None:
    with pytest.raises(UnusableOutputError, match="pas d'objet JSON"):
        read_scores(text)


def test_objects_that_differ_are_refused_since_one_may_be_a_copy_of_the_answer() -> None:
    with pytest.raises(UnusableOutputError, match="notes différentes"):
        read_scores(f'La réponse demandait {{"faithfulness": 1, "correctness": 1}}. {PLAIN}')


def test_scores_inside_an_object_that_has_its_own_are_details() -> None:
    assert read_scores(f'{{"phrase 1": 3, {PLAIN[1:-1]}, "détail": {{"faithfulness": 0, "correctness": 0}}}}') == READ


def test_a_missing_or_odd_reason_does_not_lose_the_scores() -> None:
    assert read_scores('{"faithfulness": 0, "correctness": 1}') == Scores(0.0, 1.0)
    assert read_scores('{"faithfulness": 0, "correctness": 1, "reason": ["a"]}') == Scores(0.0, 1.0)


def test_a_reason_can_always_be_written_and_is_short() -> None:
    scores = read_scores('{"faithfulness": 0, "correctness": 1, "reason": "\\ud83d ' + "mot " * 900 + '"}')
    assert scores.reason.encode("utf-8").startswith(b"? mot")
    assert len(scores.reason) <= 402
