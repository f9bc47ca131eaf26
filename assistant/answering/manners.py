"""The same answer told otherwise: in one sentence (« en plus court »), or with what comes after (« continue »)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answering.base import Manner
from assistant.answering.candidates import Candidate
from assistant.answering.extractive import Quote
from assistant.answering.question import ABOUT
from assistant.answering.scoring import Scored
from assistant.text import fold, normalise_space, one_line

FURTHER = 4
"""Sentences that « plus de détails » adds at most."""

LIKELY = 0.25
"""Share of the support of the answer from which a sentence that does not follow it is added."""

_QUOTED = frozenset({"paragraph", "item", "table"})
_NAMES: dict[str, str] = {"shorter": "En plus court", "more": "Plus de détails", "newest": "D'après le plus récent"}
_BARE = re.compile(r"\W*(?:et )?(?:pourquoi|comment|lequel|laquelle)(?: (?:ca|cela|donc))?\W*")
_MANNER = re.compile(rf"^(?P<name>{'|'.join(_NAMES.values())}) : (?P<question>.+)$", re.DOTALL)


def with_manner(name: str, question: str) -> str:
    """A question with the manner of its answer: « En plus court : … »; ``name`` is « newest » or a ``Manner``."""
    return f"{_NAMES[name]} : {without_manner(question)}"


def without_manner(question: str) -> str:
    """The question alone."""
    match = _MANNER.match(question)
    return match["question"] if match else question


def manner_of(question: str) -> tuple[Manner, bool, str]:
    """The manner of an answer, whether the newest is wanted, and the question alone.

    >>> manner_of("Plus de détails : Qui a signé ?")
    ('more', False, 'Qui a signé ?')
    """
    match = _MANNER.match(question)
    if not match:
        return "plain", False, question
    name = next(key for key, shown in _NAMES.items() if shown == match["name"])
    manner: Manner = "shorter" if name == "shorter" else "more" if name == "more" else "plain"
    return manner, name == "newest", match["question"]


def shortest(quotes: Sequence[Quote]) -> list[Quote]:
    """The one quote that answers best: the best supported, the shortest of several."""
    return [min(quotes, key=lambda quote: (-quote.support, len(quote.text)))] if quotes else []


def further(
    quotes: Sequence[Quote], scored: Sequence[Scored], found: Sequence[Candidate], said: Iterable[str]
) -> list[Quote]:
    """Sentences that go on from an answer: those that follow it in its document, then the next likeliest.

    Args:
        quotes: The answer.
        scored: The candidates that may answer, best first.
        found: Every candidate of the passages found.
        said: What was answered before, in which no sentence is given again.
    """
    told = normalise_space(" ".join(said))
    chosen: dict[tuple[str, int], Quote] = {}
    likeliest = (Quote(one.candidate, one.candidate.start, one.candidate.end, "", 0.0) for one in scored[:1])
    for quote in quotes or likeliest:
        passage = quote.candidate.hit.passage
        after = (one for one in found if one.hit.passage.document_id == passage.document_id and one.start >= quote.end)
        for one in sorted(after, key=lambda candidate: candidate.start):
            if _may_follow(one, told):
                place = (passage.document_id, one.start)
                chosen.setdefault(place, Quote(one, one.start, one.end, one.text, quote.support))
    least = LIKELY * max((quote.support for quote in quotes), default=0.0)
    for likely in scored:
        one = likely.candidate
        if likely.probability >= least and _may_follow(one, told):
            place = (one.hit.passage.document_id, one.start)
            chosen.setdefault(place, Quote(one, one.start, one.end, one.text, likely.probability))
    return list(chosen.values())[:FURTHER]


def only_asks_why(question: str) -> bool:
    """True for « pourquoi ? » or « comment ? » alone, after the question that it goes on from."""
    match = ABOUT.match(question)
    return bool(match) and bool(_BARE.fullmatch(fold(match["question"] if match else "")))


def new_only(question: str, quotes: Sequence[Quote], said: Sequence[str]) -> list[Quote]:
    """The quotes, without those already given when the question only asks why or how: they do not say.

    Args:
        question: Self-contained.
        quotes: The answer.
        said: What was answered before.
    """
    if not only_asks_why(question):
        return list(quotes)
    told = normalise_space(" ".join(said))
    return [quote for quote in quotes if one_line(quote.text) not in told]


def _may_follow(candidate: Candidate, told: str) -> bool:
    shown = normalise_space(candidate.text)
    return (
        candidate.block.kind in _QUOTED and shown not in told and candidate.shown not in told and shown[-1] not in ":?"
    )
