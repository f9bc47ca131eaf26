"""The kinds of thing that French questions ask for, and the words that tell them."""

from __future__ import annotations

import re
from typing import Literal

from assistant.text import fold

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
    "publishers",
    "contact",
    "reason",
    "yes_no",
    "any",
]
"""The kind of thing that answers; ``any`` when the question does not say.

``person`` is the name of somebody by function (« comment s'appelle le préfet »), ``agent`` a person, a function or an
organisation (« qui … »).
"""

RECORD_TYPES: frozenset[AnswerType] = frozenset({"attachment", "descriptors", "authors", "record_date", "publishers"})
"""Types that are answered by the record of a notice."""

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
    "publishers": (
        r"\b(?:editeurs?|editrice|maison d'edition)\b.*\b(?:notice|fiche|document|rapport|etude|brochure)\b",
        r"\b(?:qui|par qui|quel organisme)\b.{0,12}\b(?:edite[es]?|publie)\b.*\b(?:notice|fiche|brochure)\b",
        r"\b(?:notice|fiche|brochure|publication)\b.*\b(?:editee?s?|publiee?s?) par (?:qui|quel)",
    ),
    "record_date": (
        r"\b(?:quand|date|quelle annee)\b.*\b(?:notice|fiche|publication|parution|parue?s?|enregistree?)\b",
    ),
    "reason": (
        r"\bpourquoi\b",
        r"\bpour quelles? raisons?\b",
        r"\bquel(?:le)?s? (?:est|sont) (?:la|les) (?:raisons?|causes?)\b",
    ),
    "contact": (
        r"\bnumeros? (?:de (?:telephone|portable|fixe|fax)\b|(?:a |pour |faut-il )?(?:appeler|joindre|contacter))",
        r"\badresses? (?:e-?mail|mail|electronique|postale|internet)\b",
        r"\b(?:courriels?|e-?mails?|mail|telephone)\b.{0,40}\?",
        r"\bquelle est l'adresse (?:de|du|des|d')",
        r"^(?:numero de )?(?:telephone|tel|e-?mail|mail|courriel|coordonnees) (?:de|du|des|d')",
    ),
    "duration": (
        r"\bcombien de temps\b",
        r"\bcombien (?:de |d')(?:jours?|semaines?|mois|annees?|ans|heures?|minutes?)\b",
        r"\bquel temps (?:faut|prevoir|prend|dure|de)\b",
        r"\b(?:quelle|la) (?:est la )?duree\b",
        r"(?:^|: )duree (?:de|du|des|d')",
        r"\bdelais?\b",
        r"\bpendant combien\b",
    ),
    "percent": (
        r"\bpourcentage\b",
        r"\bquel(?:le)? (?:est (?:le |la ))?(?:taux|proportion)\b",
        r"\bquelle (?:est (?:la )?)?part (?:de|des|du|d')\b",
    ),
    "amount": (
        r"\b(?:montants?|budget|cout|coute|couts|prix|tarifs?|enveloppe|subvention|salaire|dotation|remuneration)\b",
        r"\bcombien (?:d'euros|d'argent|cela coute|verse|finance|paie|paye|gagne|touche|percoi)",
    ),
    "number": (
        r"\bcombien\b",
        r"\b(?:nombre|nb) (?:de|d'|total)",
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
        r"\b(?:liste[rz]?|enumere[rz]?|cite[rz]?|donne[rz]? (?:la liste|les|des exemples))\b",
        r"\b(?:repartition|ventilation) (?:de|des|du|d')",
        r"^top \d",
    ),
}
"""What tells each type in a folded question; the first that matches wins, so the order matters."""

_YES_NO = re.compile(
    r"^(?:(?:[^?]*[,:;]\s*)?(?:est-ce qu(?:e\b|')|faut-il\b|peut-on\b|doit-on\b|a-t-on\b|y a-t-il\b)"
    r"|[^?]{0,120}?\b[a-z]+(?:-t)?-(?:il|elle|ils|elles|on|je|nous|vous)\b)"
)
"""A question that is answered by yes or no: « Est-ce que… », « Le stagiaire doit-il… »."""

COSTS = re.compile(
    r"\b(?:payante?s?|gratuite?s?)(?=\s*(?:\?|$))|\b(?:faut-il|doit-on|dois-je) (?:encore |aussi |donc )?payer\b",
    re.IGNORECASE,
)
"""What asks whether something is paid for: an amount answers, or « gratuit »."""

_ASKS_WHAT = re.compile(
    r"\b(?:quand|ou|qui|que|quoi|combien|comment|pourquoi|quel(?:le)?s?|lequel|laquelle|lesquel(?:le)?s)\b"
    r"|\bqu'(?!il|elle|on|un)"
)

_RULES = tuple((name, re.compile("|".join(patterns))) for name, patterns in _PATTERNS.items())
_ASKS_WHERE = re.compile(r"\boù\b|^\s*ou\b|\bquel(?:le)?s? (?:ville|lieu|commune|d[ée]p|r[ée]g|pays)", re.IGNORECASE)


def type_of(text: str) -> AnswerType:
    """The kind of thing that a question of one part asks for."""
    folded = fold(text)
    for name, pattern in _RULES:
        if name == "place" and not _ASKS_WHERE.search(text):
            continue
        if name == "contact" and is_yes_no(text):
            return "amount" if COSTS.search(folded) else "yes_no"
        if pattern.search(folded):
            return name
    return "any"


def is_yes_no(text: str) -> bool:
    """True for a question that is answered by yes or no, and names no other thing to be told."""
    folded = fold(text).replace("est-ce que", "est-ce qu'")
    return bool(_YES_NO.match(folded)) and not _ASKS_WHAT.search(folded.replace("est-ce qu'", " ").replace(" ou ", " "))
