"""What two documents say on the same points, side by side: where their figures and dates differ first.

Two sentences are on one point when each is the nearest of the other (« mutual nearest neighbours »): a cosine has no
threshold of its own, since those of two models are not on one scale.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering.summaries import Sentence, Vectors, candidates
from assistant.answering.versions import facts_of
from assistant.dedup import text_key
from assistant.models import Document
from assistant.text import normalise_space, stems

MOST = 4
"""Points that are told at most."""

SHARED = 2
"""Stems that two sentences on one point have in common at least, figures aside."""

LEAST = 0.3
"""Share of the stems of the one that says less that the other holds, figures aside."""

_SAME = 0.9
"""Share of stems, figures aside, from which two sentences are the same."""


@dataclass(frozen=True, slots=True)
class Point:
    """What each of two documents says of one thing; ``differs`` when their figures or their dates do."""

    one: Sentence
    other: Sentence
    differs: bool
    near: float


def compared(one: Document, other: Document, vectors: Vectors, most: int = MOST) -> list[Point]:
    """The points on which two documents speak, those where they differ first, then the nearest.

    Args:
        one: A document.
        other: Another one.
        vectors: Vectors of sentences.
        most: Points at most.
    """
    own, theirs = candidates(one), candidates(other)
    if not own or not theirs:
        return []
    near = vectors([normalise_space(s.text) for s in own]) @ vectors([normalise_space(s.text) for s in theirs]).T
    found = []
    for place, sentence in enumerate(own):
        match = int(near[place].argmax())
        if int(near[:, match].argmax()) == place:
            point = _point(sentence, theirs[match], float(near[place, match]))
            if point:
                found.append(point)
    found.sort(key=lambda point: (not point.differs, -point.near, point.one.start))
    return found[:most]


def _point(one: Sentence, other: Sentence, near: float) -> Point | None:
    """None when nothing ties two sentences, or when they say exactly the same."""
    own, theirs = _words(one.text), _words(other.text)
    shared = len(own & theirs)
    if shared < SHARED or shared < LEAST * min(len(own), len(theirs)) or text_key(one.text) == text_key(other.text):
        return None
    here, there = facts_of(one.text), facts_of(other.text)
    differs = bool(here.keys() - there.keys()) and bool(there.keys() - here.keys())
    if not differs and len(own & theirs) >= _SAME * len(own | theirs):
        return None
    return Point(one, other, differs, near)


def _words(text: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(text) if not stem.isdigit())
