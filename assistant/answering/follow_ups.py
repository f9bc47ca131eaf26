"""Whether a question of a conversation can be searched alone, by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.question import content_words, understand
from assistant.models import Turn
from assistant.retrieval.subjects import RELATIONAL, phrases
from assistant.text import fold, stems

OPENING = re.compile(r"^\W*(?:et|mais|ou bien|alors|donc|puis|aussi)\b(?! (?:si|que))[\s,]*", re.IGNORECASE)
"""What ties a question to the one before."""

_CHANGE = re.compile(
    r"^\W*(?:et |mais |bon,? |ok,? )*(?:(?:et )?sinon|par ailleurs|autre (?:question|sujet|chose)|rien [àa] voir"
    r"|changeons de sujet|changement de sujet|pour changer)[\s,.:;!]+(?:mais |et )?(?=\w)",
    re.IGNORECASE,
)
_DEMONSTRATIVE = re.compile(
    r"\b(?:celui|celle|ceux|celles)(?:-ci|-la)?\b(?! qui| que| qu'| dont)"
    r"|\b(?:ce dernier|cette derniere|ces dernier\w+|la-dedans|la-dessus)\b|^\W*c'(?:est|etait)\b(?! quoi)"
)
_THIS = re.compile(r"\b(?:ce|cet|cette|ces)\s+(?!qu|que|qui|sont|est|n'|n )[a-z]{3,}")
_THAT = re.compile(r"\b(?:cela|ca)\b")
_POSSESSIVE = re.compile(r"\b(?P<owned>son|sa|ses|leur|leurs)\s+(?:\w+ )?[a-z]{3,}")
_IMPERSONAL = re.compile(
    r"\b(?:il (?:y a|faut|reste|existe|s'agit|est (?:possible|prevu|obligatoire|necessaire))"
    r"|(?:y a|faut|fait|reste|vaut|suffit|convient|existe|pleut|arrive|passe|s'agit|en est)-(?:t-)?il"
    r"|est-il (?:possible|prevu|necessaire))\b"
)
_PRONOUN = re.compile(r"(?<![\w-])(?:-t-)?(?:il|elle|ils|elles|lui|eux)\b|-(?:il|elle|ils|elles)\b")
_CLITIC = re.compile(
    r"\b(?:qui|ne) (?:le |la |les |l'|en |y )(?!plus|moins)[a-z]+\b"
    r"(?! (?:[a-z']+ )?[a-z]+-(?:t-)?(?:il|elle))(?! [a-z]+-)"
    r"(?=\s*\??$| (?:a|au|aux|en|dans|pour|pas|par|depuis|sur|et) | [a-z]+e[es]*\b)"
    r"|[a-z]{3,} (?:l'|les )(?:a|ont|avait|avaient|aura) "
    r"|\b(?:comment|ou|faut-il|peut-on|doit-on) (?:le |la |les |l')[a-z]+(?:er|ir|re)\b"
)
_PLACE_OR_PART = re.compile(
    r"(?<!il )\by (?!(?:a|avait|aura|eut|a-t-il|avait-il|aura-t-il|ait)\b)[a-z]{3,}|\by etait\b"
    r"|\bon en (?:est|etait|sera)\b|(?<!ou )\ben (?:ont|a|avaient|avait|comptent|compte) "
)
_PARTITIVE = re.compile(
    r"^\W*(?:dont|lesquel|laquelle|lequel|parmi (?:eux|elles))"
    r"|^\W*combien (?:ont|sont|etaient|avaient|en|y|seront|peuvent)\b"
)
_FRAGMENT = re.compile(r"^\W*(?:pour|avec|dans|chez|depuis|sur|par|sans|selon|jusqu|a quelle?|en quelle?|de quelle?)\b")
_WHOLE = re.compile(r"^(?:qui|que|qu'|comment|pourquoi|quand|ou|quel(?:le)?s? (?:est|sont|etait|etaient))\b|c'est quoi")
_ANYBODY = re.compile(r"\b(?:on|comment [a-z]+(?:er|ir|re)|faut-il|chacun|chaque|quelqu'un)\b")


def without_opening(question: str) -> str:
    """A question without what announces another subject (« Et sinon, », « Autre question : »)."""
    stripped = _CHANGE.sub("", question, count=1)
    return stripped if stripped == question else stripped[:1].upper() + stripped[1:]


def self_contained(question: str, history: Sequence[Turn] = ()) -> bool:
    """True when a question can be searched alone: it names its subject, or there is no conversation to take it from."""
    if not any(turn.role == "user" for turn in history):
        return True
    asked = without_opening(question)
    if asked == question and OPENING.search(asked):
        rest = OPENING.sub("", asked, count=1)
        if not (_WHOLE.search(fold(rest)) and _names_a_thing(rest)):
            return False
        asked = rest
    content = understand(asked).content
    return bool(content) and not _refers_back(asked, content)


def _refers_back(asked: str, content: Sequence[str]) -> bool:
    """True when words of a question stand for something said before."""
    folded = fold(asked)
    if _DEMONSTRATIVE.search(folded) or _CLITIC.search(folded) or _PARTITIVE.search(folded):
        return True
    if _FRAGMENT.search(folded) and len(content) <= 1:
        return True
    if all(RELATIONAL.match(fold(word)) for word, _ in content_words(asked)):
        return True
    labelled = " : " in asked
    if not labelled and (_PLACE_OR_PART.search(folded) or _without_referent(_THAT, folded)):
        return True
    owned = _POSSESSIVE.search(folded)
    if (
        owned
        and not _ANYBODY.search(folded[: owned.start()])
        and not _owner_before(folded[: owned.start()], owned["owned"])
    ):
        return True
    if _without_referent(_PRONOUN, _IMPERSONAL.sub(" ", folded)):
        return True
    return bool(_THIS.search(folded)) and len(content) <= 3


def _without_referent(pronoun: re.Pattern[str], folded: str) -> bool:
    """True when there is a pronoun and no noun before it (« le protocole a-t-il… » only inverts the verb)."""
    found = pronoun.search(folded)
    return bool(found) and not _names_subject(folded[: found.start()] if found else "")


def _names_subject(before: str) -> bool:
    return bool(re.search(r"\b(?:le|la|les|l'|un|une|des|du|ce|cet|cette|ces)\s?[a-z]{3,}|^[a-z]{3,} ?, $", before))


def _owner_before(before: str, owned: str) -> bool:
    """True when a noun before a possessive may own the thing: one for « son », several for « leur »."""
    articles = r"les|des|aux" if owned.startswith("leur") else r"le|la|l'|un|une|du|au"
    return bool(re.search(rf"\b(?:{articles})\s?[a-z]{{3,}}", before))


def _names_a_thing(question: str) -> bool:
    """True when a question names its subject fully: a name, an acronym, or a noun with what completes it."""
    for phrase in phrases(question):
        named = any(word[:1].isupper() for word in phrase.text.split())
        if named or (len(stems(phrase.text)) > 1 and not phrase.plural):
            return True
    return bool(re.match(r"comment [a-z]+(?:er|ir|re|oir)\b", fold(question))) and len(understand(question).content) > 1
