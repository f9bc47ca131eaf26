"""Does a sentence say yes where its support says no, or the opposite word?

Negation is compared clause by clause: « finance les places mais ne prend pas en charge le transport » supports
« finance les places » and not « ne finance pas les places ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.names import fold_in_place
from assistant.text import NUMBER_WORDS, STOP_WORDS, fold, sentences, stem, stems, tokenise

_NEGATION = re.compile(
    r"\b(?:ne |n')\s?\w*.{0,40}?\b(?:pas|plus|jamais|aucune?|rien|guere|point|ni|nul|nulle)\b"
    r"|\b(?:aucune?|nul|nulle|ni)\b|\bjamais\b|\bnon\b|\binterdi\w*|\bexclu\w*|\bimpossible\b"
    r"|(?<!premier )(?<!-)\bpas\b(?!-de-calais| a pas)|\bpersonne ne\b|\bcess\w+ d"
)
_BOUNDS = re.compile(r"\bn(?:e |')(?:depass|exced)\w+ pas\b|\bnon seulement\b|\bou non\b")
"""What looks like a negation and is not: a limit, or both ways at once."""

_LACKED = re.compile(
    r"\bsans\s+(?:(?:une?|les?|la|aucune?|de)\s+|l'|d')*\w+(?:\s+(?:de |d')\w+)?(?:\s+ni\s+[^,;:.()]{1,30})?"
)
_WITHOUT = re.compile(r"\bsans\s+(?P<what>[^,;:.()]{1,40})")
_CLAUSE = re.compile(r";|\b(?:mais|tandis que?|alors que?|cependant|toutefois|en revanche)\b|\bet (?=ne |n')|[()]")
_AUXILIARIES = frozenset(
    stem(word) for word in ["peut", "peuvent", "doit", "doivent", "est", "sont", "a", "ont", "sera", "seront", "été"]
)

_GROUPS: tuple[tuple[str, str], ...] = (
    ("augmente augmentation hausse croissance progresse progression accroît", "diminue diminution baisse recul réduit"),
    ("minimum minimal", "maximum maximal"),
    ("obligatoire obligation", "facultatif facultative"),
    ("avant", "après"),
    ("début commence effet", "fin"),
    ("bas basse faible faibles", "élevé élevée élevés élevées haut haute fort forte"),
    ("inférieur inférieure", "supérieur supérieure"),
    ("premier première", "dernier dernière"),
    ("inclus inclut", "exclu exclut"),
    ("autorisé permis autorise admis", "interdit"),
    ("gratuit gratuite gratuitement", "payant payante"),
    ("public publique", "privé privée"),
    ("favorable", "défavorable"),
    ("plus", "moins"),
    ("tard", "tôt"),
    ("ouvert ouvre", "fermé ferme"),
    ("accepté accepte", "refusé refuse"),
    ("créer crée créées créé création", "supprimer supprime supprimées suppression"),
    ("renforcer renforce", "réduire réduit"),
    ("national nationale", "régional régionale"),
    ("national nationale", "local locale"),
    ("régional régionale", "départemental départementale"),
    ("individuel individuelle", "collectif collective"),
    ("rural rurale", "urbain urbaine"),
    ("entrée", "sortie"),
)
Opposites = tuple[tuple[frozenset[str], frozenset[str]], ...]
_OPPOSITES: Opposites = tuple(
    (frozenset(stem(w) for w in a.split()), frozenset(stem(w) for w in b.split())) for a, b in _GROUPS
)
LIMITS: Opposites = tuple(pair for pair in _OPPOSITES if stem("fin") in pair[1] or stem("après") in pair[1])
"""The opposites that say what happens at a date."""

_LIMIT_WORDS = re.compile(
    rf"\bau (?:plus|moins)\b(?! t)|\b(?:plus|moins) (?:de |d['’])(?=\d|une?\b|(?:{'|'.join(NUMBER_WORDS)})\b)",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\b(?:rejet|refus|annul|supprim|suspend|abandonn|interdi|exclu|retir|echou|echec|interromp)")
"""Beginnings of the verbs that put an end to something: a claim may not bring one in."""

_SUPERLATIVE = re.compile(r"\b(?:les?|la) (?:plus|moins) (?!tard|tot)\w+")
_EMPTY = frozenset(stem(word) for word in STOP_WORDS)
_NEAR = 4
"""Words on each side of a word that go with it."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause by its stems; ``denied`` are those from its negation on, in order."""

    stems: frozenset[str]
    negated: bool
    denied: tuple[str, ...]


def same_polarity(claim: str, support: str) -> bool:
    """What the claim affirms, the support affirms; what it denies, the support denies; no opposite word."""
    return (
        _same_negation(claim, support)
        and _same_without(claim, support)
        and _same_superlatives(claim, support)
        and not _ending(claim) - _ending(support)
        and not opposed(claim, support)
    )


def opposed(claim: str, support: str, opposites: Opposites = _OPPOSITES) -> bool:
    """True when the support has, beside the same words, the opposite of a word of the claim and not that word."""
    mine, theirs = _by_sentence(claim), _by_sentence(support)
    said = {word for words in theirs for word in words}
    for pair in opposites:
        for words, contrary in (pair, pair[::-1]):
            if words & said or not contrary & said:
                continue
            if _beside(mine, words) & _beside(theirs, contrary):
                return True
    return False


def _ending(text: str) -> set[str]:
    return {match.group() for match in _ENDING.finditer(fold(text))}


def _same_superlatives(claim: str, support: str) -> bool:
    """« la moins élevée » is not « la plus élevée »."""
    told = [frozenset(stems(match.group(), keep_stop=True)[1:]) for match in _SUPERLATIVE.finditer(fold(support))]
    return all(
        frozenset(stems(match.group(), keep_stop=True)[1:]) in told for match in _SUPERLATIVE.finditer(fold(claim))
    )


def _by_sentence(text: str) -> list[list[str]]:
    """Stems of each sentence, but for the « au plus » and « moins de » of numbers, which are checked with them."""
    for match in _LIMIT_WORDS.finditer(text):
        text = text[: match.start()] + _blank(match) + text[match.end() :]
    return [stems(text[span.start : span.end], keep_stop=True) for span in sentences(text)]


def _beside(told: list[list[str]], words: frozenset[str]) -> set[str]:
    """Stems that mean something within ``_NEAR`` of one of the words."""
    nearby = [
        near
        for sentence in told
        for place, word in enumerate(sentence)
        if word in words
        for near in (*sentence[max(0, place - _NEAR) : place], *sentence[place + 1 : place + 1 + _NEAR])
    ]
    return set(nearby) - _EMPTY


def _same_negation(claim: str, support: str) -> bool:
    told = list(_clauses(support))
    affirmed = frozenset(word for clause in told if not clause.negated for word in clause.stems)
    negated = frozenset(word for clause in told if clause.negated for word in clause.stems)
    denied = frozenset(word for clause in told for word in clause.denied)
    for clause in _clauses(claim):
        shared = clause.stems & (affirmed | negated)
        if clause.negated:
            predicate = next((word for word in clause.denied if word in shared), None)
            there = frozenset(clause.denied) & shared <= negated and 2 * len(shared & negated) >= len(shared)
            if not negated or not there or (predicate and predicate not in denied):
                return False
        else:
            mostly_affirmed = 2 * len(shared & affirmed) > len(shared)
            if (shared & (denied if mostly_affirmed else negated)) - affirmed:
                return False
    return True


def _clauses(text: str) -> Iterator[_Clause]:
    for span in sentences(text):
        sentence = text[span.start : span.end]
        plain = fold_in_place(sentence)
        lacked = [match.span() for match in _LACKED.finditer(plain)]
        folded = _BOUNDS.sub(_blank, plain)
        for start, end in lacked:
            folded = folded[:start] + " " * (end - start) + folded[end:]
            sentence = sentence[:start] + " " * (end - start) + sentence[end:]
        cuts = [0, *(match.start() for match in _CLAUSE.finditer(folded)), len(sentence)]
        for start, end in pairwise(cuts):
            if words := frozenset(stems(sentence[start:end])) - _AUXILIARIES:
                match = _NEGATION.search(folded, start, end)
                denied = stems(sentence[match.start() : end]) if match else []
                yield _Clause(words, match is not None, tuple(word for word in denied if word in words))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _same_without(claim: str, support: str) -> bool:
    """« sans condition d'âge » is not « avec une condition d'âge »."""
    return _lacking(claim, support) and _lacking(support, claim)


def _lacking(first: str, second: str) -> bool:
    """False when the second text has what the first is without, and does not deny it."""
    for match in _WITHOUT.finditer(fold(first)):
        lacked = frozenset(_plain(match["what"])[:2])
        if lacked & frozenset(_plain(second)) and not (_WITHOUT.search(fold(second)) or _NEGATION.search(fold(second))):
            return False
    return True


def _plain(text: str) -> list[str]:
    meant = set(stems(text))
    return [token.folded[:6] for token in tokenise(text) if token.stem in meant]
