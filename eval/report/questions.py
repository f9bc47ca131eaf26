"""A question, its answer and what became of it, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.answers.verdict import Verdict
from eval.given import Given, GivenCitation
from eval.metrics import names
from eval.questions import Question
from eval.report import french, words
from eval.runs import AnswersRun


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question. ``sign`` is ✔ or ✘, or « – » where nothing can be said."""

    key: str
    sign: str
    title: str
    sentence: str

    @property
    def failure(self) -> bool:
        """True for what is to be looked at first."""
        return self.sign == "✘"


OUTCOMES = (
    Outcome("fausse", "✘", "Réponse fausse",
            "Le corpus répond, mais la réponse donnée n'est pas celle qui est attendue."),
    Outcome("sans-reponse", "✘", "Réponse à une question sans réponse",
            "Le corpus ne répond pas ; l'assistant aurait dû s'abstenir."),
    Outcome("abstention-a-tort", "✘", "Abstention à tort",
            "Le corpus répond, mais l'assistant s'est abstenu."),
    Outcome("mauvaise-page", "✘", "Réponse juste, mauvaise page citée",
            "La réponse est juste, mais aucune citation ne mène à une page attendue."),
    Outcome("manquante", "✘", "Réponse manquante",
            "Aucune réponse n'est enregistrée pour cette question."),
    Outcome("non-jugee", "–", "Réponse non jugée",
            "Le fichier de questions dit où est la réponse, mais non laquelle."),
    Outcome("juste", "✔", "Réponse juste",
            "La réponse donnée est celle qui est attendue."),
    Outcome("abstention-juste", "✔", "Abstention juste",
            "Le corpus ne répond pas, et l'assistant s'est abstenu."),
)  # fmt: skip
"""In the order in which they are shown, failures first."""

_BY_KEY = {outcome.key: outcome for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with everything that a reader may want to open."""

    anchor: str
    question: Question
    kind: str
    outcome: Outcome
    given: Given | None
    level: str
    values: tuple[tuple[str, str], ...]
    confidence: str
    ranks: tuple[tuple[str, str], ...]

    @property
    def rewritten(self) -> str:
        """The question as the assistant understood it, "" when that is the question asked."""
        standalone = self.given.standalone_question if self.given else ""
        return standalone if standalone.strip() != self.question.question.strip() else ""

    @property
    def citations(self) -> Sequence[GivenCitation]:
        """What the answer cites."""
        return self.given.citations if self.given else ()


@dataclass(frozen=True, slots=True)
class Group:
    """The questions that came to one outcome."""

    outcome: Outcome
    questions: tuple[Shown, ...]


def outcome_of(verdict: Verdict, given: Given | None) -> Outcome:
    """What became of a question: right, wrong, or an abstention that was right or not."""
    if given is None:
        return _BY_KEY["manquante"]
    if given.abstained:
        return _BY_KEY["abstention-a-tort" if verdict.question.answerable else "abstention-juste"]
    if not verdict.question.answerable:
        return _BY_KEY["sans-reponse"]
    right = verdict.values.get("answer_right")
    if right is None:
        return _BY_KEY["non-jugee"]
    if right < 1:
        return _BY_KEY["fausse"]
    return _BY_KEY["mauvaise-page" if verdict.values.get("citation_page_right") == 0 else "juste"]


def show(run: AnswersRun, verdict: Verdict, anchor: str) -> Shown:
    """A question of a run, ready to be shown.

    Args:
        run: The run it comes from.
        verdict: What was found of it.
        anchor: Id of its element, made of letters, figures and hyphens.
    """
    given = run.given.get(verdict.id)
    level = ""
    if given is not None:
        level = words.LEVELS.get(given.level, given.level)
        level += f" ({words.REASONS.get(given.reason, given.reason)})" if given.reason else ""
    return Shown(
        anchor,
        verdict.question,
        words.kind(verdict.question.kind),
        outcome_of(verdict, given),
        given,
        level,
        tuple(_values(verdict.values)),
        french.number(verdict.confidence, 3),
        tuple((words.FORMS.get(form, form), _rank(rank)) for form, rank in verdict.ranks.items()),
    )


def groups(run: AnswersRun) -> list[Group]:
    """The questions of a run by outcome, failures first, in the order of the question file; none without question."""
    shown = [show(run, verdict, f"q{n}") for n, verdict in enumerate(run.verdicts.values(), start=1)]
    found = [Group(outcome, tuple(one for one in shown if one.outcome == outcome)) for outcome in OUTCOMES]
    return [group for group in found if group.questions]


def first_ranks(verdicts: Iterable[Verdict]) -> list[int | None]:
    """The rank of the first passage on a page of evidence, for the question as it was searched."""
    return [verdict.ranks["rewritten"] for verdict in verdicts if "rewritten" in verdict.ranks]


def _values(values: Mapping[str, float | None]) -> Iterable[tuple[str, str]]:
    for name, value in values.items():
        if value is not None:
            metric = words.metric(name)
            yes_or_no = name in names.RIGHT_OR_WRONG and value in (0, 1)
            yield metric.label, ("oui" if value else "non") if yes_or_no else french.measure(value, metric.unit)


def _rank(rank: int | None) -> str:
    return "aucun" if rank is None else str(rank)
