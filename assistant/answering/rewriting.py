"""Follow-up questions made self-contained from the conversation, by rules.

« Et quand ? » after « Qui a signé le protocole ? » becomes « À propos de « Qui a signé le protocole » : et quand ? »:
the words of the subject are searched too, at a lower weight, and the user sees the question as it was understood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.question import ABOUT, understand
from assistant.models import Turn
from assistant.text import fold, normalise_space, stems

MAX_SUBJECT = 200
"""Characters of the subject that are kept."""

_OPENING = re.compile(r"^\W*(?:et|mais|ou bien|alors|donc|sinon|puis|aussi)\b(?! (?:si|que))")
_OPENING_WORD = re.compile(r"^\W*(?:et|mais|alors|donc)\s+", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(
    r"\b(?:celui|celle|ceux|celles)(?:-ci|-la)?\b"
    r"|\b(?:cela|ca|ce dernier|cette derniere|ces dernier\w+|la-dedans|la-dessus)\b"
)
_THIS = re.compile(r"\b(?:ce|cet|cette|ces)\s+(?!qu|que|qui|sont|est|n'|n )[a-z]{3,}")
_POSSESSIVE = re.compile(r"\b(?:son|sa|ses|leur|leurs)\s+[a-z]{3,}")
_IMPERSONAL = re.compile(
    r"\b(?:il (?:y a|faut|reste|existe|s'agit|est (?:possible|prevu|obligatoire|necessaire))"
    r"|(?:y a|faut|fait|reste|vaut|suffit|convient|existe|pleut|arrive|passe|s'agit|en est)-(?:t-)?il"
    r"|est-il (?:possible|prevu|obligatoire|necessaire))\b"
)
_PRONOUN = re.compile(r"(?<![\w-])(?:-t-)?(?:il|elle|ils|elles|lui|eux)\b|-(?:il|elle|ils|elles)\b")
_CLITIC = re.compile(r"\bqui (?:le|la|les|l'|en|y)\s?(?!plus|moins)[a-z]+\s*\??$")
_FRAGMENT = re.compile(r"^\W*(?:pour|avec|dans|chez|depuis|sur|par|sans|selon|jusqu|a quelle?|en quelle?|de quelle?)\b")


def self_contained(question: str, history: Sequence[Turn] = ()) -> bool:
    """True when a question can be searched alone: it names its subject, or there is no conversation to take it from."""
    if not any(turn.role == "user" for turn in history):
        return True
    folded = fold(question)
    content = understand(question).content
    if not content or _OPENING.search(folded) or _DEMONSTRATIVE.search(folded) or _CLITIC.search(folded):
        return False
    if _POSSESSIVE.search(folded) and len(content) <= 2:
        return False
    if _FRAGMENT.search(folded) and len(content) <= 1:
        return False
    pronoun = _PRONOUN.search(_IMPERSONAL.sub(" ", folded))
    if pronoun and not _names_subject(folded[: pronoun.start()]):
        return False
    this = _THIS.search(folded)
    return not (this and len(content) <= 3)


def _names_subject(before: str) -> bool:
    """True when a noun stands before the pronoun (« le protocole a-t-il… »): the pronoun then only inverts the verb."""
    return bool(re.search(r"\b(?:le|la|les|l'|un|une|des|du|ce|cet|cette|ces)\s?[a-z]{3,}", before))


def rewrite(question: str, history: Sequence[Turn]) -> str:
    """The question as it can be searched alone; itself when it is self-contained.

    Args:
        question: What the user typed.
        history: The turns before, oldest first.
    """
    question = normalise_space(question)
    if self_contained(question, history):
        return question
    subject = _subject([turn.content for turn in history if turn.role == "user"])
    return f"À propos de « {subject} » : {question[0].lower()}{question[1:]}" if subject and question else question


def _subject(questions: Sequence[str]) -> str:
    """The last self-contained question, with the words that the follow-ups after it added."""
    added: list[str] = []
    for place in range(len(questions) - 1, -1, -1):
        asked = normalise_space(questions[place])
        match = ABOUT.match(asked)
        asked = match["subject"] if match else asked
        text = asked.rstrip(" ?!.")
        before = [Turn("user", q) for q in questions[:place]]
        if self_contained(asked, before):
            known = set(stems(text))
            extra = [a for a in reversed(added) if set(stems(a)) - known]
            return normalise_space(" ; ".join([text, *extra]))[:MAX_SUBJECT].replace("«", "").replace("»", "")
        if understand(asked).content:
            added.append(_OPENING_WORD.sub("", text))
    return normalise_space(" ; ".join(reversed(added)))[:MAX_SUBJECT]
