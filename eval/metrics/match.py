"""Is the expected answer in what was said?

An expected answer is *said* when its words stand in the text one after the other, whole words only, once both are
brought to one spelling (``spellings``): case, accents, punctuation, quotes and line breaks do not count, and numbers,
dates, times and amounts compare by what they mean. « 17 » is not said by « 17,5 », nor « Nantes » by « nantaises ».
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.given import Given
from eval.metrics.spellings import readings
from eval.questions import Question

_ONE = frozenset({"1", "un", "une"})
"""« un an » is « 1 an »; alone, « un » is an article."""


def said_in(answer: str, text: str) -> bool:
    """True when ``text`` says ``answer``, whatever the spelling; an answer without any word is looked for as it is."""
    sought = [words for words in readings(answer) if words]
    if not sought:
        bare = "".join(answer.lower().split())
        return bool(bare) and bare in "".join(text.lower().split())
    return any(_stands(words, others) for words in sought for others in readings(text))


def _stands(sought: Sequence[str], words: Sequence[str]) -> bool:
    size = len(sought)
    return any(
        all(a == b or (size > 1 and a in _ONE and b in _ONE) for a, b in zip(sought, words[start:], strict=False))
        for start in range(len(words) - size + 1)
    )


def answer_right(question: Question, given: Given) -> float | None:
    """1 when what is expected is said: one of each group of ``all_of`` where there are groups, else any answer.

    0 or 1, higher is better. 0 for an abstention; None for a question that must not be answered, and for one whose
    right answer is not told (evidence alone). The mean is the accuracy over answerable questions (answer containment,
    as in Liu et al. 2024, « Lost in the Middle », TACL).
    """
    if not question.answerable or not (question.answers or question.all_of):
        return None
    if given.abstained:
        return 0.0
    if question.all_of:
        return float(all(_one_said(group, given.said) for group in question.all_of))
    return float(_one_said(question.answers, given.said))


def list_recall(question: Question, given: Given) -> float | None:
    """Share of the groups of ``all_of`` of which one spelling is said: ``|groups said| / |groups|``.

    From 0 to 1, higher is better. 0 for an abstention; None without two groups at least, which make a list.
    """
    if len(question.all_of) < 2:
        return None
    if given.abstained:
        return 0.0
    return sum(_one_said(group, given.said) for group in question.all_of) / len(question.all_of)


def _one_said(answers: Sequence[str], text: str) -> bool:
    return any(said_in(answer, text) for answer in answers if answer.strip())
