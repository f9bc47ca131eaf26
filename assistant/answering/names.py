"""Are the names of a sentence those of the words that support it?"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from assistant.text import STOP_WORDS, Token, fold, sentences, stems, tokenise

_SCOPE = re.compile(r"(?:al|ale|ales|aux|el|elle|els|elles|if|ive|ifs|ives|ique|iques)$")
"""Endings of the adjectives that tell one body from another (« régional », « collective »)."""

_GAP = 3
"""Words between a noun and its adjective at most."""

_ANAPHORA = re.compile(r"\W*(?:ils?|elles?|ce|cette|ces|cet|celles?-ci|ceux-ci|celui-ci|sa|son|ses|leurs?|y)\b")
"""How a sentence begins that goes on about the one before it."""

_STOP = re.compile(r"\t|[.;:!?…»)]$")
"""What ends a sentence or marks a row; a line without it is a heading over what follows."""

_OPENING_WORDS = """
    toutefois neanmoins desormais dorenavant lorsque puisque parfois surtout partout pourquoi plusieurs ainsi
    auquel duquel davantage malgre outre egalement chacun chacune quelque quelques certains certaines
    """
_OPENERS = frozenset(_OPENING_WORDS.split())
"""Words that begin a sentence and that the dictionary lacks."""


def same_names(claim: str, support: str, context: str = "") -> bool:
    """Every name and acronym of the claim is in the support or above it, among the words that it goes with."""
    around = f"{support} {context}"
    known = {form for token in tokenise(around) for form in (token.folded, token.stem)}
    found = names(claim)
    for token in found:
        said = token.folded in known or token.stem in known
        if not said and not _spelled_out(claim[token.start : token.end], around):
            return False
    return _beside(claim, found, support, context) and _same_scope(claim, support, context)


def names(claim: str) -> list[Token]:
    """Capitalised words and acronyms; the first word too when it is in no dictionary."""
    found = []
    for place, token in enumerate(tokenise(claim)):
        word = claim[token.start : token.end]
        if len(word) > 1 and word[0].isupper() and (place > 0 or word.isupper() or _only_a_name(word)):
            found.append(token)
    return found


@lru_cache(maxsize=4096)
def _only_a_name(word: str) -> bool:
    """True for a word that French writes with a capital only, as far as a dictionary tells."""
    folded = fold(word)
    if folded in STOP_WORDS or folded in _OPENERS or folded.endswith("ment"):
        return False
    import simplemma

    return not simplemma.is_known(word.lower(), lang="fr")


def _spelled_out(acronym: str, text: str) -> bool:
    """True for « RSA » in « revenu de solidarité active »: the initials of words that follow each other."""
    if not acronym.isupper() or not 2 <= len(acronym) <= 8:
        return False
    initials = "".join(token.folded[0] for token in tokenise(text) if token.folded not in STOP_WORDS)
    return fold(acronym) in initials


def _beside(claim: str, found: list[Token], support: str, context: str) -> bool:
    """A name stands in a sentence that shares another word with the claim, when the support has several sentences."""
    spans = sentences(support)
    if len(spans) < 2 or not found:
        return True
    texts = [support[span.start : span.end] for span in spans]
    above = {token.folded for token in tokenise(context if _STOP.search(texts[0]) else f"{context} {texts[0]}")}
    named = {token.stem for token in found} | {token.folded for token in found}
    in_table = "\t" in support
    content = {word for word in stems(claim) if word not in named and (in_table or not word.isdigit())}
    if any(_ANAPHORA.match(fold(text)) for text in texts[1:]):
        return True
    for token in found:
        holding = [t for t in texts if token.folded in {w.folded for w in tokenise(t)}]
        if holding and token.folded not in above and not any(content & set(stems(t)) for t in holding):
            return False
    return True


def _same_scope(claim: str, support: str, context: str) -> bool:
    """« comité régional » is not « comité de suivi … Conseil régional »: the adjective goes with the same noun."""
    words = list(tokenise(claim))
    told = [token.stem for token in tokenise(f"{support} {context}")]
    for noun, adjective in pairwise(words):
        if noun.folded in STOP_WORDS or not _SCOPE.search(adjective.folded):
            continue
        if noun.stem not in told or adjective.stem not in told:
            continue
        places = [place for place, word in enumerate(told) if word == adjective.stem]
        if not any(noun.stem in told[max(0, place - _GAP) : place + _GAP + 1] for place in places):
            return False
    return True


def fold_in_place(text: str) -> str:
    """Folded text with every character in its place: what folds to another length is left as it is."""
    return "".join(f if len(f := fold(c)) == 1 else c for c in text)
