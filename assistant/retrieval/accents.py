"""Accents that the user did not type, put back from the words of the corpus.

Stems are made from accented words (« salarié » and « salariés » share one, « salarie » has another), so a question
typed without accents misses them. Only words that no passage holds are tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from assistant.text import STOP_WORDS, stem, tokenise

_VARIANTS = {"e": "éèê", "a": "àâ", "i": "îï", "o": "ô", "u": "ûù", "c": "ç"}
_SHORTEST, _LONGEST = 4, 30
"""Letters of a word that is tried; a longer run of letters has millions of accented forms."""

_CHANGED_AT_ONCE = 2


def restore_accents(question: str, document_frequency: Callable[[str], int]) -> str:
    """The question with accents put on the words that the corpus only holds with accents.

    Args:
        question: As it was typed.
        document_frequency: Number of passages that hold a stem.

    Returns:
        The same question, words of plain letters whose stem is unknown being replaced by their most frequent
        accented form, when there is one.
    """
    pieces, end = [], 0
    for token in tokenise(question):
        word = question[token.start : token.end]
        pieces.append(question[end : token.start])
        pieces.append(_restored(word, document_frequency) if _is_plain(word) else word)
        end = token.end
    return "".join([*pieces, question[end:]])


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and _SHORTEST <= len(word) <= _LONGEST and word.lower() not in STOP_WORDS


def _restored(word: str, document_frequency: Callable[[str], int]) -> str:
    if document_frequency(stem(word)):
        return word
    found = [(document_frequency(stem(variant)), variant) for variant in _accented(word)]
    frequency, best = max(found, default=(0, word), key=lambda item: item[0])
    return best if frequency else word


def _accented(word: str) -> Iterator[str]:
    """Forms of a word with one or two accents, the last letters first (« signee », « qualite »)."""
    places = [place for place, letter in enumerate(word) if letter.lower() in _VARIANTS][::-1]
    for count in range(1, _CHANGED_AT_ONCE + 1):
        for chosen in combinations(places, count):
            yield from _with_accents(word, chosen)


def _with_accents(word: str, places: tuple[int, ...]) -> Iterator[str]:
    if not places:
        yield word
        return
    first, *others = places
    for accented in _VARIANTS[word[first].lower()]:
        letter = accented.upper() if word[first].isupper() else accented
        yield from _with_accents(word[:first] + letter + word[first + 1 :], tuple(others))
