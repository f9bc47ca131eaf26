"""What became of a question, and in which order questions are shown."""

from __future__ import annotations

from dataclasses import replace

from eval.report import questions
from eval.report.questions import groups, outcome_of
from tests.eval.report import builders


def test_each_question_has_the_outcome_that_its_answer_earned() -> None:
    run = builders.answers_run()
    found = {id_: outcome_of(verdict, run.given.get(id_)).key for id_, verdict in run.verdicts.items()}
    assert found == {
        "t-001": "juste",
        "t-002": "fausse",
        "t-003": "sans-reponse",
        "t-004": "abstention-a-tort",
        "t-005": "abstention-juste",
        "t-006": "mauvaise-page",
        "t-007": "non-jugee",
        "t-008": "juste",
    }


def test_a_question_without_a_recorded_answer_is_a_failure() -> None:
    verdict = builders.answers_run().verdicts["t-001"]
    assert outcome_of(verdict, None).key == "manquante"
    assert outcome_of(verdict, None).failure


def test_failures_come_first_and_every_question_once() -> None:
    shown = groups(builders.answers_run())
    assert [group.outcome.failure for group in shown] == [True] * 4 + [False] * 3
    assert sorted(q.question.id for group in shown for q in group.questions) == [f"t-{n:03}" for n in range(1, 9)]
    assert [q.question.id for group in shown if group.outcome.key == "juste" for q in group.questions] == [
        "t-001",
        "t-008",
    ]


def test_values_that_say_nothing_are_left_out_and_right_or_wrong_is_yes_or_no() -> None:
    run = builders.answers_run()
    shown = questions.show(run, run.verdicts["t-002"], "q2")
    assert shown.values[:3] == (("Réponse juste", "non"), ("F1 des mots", "0,200"), ("Bonne page citée", "non"))
    assert len(shown.values) == 4
    assert shown.ranks == (("réécrite par l'assistant", "3"), ("écrite complète à la main", "aucun"))


def test_the_question_as_understood_is_shown_only_when_it_is_another() -> None:
    run = builders.answers_run()
    verdict, answer = run.verdicts["t-008"], run.given["t-008"]
    same = replace(run, given={"t-008": replace(answer, standalone_question=verdict.question.question + " ")})
    other = replace(run, given={"t-008": replace(answer, standalone_question="Combien d’engagements ?")})
    assert questions.show(same, verdict, "q").rewritten == ""
    assert questions.show(other, verdict, "q").rewritten == "Combien d’engagements ?"
