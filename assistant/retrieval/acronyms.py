"""Acronyms of a question and what they stand for, both ways: as the corpus defines them, else from a short list."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from assistant.acronyms import Definition, dotted, long_key, short_key
from assistant.retrieval.query import Expansion
from assistant.text import STOP_WORDS, Token, stem, stems, tokenise

WEIGHT = 0.5
"""What the other form counts, all its words together, beside a word of the question, which counts 1."""

AT_MOST = 2
"""Long forms that are tried for one acronym, and acronyms for one long form."""

_LONGEST = 10
"""Stems of the longest long form that is looked for in a question."""

_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 2, 12
_LIST = Path(__file__).with_name("acronyms.txt")


class Defined(Protocol):
    """An acronym, what it stands for, and how many passages say so."""

    @property
    def short(self) -> str:
        """The acronym, as it is written."""

    @property
    def long(self) -> str:
        """What it stands for."""

    @property
    def passages(self) -> int:
        """Passages that say so."""


class Definitions(Protocol):
    """What knows the definitions of the corpus: the index."""

    def definitions(self, names: Collection[str]) -> Sequence[Defined]:
        """Definitions under keys of ``assistant.acronyms``, those of most passages first."""


@dataclass(frozen=True, slots=True)
class CommonAcronyms:
    """Our own list: ``definitions`` by key of either form, and the words that are acronyms only in capitals."""

    definitions: Mapping[str, tuple[Definition, ...]]
    ordinary: frozenset[str]


def expansions(question: str, index: Definitions, common: CommonAcronyms | None = None) -> list[Expansion]:
    """Long forms of the acronyms of a question, and acronyms of the long forms it holds.

    Args:
        question: As it was typed. Capitals count: « ARE » is an acronym and « are » a word, unless all is in capitals.
        index: What the corpus defines; everything is looked up at once.
        common: Acronyms used where the corpus defines nothing; those of ``common_acronyms`` when None.

    Returns:
        At most ``AT_MOST`` for each form, those that most passages define first.
    """
    common = common or common_acronyms()
    shorts = _acronyms(question, common.ordinary)
    longs = _long_forms(question)
    if not shorts and not longs:
        return []
    defined: list[Defined | Definition] = list(index.definitions([*shorts, *longs]))
    known = {key for one in defined for key in (short_key(one.short), long_key(one.long))}
    for key in [*shorts, *longs]:
        if key not in known:
            defined += common.definitions.get(key, ())
    found = [Expansion((stem(key),), 1.0, "acronym", typed, key.upper()) for key, typed in _dotted(question).items()]
    return [*found, *_long_added(shorts, longs, defined), *_short_added(shorts, longs, defined)]


def _long_added(
    shorts: Mapping[str, str], longs: Mapping[str, str], defined: Sequence[Defined | Definition]
) -> Iterator[Expansion]:
    for key, typed in shorts.items():
        forms = [one for one in defined if short_key(one.short) == key]
        if any(long_key(one.long) in longs for one in forms):
            continue  # both are in the question
        for words, long in _apart({tuple(dict.fromkeys(stems(one.long))): one.long for one in reversed(forms)}):
            yield Expansion(words, WEIGHT / len(words), "acronym", typed, long)


def _apart(longs: Mapping[tuple[str, ...], str]) -> list[tuple[tuple[str, ...], str]]:
    """The first long forms, the last of ``longs``, without those that hold all the words of another one."""
    least = [words for words in longs if not any(set(other) < set(words) for other in longs)]
    return [(words, longs[words]) for words in least[::-1][:AT_MOST]]


def _short_added(
    shorts: Mapping[str, str], longs: Mapping[str, str], defined: Sequence[Defined | Definition]
) -> Iterator[Expansion]:
    keys = {long_key(one.long) for one in defined} & set(longs)
    for key in (key for key in longs if key in keys):
        if any(f"_{key}_" in f"_{other}_" for other in keys - {key}):
            continue  # a part of a longer one
        forms = list({short_key(one.short): one for one in reversed(defined) if long_key(one.long) == key}.values())
        for one in forms[::-1][:AT_MOST]:
            if short_key(one.short) not in shorts:
                words = (stem(short_key(one.short)),) if "." in one.short else tuple(stems(one.short))
                yield Expansion(words, WEIGHT / len(words), "acronym", longs[key], one.short)


def _acronyms(question: str, ordinary: Collection[str]) -> dict[str, str]:
    """Words that may be acronyms, as typed, by key: « C.F.A. », « crefop », « Carif-Oref »."""
    shouted = question.isupper() and len(question.split()) > 2
    found = _dotted(question)
    words = list(tokenise(question))
    for word, following in zip_longest(words, words[1:]):
        typed = question[word.start : word.end]
        in_capitals = typed.isupper() and len(typed) > 1 and not shouted
        a_word = word.folded in STOP_WORDS or word.folded in ordinary or (typed.islower() and not typed.isascii())
        if not word.folded.isdigit() and (in_capitals or not a_word):
            found.setdefault(word.folded, typed)
        if following is not None and _hyphenated(question, word, following):
            found.setdefault(word.folded + following.folded, question[word.start : following.end])
    return {key: typed for key, typed in found.items() if _SHORTEST_ACRONYM <= len(key) <= _LONGEST_ACRONYM}


def _dotted(question: str) -> dict[str, str]:
    return {short_key(typed): typed for typed in dotted(question)}


def _hyphenated(question: str, word: Token, following: Token) -> bool:
    return question[word.end : following.start] == "-"


def _long_forms(question: str) -> dict[str, str]:
    """Every run of 2 to ``_LONGEST`` stems, as typed, by key."""
    said = [t for t in tokenise(question) if t.folded not in STOP_WORDS and (len(t.folded) > 1 or t.folded.isdigit())]
    return {
        "_".join(token.stem for token in said[start:end]): question[said[start].start : said[end - 1].end]
        for start in range(len(said))
        for end in range(start + 2, min(start + _LONGEST, len(said)) + 1)
    }


@lru_cache(maxsize=1)
def common_acronyms() -> CommonAcronyms:
    """Acronyms of employment and training in France, from ``acronyms.txt``."""
    return read_list(_LIST.read_text(encoding="utf-8"))


def read_list(text: str) -> CommonAcronyms:
    """A list of lines « SHORT = long form », and of words « ~ word » that are acronyms only in capitals.

    Raises:
        ValueError: A line of another form, with its number.
    """
    found: dict[str, list[Definition]] = {}
    ordinary: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("~"):
            ordinary.update(line[1:].split())
            continue
        short, separator, long = (part.strip() for part in line.partition("="))
        if not (short and separator and long_key(long)):
            raise ValueError(f"line {number} is not « SHORT = long form »: {line!r}")
        for key in (short_key(short), long_key(long)):
            found.setdefault(key, []).append(Definition(short, long))
    return CommonAcronyms({key: tuple(defined) for key, defined in found.items()}, frozenset(ordinary))
