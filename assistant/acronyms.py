"""Acronyms that a French text defines: « centre de formation d'apprentis (CFA) », « CFA : centre de … ».

After A. Schwartz and M. Hearst, « A simple algorithm for identifying abbreviation definitions in biomedical text »,
PSB 2003: what stands beside a short form is its long form when the letters of the one are found in order in the
other. Here letters open words, as they do in French administration: every word that says something gives its initial,
several letters in forms of four letters or more (« Opco », « Agefiph »); stop words may give one there; a word or
two may give none in long forms. That is stricter than the paper, which takes letters anywhere in a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.text import STOP_WORDS, fold, normalise_space, stems, tokenise, tokens

_LONGEST_PREFIX = 5
"""Letters that one word may give."""

_SKIP = 2
"""What a word left out costs beside a letter that a stop word gives, which costs 1."""

_MOST_WORDS = 24
"""Words, stop words included, that are looked at on either side of a short form."""

_VERBS = frozenset({"ont", "est", "sont", "etait", "etaient", "sera", "seront", "peut", "peuvent", "doit", "doivent"})
"""What no name holds: words around one do not belong to one long form."""

_SHORT = r"(?:[A-ZÀÉÈ]\.){2,10}(?:[A-ZÀÉÈ]\b)?|[A-ZÀÉÈ][\w&]{1,11}(?:-[A-Z]\w{0,11})?"
_QUOTED_SHORT = rf"[«“\"]?\s*(?P<short>{_SHORT})\s*[»”\"]?"
_IN_BRACKETS = re.compile(
    r"\(\s*(?:(?:ou|dite?s?|ci-après|désormais|sigle)\s*:?\s*)?(?:l[ae]s?\s|l['’])?\s*"
    rf"(?:{_QUOTED_SHORT}|(?P<small>[a-zà-ÿ]{{4,10}}))\s*(?=[,;:)–—])"
)
_BEFORE_BRACKETS = re.compile(rf"(?<![\w.-]){_QUOTED_SHORT}\s*\(\s*(?P<long>[^()\n]{{5,300}})\)")
_IN_GLOSSARY = re.compile(
    rf"^[^\w\n(«]{{0,6}}{_QUOTED_SHORT}(?:\s*[:=\t]\s*|\s+[–—-]\s+)(?P<long>[^\W\d][^\n]{{4,300}})", re.MULTILINE
)
_APPOSED = re.compile(rf"(?<![\w.-]){_QUOTED_SHORT},\s+(?:l[ae]s?\s|l['’])?(?P<long>[^\W\d][^()\n.;:]{{10,300}})")
_EDGE = re.compile(r"[.;:!?()\[\]\n\t•|/]")
_ROMAN = re.compile(r"[IVXLC]+")
_REPEATED = re.compile(r"([23])([a-z])")
_DOTTED = re.compile(r"(?<![\w.])(?:[^\W\d_]\.){2,10}(?:[^\W\d_]\b)?")


@dataclass(frozen=True, slots=True)
class Definition:
    """An acronym and what it stands for, both as they are written, the long form without its article."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    folded: str
    optional: bool


def short_key(short: str) -> str:
    """Name that an acronym is looked up by: « C.F.A. », « cfa » and « CFA » have one."""
    return re.sub(r"[^a-z0-9]", "", fold(short))


def long_key(long: str) -> str:
    """Name that a long form is looked up by: its stems, « centr_format_apprent »; empty under two stems."""
    found = stems(long)
    return "_".join(found) if len(found) > 1 else ""


def dotted(text: str) -> list[str]:
    """Acronyms written with dots (« C.F.A. »), as they are written."""
    return [match.group() for match in _DOTTED.finditer(text)]


def undotted(text: str) -> str:
    """The text with its acronyms written without dots (« CFA »): « C.F.A. » holds no word of two letters."""
    return _DOTTED.sub(lambda match: match.group().replace(".", ""), text)


def definitions(text: str) -> list[Definition]:
    """Acronyms that a text defines, each pair once, in order of the way they are written then of place.

    Read are « long (SHORT) », « SHORT (long) », « SHORT : long » at the head of a line, and « SHORT, long, ».
    """
    found = [*_long_then_short(text), *_short_then_long(text)]
    return list({(short_key(one.short), long_key(one.long)): one for one in reversed(found)}.values())[::-1]


def _long_then_short(text: str) -> Iterator[Definition]:
    for match in _IN_BRACKETS.finditer(text):
        before = text[max(0, match.start() - 400) : match.start()].rstrip(" »”\"'’\xa0\u202f")
        edges = [edge.end() for edge in _EDGE.finditer(before)]
        before = before[edges[-1] :] if edges else before
        long = _ending(before, match["short"] or match["small"], typed_small=match["small"] is not None)
        if long:
            yield Definition((match["short"] or match["small"]).strip(), long)


def _ending(before: str, short: str, *, typed_small: bool) -> str:
    """The long form that a text ends with: that of the least cost, then the shortest."""
    words = _words(before)[-_MOST_WORDS:]
    least, best = 99, ""
    for letters in _letters(short):
        for start in range(len(words) - 1, -1, -1):
            cost = _alignments(letters, words[start:]).get(len(words) - start)
            if cost is None or cost >= least or (typed_small and (cost or _said(words[start:]) < 3)):
                continue
            least, best = cost, before[words[start].start : words[-1].end]
    return _tidy(best)


def _short_then_long(text: str) -> Iterator[Definition]:
    for pattern, least in ((_BEFORE_BRACKETS, 2), (_IN_GLOSSARY, 2), (_APPOSED, 3)):
        for match in pattern.finditer(text):
            long = _opening(match["long"], match["short"], least)
            if long and short_key(match["short"]) not in tokens(long):
                yield Definition(match["short"], long)


def _opening(after: str, short: str, least: int) -> str:
    """The long form that a text opens with: it goes to the end or to a mark, or costs nothing.

    ``least`` is the number of letters that the short form must have.
    """
    words = _words(after)[:_MOST_WORDS]
    while words and words[0].optional:
        words = words[1:]
    ranked: list[tuple[bool, int, int]] = []
    for letters in _letters(short):
        if len(letters) >= least:
            for end, cost in _alignments(letters, words).items():
                rest = after[words[end - 1].end :].lstrip(' »”"')
                ranked.append((bool(rest) and rest[0] not in ",;:.)(–—-\t|", cost, -end))
    if not ranked or (min(ranked)[0] and min(ranked)[1]):
        return ""
    end = -min(ranked)[2]
    return _tidy(after[words[0].start : words[end - 1].end])


def _tidy(long: str) -> str:
    """One line, without quotation marks."""
    return normalise_space(re.sub(r"[«»“”\"]", " ", long))


def _words(text: str) -> list[_Word]:
    return [_Word(t.start, t.end, t.folded, t.folded in STOP_WORDS) for t in tokenise(text)]


def _said(words: Sequence[_Word]) -> int:
    return sum(not word.optional for word in words)


def _letters(short: str) -> list[str]:
    """Letters of a short form, without the « s » of « CFAs »; none when it cannot be an acronym."""
    bare = short.replace(".", "").strip()
    if _ROMAN.fullmatch(bare) or not any(c.isalpha() for c in bare):
        return []
    forms = [bare, bare[:-1]] if bare.endswith("s") and bare[:-1].isupper() else [bare]
    found = [_REPEATED.sub(lambda m: m[2] * int(m[1]), short_key(form)) for form in forms]
    return [letters for letters in found if len(letters) >= 2 and letters.isalpha()]


def _skips_allowed(letters: str) -> int:
    return 0 if len(letters) < 3 else 1 if len(letters) < 6 else 2


def _alignments(letters: str, words: Sequence[_Word]) -> dict[int, int]:
    """Ends of the long forms that open ``words``, in words, and what each costs, 0 at best.

    A word that gives no letter costs ``_SKIP``, a letter that a stop word gives costs 1. A long form
    opens and ends with a word that gives a letter, and has two words at least that say something.
    """
    if not words or words[0].optional or not words[0].folded.startswith(letters[0]):
        return {}
    ends: dict[int, int] = {}
    reached: dict[tuple[int, int], int] = {(0, 0): 0}
    """Least cost, by number of letters read and of words that say something and gave some, two at most."""
    for number, word in enumerate(words, start=1):
        if word.folded in _VERBS and word.optional:
            break
        after: dict[tuple[int, int], int] = {}
        for (place, said), before in reached.items():
            for gives in range(_most_given(letters, place, word) + 1):
                told = min(2, said + (gives > 0 and not word.optional))
                cost = before + (gives if word.optional else 0 if gives else _SKIP)
                state = (place + gives, told)
                if cost >= _SKIP * (_skips_allowed(letters) + 1) or (number == 1 and gives == 0):
                    continue
                if gives and state == (len(letters), 2):
                    ends[number] = min(cost, ends.get(number, cost))
                elif place + gives < len(letters):
                    after[state] = min(cost, after.get(state, cost))
        reached = after
    return ends


def _most_given(letters: str, place: int, word: _Word) -> int:
    """How many letters a word may give: its longest prefix that comes next."""
    is_long = len(letters) >= 4
    limit = int(is_long) if word.optional else _LONGEST_PREFIX if is_long else 1
    given = 0
    for letter, expected in zip(word.folded[:limit], letters[place : place + limit], strict=False):
        if letter != expected:
            break
        given += 1
    return given
