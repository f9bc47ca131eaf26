"""A question that asks several things at once, answered part by part: each with its own sentences and its own doubt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering.extractive import Quote
from assistant.answering.leads import lead
from assistant.answering.question import Question, understand
from assistant.answering.scoring import Scored
from assistant.retrieval.parts import parts


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked, self-contained, with the sentences that may answer it, best first."""

    asked: str
    question: Question
    scored: tuple[Scored, ...]


def read_parts(text: str, score: Callable[[Question, str], Sequence[Scored]]) -> list[Part]:
    """The parts of a question, each with its sentences; the question alone when it asks one thing.

    Args:
        text: A self-contained question.
        score: Gives the candidates for a question and its text, best first.
    """
    found = []
    for asked in parts(text):
        question = understand(asked)
        found.append(Part(asked, question, tuple(score(question, asked))))
    return found


def lead_of(question: Question, quotes: Sequence[Quote], scored: Sequence[Scored]) -> tuple[str, Quote] | None:
    """The span that answers with the quote it stands in, that of the likeliest sentence; None when not sure.

    Args:
        question: What is asked.
        quotes: The answer chosen.
        scored: Candidates, best first.
    """
    best = next((one.candidate for one in scored), None)
    quote = next((q for q in quotes if best and q.candidate is best and q.start == best.start), None)
    span = lead(question, quote.text) if quote else None
    if quote is None or span is None or len(span) > 0.8 * len(quote.text.strip()):
        return None
    return span[:1].upper() + span[1:], quote
