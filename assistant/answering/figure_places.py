"""The words that go with a number or a date in a sentence.

« 45 % pour la Région, 35 % pour l'État » does not support « L'État donne 45 % » although every word is there: « État »
goes with the other figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.answering.polarity import LIMITS, opposed
from assistant.text import (
    STOP_WORDS,
    DateMention,
    NumberMention,
    dates,
    fold,
    numbers,
    sentences,
    stem,
    stems,
    tokenise,
)

Figure = NumberMention | DateMention

_NEAR_BEFORE = 4
"""Words before a figure that go with it, when at most a comma parts them from the figure before."""

_NEAR_AFTER = 2
"""Words after a figure that go with it, when nothing parts them from the next figure."""

_RANGE = re.compile(r"(?:\s\w+)?\s*(?:\ba\b|-|–)\s*")
"""« 15 à 20 », « 15 heures à 20 »."""

_MONTH_WORDS = """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """
_MONTHS = frozenset(_MONTH_WORDS.split())

_FRAME = 2
"""Words on each side of a figure that make its place."""

_LABEL = re.compile(r"\b(?:articles?|n°|no|numero|engagement|tableau|annexe|page|axe|titre|chapitre|action) $")
"""What names a thing by a number, which counts nothing."""

_BEFORE_NOUN = frozenset(["de", "d", "des", "du", "la", "le", "l", "les"])
_ADJECTIVES_BEFORE = """
    grand grandes principaux principales nouveau nouveaux nouvelles premiers premières derniers dernières autres
    seuls seules petits prochains prochaines mêmes différents différentes présents présentes
    """
_SMALL_ADJECTIVES = frozenset(stem(word) for word in _ADJECTIVES_BEFORE.split())
_SAME_NOUN = {stem("années"): stem("ans"), stem("année"): stem("ans"), stem("an"): stem("ans")}

_STRONG = re.compile(r"[;.:!?]\s|\n")
_WEAK = re.compile(r"[,–]")
_CLAUSE_END = re.compile(r"[,;:.!?()\n\t]|\b(?:et|mais|puis|contre)\b")
_JOIN = re.compile(r"\b(?:et|mais|contre|soit|puis|dont|devant|ou|tandis|alors)\b|\b(?:à|au|aux)\b(?=\s*(?:le\s+)?$)")


@lru_cache(maxsize=4096)
def free_numbers(text: str) -> tuple[NumberMention, ...]:
    """Numbers that are not part of a date."""
    mentioned = dates(text)
    return tuple(n for n in numbers(text) if not any(d.start <= n.start < d.end for d in mentioned))


def counted_noun(text: str, number: NumberMention) -> str | None:
    """Stem of the noun that follows a number, None when no noun does."""
    for token in tokenise(re.split(r"[,;:.()\t\n]", text[number.end : number.end + 60])[0]):
        if token.stem in _SMALL_ADJECTIVES or token.folded in _BEFORE_NOUN:
            continue
        uncounted = token.folded in STOP_WORDS and token.folded != "fois"
        return None if uncounted or token.folded[0].isdigit() else same_noun(token.stem)
    return None


def same_noun(word: str) -> str:
    """One stem for the words of the same unit of time."""
    return _SAME_NOUN.get(word, word)


def same_labels(claim: str, support: str, context: str) -> bool:
    """« le tableau 3 » is not « le tableau 1 », even beside « les trois financeurs »."""
    told = _labelled(support) | _labelled(context)
    return _labelled(claim) <= told


def _labelled(text: str) -> frozenset[tuple[str, float]]:
    """What names things by their numbers, with the numbers."""
    found = ((_LABEL.search(fold(text[: number.start])), number.value) for number in free_numbers(text))
    return frozenset((label.group().strip().rstrip("s"), value) for label, value in found if label)


def same_ranges(claim: str, support: str) -> bool:
    """« de 20 à 15 heures » is not « de 15 à 20 heures »."""
    told = set(_ranges(support))
    return not any((b, a) in told and (a, b) not in told for a, b in _ranges(claim))


def _ranges(text: str) -> Iterator[tuple[float, float]]:
    for first, second in pairwise(free_numbers(text)):
        if _RANGE.fullmatch(fold(text[first.end : second.start])):
            yield first.value, second.value


def same_frames(claim: str, support: str) -> bool:
    """False when the support has another figure where the claim has this one, between the very same words."""
    told = list(_framed(support))
    for value, frame in _framed(claim):
        here = {other for other, words in told if words == frame}
        if here and not any(other.startswith(value) or value.startswith(other) for other in here):
            return False
    return True


def _framed(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The figures and the months of a text by their value, each with the words of its sentence on both sides."""
    for span in sentences(text):
        sentence = text[span.start : span.end]
        words = list(tokenise(sentence))
        found: list[tuple[int, int, str]] = [(d.start, d.end, d.iso) for d in dates(sentence) if d.iso]
        found += [(n.start, n.end, f"{n.value:g} {n.unit or ''}") for n in free_numbers(sentence)]
        found += [(w.start, w.end, w.folded) for w in words if w.folded in _MONTHS]
        for start, end, value in found:
            before = [word.folded for word in words if word.end <= start][-_FRAME:]
            after = [word.folded for word in words if word.start >= end][:_FRAME]
            frame = (*[""] * (_FRAME - len(before)), *before, *after, *[""] * (_FRAME - len(after)))
            if any(word and word not in STOP_WORDS and not word[0].isdigit() for word in frame):
                yield value, frame


@dataclass(frozen=True, slots=True)
class _Part:
    """A figure of a text with the stems of its part of the sentence.

    ``near`` are those that surely go with it, ``own`` those that may.
    """

    figure: Figure
    own: frozenset[str]
    near: frozenset[str]


def in_place(claim: str, figure: Figure, support: str, told: Figure, context: str) -> bool:
    """False when words of the claim go with another figure of the support, and not with this one."""
    if opposed(_clause(claim, figure), _clause(support, told), LIMITS):
        return False
    parts = _parts(support, _kind(support, told))
    mine = next(part for part in parts if part.figure == told)
    content = next(part for part in _parts(claim, _kind(claim, figure)) if part.figure == figure)
    rivals = [part for part in parts if not _same(part.figure, told) and not _joined(support, part.figure, told)]
    elsewhere = _outside(support, [told, *(part.figure for part in rivals)]) | frozenset(stems(context))
    later = [part for part in rivals if part.figure.start > told.start]
    before = frozenset().union(*(part.own for part in parts if part.figure.start < told.start))
    if any((content.near & part.near) - mine.own - before - elsewhere for part in later):
        return False
    earlier = [part for part in rivals if part.figure.start < told.start]
    theirs = frozenset(word for part in earlier for word in part.own)
    of_this_one, of_others = mine.own - theirs - elsewhere, theirs - mine.own - elsewhere
    return not of_this_one or bool(of_this_one & content.own) or not of_others & content.own


def _clause(text: str, figure: Figure) -> str:
    left = max((m.end() for m in _CLAUSE_END.finditer(text, 0, figure.start)), default=0)
    right = _CLAUSE_END.search(text, figure.end)
    return text[left : right.start() if right else len(text)]


def _kind(text: str, figure: Figure) -> str:
    """What may be taken for a figure: any date for a date, a number of the same unit or of the same thing."""
    if isinstance(figure, DateMention):
        return "date"
    label = _LABEL.search(fold(text[: figure.start]))
    return f"number {label.group() if label else figure.unit or counted_noun(text, figure) or ''}"


def _same(one: Figure, two: Figure) -> bool:
    if isinstance(one, NumberMention) and isinstance(two, NumberMention):
        return one.value == two.value
    if isinstance(one, DateMention) and isinstance(two, DateMention) and one.iso and two.iso:
        return one.iso.startswith(two.iso) or two.iso.startswith(one.iso)
    return one == two


def _joined(text: str, one: Figure, two: Figure) -> bool:
    """True for the two ends of « du 9 au 24 », « de 15 à 20 », « entre le 1er mars et le 31 août »."""
    first, second = sorted((one, two), key=lambda figure: figure.start)
    return not re.search(r"[,;:.()\t\n]", text[first.end : second.start]) and not stems(text[first.end : second.start])


def _outside(text: str, figures: Sequence[Figure]) -> frozenset[str]:
    """Stems of the sentences that hold none of these figures."""
    spans = [s for s in sentences(text) if not any(s.start <= f.start < s.end for f in figures)]
    return frozenset(word for span in spans for word in stems(text[span.start : span.end]))


@lru_cache(maxsize=4096)
def _parts(text: str, kind: str) -> tuple[_Part, ...]:
    found: list[Figure] = [*dates(text), *free_numbers(text)]
    figures = [figure for figure in found if _kind(text, figure) == kind]
    spans = sentences(text)
    parts = []
    for place, figure in enumerate(figures):
        left, right = next(((s.start, s.end) for s in spans if s.start <= figure.start < s.end), (0, len(text)))
        before, after = stems(text[left : figure.start]), stems(text[figure.end : right])
        near_before, near_after = before, after
        if place and figures[place - 1].end > left:
            left, certain = _start_of_part(text, figures[place - 1].end, figure.start)
            before = stems(text[left : figure.start])
            near_before = before if certain else before[-_NEAR_BEFORE:]
        if place + 1 < len(figures) and figures[place + 1].start < right:
            right, certain = _end_of_part(text, figure.end, figures[place + 1].start)
            after = stems(text[figure.end : right])
            near_after = after if certain else after[:_NEAR_AFTER]
        near, own = frozenset({*near_before, *near_after}), frozenset({*before, *after})
        parts.append(_Part(figure, own, near))
    return tuple(parts)


def _start_of_part(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the words of a figure begin after the figure before it, and whether they surely go with it."""
    gap = text[start:end]
    if strong := list(_STRONG.finditer(gap)):
        return start + strong[-1].start(), True
    weak = [found.start() for pattern in (_WEAK, _JOIN) if (found := pattern.search(gap))]
    return start + min(weak, default=0), False


def _end_of_part(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where the words of a figure end before the next figure, and whether they surely go with it."""
    gap = text[start:end]
    cuts = [found.start() for pattern in (_STRONG, _WEAK, _JOIN) if (found := pattern.search(gap))]
    return (start + min(cuts), True) if cuts else (end, False)
