"""Documents that give another figure or another date than the one that answers: both are given, the newest first.

A wrong alarm costs trust, so the other sentence must answer as well as the first one does: it has the same kind of
figure, beside the same noun, it lacks no name nor figure of the question that the first one has, and its passage holds
as much of what is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import messages
from assistant.answering.drafts import Draft
from assistant.answering.extractive import Quote
from assistant.answering.figure_places import counted_noun, free_numbers, same_noun
from assistant.answering.question import Question
from assistant.answering.scoring import Scored
from assistant.sources.references import french_date
from assistant.text import dates, one_line, stems

LIKELY = 0.1
"""Share of the probability of the answer from which another sentence may contradict it."""

ALIKE = 0.4
"""Share of stems, figures aside, that two sentences have in common when no noun says what their figures count."""

NEARLY_AS_NEW = 0.25
"""Share of the probability of the best sentence from which a newer one is preferred, when the newest is asked for."""

LACKING = ("proper_missing", "numbers_missing", "not_satisfied", "stray_record", "impossible")
"""Signals of what a sentence lacks: one that says otherwise is not higher in any than the answer."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sentence that says otherwise than the answer, with the figure of each as they are written."""

    answer: Scored
    other: Scored
    here: str
    there: str


def disagreement(question: Question, answer: Scored, scored: Sequence[Scored]) -> Disagreement | None:
    """The likeliest sentence of another document whose figure or date is not that of the answer.

    Args:
        question: What is asked.
        answer: The sentence that answers.
        scored: Every candidate, best first.
    """
    mine = _told(question, answer)
    if len(mine) != 1:
        return None
    ((fact, here),) = mine.items()
    for other in scored:
        theirs = _told(question, other) if _answers_as_well(answer, other) else {}
        if len(theirs) == 1 and fact not in theirs and (question.head or _alike(answer, other)):
            return Disagreement(answer, other, here, next(iter(theirs.values())))
    return None


def with_disagreement(
    question: Question, quotes: Sequence[Quote], scored: Sequence[Scored]
) -> tuple[list[Quote], Disagreement | None]:
    """The quotes of an answer, with the one that says otherwise; of these two, the newest comes first.

    Args:
        question: What is asked.
        quotes: The answer, as it was chosen.
        scored: Every candidate, best first.
    """
    chosen = {(quote.candidate.hit.passage.document_id, quote.start) for quote in quotes}
    answer = next((one for one in scored if _place(one) in chosen), None)
    found = disagreement(question, answer, scored) if answer else None
    if answer is None or found is None:
        return list(quotes), None
    both = sorted((answer, found.other), key=lambda one: one.candidate.hit.date or "", reverse=True)
    places = {_place(one) for one in both}
    kept = [one for one in quotes if (one.candidate.hit.passage.document_id, one.start) not in places]
    return [*(_quote(one) for one in both), *kept], found


def _place(scored: Scored) -> tuple[str, int]:
    return scored.candidate.hit.passage.document_id, scored.candidate.start


def _quote(scored: Scored) -> Quote:
    found = scored.candidate
    return Quote(found, found.start, found.end, found.text, scored.probability)


def _answers_as_well(answer: Scored, other: Scored) -> bool:
    if other.candidate.hit.passage.document_id == answer.candidate.hit.passage.document_id:
        return False
    if other.probability < LIKELY * answer.probability or not answer.covered <= other.covered:
        return False
    return all(other.signals[name] <= answer.signals[name] for name in LACKING)


def _told(question: Question, scored: Scored) -> dict[tuple[object, ...], str]:
    """The figures or dates of a sentence that may be the answer, as they are written, by what they mean."""
    text = scored.candidate.text
    kind = question.types[0]
    if len(question.types) > 1:
        return {}
    if kind == "date":
        return {("date", m.iso): text[m.start : m.end] for m in dates(text) if m.kind == "day" and m.iso}
    units = {"amount": "€", "percent": "%", "number": None}
    if kind not in units:
        return {}
    found: dict[tuple[object, ...], str] = {}
    for number in free_numbers(text):
        noun = None if number.unit else counted_noun(text, number)
        wanted = number.unit == units[kind] and (kind != "number" or (noun and noun == same_noun(question.head or "")))
        if wanted:
            found[(number.value, number.unit)] = _with_noun(text, number.start, number.end, kind == "number")
    return found


def _with_noun(text: str, start: int, end: int, counted: bool) -> str:
    """« 17 engagements »: a figure with the word after it."""
    following = text[end:].split(maxsplit=1)[:1] if counted else []
    return " ".join([text[start:end].strip(), *(word.rstrip(".,;:") for word in following)])


def _alike(answer: Scored, other: Scored) -> bool:
    mine, theirs = (
        frozenset(stem for stem in stems(one.candidate.text) if not stem.isdigit()) for one in (answer, other)
    )
    return len(mine & theirs) >= ALIKE * len(mine | theirs)


def newest_preferred(scored: Sequence[Scored]) -> list[Scored]:
    """Candidates with the newest of those that answer as well first, for a question about what holds now."""
    if not scored:
        return []
    best = scored[0]
    rivals = [
        other
        for other in scored[1:]
        if (other.candidate.hit.date or "") > (best.candidate.hit.date or "")
        and other.probability >= NEARLY_AS_NEW * best.probability
        and _answers_as_well(best, other)
    ]
    if not rivals:
        return list(scored)
    newest = max(rivals, key=lambda one: (one.candidate.hit.date or "", one.probability))
    rest = [one for one in scored if one is not newest]
    return [replace(newest, probability=best.probability), *rest]


def said_of(found: Disagreement | None, draft: Draft) -> list[str]:
    """The warning that two quotes of an answer disagree, the newest told first; none when one of them is not cited."""
    if found is None:
        return []
    told = []
    for one, shown in ((found.answer, found.here), (found.other, found.there)):
        candidate = one.candidate
        number = draft.number_of(candidate.hit.passage.document_id, candidate.start, candidate.end)
        if number:
            told.append((candidate.hit.date or "", one_line(shown), number))
    told.sort(key=lambda one: one[0], reverse=True)
    if len(told) < 2:
        return []
    return [messages.documents_differ([(shown, number, french_date(date)) for date, shown, number in told])]
