"""What a French question asks for: its expected type of answer, its focus and its content words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import NUMBER_WORDS, fold, fold_same_length, stems, tokenise

AnswerType = Literal[
    "number",
    "amount",
    "percent",
    "date",
    "duration",
    "person",
    "agent",
    "place",
    "list",
    "definition",
    "attachment",
    "descriptors",
    "authors",
    "record_date",
    "any",
]
"""The kind of thing that answers; ``any`` when the question does not say.

``person`` is the name of somebody by function (« comment s'appelle le préfet »), ``agent`` a person, a function or an
organisation (« qui … »).
"""

RECORD_TYPES: frozenset[AnswerType] = frozenset({"attachment", "descriptors", "authors", "record_date"})
"""Types that are answered by the record of a notice."""

ABOUT = re.compile(r"^À propos de « (?P<subject>.+) » : (?P<question>.+)$", re.DOTALL)
"""The form of a follow-up made self-contained (see ``assistant.answering.rewriting``)."""

_FUNCTION = (
    r"(?:actuel(?:le)? |nouve(?:au|lle) |vice-)?(?:president|prefet|ministre|premiere? ministre|direct(?:eur|rice)"
    r"|maire|rect(?:eur|rice)|secretaire|responsable|delegue|senat(?:eur|rice)|depute|commissaire|chef|coordonnat|animat"
    r"|charge|referent|signataire|auteur|redact|formateur|formatrice|conseill|gerant|tresorier|interlocut)\w*"
)
"""Nouns of functions, folded: their name is that of a person."""

_PATTERNS: dict[AnswerType, tuple[str, ...]] = {
    "attachment": (
        (
            r"\b(?:quels?|quelles?|y a-t-il|existe-t-il|un|des|le|les|combien de)\b.{0,30}?"
            r"\b(?:pdf|pieces? jointes?|fichiers? (?:joints?|attaches?|accompagnent?)"
            r"|documents? (?:numeriques?|joints?|attaches?))\b"
        ),
        r"\b(?:pdf|fichiers?|documents?)\b.*\b(?:est|sont) (?:joints?|jointes?|attaches?|attachee?s?)\b",
        r"\b(?:pdf|fichiers?|documents?)\b.*\b(?:notice|fiche)\b",
        r"\b(?:notice|fiche)\b.*\b(?:joints?|jointes?|attaches?|attachee?s?)\b",
    ),
    "descriptors": (r"\b(?:descripteurs?|mots[- ]cles?|indexee?s?)\b",),
    "authors": (
        r"\bauteurs? de la (?:notice|fiche)\b",
        r"\bqui (?:a|ont) (?:redige|ecrit|publie) (?:la|cette) (?:notice|fiche)",
    ),
    "record_date": (
        r"\b(?:quand|date|quelle annee)\b.*\b(?:notice|fiche|publication|parution|parue?s?|enregistree?)\b",
    ),
    "duration": (r"\bcombien de temps\b", r"\b(?:quelle|la) (?:est la )?duree\b", r"\bdelai\b", r"\bpendant combien\b"),
    "percent": (r"\bpourcentage\b", r"\bquel(?:le)? (?:est (?:le |la ))?(?:taux|part|proportion)\b"),
    "amount": (
        r"\b(?:montants?|budget|cout|coute|couts|prix|tarifs?|enveloppe|subvention|salaire|dotation|remuneration)\b",
        r"\bcombien (?:d'euros|d'argent|cela coute|verse|finance|gagne|touche|percoi)",
    ),
    "number": (
        r"\bcombien\b",
        r"\bnombre (?:de|d'|total)",
        r"\bquel (?:est (?:le |l'))?(?:nombre|effectif)\b",
    ),
    "date": (
        r"\bquand\b",
        r"\ba quelle? (?:date|moment|epoque)\b",
        r"\b(?:quelle|la) (?:est la )?date\b",
        r"\bquelle annee\b",
        r"\bquel (?:jour|mois)\b",
        r"\bquelle est l'echeance\b",
        r"\bquelles dates\b",
    ),
    "person": (
        rf"\bnoms? (?:complet )?(?:du|de la|de l'|des|de|d'une?) ?{_FUNCTION}",
        rf"\bcomment (?:s'appelle(?:nt)?|se nomme(?:nt)?) (?:le |la |les |l'){_FUNCTION}",
        rf"\bquels? (?:est|sont) les? noms? .{{0,20}}{_FUNCTION}",
        rf"\bqui (?:est|etait|sont) (?:le |la |les |l'){_FUNCTION}",
    ),
    "place": (
        r"\bou\b(?! (?:non|bien|pas))",
        r"\bdans quel(?:le)?s? (?:ville|lieu|commune|departement|region|pays)\b",
        r"\bquel lieu\b",
    ),
    "definition": (
        r"\b(?:que|qu'est-ce que) (?:signifie|veut dire|designe)",
        r"\bsignifi(?:e|cation)\b",
        r"\bdefinition\b",
        r"\bveut dire\b",
        r"\bc'est quoi\b",
        r"\bqu'est-ce qu(?:e|')",
        r"\b(?:sigle|acronyme)\b",
    ),
    "agent": (r"\b(?:qui|a qui|par qui|avec qui|de qui|pour qui)\b(?! (?:est|sont) (?:prevu|indique))",),
    "list": (
        r"\b(?:quels|quelles|lesquels|lesquelles)\b",
        r"\b(?:liste[rz]?|enumere[rz]?|cite[rz]?|donne[rz]? (?:la liste|les))\b",
    ),
}
"""What tells each type in a folded question; the first that matches wins, so the order matters."""

_RULES = tuple((name, re.compile("|".join(patterns))) for name, patterns in _PATTERNS.items())

_GENERIC = frozenset(
    stems(
        "date jour année moment nombre nom lieu liste question réponse information dire savoir connaître donner "
        "indiquer préciser expliquer expliquez signifier signifie signification définition veut sigle acronyme "
        "citer lister énumérer existe trouver combien quoi bonjour merci svp plaît voudrais souhaite aimerais "
        "pouvez peux appelle nomme passe agit concernant propos quelqu contient contenir comporte comporter comprend "
        "comprendre inclut mentionne mentionner parle dénombre recense"
    )
)
_HEAD = re.compile(
    r"\b(?:combien (?:de |d')|nombre (?:de |d')|quel(?:le)?s? (?:est |sont |etait |etaient )?(?:le |la |les |l')?)"
    r"(?:(?:" + "|".join(NUMBER_WORDS) + r"|\d+) )?(?P<head>[a-z][a-z-]+)"
)
_ASKS_WHERE = re.compile(r"\boù\b|^\s*ou\b|\bquel(?:le)?s? (?:ville|lieu|commune|d[ée]p|r[ée]g|pays)", re.IGNORECASE)
_HOW_LONG = re.compile(r"combien de temps|pendant combien", re.IGNORECASE)
_HOLDS = re.compile(
    r"(?<=\w)(?:\s+compte(?:nt|-t-(?:il|elle|on))?)(?=\s+(?:le|la|les|l['’]|ce|cette|cet|ces|une?)\b|\s*\?)"
)
"""« compte » as the verb of « combien de … compte le protocole », not as an account."""

_INTERROGATIVE = (
    r"(?:quand|ou|qui|combien|comment|pourquoi|quel(?:le)?s?|par qui|avec qui|a qui|dans quel(?:le)?s?|en quelle"
    r"|a quelle?|depuis quand|de quelle?)"
)
_JOINT = re.compile(rf"\s*(?:,\s*(?:et\s+)?|\bet\s+|;\s*)(?={_INTERROGATIVE}\b)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``types`` is never empty; a question in several parts has one type for each. ``head`` is the stem of the noun that
    is counted or asked about, when there is one. ``content`` are the stems that an answer should cover, without
    function words or the words that only tell the type; ``subject`` those that come from the conversation.
    """

    text: str
    types: tuple[AnswerType, ...]
    head: str | None
    content: tuple[str, ...]
    subject: tuple[str, ...] = ()

    @property
    def type(self) -> AnswerType:
        """The type of the first part."""
        return self.types[0]

    @property
    def all_terms(self) -> tuple[str, ...]:
        """Content and subject together, without repeats."""
        return tuple(dict.fromkeys((*self.content, *self.subject)))


def understand(text: str) -> Question:
    """Read a question, self-contained or of the form that ``rewriting`` gives to a follow-up.

    The type is that of the part being asked now; when it says none (« et pour les jeunes ? »), that of the subject.
    """
    match = ABOUT.match(text)
    asked, subject = (match["question"], match["subject"]) if match else (text, "")
    types = tuple(dict.fromkeys(_type_of(part) for part in parts(asked)))
    if types == ("any",) and subject:
        types = (_type_of(subject),)
    if len(types) > 1:
        types = tuple(t for t in types if t != "any") or ("any",)
    content = _content(asked)
    return Question(
        text=text,
        types=types,
        head=_head(asked) or (_head(subject) if subject and not content else None),
        content=content,
        subject=tuple(term for term in _content(subject) if term not in content),
    )


def parts(text: str) -> list[str]:
    """The parts of a question in several (« qui a signé et quand ? »), in order; one part when there is one."""
    folded = fold_same_length(text)
    cuts = [match.span() for match in _JOINT.finditer(folded) if match.start() > 1]
    pieces, start = [], 0
    for left, right in cuts:
        pieces.append(text[start:left].strip())
        start = right
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece] or [text]


def _type_of(text: str) -> AnswerType:
    folded = fold(text)
    for name, pattern in _RULES:
        if name == "place" and not _ASKS_WHERE.search(text):
            continue
        if pattern.search(folded):
            return name
    return "any"


def _head(text: str) -> str | None:
    match = _HEAD.search(fold(text))
    if not match:
        return None
    found = stems(match["head"])
    return found[0] if found and found[0] not in _GENERIC else None


def _content(text: str) -> tuple[str, ...]:
    """Content stems in order; the noun that only names a unit of time goes with the type (« combien de temps »)."""
    text = _HOLDS.sub(" ", _HOW_LONG.sub(" ", text))
    return tuple(dict.fromkeys(stem for stem in stems(text) if stem not in _GENERIC))


def content_words(text: str) -> list[tuple[str, str]]:
    """The content words of a question as typed, each with its stem: what to name when nothing mentions it."""
    wanted = set(_content(text))
    return [(text[token.start : token.end], token.stem) for token in tokenise(text) if token.stem in wanted]
