"""A question reduced to what must not differ for two questions to ask the same thing.

What is asked (who, when, how many…), the figures and the dates, whether it denies, and the words that mean something,
brought to their lemma and to one word for those that ask alike (« coût », « prix »). Politeness, articles and the words
that only say what is asked are set aside. No list here holds the words of a subject: two subjects never come together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.text import STOP_WORDS, dates, fold, fold_same_length, normalise_space, numbers, stem, tokenise
from assistant.validation.vocabulary import (
    ARTICLE,
    ARTICLES,
    IMPLIED,
    KEPT,
    ORDINALS,
    PREPOSITIONS,
    SAME,
    SCAFFOLD,
    TOLD_BY_KIND,
)

_MONEY = (
    r"\bmontants?\b|\bquelle somme\b|\bbudget\b|\bcout(?:s|e|ent|er)?\b|\bprix\b|\btarifs?\b|\bplafonds?\b"
    r"|\beuros?\b|\bs'eleve|\bse monte|\bcombien\b(?! d).*\b(?:vers|pai|pay|financ|rapport|gagn|touch|rembours)\w*"
)
_WHEN = r"\b(?:quel|quelle) (?:jour|mois|annee|moment|periode)\b|\bquel (?:est l')?age\b|\ba partir de quel age\b"
_LONG = r"\b(?:pendant )?combien de (?:temps|jours|semaines|mois|annees)\b|\bduree\b|\bdelais?\b"
_MEANS = r"\bveut dire\b|\bsigni\w+\b|\bdefinition\b|\bc'est quoi\b|\bdesigne\b"
_KINDS: tuple[tuple[str, str], ...] = (
    ("why", r"\bpourquoi\b|\bpour quelles? raisons?\b|\bquelles? (?:est la |sont les )?(?:raisons?|causes?)\b"),
    ("frequency", r"\bcombien de fois\b|\bfrequence\b|\btous les combien\b"),
    ("duration", rf"{_LONG}|\bcombien \w+ dure"),
    ("share", r"\bpourcentage\b|\btaux\b|\bproportion\b|\bquelles? (?:est la )?part\b"),
    ("number", r"\bnombre\b|\beffectifs?\b"),
    ("amount", _MONEY),
    ("number", r"\bcombien\b"),
    ("date", rf"\bquand\b|\bdates?\b|\becheances?\b|{_WHEN}"),
    ("how", r"\bcomment\b|\bprocedure\b|\bde quelle (?:maniere|facon)\b|\bquelles? (?:sont les )?demarches?\b"),
    ("meaning", rf"{_MEANS}|\bqu'est[- ]ce qu(?:e |')(?!il)"),
    ("place", r"\bdans quel(?:le)?s? (?:lieu|ville|commune|endroit)s?\b|\badresse\b|\blieu\b"),
    ("who", r"\bqui\b"),
    ("what", r"\bquel(?:le)?s?\b|\bque\b|\bqu'|\bquoi\b|\bliste\b|\bde quoi\b"),
)
_ORDERED = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_WHERE = re.compile(r"(?:^|[^\w])où\b|^\s*ou\b", re.IGNORECASE)
_ASKS_IF = re.compile(r"\best-ce qu(?:e |')")
_WHETHER = re.compile(r"\best-ce qu|-(?:t-)?(?:il|elle|ils|elles|on|ce|vous|nous|je)\b|^(?:est|sont|peut|y a)\b")
_ALIKE = frozenset({frozenset({"what", "who"}), frozenset({"what", "place"}), frozenset({"what", "how"})})
"""Kinds that a noun brings together: « quel est le pilote », « qui pilote »."""

_POLITE = re.compile(
    r"\b(?:bonjour|bonsoir|merci(?: d'avance)?|svp|s'il (?:vous|te) plait|stp)\b[\s,!.]*"
    r"|\b(?:pou(?:vez|rriez|rrais|rrait)|peux|saurie?z|savez|sais|voudriez)[- ](?:vous|tu|on)(?: (?:me|nous))?"
    r"(?: (?:dire|donner|indiquer|preciser|expliquer|rappeler|lister|citer|si))*\b"
    r"|\bje (?:voudrais|souhaite(?:rais)?|aimerais|cherche a|veux)(?: (?:savoir|connaitre|avoir))?\b"
    r"|\b(?:dites|donnez|indiquez|precisez|rappelez|expliquez)(?:-(?:moi|nous))?\b|\best-ce qu(?:e |')"
)

_AMOUNTS_TO = re.compile(
    r"\bs'eleve(?:nt|raient|rait|ra)?(?:-t-(?:il|elle))?\b|\bse monte(?:nt)?\b|\bnumero (?:de )?(?=telephone)"
    r"|\bont? lieu\b|\bveut dire\b|\ba lieu\b"
)
"""Turns that ask and whose words would say more: « s'élève à » is no « élève »."""

_DENIES = re.compile(
    r"\b(?:ne |n')\s?\w+.{0,40}?\b(?:pas|plus|jamais|aucune?|rien|point|ni|guere)\b|\baucune?\b|\bnon\b|\bjamais\b"
)
_FUTURE = re.compile(
    r"\b\w{2,}(?:era|eront|ira|iront|endra|endront|oira|ura|uront)\b(?:-t-|-)?|\bva (?:\w+er|etre)\b|\bprevu\w*\b"
)
_PAST = re.compile(
    r"\b(?:a|ont|est|sont)(?:-t-|-)?(?:il|elle|ils|elles|on)? ?(?:\w+ )?(?:ete|eu|\w{3,}(?:ee?s?|ies?|ues?))\b"
    r"|\bs'est\b|\betai(?:t|ent)\b|\bavai(?:t|ent)\b"
)


_LEFT = SCAFFOLD.union(SAME, ORDINALS, *TOLD_BY_KIND.values())


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question asks.

    ``places`` gives each word that means something, with the preposition before it (empty for none), in order.
    """

    kind: str
    figures: frozenset[tuple[object, ...]]
    denies: bool
    tense: str
    places: tuple[tuple[str, str], ...]

    @property
    def words(self) -> frozenset[str]:
        """The words that mean something."""
        return frozenset(word for word, _ in self.places)


def plain_key(question: str) -> str:
    """The question in folded words without punctuation, politeness or articles: equal for one typed in two ways."""
    folded = _POLITE.sub(" ", _apostrophes(fold(question)))
    return " ".join(token.folded for token in tokenise(folded) if token.folded not in ARTICLES)


@lru_cache(maxsize=8192)
def wording(question: str) -> Wording:
    """Read a question; it should be self-contained."""
    told = _without_politeness(question)
    folded = _apostrophes(fold(told))
    figures, rest = _figures(told)
    kind = _kind(told, folded)
    return Wording(
        kind=kind,
        figures=figures,
        denies=_DENIES.search(folded) is not None,
        tense="future" if _FUTURE.search(folded) else "past" if _PAST.search(folded) else "",
        places=_places(rest, kind),
    )


def may_ask_the_same(one: Wording, other: Wording) -> bool:
    """True when nothing that can be read tells two questions apart: only then is their meaning worth comparing."""
    return (
        (one.kind == other.kind or frozenset({one.kind, other.kind}) in _ALIKE)
        and one.figures == other.figures
        and one.denies == other.denies
        and {one.tense, other.tense} != {"future", "past"}
        and one.words == other.words
        and not _exchanged(one, other)
    )


def _exchanged(one: Wording, other: Wording) -> bool:
    """True when two words took one another's place: « la Région verse à l'État », « l'État verse à la Région »."""
    before, after = dict(one.places), dict(other.places)
    order = [word for word, _ in other.places]
    words = [word for word, _ in one.places]
    by_whom = "par" in {*before.values(), *after.values()}
    for place, x in enumerate(words):
        for y in words[place + 1 :]:
            marks = [_mark(p) for p in (before[x], before[y], after[y], after[x])]
            if marks[0] != marks[1] and marks[:2] == marks[2:]:
                return True
            nouns = {before[x], before[y], after[x], after[y]} == {ARTICLE}
            if nouns and not by_whom and order.index(x) > order.index(y):
                return True
    return False


def _mark(preposition: str) -> str:
    return "" if preposition == ARTICLE else preposition


def bare(question: str) -> str:
    """The question as its meaning is compared: on one line, without politeness."""
    return normalise_space(_without_politeness(question)).lstrip(",;:.! ")


def _without_politeness(question: str) -> str:
    polite = (match for match in _POLITE.finditer(_level(question)) if not match.group().startswith("est-ce"))
    return _blanked(question, [match.span() for match in polite])


def _level(text: str) -> str:
    """Folded text with plain apostrophes, every character in its place."""
    return _apostrophes(fold_same_length(text))


def _apostrophes(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    told = list(text)
    for start, end in spans:
        told[start:end] = " " * (end - start)
    return "".join(told)


def _kind(question: str, folded: str) -> str:
    for kind, pattern in _ORDERED[:-2]:
        if pattern.search(folded):
            return kind
    if _WHERE.search(question):
        return "place"
    bare = _ASKS_IF.sub(" ", folded)
    for kind, pattern in _ORDERED[-2:]:
        if pattern.search(bare):
            return kind
    return "whether" if _WHETHER.search(folded) else "what"


def _figures(question: str) -> tuple[frozenset[tuple[object, ...]], str]:
    """Dates and numbers of a question, and the question with blanks in their place."""
    told = dates(question)
    found: set[tuple[object, ...]] = {("date", one.iso or fold(question[one.start : one.end])) for one in told}
    spans = [(one.start, one.end) for one in told]
    for number in numbers(question):
        if not any(start < number.end and number.start < end for start, end in spans):
            found.add((number.value, number.unit))
            spans.append((number.start, number.end))
    text = _blanked(question, spans)
    for token in tokenise(text):
        value = ORDINALS.get(_lemma(text[token.start : token.end]))
        if value is not None:
            found.add((value, None))
    return frozenset(found), text


def _places(text: str, kind: str) -> tuple[tuple[str, str], ...]:
    text = _blanked(text, [match.span() for match in _AMOUNTS_TO.finditer(_level(text))])
    told = TOLD_BY_KIND.get(kind, frozenset())
    found: dict[str, str] = {}
    preposition = ""
    for token in tokenise(text):
        word = text[token.start : token.end]
        if token.folded in KEPT:
            found.setdefault(token.folded, "")
        if token.folded in IMPLIED:
            found.setdefault(IMPLIED[token.folded], "")
        if token.folded in PREPOSITIONS:
            preposition = PREPOSITIONS[token.folded]
            continue
        if token.folded in ARTICLES:
            preposition = preposition or ARTICLE
            continue
        if token.folded in STOP_WORDS or len(token.folded) < 2:
            preposition = ""
            continue
        lemma = _lemma(word)
        if lemma in ORDINALS or lemma in SCAFFOLD or lemma in told:
            continue
        found.setdefault(SAME.get(lemma, lemma), preposition)
        preposition = ""
    return tuple(found.items())


@lru_cache(maxsize=20_000)
def _lemma(word: str) -> str:
    """The folded dictionary form; an acronym as it is, and of a word in no dictionary its stem."""
    if word.isupper() and len(word) > 1:
        return fold(word)
    import simplemma

    lowered = word.lower()
    if not simplemma.is_known(lowered, lang="fr"):
        return stem(lowered)
    lemma = simplemma.lemmatize(lowered, lang="fr")
    if fold(lemma) in _LEFT:
        return fold(lemma)
    # « finance », « pilote »: the noun and the verb are written alike; « réservé » is of « réserver ».
    if lemma.endswith(("e", "é")) and simplemma.is_known(f"{lemma[:-1]}er", lang="fr"):
        return fold(f"{lemma[:-1]}er")
    return fold(lemma)
