"""Figures told in a row for several places, trades or payers: « 420 pour le bâtiment, 330 pour la métallurgie ».

The sentence that tells the figure of each is the answer to « combien pour la métallurgie ? », and not the one before it
that tells the total, though this one alone names what is counted. Pure functions.
"""

from __future__ import annotations

from assistant.answering.clauses import Span, clauses, free_numbers
from assistant.answering.question import Question
from assistant.answering.restrictions import Restrictions
from assistant.answering.word_families import held
from assistant.text import stems

_COUNTED = frozenset({"number", "amount", "percent"})


def allotted(question: Question, limits: Restrictions, sentence: str) -> Span | None:
    """The clause that tells the figure of what a question restricts its answer to, of a sentence that tells several.

    Args:
        question: The question; another thing than a number, an amount or a share is never allotted.
        limits: Its restrictions.
        sentence: A candidate.

    Returns:
        None when the sentence tells one figure, or when no clause is more of what is asked than the others.

    >>> from assistant.answering.question import understand
    >>> from assistant.answering.restrictions import restrictions
    >>> asked, sentence = "Combien pour la métallurgie ?", "Soit 420 pour le bâtiment et 330 pour la métallurgie."
    >>> found = allotted(understand(asked), restrictions(asked), sentence)
    >>> sentence[found.start : found.end]
    '330 pour la métallurgie.'
    """
    wanted = frozenset[str]().union(limits.names, limits.acronyms, *limits.complements)
    if question.type not in _COUNTED or not wanted:
        return None
    told = [one for one in clauses(sentence) if free_numbers(sentence[one.start : one.end])]
    shares = [len(held(wanted, frozenset(stems(sentence[one.start : one.end])))) for one in told]
    most = max(shares, default=0)
    return told[shares.index(most)] if len(told) > 1 and most and shares.count(most) == 1 else None
