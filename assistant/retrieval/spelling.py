"""Typing errors: words that no passage holds, put right from the words of the corpus.

Candidates are made by one edit of the word as typed (an insertion, a deletion, a substitution, two letters exchanged:
P. Norvig, « How to write a spelling corrector », 2007), slips before the others: a consonant doubled or not, two
letters exchanged. For long words two edits are tried last. The first letter stays, and only what the corpus holds is
kept.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, islice

from assistant.retrieval.query import Expansion
from assistant.text import STOP_WORDS, fold, stem, tokenise

WEIGHT = 1.0
"""What the word put right counts: as much as one of the question, since the word typed finds nothing."""

SHORTEST = 5
LONG = 9
"""Letters of the shortest word put right, and of the shortest in which two errors are tried."""

LONGEST = 30
"""Letters of the longest word put right: a run of letters longer than any French word would be tried for minutes."""

MOST_TRIED = 2_000
"""Words made from one word at each step: a word of 12 letters has about 800 one edit away, and 2,000 take 15 ms."""

MOST_WORDS = 3
"""Words of one question that are put right, the first ones."""

_SHORT = 6
"""Letters up to which a word of one passage alone is no correction: another short word is often one edit away."""

_LONG_NAME = 8
"""Letters from which a name may lack a letter or have one too many, beside slips."""

_ENDING_LIST = """
    s e es ent er ee ees ions ion ation ations ement ements ment ments eur eurs euse euses rice rices if ifs ive
    ives iste istes ite ites ance ances ence ences age ages able ables ible ibles ique iques el els elle elles al
    aux ale ales ant ants ante antes x n ns ne nes ai ais ait aient ier iers ers iere ieres nee nees ur ures ure
    ative atives atif atifs ateur ateurs atrice atrices ication ications icateur icateurs icatif icatifs icative
    icatives
    """
_ENDINGS = frozenset(_ENDING_LIST.split()) | {""}
_LETTERS = "abcdefghijklmnopqrstuvwxyzéèêàçîôû"
_VOWELS = frozenset("aeiouyéèêàîôûùïë")


def corrections(
    question: str, document_frequency: Callable[[str], int], known: Collection[str] = ()
) -> list[Expansion]:
    """Words of the corpus for those of a question that no passage holds.

    Args:
        question: As it was typed.
        document_frequency: Number of passages that hold a stem.
        known: Folded words that are right though no passage holds them, such as acronyms of a list.

    Returns:
        For each word of ``SHORTEST`` letters or more that is neither a number nor in capitals, the nearest word that
        passages hold and that opens with the same letter, when there is one. A name (a capital inside of the question)
        is only put right by a slip, or a long one by a letter more or less.
    """
    found: list[Expansion] = []
    for token in tokenise(question):
        typed = question[token.start : token.end]
        if len(found) == MOST_WORDS or not _may_be_wrong(typed, token.folded, known):
            continue
        if document_frequency(token.stem):
            continue
        is_name = typed[0].isupper() and bool(question[: token.start].strip(" «\"'("))
        best = _nearest(typed.lower(), document_frequency, is_name=is_name)
        if best:
            found.append(Expansion((stem(best),), WEIGHT, "spelling", typed, best))
    return found


def _may_be_wrong(typed: str, folded: str, known: Collection[str]) -> bool:
    ordinary = typed.isalpha() and (typed.islower() or typed.istitle())
    return ordinary and SHORTEST <= len(typed) <= LONGEST and folded not in STOP_WORDS and folded not in known


def _nearest(word: str, document_frequency: Callable[[str], int], *, is_name: bool) -> str:
    """The likeliest word: a slip before any other edit, then two edits; empty when the corpus holds none."""
    tries: list[Callable[[], Iterator[str]]] = [lambda: _slips(word)]
    if not is_name:
        tries.append(lambda: _edits(word))
    elif len(word) >= _LONG_NAME:
        tries.append(lambda: chain(_insertions(word), _deletions(word)))
    if len(word) >= LONG and not is_name:
        tries.append(lambda: _two_edits(word))
    found = (_likeliest(word, islice(candidates(), MOST_TRIED), document_frequency) for candidates in tries)
    return next((best for best in found if best), "")


def _likeliest(word: str, candidates: Iterable[str], document_frequency: Callable[[str], int]) -> str:
    """The candidate that most passages hold; of those that share a stem, the first."""
    least = 1 if len(word) > _SHORT else 2
    by_stem: dict[str, str] = {}
    for candidate in candidates:
        if fold(candidate[0]) == fold(word[0]):
            by_stem.setdefault(stem(candidate), candidate)
    best, most = "", 0
    for one, candidate in by_stem.items():
        held = document_frequency(one)
        if held >= least and held > most and _ends_well(word, candidate, one):
            best, most = candidate, held
    return best


def _ends_well(word: str, candidate: str, candidate_stem: str) -> bool:
    """False for letters put in the ending alone that make none of French: any ending brings the same stem."""
    if len(candidate) < len(word):
        return True  # nothing in it that was not typed
    edited = next((at for at, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b), len(candidate))
    return edited < len(candidate_stem) or fold(candidate)[len(candidate_stem) :] in _ENDINGS


def _two_edits(word: str) -> Iterator[str]:
    """A consonant doubled or not, or two letters exchanged, and one more slip, insertion or deletion."""
    slips = list(_slips(word))
    for slip in slips:
        yield from _slips(slip)
    for slip in _consonants(word):
        yield from _deletions(slip)
        yield from _insertions(slip)


def _edits(word: str) -> Iterator[str]:
    """Words one edit away, the likeliest first: the first form of a stem is the one that is shown."""
    yield from _insertions(word)
    yield from _deletions(word)
    for at in range(len(word)):
        for letter in _LETTERS:
            if letter != word[at]:
                yield word[:at] + letter + word[at + 1 :]


def _insertions(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        for letter in _LETTERS:
            yield word[:at] + letter + word[at:]


def _deletions(word: str) -> Iterator[str]:
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]


def _slips(word: str) -> Iterator[str]:
    yield from _consonants(word)
    for at in range(len(word) - 1):
        if word[at] != word[at + 1]:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _consonants(word: str) -> Iterator[str]:
    """A consonant doubled, or a double one made single."""
    for at in range(1, len(word)):
        if word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]
        elif word[at] not in _VOWELS:
            yield word[: at + 1] + word[at:]
