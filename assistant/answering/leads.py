"""The answer itself, when it is a span of the quoted sentence: « 17 engagements », « le 1er juin 2023 ».

A lead is given only when one span of the sentence can be meant: the only one of the kind asked for, or the only one
that stands in the same clause as the words of the question. Else the quote speaks for itself. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.answering.allotments import allotted
from assistant.answering.clauses import CLAUSE, Span, clauses, free_numbers
from assistant.answering.mentions import counts
from assistant.answering.people import person_names
from assistant.answering.question import Question
from assistant.answering.question_types import AnswerType
from assistant.answering.restrictions import restrictions
from assistant.answering.word_families import held
from assistant.text import STOP_WORDS, dates, fold, fold_same_length, numbers, one_line, stems, tokenise

_TIME_UNIT = re.compile(
    r"\s*(?:ans?|annees?|mois|semaines?|jours?|heures?|minutes?)\b(?:\s(?:ouvres|ouvrables|francs|calendaires))?"
)
_DENIES = re.compile(r"\b(?:ne|n'|ni|sans|sauf|hors|aucune?|jamais)(?:\b|(?<='))")
_MOST_NUMBERS = 5
"""Numbers of a sentence among which one can be told to be meant."""

_SHORT = 40
"""Characters of what follows a number without a noun that are shown with it."""

_UNIT_STEMS = frozenset(stems("heures jours semaines mois ans minutes"))
_JOINED = re.compile(r"\s*(?:,|et|ou|puis)\s*(?:le|du|au|à|de)?\s*")
_ARTICLE = re.compile(r"\b(?:le|du|au|des le|en|depuis le|avant le|jusqu'au|fin|debut|mi-)\s*$")
_BEFORE_NUMBER = re.compile(
    r"\b(?:environ|pres de|plus de|moins de|au moins|au plus|entre|jusqu'a|a peine|quelque)\s+$"
)
_AFTER_NUMBER = re.compile(r"\s+(?:au (?:plus|moins|maximum|minimum)|maximum|minimum|environ)\b")


def lead(question: Question, sentence: str) -> str | None:
    """The span of a sentence that answers a question of one type, as it is written there; None when not sure.

    Args:
        question: A question, or one part of it.
        sentence: An exact sentence that was chosen as the answer.

    >>> from assistant.answering.question import understand
    >>> lead(understand("Combien d'engagements compte le texte ?"), "Le texte compte 17 engagements, en trois thèmes.")
    '17 engagements'
    """
    find = _FINDERS.get(question.type)
    if find is None or len(question.types) > 1 or "\n" in sentence.strip():
        return None
    found = find(question, sentence)
    sure = len(found) == 1 and question.type != "agent"  # « qui » may be a body that is no name
    chosen = found[0] if sure else _of_the_clause(question, sentence, found)
    if (
        chosen is None
        or _denied(sentence, chosen)
        or _echoes(question, sentence, chosen)
        or any(_in_a_row(sentence, *sorted((chosen, other), key=_start)) for other in found)
    ):
        return None
    return one_line(sentence[chosen.start : chosen.end])


def _denied(sentence: str, span: Span) -> bool:
    """True after « ne… pas », « aucun », « sauf » in the same clause: the span alone would say the contrary."""
    return bool(_DENIES.search(fold(sentence[_clause_start(sentence, span) : span.start])))


def _clause_start(sentence: str, span: Span) -> int:
    """Where the clause in which a span begins begins itself."""
    return max(clause.start for clause in clauses(sentence) if clause.start <= span.start)


def _echoes(question: Question, sentence: str, span: Span) -> bool:
    """True for a date that the question gives itself."""
    given = {fold(question.text[d.start : d.end])[:12] for d in dates(question.text)}
    told = {fold(sentence[d.start : d.end])[:12] for d in dates(sentence[: span.end]) if d.start >= span.start}
    return any(a.startswith(b) or b.startswith(a) for a in given for b in told)


def _start(span: Span) -> int:
    return span.start


def _in_a_row(sentence: str, first: Span, second: Span) -> bool:
    """True for « le 5 décembre et le 19 mars »: both are meant."""
    return first.end <= second.start and bool(_JOINED.fullmatch(sentence[first.end : second.start]))


def _of_the_clause(question: Question, sentence: str, found: list[Span]) -> Span | None:
    """The one whose clause holds more words of the question than any other's, the counted noun aside."""
    wanted = set(question.all_terms) - {question.head}
    shares = []
    for span in found:
        left = _clause_start(sentence, span)
        right = min(clause.end for clause in clauses(sentence) if clause.end >= span.end)
        shares.append(len(wanted & set(stems(sentence[left:right]))))
    best = max(shares, default=0)
    return found[shares.index(best)] if best and shares.count(best) == 1 else None


def _counted(question: Question, sentence: str) -> list[Span]:
    plain = [
        span
        for span in free_numbers(sentence)
        if not re.search(r"[%€]|euro|pour ?cent", sentence[span.start : span.end])
    ]
    told = allotted(question, restrictions(question.text), sentence)
    if not told and len(plain) > _MOST_NUMBERS:
        return []
    if told:
        plain = [span for span in plain if told.start <= span.start < told.end]
    elif question.head:
        near = [span for span in plain if counts(question.head, CLAUSE.split(sentence[span.start :])[0])]
        plain = near or plain
    spans = [_with_noun(sentence, span) for span in plain]
    if told and len(plain) == 1 and spans[0].end == plain[0].end:
        spans = [_to_the_end(sentence, spans[0], told)]
    return [one for one, span in zip(spans, plain, strict=True) if _counts_it(question, sentence, one, span)]


def _counts_it(question: Question, sentence: str, shown: Span, number: Span) -> bool:
    """False for a number of another thing: « trois mois » where members are counted."""
    noun = stems(sentence[number.end : shown.end])
    if not noun or question.head is None or held([question.head], frozenset(noun)):
        return True
    unit = fold(sentence[number.end : shown.end]).split()[0]
    return not _TIME_UNIT.match(" " + unit) and not held([question.head], frozenset(stems(sentence)))


def _with_noun(sentence: str, span: Span) -> Span:
    """« 840 » with what it counts, « 840 employeurs », and with what bounds it, « plus de 840 employeurs »."""
    end = span.end
    following = next(tokenise(sentence[end : end + 30]), None)
    if following and following.start <= 1 and following.folded not in STOP_WORDS and not following.folded.isdigit():
        end += following.end
    after = _AFTER_NUMBER.match(fold_same_length(sentence), end)
    return Span(_bounded(sentence, span.start), after.end() if after else end)


def _to_the_end(sentence: str, span: Span, clause: Span) -> Span:
    """« 180 » with what follows in its clause, « 180 pour le numérique », when that is short."""
    rest = CLAUSE.split(sentence[span.end : clause.end])[0].rstrip(" ,;:.)\n")
    return Span(span.start, span.end + len(rest)) if len(rest) <= _SHORT else span


def _bounded(sentence: str, start: int) -> int:
    before = _BEFORE_NUMBER.search(fold_same_length(sentence[:start]))
    return before.start() if before else start


def _with_unit(*units: str) -> Callable[[Question, str], list[Span]]:
    def find(_: Question, sentence: str) -> list[Span]:
        found = [Span(n.start, n.end) for n in numbers(sentence) if n.unit in units]
        return [Span(_bounded(sentence, span.start), span.end) for span in found]

    return find


def _durations(question: Question, sentence: str) -> list[Span]:
    """Durations, in the unit asked for when one is (« combien d'heures »)."""
    found = []
    folded = fold_same_length(sentence)
    asked = frozenset({question.head} if question.head in _UNIT_STEMS else ())
    for span in free_numbers(sentence):
        unit = _TIME_UNIT.match(folded, span.end)
        if unit and (not asked or asked & frozenset(stems(unit.group()))):
            found.append(Span(_bounded(sentence, span.start), unit.end()))
    return found


def _days(question: Question, sentence: str) -> list[Span]:
    years_do = "annee" in fold(question.text)
    found = []
    for mention in dates(sentence):
        if mention.kind != "year" or years_do:
            article = _ARTICLE.search(fold_same_length(sentence[: mention.start]))
            found.append(Span(article.start() if article else mention.start, mention.end))
    return found


def _people(_: Question, sentence: str) -> list[Span]:
    return [Span(start, end) for start, end in person_names(sentence)]


_FINDERS: dict[AnswerType, Callable[[Question, str], list[Span]]] = {
    "number": _counted,
    "amount": _with_unit("€"),
    "percent": _with_unit("%"),
    "duration": _durations,
    "date": _days,
    "person": _people,
    "agent": _people,
}
