"""The other ways to write what a question says: dates, numbers, words with or without a hyphen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from assistant.retrieval.query import Expansion
from assistant.text import NUMBER_WORDS, STOP_WORDS, DateMention, Token, dates, numbers, stem, stems, tokenise

WEIGHT = 0.5
"""What another writing counts beside a word of the question, which counts 1."""

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_PREFIX_LIST = """
    agro anti auto bi bio co demi eco ex extra hors hyper infra inter intra mi micro mini mono multi neo non para
    peri pluri poly post pre psycho semi socio sous super sur tele trans tri ultra
    """
_PREFIXES = frozenset(_PREFIX_LIST.split())
_SHORTEST_REST = 3
_WORDS = {value: word for word, value in reversed(NUMBER_WORDS.items())}
"""The first writing of each number, from two."""

_PRONOUN_LIST = "il elle ils elles on ce je tu nous vous t la le les y en ci moi"
_PRONOUNS = frozenset(_PRONOUN_LIST.split())
"""What follows the hyphen of « est-elle », « a-t-on », « donnez-le »: no word to join."""


def other_dates(question: str) -> list[Expansion]:
    """Other writings of the dates of a question: « 01/06/2023 » for « 1er juin 2023 », « 06/2023 » for « juin 2023 ».

    A year alone has one writing, and a day without its year is left as it is.
    """
    found: list[Expansion] = []
    for mention in dates(question):
        typed = question[mention.start : mention.end]
        for shown in _date_writings(mention):
            words = tuple(stems(shown))
            if set(words) != set(stems(typed)):
                found.append(Expansion(words, WEIGHT, "date", typed, shown))
    return found


def _date_writings(mention: DateMention) -> Iterator[str]:
    if mention.iso is None or mention.kind not in ("day", "month"):
        return
    year, month, *day = mention.iso.split("-")
    name = f"{_MONTHS[int(month) - 1]} {year}"
    if not day:
        yield from (f"{month}/{year}", name)
        return
    if day[0] == "01":
        yield f"1er {name}"
    yield f"{int(day[0])} {name}"
    yield f"{day[0]}/{month}/{year}"
    yield f"{int(day[0])}/{int(month)}/{year}"


def other_numbers(question: str) -> list[Expansion]:
    """The other writing of the numbers of a question up to a hundred, and of a thousand: « dix-sept » and « 17 ».

    Those of dates are left as they are.
    """
    taken = [(one.start, one.end) for one in dates(question)]
    found: list[Expansion] = []
    for mention in numbers(question):
        if any(start <= mention.start < end for start, end in taken):
            continue
        first = next(tokenise(question[mention.start : mention.end]), None)
        in_figures = first is not None and first.folded.isdigit()
        shown = _WORDS.get(int(mention.value)) if in_figures else f"{mention.value:g}"
        if mention.value == int(mention.value) and shown and (not in_figures or mention.value in _WORDS):
            words = tuple(stems(shown))
            typed = question[mention.start : mention.end]
            if words and not set(words) <= set(stems(typed)):
                found.append(Expansion(words, WEIGHT, "number", typed, shown))
    return found


def joined_and_split(question: str, document_frequency: Callable[[str], int]) -> list[Expansion]:
    """« cofinancement » for « co-financement » and « co financement » for « cofinancement », where passages hold them.

    Args:
        question: As it was typed.
        document_frequency: Number of passages that hold a stem.
    """
    words = list(tokenise(question))
    found: list[Expansion] = []
    for word, following in zip_longest(words, words[1:]):
        typed = question[word.start : word.end]
        between = question[word.end : following.start] if following else ""
        inverted = following is not None and following.folded in _PRONOUNS
        if (
            following
            and not inverted
            and (between == "-" or (between == " " and word.folded in _PREFIXES - STOP_WORDS))
        ):
            joined = typed + question[following.start : following.end]
            if joined.isalpha() and document_frequency(stem(joined)):
                whole = question[word.start : following.end]
                found.append(Expansion((stem(joined),), WEIGHT, "spelling", whole, joined))
        found += _split(word, typed, document_frequency)
    return found


def _split(word: Token, typed: str, document_frequency: Callable[[str], int]) -> list[Expansion]:
    """The word in two, unless it is more common than its prefix alone: « prestation » is no « pré-station »."""
    if len(word.folded) != len(typed):
        return []
    for size in range(6, 1, -1):
        rest = typed[size:]
        if word.folded[:size] in _PREFIXES and len(rest) >= _SHORTEST_REST and rest.isalpha():
            parts = (stem(typed[:size]), stem(rest))
            apart = document_frequency(parts[0])
            if apart >= document_frequency(word.stem) and apart and document_frequency(parts[1]):
                return [Expansion(parts, WEIGHT, "spelling", typed, f"{typed[:size]}-{rest}")]
    return []
