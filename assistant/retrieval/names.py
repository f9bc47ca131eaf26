"""Names of the catalogue as people type them: authors by the start of their name or an acronym, descriptors whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.text import STOP_WORDS, Token, fold, stem, tokenise

Synonyms = Callable[[str], Sequence[str]]
"""Other words for a descriptor, from its label."""

LONGEST_NAME = 14
"""Words of a name at most."""


_GOES_ON = re.compile(r"[ -](?:de la |de l['’]|des |du |de |d['’])?[A-ZÀ-Ý]")


@dataclass(frozen=True, slots=True)
class Named:
    """Names of the catalogue recognised in a text, and where their words end."""

    names: tuple[str, ...]
    end: int


@dataclass(frozen=True, slots=True)
class _Author:
    name: str
    words: tuple[str, ...]
    acronyms: frozenset[str]


class NameBook:
    """The authors and the descriptors of a catalogue, ready to be looked up.

    ``synonyms`` gives other words for a descriptor, by which it is recognised too.
    """

    def __init__(self, authors: Iterable[str], descriptors: Iterable[str], synonyms: Synonyms | None = None) -> None:
        self._authors = tuple(_Author(name, _words(name), _acronyms(name)) for name in authors)
        labels = tuple(descriptors)
        self._descriptors = {_key(label): label for label in reversed(labels)}
        for label in labels if synonyms else ():
            for other in synonyms(label) if synonyms else ():
                self._descriptors.setdefault(_key(other), label)
        self._descriptors.pop((), None)

    def descriptor_at(self, text: str, start: int) -> Named | None:
        """The descriptor whose label, or a synonym, is the longest run of words from ``start``."""
        for tokens in _runs(text, start):
            found = self._descriptors.get(_key(text[tokens[0].start : tokens[-1].end]))
            if found:
                return Named((found,), tokens[-1].end)
        return None

    def authors_at(self, text: str, start: int, *, sure: bool = False) -> Named | None:
        """The authors meant by the longest run of words from ``start``.

        A whole name comes first, then an acronym of a name, then its beginning: « la Région » is « Région Pays de la
        Loire » and not « Préfecture de la région ». One common word without article nor capital is no name, unless it
        is ``sure`` that a name stands there (« par agefiph »). A beginning that goes on with another name is none
        (« la Région Bretagne »).
        """
        for tokens in _runs(text, start):
            names = self._authors_called(text, tokens, sure)
            if names:
                return Named(names, tokens[-1].end)
        return None

    def _authors_called(self, text: str, tokens: Sequence[Token], sure: bool) -> tuple[str, ...]:
        words = tuple(token.folded for token in tokens if token.folded not in STOP_WORDS)
        if not words:
            return ()
        whole = tuple(one.name for one in self._authors if one.words == words)
        short = tuple(one.name for one in self._authors if len(words) == 1 and words[0] in one.acronyms)
        if whole or short:
            return whole or short
        first = next(token for token in tokens if token.folded not in STOP_WORDS)
        if _GOES_ON.match(text, tokens[-1].end):
            return ()
        begun = tuple(one.name for one in self._authors if one.words[: len(words)] == words)
        marked = sure or len(words) > 1 or text[first.start].isupper()
        # A common word with an article, « l'association », is a name when it can be one author's alone.
        return begun if marked or (len(begun) == 1 and _has_article(text, tokens[0], first)) else ()


def _has_article(text: str, start: Token, word: Token) -> bool:
    before = text[: word.start] if start is word else text[start.start : word.start]
    return re.search(r"(?:\b(?:la|le|les|du|des)\s+|\bl['’])$", before, re.IGNORECASE) is not None


def _words(name: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokenise(name) if token.folded not in STOP_WORDS)


def _acronyms(name: str) -> frozenset[str]:
    """Words in parentheses and words in capitals within a name that is not all in capitals."""
    bracketed = {fold(found) for found in re.findall(r"\((\w{2,12})\)", name)}
    capitals = set() if name.isupper() else {fold(found) for found in re.findall(r"\b[A-ZÀ-Ý]{2,}\b", name)}
    return frozenset(bracketed | capitals)


def _key(text: str) -> tuple[str, ...]:
    """Stems without accents: labels are often in plain capitals."""
    return tuple(stem(token.folded) for token in tokenise(text) if token.folded not in STOP_WORDS and token.folded)


def _runs(text: str, start: int) -> Iterable[Sequence[Token]]:
    """Runs of words from ``start``, the longest first, that end a name and do not go over the end of a sentence."""
    stop = re.compile(r"[?!;:.]").search(text, start)
    tokens: list[Token] = []
    for token in tokenise(text[start : stop.start() if stop else len(text)]):
        tokens.append(Token(start + token.start, start + token.end, token.folded, token.stem))
        if len(tokens) == LONGEST_NAME:
            break
    for size in range(len(tokens), 0, -1):
        if tokens[size - 1].folded not in STOP_WORDS:
            yield tokens[:size]
