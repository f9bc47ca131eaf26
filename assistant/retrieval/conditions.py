"""Conditions on documents read in a question, and the filters that they make.

A condition limits what is searched only where the question speaks of documents: « les notices de 2023 » does, « Combien
d'apprentis en 2023 ? » asks what the texts say and limits nothing. Asking for the newest is a preference, and is read
anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from assistant.models import Condition, Filters, Kind
from assistant.retrieval.document_phrases import Phrase, PhraseReader
from assistant.retrieval.names import NameBook
from assistant.retrieval.periods import days_of
from assistant.text import fold_same_length, stems

_PLURAL = re.compile(r"(?:s|pdf)$")
_SEVERAL = re.compile(
    r"(?:\b(?:les|des|ces|aux|quels|quelles|certains|certaines|tous les|toutes les|nos|vos|plusieurs|combien de|nb de"
    r"|nombre de|liste de|derniers|dernieres|autres|d'autres|ou|en)\s+|^\s*)$"
)
_INTRO = re.compile(
    r"\b(?:d'apres|selon|dans|parmi|a partir de|sur la base de) (?:tous |toutes )?(?:les|nos|vos|ces|des) $"
)
_ONE_FILE = re.compile(r"\b(?:joint|attache|accompagne|annexe)")
_RECENT = re.compile(
    r"\b(?:l[ea]s? )?plus (?:recent|nouve)\w*|\bdernier(?:e)?s? (?:en date|notices?|documents?|pdf|rapports?|etudes?"
    r"|versions?|textes?|publications?|articles?|chiffres?|donnees?|bilans?|accords?|conventions?|protocoles?|chartes?"
    r"|plans?|comptes?[ -]rendus?|enquetes?|reunions?|seances?|comites?|points? d'etape|taux|effectifs?|budgets?"
    r"|montants?|barometres?|tableaux? de bord|decisions?|etats?|communiques?|lettres?|notes?|avenants?)\b"
    r"|\b(?:notices?|documents?|pdfs?|publications?|rapports?|etudes?|articles?) recente?s?\b"
    r"|\bactuellement\b|\ben vigueur\b|\baujourd'hui\b|\ba ce jour\b|\ben ce moment\b"
)


def recognise(question: str, book: NameBook, today: date) -> tuple[Condition, ...]:
    """The conditions that a question puts on documents, in the order of its words.

    Args:
        question: Self-contained, as it is searched.
        book: The authors and descriptors of the catalogue.
        today: The day from which « depuis juin » is reckoned.
    """
    told = _phrase(question, book, today)
    return (*(told[1].conditions if told else ()), *recency(question))


def bare(question: str, book: NameBook, today: date) -> str:
    """The question without a phrase that only says which documents to look in: « D'après les notices de 2023, … ».

    Its words are not in the texts, and would make an answer look incomplete.
    """
    told = _phrase(question, book, today)
    if told is None or not told[1].conditions:
        return question
    noun, phrase = told
    intro = _INTRO.search(_folded(question)[: noun.start()])
    after = re.compile(r"\s*(?:,\s*|(?=[?!.]*\s*$))").match(question, phrase.end)
    if intro is None or after is None:
        return question
    rest = f"{question[: intro.start()].rstrip(' ,')} {question[after.end() :]}".strip()
    return rest[:1].upper() + rest[1:] if len(stems(rest)) > 1 else question


def _phrase(question: str, book: NameBook, today: date) -> tuple[re.Match[str], Phrase] | None:
    """The first phrase that speaks of several documents, and its noun.

    A noun that may name what the texts count (« combien de conventions ») is none.
    """
    reader = PhraseReader(question, book, today)
    folded = _folded(question)
    if _ONE_FILE.search(folded):
        return None
    for noun in reader.nouns():
        if _PLURAL.search(noun[0]) and _SEVERAL.search(folded[: noun.start()]):
            counted = noun["type"] and re.search(r"\b(?:combien|nombre|nb)\b", folded)
            return None if counted else (noun, reader.read(noun))
    return None


def _folded(question: str) -> str:
    return fold_same_length(question).replace("’", "'")


def recency(question: str) -> tuple[Condition, ...]:
    """The wish for the newest, when the question tells it."""
    match = _RECENT.search(_folded(question))
    if match is None:
        return ()
    return (Condition("recent", "newest", question[match.start() : match.end()], "le plus récent d'abord"),)


def without(conditions: Iterable[Condition], removed: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions that the reader has not removed."""
    return tuple(one for one in conditions if not any(one.same(other) for other in removed))


def with_conditions(filters: Filters, conditions: Sequence[Condition]) -> tuple[Filters, tuple[Condition, ...]]:
    """The filters with those of the conditions, and the conditions kept: a field that the user filters is left alone.

    Args:
        filters: What the user asks for with options or fields.
        conditions: What was read in the question.
    """
    taken = {
        "date": filters.date_from or filters.date_to,
        "descriptor": filters.descriptors,
        "author": filters.authors,
        "kind": filters.kinds,
    }
    kept = tuple(one for one in conditions if not taken.get(one.field))
    made = filters
    for one in kept:
        if one.field == "date":
            first, last = days_of(one.value)
            made = replace(made, date_from=first, date_to=last)
        elif one.field == "descriptor":
            made = replace(made, descriptors=(*made.descriptors, one.value))
        elif one.field == "author":
            made = replace(made, authors=(*made.authors, one.value))
        elif one.field == "kind":
            made = replace(made, kinds=(*made.kinds, cast("Kind", one.value)))
    return made, kept


def is_recent(conditions: Iterable[Condition]) -> bool:
    """True when the newest is asked for."""
    return any(one.field == "recent" for one in conditions)
