"""Figures told in a row for several places, trades or payers: « 420 pour le bâtiment, 330 pour la métallurgie ».

The sentence that tells the figure of each is the answer to « combien pour la métallurgie ? », and not the one before it
that tells the total, though this one alone names what is counted. Pure functions.
"""

from __future__ import annotations

from itertools import pairwise

from assistant.answering.leads import CLAUSE, free_numbers
from assistant.answering.question import Question
from assistant.answering.restrictions import Restrictions
from assistant.answering.word_families import held
from assistant.text import stems

_COUNTED = frozenset({"number", "amount", "percent"})


def allotted(question: Question, limits: Restrictions, sentence: str) -> bool:
    """True when a sentence tells several figures, one of which is of what the question restricts its answer to.

    Args:
        question: The question; another thing than a number, an amount or a share is never allotted.
        limits: Its restrictions.
        sentence: A candidate.

    >>> from assistant.answering.question import understand
    >>> from assistant.answering.restrictions import restrictions
    >>> asked = "Combien de places pour la métallurgie ?"
    >>> allotted(understand(asked), restrictions(asked), "Soit 420 pour le bâtiment et 330 pour la métallurgie.")
    True
    """
    wanted = frozenset[str]().union(limits.names, limits.acronyms, *limits.complements)
    if question.type not in _COUNTED or not wanted:
        return False
    shares = [len(held(wanted, frozenset(stems(clause)))) for clause in _with_a_figure(sentence)]
    return len(shares) > 1 and max(shares) > 0 and shares.count(max(shares)) == 1


def _with_a_figure(sentence: str) -> list[str]:
    """The clauses of a sentence that tell a figure."""
    cuts = [0, *(match.end() for match in CLAUSE.finditer(sentence)), len(sentence)]
    clauses = [sentence[left:right] for left, right in pairwise(cuts)]
    return [clause for clause in clauses if free_numbers(clause)]
