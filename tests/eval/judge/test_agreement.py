from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import MissingPathError
from eval.errors import DatasetError
from eval.judge.agreement import Agreement, Label, Labels, agreement, load_labels
from eval.judge.judge import Judgement


def written(folder: Path, *lines: str) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def label(name: str, faithfulness: object = 1, correctness: object = 1) -> str:
    return json.dumps({"id": name, "faithfulness": faithfulness, "correctness": correctness})


def judged(scores: list[tuple[float, float]]) -> list[Judgement]:
    return [Judgement(f"q{n}", f, c, "") for n, (f, c) in enumerate(scores)]


def labelled(scores: list[tuple[float | None, float | None]]) -> Labels:
    return Labels(Path("labels.jsonl"), tuple(Label(f"q{n}", f, c, n + 1) for n, (f, c) in enumerate(scores)))


def test_labels_are_read_with_their_lines_and_what_was_not_judged(tmp_path: Path) -> None:
    noted = '{"id": "b", "faithfulness": null, "correctness": 0, "note": "à revoir"}'
    path = written(tmp_path, label("a", 0.5, 1.0), "", noted)
    assert load_labels(path) == Labels(path, (Label("a", 0.5, 1.0, 1), Label("b", None, 0.0, 3)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (label("a"), "identifiant déjà donné à la ligne 1 : a"),
        (label("b", 0.75), "faithfulness = 0.75 : 0, 0.5, 1 ou null"),
        (label("b", 1, 2), "correctness = 2 : 0, 0.5, 1 ou null"),
        (label("b", True), "faithfulness = True : 0, 0.5, 1 ou null"),
        (label("b", "1"), "faithfulness = '1' : 0, 0.5, 1 ou null"),
        (label("b", 1, [0.5]), "correctness = [0.5] : 0, 0.5, 1 ou null"),
        ('{"id": "b", "faithfulness": 1, "correctnes": 1}', "il manque le champ correctness"),
        ('{"id": 7, "faithfulness": 1, "correctness": 1}', "id : un texte non vide"),
        ('{"id": "b", ', "n'est pas du JSON"),
        ("[1]", "un objet JSON est attendu"),
    ],
)
def test_a_bad_line_is_refused_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, label("a"), line)
    with pytest.raises(DatasetError) as caught:
        load_labels(path)
    assert (caught.value.path, caught.value.line) == (path, 2)
    assert said in str(caught.value)


def test_a_file_without_a_label_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="aucune note"):
        load_labels(written(tmp_path, ""))
    with pytest.raises(MissingPathError):
        load_labels(tmp_path / "absent.jsonl")


def test_a_label_of_a_question_that_is_not_in_the_run_is_refused(tmp_path: Path) -> None:
    labels = load_labels(written(tmp_path, label("a"), label("z")))
    labels.check({"a", "z", "other"})
    with pytest.raises(DatasetError, match=r"labels\.jsonl, ligne 2 : identifiant absent de l'évaluation : z"):
        labels.check({"a"})


def test_kappa_is_that_of_the_worked_example_of_cohen() -> None:
    # Cohen (1968, Weighted kappa, table 1): 200 cases in three categories, rows one rater, columns the other.
    # Observed (88 + 40 + 12) / 200 = .70; by chance (120 × 100 + 60 × 60 + 20 × 40) / 200² = .41;
    # kappa = (.70 − .41) / (1 − .41) = .29 / .59 = .492.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    scale = (0.0, 0.5, 1.0)
    pairs = [(scale[i], scale[j]) for i in range(3) for j in range(3) for _ in range(table[i][j])]
    found = agreement(judged([(a, a) for a, _ in pairs]), labelled([(b, b) for _, b in pairs]))
    assert found.faithfulness_kappa == pytest.approx(0.29 / 0.59)
    assert found.correctness_kappa == pytest.approx(0.492, abs=5e-4)
    assert found.n == found.faithfulness_n == found.correctness_n == 200


def test_each_scale_has_its_own_kappa_and_its_own_count() -> None:
    # Faithfulness, 4 pairs: 3 agree, .75; by chance .5 × .75 + .5 × .25 = .5; kappa = .25 / .5 = .5.
    # Correctness, 2 pairs: never agree, 0; by chance .5 × .5 + .5 × .5 = .5; kappa = −.5 / .5 = −1.
    judge = judged([(1, 1), (1, 0), (0, 1), (0, 1)])
    person = labelled([(1, 0), (1, 1), (1, None), (0, None)])
    assert agreement(judge, person) == Agreement(4, 0.5, -1.0, 4, 2)


def test_answers_that_only_one_of_the_two_scored_are_left_out() -> None:
    judge = judged([(1, 1), (0, 0)])
    person = labelled([(1, None), (None, None), (1, 1)])
    assert agreement(judge, person) == Agreement(1, None, None, 1, 0)
    assert agreement(judge, labelled([(None, 1)])) == Agreement(1, None, None, 0, 1)


def test_nothing_in_common_has_no_kappa() -> None:
    assert agreement([], labelled([(1, 1)])) == Agreement(0, None, None, 0, 0)


def test_the_object_of_the_run_names_the_file_without_its_folder() -> None:
    assert Agreement(3, 0.5, None, 3, 2).json(Path("/data/labels.jsonl")) == {
        "file": "labels.jsonl",
        "n": 3,
        "faithfulness_kappa": 0.5,
        "correctness_kappa": None,
        "faithfulness_n": 3,
        "correctness_n": 2,
    }
