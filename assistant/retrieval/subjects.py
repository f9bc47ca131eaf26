"""The things that a question is about: its noun phrases, found by rules, with what French agreement needs.

There is no tagger here: a phrase begins at a determiner (or at a name) and goes on to a verb, a relative pronoun or a
punctuation mark. Complements are kept (« les apprentis en Sarthe »), since each word helps the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.text import fold

WORD = re.compile(r"(?:qu|[cdjlmnst])['’]|[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]", re.IGNORECASE)
"""A word, an elided one (« d' ») or a punctuation mark; an inverted verb is one word (« a-t-il »)."""

_MASCULINE = frozenset({"le", "un", "ce", "cet", "du", "au"})
_FEMININE = frozenset({"la", "une", "cette"})
_PLURAL = frozenset({"les", "des", "ces", "aux"})
_DETERMINERS = _MASCULINE | _FEMININE | _PLURAL | {"l'"}
_PREPOSITIONS_LIST = """
    de d' à du des aux au en pour contre sur dans entre par avec chez sans sous vers
    """
_PREPOSITIONS = frozenset(_PREPOSITIONS_LIST.split())
_VERBS_LIST = """
    a ont est sont etait etaient avait avaient aura auront sera seront fut furent fait font doit doivent peut
    peuvent va vont veut veulent compte comptent vise court dure coute commence demarre prevoit concerne existe
    sert se s' ne n' gagne touche abandonne fonctionne devient dit donne reste verse finance paie
    """
_VERBS = frozenset(_VERBS_LIST.split())
_STOPS_LIST = """
    qui que qu' quoi dont ou quand comment pourquoi combien quel quelle quels quelles lequel laquelle lesquels y
    on il elle ils elles nous vous je j' c' ca cela et mais donc si lorsque puisque car parce il n' t' m'
    """
_STOPS = frozenset(_STOPS_LIST.split())
_OPENINGS = _STOPS | _VERBS | _PREPOSITIONS | {"jusqu'a", "depuis", "selon", "parmi", "apres", "avant"}
_INVERTED = re.compile(r"-(?:t-)?(?:il|elle|ils|elles|on|ce|nous|vous|je)$")
_RELATIONAL = (
    r"(?:budget|cout|prix|montant|taux|date|duree|delai|echeance|nombre|effectif|hauteur|population|adresse|plafond"
    r"|horaires?|pilote|auteurs?|objectifs?|missions?|membres?|role|siege|resultats?|conditions?|calendrier"
    r"|perimetre|publics?|financement|financeurs?|beneficiaires?|signataires?|numero|telephone|contact|tarifs?|composition)"
)
RELATIONAL = re.compile(rf"^{_RELATIONAL}$")
"""Nouns that are always those of something, folded: alone, they call for what the conversation is about."""


_JOINED = re.compile(r" (?P<de>du|des|de la|de l['’]|d['’]une?)(?:(?<=['’])| )", re.IGNORECASE)
_ARTICLES: dict[str, tuple[str, Literal["m", "f"] | None, bool]] = {
    "du": ("le ", "m", False),
    "des": ("les ", None, True),
    "de la": ("la ", "f", False),
    "de l'": ("l'", None, False),
    "d'un": ("un ", "m", False),
    "d'une": ("une ", "f", False),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: ``text`` with its article, as the subject of a verb would be; None where a form does not say."""

    text: str
    gender: Literal["m", "f"] | None = None
    plural: bool = False

    def agrees(self, gender: Literal["m", "f"] | None, plural: bool) -> bool:
        """True when a pronoun of this gender and number may stand for the phrase."""
        return self.plural == plural and (gender is None or self.gender is None or self.gender == gender)

    @property
    def after_de(self) -> str:
        """« du protocole », « des apprentis », « de la charte », « d'un parcours »."""
        return _contracted(self.text, "de", {"le ": "du ", "les ": "des "})

    @property
    def after_a(self) -> str:
        """« au protocole », « aux apprentis », « à la charte »."""
        return _contracted(self.text, "à", {"le ": "au ", "les ": "aux "})


def _contracted(text: str, preposition: str, forms: dict[str, str]) -> str:
    for article, form in forms.items():
        if text.startswith(article):
            return form + text[len(article) :]
    elided = preposition == "de" and re.match(r"[aeiouyhAEIOUÉÈÊÎÔ]", text)
    return f"d'{text}" if elided else f"{preposition} {text}"


def phrases(question: str) -> list[Phrase]:
    """The noun phrases of a question, in order, each before the one that completes it (« les principes de la charte »).

    One headed by « budget », « date »… comes after what it is the budget of: nobody asks more about a date.
    """
    found: list[Phrase] = []
    later: list[Phrase] = []
    for phrase in _outer(question.rstrip(" ?!.")):
        nested = list(_nested(phrase))
        head = re.sub(r"^(?:les? |la |l')", "", fold(phrase.text)).split(" ")[0]
        if nested and RELATIONAL.match(head):
            found.extend(nested)
            later.append(phrase)
        else:
            found.extend((phrase, *nested))
    return found + later


def _outer(text: str) -> Iterator[Phrase]:
    label = re.match(r"(?P<topic>[^:?,]{3,60}?) : ", text)
    if label:
        yield Phrase(label["topic"])
    words = list(WORD.finditer(text))
    folded = [word.group().lower() if word.group().lower() == "à" else fold(word.group()) for word in words]
    place = 0
    if folded and folded[0] not in _OPENINGS | _DETERMINERS and not _INVERTED.search(folded[0]):
        place = _end(folded, 0, plural=folded[0].endswith("s"))
        if place > 1 or words[0].group()[:1].isupper():
            yield Phrase(text[: words[place - 1].end()], plural=folded[0].endswith("s"))
    while place < len(words):
        found = _begun(folded, place)
        named = words[place].group()[:1].isupper() and place > 0
        if found is None and not named:
            place += 1
            continue
        article, gender, plural, skip = found or ("", None, False, 0)
        end = _end(folded, place + skip, plural=plural)
        if end <= place + skip:
            place += 1
            continue
        yield Phrase(article + text[words[place + skip].start() : words[end - 1].end()], gender, plural)
        place = end


def _begun(folded: list[str], place: int) -> tuple[str, Literal["m", "f"] | None, bool, int] | None:
    """The article, gender, number and words of the determiner at a place; None when there is none."""
    word, following = folded[place], folded[place + 1] if place + 1 < len(folded) else ""
    if word in {"combien", "nombre"} and following in {"de", "d'"}:
        return "les ", None, True, 2
    if word in {"quels", "quelles"} and following not in _VERBS:
        return "les ", "m" if word == "quels" else "f", True, 1
    if word not in _DETERMINERS:
        return None
    plural = word in _PLURAL
    gender: Literal["m", "f"] | None = "m" if word in _MASCULINE else "f" if word in _FEMININE else None
    shown = {"l'": "l'", "un": "un ", "une": "une "}.get(word) or (
        "les " if plural else f"l{'e' if gender == 'm' else 'a'} "
    )
    if word == "cet":
        shown = "l'"
    return shown, gender, plural, 1


def _end(folded: list[str], place: int, *, plural: bool) -> int:
    """Where a phrase that begins at a place ends."""
    first = place
    while place < len(folded):
        word, before = folded[place], folded[place - 1] if place > first else ""
        free = place > first and before not in _DETERMINERS | _PREPOSITIONS
        if word == "et" and free and place + 1 < len(folded) and folded[place + 1] in {"de", "du", "des", "d'"}:
            place += 1
            continue
        if not word[0].isalnum() or word in _STOPS or _INVERTED.search(word) or (free and word in _VERBS):
            break
        if free and plural and len(word) > 4 and word.endswith("ent") and not word.endswith("ment"):
            break
        if free and word in {"le", "la", "les", "l'", "un", "une"}:
            break
        place += 1
    while place > first and folded[place - 1] in _PREPOSITIONS | _DETERMINERS:
        place -= 1
    return place


def _nested(phrase: Phrase) -> Iterator[Phrase]:
    """« le budget du plan de la région » gives « le plan de la région », then « la région »."""
    for joined in _JOINED.finditer(phrase.text):
        article, gender, plural = _ARTICLES[fold(joined["de"])]
        yield Phrase(article + phrase.text[joined.end() :], gender, plural)
