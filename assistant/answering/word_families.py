"""Words of one family: « signé », « signature », « signataire »; « piloter », « pilote », « pilotage ».

The stemmer keeps a noun made from a verb apart from it. Here their common root is enough for two words to be held as
the same when an answer is weighed; the search does not use it, for which it would be too wide.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_ENDINGS = (
    "atric", "ateur", "ation", "atair", "atur", "ement", "issag", "eur", "eus", "ric", "anc", "ant", "abl", "age", "ag",
    "ion", "ur", "at", "if", "iv", "em",
)  # fmt: skip
"""Ends of stems that make a noun or an adjective of a verb, the longest first."""

_SHORTEST = 4
"""Letters that a root has at least."""


@lru_cache(maxsize=100_000)
def root(stem: str) -> str:
    """The root of a stem, itself when no ending can be taken off.

    >>> root("signatur"), root("sign"), root("pilotag"), root("format")
    ('sign', 'sign', 'pilot', 'form')
    """
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            return stem[: -len(ending)]
    return stem


def held(wanted: Iterable[str], stems: frozenset[str]) -> frozenset[str]:
    """The wanted stems that some stems hold: the same, or one of the same family."""
    roots = {root(one) for one in stems}
    return frozenset(term for term in wanted if term in stems or root(term) in roots)
