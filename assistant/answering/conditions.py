"""Does a sentence keep the conditions, the modality and the population of the words that support it?

« La Région peut financer le permis, sauf pour les mineurs » supports neither « La Région finance le permis, sauf pour
les mineurs » nor « La Région peut financer le permis ». What is looked for is what administrative French writes: a
restriction beside its clause, « pouvoir » or « devoir » before its verb, a quantifier before its noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering.names import fold_in_place
from assistant.text import NUMBER_WORDS, Token, sentences, stem, stems, tokenise

_MARKS: tuple[tuple[str, str], ...] = (
    (
        "if",
        (
            r"\bsi (?!bien\b)|\bs'ils?\b|\bs'elles?\b|\blorsqu\w*|\bdes lors qu\w*|\bquand\b|\ben cas d\w*|"
            r"\ba condition\b|"
            r"\bsous (?:reserve|condition)\b|\bpourvu qu\w*|\ba moins qu\w*|\ba defaut d\w*|\bfaute d\w*|\bselon qu\w*|"
            r"\bmoyennant\b|\bapres (?:avis|accord|validation|autorisation)\b|\bsur (?:demande|autorisation)\b|"
            r"\ben dessous d\w*|\bau-dessous d\w*|\bau-dela d\w*|\bpour (?:ceux|celles) qui\b|\ba ceux qui\b|"
            r"\bdans la limite\b|\ba qui\b"
        ),
    ),
    ("except", r"\bsauf\b|\bhormis\b|\bexcepte\w*|\ba l'exception\b|\ba l'exclusion\b|\bhors (?=de |du |des |d')"),
    (
        "only",
        (
            r"\buniquement\b|\bseulement\b|\bexclusivement\b|\bseule?s?\b(?= (?:les?|la|l'|peu\w+|sont|est|des)\b)|"
            r"\breserv\w+ (?:a|aux?)\b|\blimite\w* (?:a|aux?)\b"
        ),
    ),
    ("from", r"\ba partir d\w+|\ba compter d\w+"),
)
_NE_QUE = re.compile(r"\b(?:ne |n')\w+(?: \w+)? (?:que |qu')")
"""« n'est ouvert qu'aux… » restricts as « uniquement » does."""

_CHUNK = re.compile(r"[,;:.!?()\n]|\s[-–—]\s|\b(?:et|mais|puis|ainsi que)\b")
_CLAUSE = re.compile(r"[,;:.!?()\n]|\s[-–—]\s|\bmais\b")
_SAME = {"only": ("only", "if"), "if": ("if",), "except": ("except",), "from": ("from",)}

_MOST = re.compile(r"\bau (?:plus|maximum)\b(?! t)")
_LEAST = re.compile(r"\bau (?:moins|minimum)\b(?! t)")

_MODALS: Mapping[str, str] = {
    **dict.fromkeys(["peut", "peuvent", "pourra", "pourront"], "may"),
    **dict.fromkeys(["pourrait", "pourraient"], "might"),
    **dict.fromkeys(["doit", "doivent", "devra", "devront"], "must"),
    **dict.fromkeys(["devrait", "devraient"], "should"),
}
_MUST_WORDS = re.compile(
    r"\bdoi(?:t|vent)\b|\bdevr\w+|\bobligat\w+|\boblige\w*|\btenue?s?\b|\bfaut\b|\bimperati\w+|\bs'engage\w*|\bexige\w*|"
    r"\bau plus tard\b|\bvise\w*|\bobjectifs?\b|\bnecessaire\w*|\bimpose\w*|\bdus?\b|\bjusqu'au\b"
)
_BINDING = re.compile(
    r"\bdoi(?:t|vent)\b|\bdevr\w+|\bobligat\w+|\boblige\w*|\btenue?s?\b|\bfaut\b|\bimperati\w+|\bexige\w*|\bimpose\w*"
)
_COMPULSORY = re.compile(
    r"\bobligat(?!ions?\b)\w+|\bimperati\w+|\best (?:tenue?|oblige)\w*|\bsont (?:tenue?|oblige)\w*|\bexige\w*"
)
_MAY_WORDS = re.compile(
    r"\bpeu(?:t|vent)\b|\bpourr\w+|\bpossib\w+|\bfacultati\w+|\beventuel\w*|\bsusceptib\w+|\bdroit\b"
)
_REACH = 3
"""Words after a modal among which its verb stands."""

_LIGHT = frozenset(
    [
        "etre",
        "avoir",
        "ne",
        "pas",
        "plus",
        "se",
        "s",
        "y",
        "en",
        "le",
        "la",
        "les",
        "l",
        "d",
        "de",
        "desormais",
        "aussi",
        "egalement",
        "donc",
        "ainsi",
    ]
)

_QUANTIFIERS: Mapping[str, str] = {
    **dict.fromkeys(["tous", "toutes", "tout", "toute", "chaque"], "all"),
    **dict.fromkeys(["certains", "certaines", "quelques"], "some"),
    **dict.fromkeys(["aucun", "aucune", "nul", "nulle"], "none"),
}
_ARTICLES = frozenset(["les", "la", "le", "l", "des", "de", "d", "nos", "leurs", "leur", "ses", "ces", "autres"])
_TIMES = frozenset(
    stem(word) for word in ["an", "ans", "année", "années", "mois", "jour", "jours", "semaine", "fois", "moment"]
)


@dataclass(frozen=True, slots=True)
class _Condition:
    """A restriction: its kind, its words, and those of the stretch of sentence that it stands beside."""

    kind: str
    words: frozenset[str]
    host: frozenset[str]


def same_conditions(claim: str, support: str) -> bool:
    """The claim has every restriction of what it takes from the support, and none of its own.

    Args:
        claim: A sentence to check.
        support: The words that may support it.
    """
    told, said = _conditions(support), _conditions(claim)
    words, mine = frozenset(_words(support)), frozenset(_words(claim))
    for condition in said:
        matching = [one for one in told if one.kind in _SAME[condition.kind] or condition.kind in _SAME[one.kind]]
        if not any(_share(condition.words, one.words | one.host) > 0.5 for one in matching):
            return False
        if _share(condition.words, words) <= 0.5:
            return False
    for condition in told:
        about = _share(condition.host, mine) > 0.5
        if about and condition.kind != "from" and _share(condition.words, mine) < 0.5:
            return False
    return _same_limits(claim, support)


def same_modality(claim: str, support: str) -> bool:
    """What may be is not what must be, nor what is: each verb of the claim goes with the modal of the support."""
    if _COMPULSORY.search(fold_in_place(claim)) and not _BINDING.search(fold_in_place(support)):
        return False
    told, said = _modals(support), _modals(claim)
    plain = frozenset(_words(claim))
    folded = fold_in_place(support)
    for verb, modals in said.items():
        if verb in told:
            if not modals & told[verb]:
                return False
        elif ("must" in modals and not _MUST_WORDS.search(folded)) or (
            modals & {"may", "might"} and _MUST_WORDS.search(folded) and not _MAY_WORDS.search(folded)
        ):
            return False
    free = _free_words(support, told)
    return not any(verb in plain and verb not in said and verb not in free for verb in told)


def same_population(claim: str, support: str) -> bool:
    """« tous les stagiaires » is not « certains stagiaires », nor « aucun stagiaire »; « les stagiaires » are all."""
    told, said = _quantified(support), _quantified(claim)
    words, mine = frozenset(stems(support)), frozenset(stems(claim))
    for noun, kinds in said.items():
        if noun in words and not kinds <= told.get(noun, _general(noun, support)):
            return False
    return not any(noun in mine and noun not in said and kinds == {"some"} for noun, kinds in told.items())


def _general(noun: str, text: str) -> frozenset[str]:
    """« all » for a noun said of everyone, « les stagiaires »; nothing for « 70 % des stagiaires »."""
    before = [one.folded for one, after in pairwise(tokenise(text)) if after.stem == noun]
    return frozenset({"all"} if before and all(word in {"les", "aux", "ces"} for word in before) else ())


def _conditions(text: str) -> list[_Condition]:
    """The restrictions of a text, each to the end of its clause."""
    found = []
    for span in sentences(text):
        sentence = text[span.start : span.end]
        folded = fold_in_place(sentence)
        for kind, pattern in _MARKS:
            for match in re.finditer(pattern, folded):
                end = next((m.start() for m in _CLAUSE.finditer(folded, match.end())), len(folded))
                found.append(
                    _Condition(
                        kind,
                        frozenset(_words(sentence[match.start() : end])),
                        _host(sentence, folded, match.start(), end),
                    )
                )
        for match in _NE_QUE.finditer(folded):
            end = next((m.start() for m in _CLAUSE.finditer(folded, match.end())), len(folded))
            words = frozenset(_words(sentence[match.end() : end]))
            found.append(_Condition("only", words, _host(sentence, folded, match.start(), end)))
    return [condition for condition in found if any(not _is_number(word) for word in condition.words)]


def _host(sentence: str, folded: str, start: int, end: int) -> frozenset[str]:
    """The words beside a restriction: those before it, or those after it when it opens its sentence."""
    before = sentence[:start].rstrip(" ,(–—-")
    if len(stems(before)) >= 1:
        left = max((m.end() for m in _CHUNK.finditer(folded, 0, len(before))), default=0)
        words = frozenset(_words(before[left:]))
        if words:
            return words
    right = next((m.start() for m in _CHUNK.finditer(folded, end + 1)), len(sentence))
    return frozenset(_words(sentence[end:right]))


def _same_limits(claim: str, support: str) -> bool:
    """« un tiers au plus » is not « un tiers au moins »."""
    mine, theirs = fold_in_place(claim), fold_in_place(support)
    for said, contrary in ((_MOST, _LEAST), (_LEAST, _MOST)):
        if said.search(mine) and not said.search(theirs) and contrary.search(theirs):
            return False
    return True


def _modals(text: str) -> dict[str, frozenset[str]]:
    """The modals before each verb, by the verb's stem."""
    found: dict[str, frozenset[str]] = {}
    for place, tokens in _with_following(text):
        modal = _MODALS.get(place.folded)
        if modal is None:
            continue
        verb = next((token.stem for token in tokens if token.folded not in _LIGHT), None)
        if verb:
            found[verb] = found.get(verb, frozenset()) | {modal}
    return found


def _with_following(text: str) -> Iterator[tuple[Token, list[Token]]]:
    words = list(tokenise(text))
    for place, token in enumerate(words):
        yield token, words[place + 1 : place + 1 + 2 * _REACH]


def _free_words(text: str, told: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Verbs that stand after a modal and, elsewhere in the text, without one."""
    words = list(tokenise(text))
    free = set()
    for place, token in enumerate(words):
        if token.stem not in told:
            continue
        before = words[max(0, place - _REACH) : place]
        if not any(word.folded in _MODALS for word in before):
            free.add(token.stem)
    return frozenset(free)


def _quantified(text: str) -> dict[str, frozenset[str]]:
    """The quantifiers before each noun, by the noun's stem; those of time are checked with the dates."""
    words = list(tokenise(text))
    found: dict[str, frozenset[str]] = {}
    for place, token in enumerate(words):
        kind = _QUANTIFIERS.get(token.folded)
        if kind is None:
            continue
        noun = next((word.stem for word in words[place + 1 : place + 4] if word.folded not in _ARTICLES), None)
        if noun and noun not in _TIMES:
            found[noun] = found.get(noun, frozenset()) | {kind}
    return found


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in NUMBER_WORDS


def _words(text: str) -> list[str]:
    """Stems that mean something, figures among them."""
    return stems(text)


def _share(words: frozenset[str], among: frozenset[str]) -> float:
    return len(words & among) / len(words) if words else 0.0
