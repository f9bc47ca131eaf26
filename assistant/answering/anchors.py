"""What pins a question to one thing: « l'engagement 3 », « en 2022 ». An answer about another one is no answer.

Pure functions over texts; each gives a share or a mark that ``scoring`` weighs.
"""

from __future__ import annotations

import re

from assistant.text import fold, fold_same_length

_NOUN = (
    r"\b(?P<noun>engagement|article|axe|annexe|action|objectif|chapitre|titre|mesure|fiche|etape|point|volet|theme|lot"
    r"|tableau|page|partie|section|alinea|phase|notice|avenant|priorite|orientation|chantier|levier|decision)s?\b"
)
_LABEL = re.compile(
    _NOUN + r"\s+(?:n[°o]?\s*)?(?P<mark>[lrd]\.?\s?\d[\d.-]*\d|\d{1,3}(?:[.-]\d+)*|[ivx]{1,4}(?![a-z]))(?!\w|\s*[%€])",
)
"""A noun that is numbered, and its number: folded text."""

_YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d\d(?!\d|\s*[%€])|(?<=/)(?:19|20)\d\d\b|(?:19|20)\d\d(?=-\d\d-\d\d)")
_QUANTITY = re.compile(
    r"(?<![\d,.])(?P<number>(?:\d{1,3}(?:\s\d{3})+|\d+)(?:[.,]\d+)?)\s*"
    r"(?P<unit>h|heures?|jours?|semaines?|mois|ans?|annees?|minutes?|€|euros?|%)(?!\w)"
)
_UNIT_NAMES = {"h": "heure", "annee": "an", "euro": "€"}
_COMPARED = re.compile(
    r"(?:\b(?:plus|moins|superieure?s?|inferieure?s?|davantage|autant|aussi|meme)\b[^.;:]{0,40}?\bqu['’e]"
    r"|\bcontre\b|\bpar rapport a\b|\bcompare[es]* (?:a|avec)\b|\bau lieu de\b|\bapres (?:avoir|en avoir)\b)[^.;:]*"
)
"""The clause that tells what something is compared with."""


def labels_of(text: str) -> frozenset[str]:
    """The numbered things that a text names, as « engagement 3 ».

    >>> sorted(labels_of("Que prévoit l'engagement n° 3, à l'Article L. 6323-1 ?"))
    ['article l6323-1', 'engagement 3']
    """
    return frozenset(
        f"{match['noun']} {re.sub(r'[ .]+', '', match['mark']) if match['mark'][0] in 'lrd' else match['mark']}"
        for match in _LABEL.finditer(fold(text))
    )


def row_labels(header: str, row: str) -> frozenset[str]:
    """What a numbered row of a table is: « engagement 7 » for the row of 7 under « Objet de l'engagement ».

    Args:
        header: The header of the table.
        row: A row, its cells separated by tabs.
    """
    first = row.split("\t")[0].strip()
    if not first.isdigit():
        return frozenset()
    return frozenset(f"{match['noun']} {first}" for match in re.finditer(_NOUN, fold(header)))


def label_spans(text: str) -> list[tuple[int, int]]:
    """Places of numbered things in a folded text of the same length as the one read: their numbers count nothing."""
    return [match.span() for match in _LABEL.finditer(text)]


def quantities_of(text: str) -> dict[str, str]:
    """The durations, amounts and shares that a text names, as « 14 heure », « 5000 € », « 20 % », each as it is typed.

    >>> quantities_of("la version de 14 h, en 2 jours")
    {'14 heure': '14 h', '2 jour': '2 jours'}
    """
    found: dict[str, str] = {}
    for match in _QUANTITY.finditer(fold_same_length(text)):
        unit = match["unit"] if match["unit"] in {"mois", "h"} else match["unit"].rstrip("s")
        number = re.sub(r"\s", "", match["number"]).replace(",", ".")
        found.setdefault(f"{number} {_UNIT_NAMES.get(unit, unit)}", text[match.start() : match.end()])
    return found


def years_of(text: str) -> frozenset[str]:
    """Years of four figures that a text names, those of dates included."""
    return frozenset(_YEAR.findall(text))


def without_comparisons(text: str) -> str:
    """A sentence, folded, without what it compares itself with (« contre 1 240 en 2020 », « de plus qu'en 2020 »)."""
    return _COMPARED.sub(" ", fold(text))


def year_clash(asked: frozenset[str], sentence: str) -> float:
    """1 when a sentence is of other years than those asked, comparisons aside; 0 if it tells none, or one of them."""
    told = years_of(without_comparisons(sentence))
    return 1.0 if asked and told and not asked & told else 0.0
