"""Do the numbers and the dates of a sentence stand in the words that support it, and say the same thing there?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.answering.figure_places import counted_noun, free_numbers, in_place, same_noun
from assistant.text import DateMention, NumberMention, dates, fold, numbers, stems, tokenise

_COUNTED_BEFORE = re.compile(r"\b(?:en \w+|soit|dont) $")
"""« Les Pays de la Loire en comptent 18 », « soit 36 en tout »: the noun was said before."""

_FAR = 40
"""Characters between two figures that go together at most."""

_AT_MOST = re.compile(
    r"(?:moins (?:de|d')|au (?:plus|maximum)|maximum(?: de)?|jusqu'a|limitee?s? a|dans (?:la|une) limite de"
    r"|plafonnee?s? a|n(?:e |')(?:depasse(?:nt|ra|ront)?|excede(?:nt|ra|ront)?)\s+pas|inferieure?s? a)\s*$"
)
_AT_LEAST = re.compile(
    r"(?:plus (?:de|d')|au (?:moins|minimum)|minimum(?: de)?|depasse(?:nt|ra|ront)?|excede(?:nt|ra|ront)?"
    r"|superieure?s? a|au-dela de)\s*$"
)
_BOUND_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,2}?(?:au (?P<most>plus|maximum)(?! (?:tard|tot))|au (?P<least>moins|minimum))\b"
)
_FILLER = re.compile(r"(?:\b(?:les?|la|une?|des|environ|quelque)\s*)+$")

_FROM = re.compile(r"(?:a compter|a partir|depuis|des|apres|au plus tot)\s*(?:du|de|le|la|l')?\s*(?:\w+di\s+)?$")
_UNTIL = re.compile(
    r"(?:jusqu'a?u?|avant|au plus tard|prend(?:ra)? fin|d'ici)\s*(?:au?|le|la|l'|fin)?\s*(?:\w+di\s+)?$"
)

_PERIOD = re.compile(
    r"\b(?:par|chaque|tous les|toutes les) (?P<what>an|annee|mois|semaine|jour|heure|trimestre|semestre)s?\b"
)
_YEARS = {"annee": "an"}
_RHYTHMS = {
    "annuel": "an", "hebdomadaire": "semaine", "mensuel": "mois", "trimestriel": "trimestre",
    "semestriel": "semestre", "quotidien": "jour", "horaire": "heure",
}  # fmt: skip

_MONTH_WORDS = """
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
    """
_MONTH_NUMBER = {word: f"{number:02d}" for number, word in enumerate(_MONTH_WORDS.split(), start=1)}
_TIME_WORDS = """
    lundi mardi mercredi jeudi vendredi samedi dimanche printemps automne hiver siecle trimestre semestre
    """
_TIMES = frozenset(_TIME_WORDS.split())
_ORDINAL_WORDS = "deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme"
_ORDINALS = {word: rank for rank, word in enumerate(_ORDINAL_WORDS.split(), start=2)} | {"second": 2, "seconde": 2}
_QUANTITY_WORDS = """
    moitie tiers quart dizaine douzaine vingtaine trentaine quarantaine cinquantaine centaine centaines millier
    milliers double triple quadruple majorite minorite totalite
    """
_QUANTITIES = frozenset(_QUANTITY_WORDS.split())


def same_numbers(claim: str, support: str, context: str = "") -> bool:
    """Every number of the claim is in the support: it counts the same noun, with the same bound, beside its words."""
    available = free_numbers(support)
    for number in free_numbers(claim):
        equal = [n for n in available if n.value == number.value and _same_unit(number, n, support, context)]
        equal = [n for n in equal if _bound(support, n) == _bound(claim, number)]
        noun = None if number.unit else counted_noun(claim, number)
        equal = [n for n in equal if not noun or _counts(noun, support, n, context)]
        if not any(in_place(claim, number, support, n, context) for n in equal):
            return False
    return _same_order(claim, support) and _same_quantities(claim, support) and _periods(claim) <= _periods(support)


def same_dates(claim: str, support: str, context: str = "") -> bool:
    """Every date of the claim is told by the support, at least as precisely, beside its words."""
    available = dates(support)
    for wanted in dates(claim):
        told = [t for t in available if _tells(support, t, claim, wanted)]
        told = [t for t in told if _compatible(_direction(claim, wanted), _direction(support, t))]
        if not any(in_place(claim, wanted, support, t, context) for t in told):
            return False
    return _same_times(claim, support)


def figure_stems(text: str) -> frozenset[str]:
    """Stems of the numbers and the dates of a text."""
    found: list[NumberMention | DateMention] = [*numbers(text), *dates(text)]
    return frozenset(word for figure in found for word in stems(text[figure.start : figure.end]))


# What a number counts


def _same_unit(number: NumberMention, other: NumberMention, support: str, context: str) -> bool:
    """Equal units; the header of a table may hold that of its cells."""
    if number.unit == other.unit:
        return True
    return other.unit is None and "\t" in support and bool(number.unit and number.unit in f"{support} {context}")


def _counts(noun: str, support: str, number: NumberMention, context: str) -> bool:
    """True when the noun stands around the number, or only in the titles and the header above it."""
    if noun not in _nouns(support):
        return noun in _nouns(context)
    after = re.split(r"[;:.\t\n]", support[number.end :])[0]
    if noun in _nouns(after, slice(4)):
        return True
    before = re.split(r"[;.\t\n]", support[: number.start])[-1]
    if _COUNTED_BEFORE.search(fold(before)):
        return True
    return counted_noun(support, number) is None and noun in _nouns(before, slice(-6, None))


def _nouns(text: str, part: slice = slice(None)) -> set[str]:
    return {same_noun(token.stem) for token in list(tokenise(text))[part]}


def _bound(text: str, number: NumberMention) -> str:
    """« most » for « au plus 60 », « least » for « plus de 60 », else nothing."""
    before = fold(text[max(0, number.start - 40) : number.start])
    before = _FILLER.sub("", before)
    if _AT_MOST.search(before):
        return "most"
    if _AT_LEAST.search(before):
        return "least"
    after = _BOUND_AFTER.match(fold(re.split(r"[,;:.()\t\n]", text[number.end :])[0]))
    return "" if not after else "most" if after["most"] else "least"


def _same_order(claim: str, support: str) -> bool:
    """« de 22 % à 13 % » is not « de 13 % à 22 % », nor « 3 sur 10 » « 10 sur 3 »."""
    told = set(_ways(support))
    return not any((b, a) in told and (a, b) not in told for a, b in _ways(claim))


def _ways(text: str) -> Iterator[tuple[float, float]]:
    found = free_numbers(text)
    for first, second in pairwise(found):
        before, between = fold(text[: first.start]), fold(text[first.end : second.start])
        moves = re.search(r"\bde\s*$", before) and re.search(r"\ba\s*$", between)
        if len(between) < _FAR and (moves or re.search(r"\bsur\s*$|\b(?:pour|contre)\b", between)):
            yield first.value, second.value


def _same_quantities(claim: str, support: str) -> bool:
    """« la moitié », « le deuxième » are numbers too."""
    words = {token.folded for token in tokenise(support)}
    figures = {n.value for n in free_numbers(support)}
    for token in tokenise(claim):
        if token.folded in _QUANTITIES and token.folded not in words:
            return False
        rank = _ORDINALS.get(token.folded)
        if rank and rank not in figures and not any(_ORDINALS.get(word) == rank for word in words):
            return False
    return True


def _periods(text: str) -> frozenset[str]:
    """« semaine » for « une fois par semaine », « chaque semaine », « hebdomadaire »."""
    folded = fold(text)
    said = {_YEARS.get(match["what"], match["what"]) for match in _PERIOD.finditer(folded)}
    return frozenset(said | {period for word, period in _RHYTHMS.items() if re.search(rf"\b{word}", folded)})


# What a date tells


def _tells(support: str, told: DateMention, claim: str, wanted: DateMention) -> bool:
    if wanted.iso:
        return bool(told.iso and told.iso.startswith(wanted.iso))
    day = _day(claim[wanted.start : wanted.end])
    return day == (told.iso[5:] if told.iso and len(told.iso) == 10 else _day(support[told.start : told.end]))


def _day(text: str) -> str:
    """« 06-01 » for « 1er juin »."""
    number, month, *_ = [*(token.folded for token in tokenise(text)), "", ""]
    return f"{_MONTH_NUMBER.get(month, month)}-{int(re.sub(r'[^0-9]', '', number) or 0):02d}"


def _direction(text: str, mention: DateMention) -> str:
    before = fold(text[max(0, mention.start - 40) : mention.start])
    return "until" if _UNTIL.search(before) else "from" if _FROM.search(before) else ""


def _compatible(claimed: str, told: str) -> bool:
    return not (claimed and told) or claimed == told


def _same_times(claim: str, support: str) -> bool:
    """Months without a year, days of the week, seasons and rhythms of the claim are told too."""
    words = {token.folded for token in tokenise(support)}
    months = {mention.iso[5:7] for mention in dates(support) if mention.iso and len(mention.iso) >= 7}
    mentioned = dates(claim)
    for token in tokenise(claim):
        if token.folded in words or any(m.start <= token.start < m.end for m in mentioned):
            continue
        if token.folded in _TIMES:
            return False
        month = _MONTH_NUMBER.get(token.folded)
        if month and month not in months:
            return False
    return True
