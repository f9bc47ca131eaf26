"""Hyphens at the end of a line: joined (« person-/nelle ») or kept (« Haut-/commissariat »).

The document's own words decide first, then a French word list (simplemma's, some 80,000 forms), then the shape of the
parts. The list is loaded at the first hyphen that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.sources.characters import LINE_END_HYPHEN, SOFT_HYPHEN

HYPHENS = ("-", LINE_END_HYPHEN, SOFT_HYPHEN)
"""What may end a line in the middle of a word."""

_ELISION = re.compile(r"^(?:qu|lorsqu|puisqu|jusqu|quoiqu|[cdjlmnst])['’]", re.IGNORECASE)
_ADDRESS = ("://", "www.", "@", "/")
_EDGES = '«»"“”()[]{}.,;:!?…*'

# What follows a hyphen in inverted verbs and compounds: « est-il », « celui-ci », « eux-mêmes », « mi-temps ».
_AFTER_HYPHEN = """
il elle on ils elles je tu nous vous le la les lui leur y en ci là t moi toi même mêmes
dessus dessous delà deçà dehors temps vis
"""
# First parts that make compounds with a hyphen.
_BEFORE_HYPHEN = """
avant après arrière demi semi mi ex non vice sous haut haute hauts hautes grand petit peut rendez savoir c'est
celui celle ceux celles au là ci quelqu'un chef lieu mot porte saint sainte compte procès nord sud est ouest
moyen court long nouveau bien vingt trente quarante cinquante soixante quatre cent dix tiers plate libre état main
plus sans outre quasi soi moi toi lui elle eux elles nous vous socio médico franco politico mieux
"""
# Syllables that open a word more often than they stand alone.
_OPENING = """
a à é dé ré re in im il ir en em con com co pré pro par per sur inter trans sub ac af as os or lors
"""
# Words that the list lacks, having no inflected form, and whose parts are words. Adverbs in « -ment » are told apart.
_UNLISTED = """
auquel auxquels auxquelles duquel desquels desquelles plusieurs plupart ailleurs dehors aujourd'hui davantage
toutefois néanmoins désormais dorénavant lorsque puisque quiconque surtout partout autrefois parfois pourquoi
longtemps
"""
_ENCLITICS = frozenset(_AFTER_HYPHEN.split())
_COMPOUNDING = frozenset(_BEFORE_HYPHEN.split())
_SYLLABLES = frozenset(_OPENING.split())
_INVARIABLE = frozenset(_UNLISTED.split())


def mends(left: str, right: str, vocabulary: Mapping[str, int]) -> bool:
    """True when the hyphen between the end of a line and the next line's first word only marks the cut.

    Args:
        left: Last word of the line, with its hyphen.
        right: First word of the next line.
        vocabulary: How often each word (lower case) stands in the document away from line ends.
    """
    if left.endswith(SOFT_HYPHEN):
        return True
    if any(part in left for part in _ADDRESS):
        return False
    before, after = left[:-1], right.strip(_EDGES)
    if not before or not after or not before[-1].isalpha() or not after[0].isalpha():
        return False
    shouted = before.isupper() and after.isupper() and len(before) + len(after) > 3
    if after[0].isupper() and not shouted:
        return False
    before = _ELISION.sub("", before.lstrip(_EDGES)).casefold()
    after = after.casefold()
    return _joined(before, after, vocabulary)


def _joined(before: str, after: str, vocabulary: Mapping[str, int]) -> bool:
    plain, hyphenated = before + after, f"{before}-{after}"
    seen, seen_hyphenated = vocabulary.get(plain, 0), vocabulary.get(hyphenated, 0)
    if seen != seen_hyphenated:
        return seen > seen_hyphenated
    tail, head = before.rsplit("-", 1)[-1], re.split(r"[-'’]", after)[0]
    if "-" in before and tail + head != plain:
        # « vis-à-/vis », « c'est-à-/dire »: the word is already a compound.
        return not (_known(tail) and _known(head)) and _known(tail + head)
    if _known(plain) or _known(tail + head):
        return True
    if head in ("ment", "ments") or plain in _INVARIABLE:
        return True
    if _known(hyphenated) or (head in _ENCLITICS and _known(before)):
        return False
    if before in _COMPOUNDING and (len(before) > 3 or head in _ENCLITICS or _known(head)):
        return False
    if before in _SYLLABLES:
        return True
    return not (_known(before) and _known(head))


def _known(word: str) -> bool:
    from simplemma import is_known  # loads its word lists: only when a hyphen needs it

    return len(word) > 1 and is_known(word, lang="fr")


def count_words(lines: Iterable[Iterable[str]]) -> dict[str, int]:
    """How often each word stands in some lines, in lower case, the words cut at line ends left out."""
    counts: dict[str, int] = {}
    cut = False
    for line in lines:
        words = list(line)
        for position, word in enumerate(words):
            if (position == 0 and cut) or (position == len(words) - 1 and word.endswith(HYPHENS)):
                continue
            key = _ELISION.sub("", word.strip(_EDGES)).casefold()
            if len(key) > 3:
                counts[key] = counts.get(key, 0) + 1
        cut = bool(words) and words[-1].endswith(HYPHENS)
    return counts
