"""What readers are told of validated answers, in French."""

from __future__ import annotations

from assistant.models import ValidatedAnswer
from assistant.sources.references import french_date


def withdrawn_notice(answer: ValidatedAnswer) -> str:
    """That the answer validated for this question is no longer given, and why."""
    who = answer.validated
    return f"Une réponse validée par {who.by} le {french_date(who.on)} a été retirée : {answer.detail}."


def kept_notice(answer: ValidatedAnswer) -> tuple[str, ...]:
    """That a cited document changed since, when it did and what is cited did not."""
    if not answer.detail:
        return ()
    day = french_date(answer.validated.on)
    same = f"L'extrait cité et ce qui l'entoure n'ont pas changé depuis la validation du {day}."
    return (f"Document {answer.detail}. {same}",)
