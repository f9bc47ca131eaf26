"""Questions about the catalogue itself: « combien de notices sur l'apprentissage depuis 2022 ? », « liste des PDF ».

A question is one only when it is understood to its last word: « Combien d'engagements compte le protocole ? » and
« Quels documents faut-il fournir ? » ask what the texts say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from assistant.models import Condition, Counted
from assistant.retrieval.conditions import recency
from assistant.retrieval.document_phrases import Phrase, PhraseReader
from assistant.retrieval.names import NameBook
from assistant.text import fold_same_length

LATEST = 5
"""How many works « les derniers documents » are."""

_OPENING = r"\s*(?:(?:bonjour|bonsoir|svp|s'il vous plait)\s*[,!]?\s*)?"
_IS_THERE = r"(?:y a[- ]t[- ]il|a[- ]t[- ]on|avons[- ]nous|avez[- ]vous|as[- ]tu|existe[- ]t[- ]il)"
_IT_HAS = r"le (?:corpus|fonds|catalogue) (?:compte|contient|a|possede)[- ](?:t[- ])?il"
_THE = r"(?:de |des |d')?(?:tous |toutes )?(?:les |l[ea] |vos |nos )?"
_COUNT = re.compile(
    rf"{_OPENING}(?:et )?(?:combien (?:{_IS_THERE} |{_IT_HAS} )?d(?:e |')"
    r"|(?:quel est le |donne[zr]?[- ]moi le )?nombre (?:total )?d(?:e |')|nb (?:de )?)"
)
_LIST = re.compile(
    rf"{_OPENING}(?:(?:quels?|quelles?) (?:sont |est )?{_THE}"
    rf"|(?:donne|montre|liste|affiche|trouve|cite|enumere|indique)[zr]?(?:[- ]moi)? (?:la liste )?{_THE}"
    rf"|(?:la )?liste (?:complete )?{_THE}"
    rf"|je (?:cherche|voudrais|veux|souhaite)(?: voir| consulter| trouver)? (?:la liste )?{_THE}"
    rf"|{_IS_THERE} (?:des |d'autres |d')|tou(?:te)?s les |les |des |l[ea] )"
)
_LATEST = re.compile(r"(?:(?:\d+|deux|trois|quatre|cinq|dix) )?(?:derniere?s?|plus recente?s?) ")
_NUMBERS = {"deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "dix": 10}
_MOST_RECENT = re.compile(r"\s*,?\s*l[ea]s? plus recente?s?(?= |$|\s*\?)")
_DOUBTFUL = re.compile(r"(?:protocole|accord|convention|charte|lettre|programme|guide)")
"""What texts count and tell of as well: « combien de conventions ont été signées ? »."""

_HELD = re.compile(r"\b(?:corpus|fonds|catalogue|base|a[- ]t[- ]on|avons[- ]nous|avez[- ]vous|as[- ]tu|possedez)\b")
_DESCRIBED = re.compile(r"\b(?:descripteur|auteur|mots?[- ]cles?|joint|attache|annexe)")


@dataclass(frozen=True, slots=True)
class CatalogueQuestion:
    """What is asked of the catalogue.

    ``topic`` holds words that no descriptor matches, ``type_words`` the noun of a type of document (« rapports »),
    ``latest`` how many of the newest are asked for (None: all).
    """

    counted: Counted
    conditions: tuple[Condition, ...] = ()
    topic: str = ""
    type_words: str = ""
    latest: int | None = None


def catalogue_question(question: str, book: NameBook, today: date) -> CatalogueQuestion | None:
    """What a question asks of the catalogue; None when it is about what the texts say.

    Args:
        question: Self-contained, as it is searched.
        book: The authors and descriptors of the catalogue.
        today: The day from which « depuis juin » is reckoned.
    """
    folded = fold_same_length(question).replace("’", "'")
    if _DESCRIBED.search(folded):
        return None
    mended = _MOST_RECENT.sub(lambda match: " " * len(match[0]), folded)
    text = "".join(" " if mended[n] != folded[n] else letter for n, letter in enumerate(question))
    counting = _COUNT.match(folded)
    head = counting or _LIST.match(folded)
    latest = _LATEST.match(folded, head.end()) if head else None
    start = latest.end() if latest else head.end() if head else 0
    reader = PhraseReader(text, book, today)
    noun = next((one for one in reader.nouns() if one.start() == start), None)
    if noun is None or (head is None and noun["type"]):
        return None
    one_wanted = not noun[0].endswith(("s", "pdf"))
    recent = recency(question)
    if one_wanted and not recent and not counting:
        return None
    asked_of_texts = counting or one_wanted or " ont ete " in folded
    if asked_of_texts and noun["type"] and _DOUBTFUL.match(noun[0]) and not _HELD.search(folded):
        return None
    phrase = reader.read_whole(noun)
    return None if phrase is None else _question(phrase, _how_many(latest, bool(recent), one_wanted, counting), recent)


def _how_many(latest: re.Match[str] | None, recent: bool, one_wanted: bool, counting: object) -> int | None:
    if counting or not recent:
        return None
    if one_wanted:
        return 1
    told = latest[0].split()[0] if latest else ""
    return int(told) if told.isdigit() else _NUMBERS.get(told, LATEST)


def _question(phrase: Phrase, latest: int | None, recent: tuple[Condition, ...]) -> CatalogueQuestion:
    counted: Counted = {"notice": "notices", "pdf": "pdfs"}.get(phrase.noun, "works")  # type: ignore[assignment]
    type_words = phrase.word if phrase.noun == "type" else ""
    return CatalogueQuestion(counted, (*phrase.conditions, *recent), phrase.topic, type_words, latest)
