"""What a question restricts its answer to: a year, a place, a population, an act. Each must be in the sentence or near.

A sentence about the right subject that lacks one of them is a near miss: the figure of another year, of all apprentices
where women are asked about. Pure functions over texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.anchors import quantities_of, without_comparisons, years_of
from assistant.answering.people import ROLES
from assistant.answering.word_families import held
from assistant.text import STOP_WORDS, Token, fold, stem, stems, tokenise

_BEFORE_COMPLEMENT = frozenset({"dans", "en", "chez", "parmi", "pour", "a", "au", "aux", "sur", "par", "avec", "sans"})
_DETERMINER_WORDS = "le la les l un une des du de ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes"
_DETERMINERS = frozenset(_DETERMINER_WORDS.split())
_GENERAL_WORDS = (
    "région régional total moyenne moyen cours sein cadre propos sujet date rentrée fin début année an mois jour "
    "partir titre compte plus moins ensemble niveau quoi quel quelle qui combien temps notice fiche document "
    "corpus texte protocole charte convention accord plan rapport"
)
_GENERAL = frozenset(stem(word) for word in _GENERAL_WORDS.split())
_ACT = re.compile(
    r"\b(?:a|ont|est|sont|fut|furent|etait|etaient|sera|seront|avait|avaient|ete)(?:-t-(?:il|elle|on|ils|elles)"
    r"|-(?:il|elle|on|ils|elles))?(?: (?:ete|bien|deja|aussi|donc))* "
    r"(?P<act>[a-z]{2,}(?:ee?|ie?|ise?|ue?|te?)s?)\b"
)
_CAUSE = re.compile(
    r"\b(?:car|parce qu|puisqu|en effet|en raison|a cause|grace a|faute de|du fait|s'explique|expliquent?"
    r"|due?s? a|afin d|pour que|pour eviter|motif|raisons?|causes?|suspendu|suite a|consequence|compte tenu|lie[es]* a"
    r"|faute d|tient a|vise|permet|en attendant|conditionne|sous reserve|dans le but|empech|bloqu)"
)


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What a question restricts its answer to, as stems.

    ``complements`` are groups after « dans », « pour », « en »…; a group is held when one of its stems is. ``act`` is
    the stem of the participle that says what was done. ``names`` are proper names, ``acronyms`` words in capitals.
    ``years`` are of four figures.
    """

    complements: tuple[frozenset[str], ...]
    act: str | None
    names: frozenset[str]
    acronyms: frozenset[str]
    years: frozenset[str]


def restrictions(text: str) -> Restrictions:
    """The restrictions of a question."""
    words = list(tokenise(text))
    act = _ACT.search(fold(text))
    capitals = [(word, text[word.start : word.end]) for word in capitalised(text) if word.stem not in ROLES]
    return Restrictions(
        complements=tuple(_groups(text, words)),
        act=stem(act["act"]) if act else None,
        names=frozenset(word.stem for word, written in capitals if not written.isupper()),
        acronyms=frozenset(word.stem for word, written in capitals if written.isupper()),
        years=years_of(text),
    )


def capitalised(text: str) -> list[Token]:
    """The proper names and acronyms of a question: capitalised words but the first, and words in capitals."""
    return [
        word
        for place, word in enumerate(tokenise(text))
        if text[word.start].isupper() and word.folded not in STOP_WORDS and (place or _in_capitals(text, word))
    ]


def lacking(groups: Sequence[frozenset[str]], present: frozenset[str]) -> float:
    """Share of the groups of which no stem, nor one of its family, is present; 0 without groups."""
    return sum(1 for group in groups if not held(group, present)) / len(groups) if groups else 0.0


def not_said(text: str, told: str, *, complements: bool = True) -> list[str]:
    """The words of a question, as typed, that restrict its answer and that a passage does not hold.

    Args:
        text: A question.
        told: A sentence with what surrounds it: headings, the text before it, the date of its document.
        complements: False for proper names, years and quantities only.
    """
    found, present = restrictions(text), frozenset(stems(told))
    wanted = set(found.names)
    if complements:
        wanted |= {term for group in found.complements if not group & present for term in group}
    wanted -= present
    years = found.years - years_of(told)
    words = list(tokenise(text))
    shown = [text[w.start : w.end] for w in words if w.stem in wanted or w.folded in years]
    asked, present_there = quantities_of(text), quantities_of(told)
    return list(dict.fromkeys([*shown, *(typed for one, typed in asked.items() if one not in present_there)]))


def other_year(asked: frozenset[str], sentence: str, before: str, headings: str, document: str) -> float:
    """1 when the nearest year told is not the asked one, comparisons aside; 0 when it is, or when none is told.

    0.5 when the sentence only names the asked year to compare itself with it.

    Args:
        asked: The years of the question.
        sentence: The candidate.
        before: What precedes it in its block; its last years hold for what follows.
        headings: The titles it stands under.
        document: Date of its document.
    """
    if not asked:
        return 0.0
    for level in (without_comparisons(sentence), _last_with_year(before), headings, document):
        told = years_of(level)
        if told:
            compared = bool(asked & years_of(sentence))
            return 0.0 if told & asked else 0.5 if compared else 1.0
    return 0.0


def gives_cause(sentence: str) -> bool:
    """True when a sentence holds a word that announces a cause or an aim."""
    return bool(_CAUSE.search(fold(sentence)))


def enumerates(sentence: str) -> bool:
    """True when a sentence tells several things in a row, or announces that they follow."""
    body = re.sub(r"\d,\d", "0", sentence).rstrip()
    marks = body.count(",") + body.count(" ; ") + len(re.findall(r"\s(?:et|ou|puis)\s", body)) + body.count("\n")
    return body.endswith(":") or marks >= 2


def _last_with_year(before: str) -> str:
    clauses = [clause for clause in re.split(r"[.;\n]", without_comparisons(before)) if years_of(clause)]
    return clauses[-1] if clauses else ""


def _in_capitals(text: str, word: Token) -> bool:
    return word.end - word.start > 1 and text[word.start : word.end].isupper()


def _groups(text: str, words: Sequence[Token]) -> list[frozenset[str]]:
    """Runs of content words after a preposition and its determiners; general words are no restriction."""
    found = []
    for place, word in enumerate(words):
        if word.folded not in _BEFORE_COMPLEMENT or text[word.start : word.end] == "a":  # the verb, not « à »
            continue
        run: set[str] = set()
        for following in words[place + 1 : place + 6]:
            if not run and following.folded in _DETERMINERS:
                continue
            if following.folded in STOP_WORDS or following.folded.isdigit():
                break
            run.add(following.stem)
        run -= _GENERAL
        if run:
            found.append(frozenset(run))
    return found
