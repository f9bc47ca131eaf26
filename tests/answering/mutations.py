"""Sentences of documents turned into what they do not say, by simple rules that know nothing of the verification.

Every mutation is false by construction: it changes a figure, a date, a name, a place, a negation, a condition or a
modality of a sentence that is true, or adds one that no document of the corpus holds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

INVENTED_NAME = "Hélène Karsenty"
INVENTED_PLACE = "Romorantin"
_WORDS = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
    dix-neuf vingt vingt-et-un vingt-deux vingt-trois vingt-quatre vingt-cinq vingt-six vingt-sept vingt-huit
    vingt-neuf trente trente-et-un trente-deux trente-trois trente-quatre trente-cinq trente-six
    """
WORDS = _WORDS.split()
_MONTH_WORDS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
MONTHS = _MONTH_WORDS.split()

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_FIGURE = re.compile(rf"(?<![\w,./-])\d+(?:[   ]\d{{3}})*(?:,\d+)?(?!er)(?![\w/])(?!\s+{_MONTH})(?!,\d)")
_YEAR = re.compile(r"\b20[12]\d\b")
_DAY = re.compile(rf"\b(1er|\d{{1,2}}) ({_MONTH})\b")
_PLACES = ("Nantes", "Angers", "Laval", "Le Mans", "Cholet", "Saint-Nazaire", "Vendée", "Sarthe", "Mayenne")
_NAME = re.compile(r"(?<=[a-z,] )([A-ZÉ][a-zéèêîïôöü]+ [A-ZÉ][a-zéèêîïôöü]{3,})\b")
_AUXILIARY = re.compile(
    r"(?<![\w'’-])(?<!ne )(est|sont|a|ont|peut|peuvent|doit|doivent|compte|comptent|représentent|remplace|finance"
    r"|financent|reçoit|figure|précise|associe|conduit|demande|suit|dure)(?= )(?! pas| plus| jamais)"
)
_NOT = re.compile(r"\b(?:ne |n['’])(\w+) (?:pas|plus|jamais) ")
_OPPOSITES = (
    ("au plus", "au moins"), ("avant le", "après le"), ("en baisse", "en hausse"), ("hausse", "baisse"),
    ("premier", "dernier"), ("première", "dernière"), ("minimum", "maximum"), ("gratuit", "payant"),
    ("jusqu'au", "à partir du"), ("inférieur", "supérieur"), ("de plus qu", "de moins qu"), ("jusqu'à", "au-delà de"),
    ("moins de", "plus de"), ("au plus tard", "au plus tôt"), ("prend effet", "prend fin"),
)  # fmt: skip
_CONDITIONS = re.compile(
    r",? (?:sous réserve|à condition|sauf|si |s['’]ils?\b|lorsqu|dans la limite|en cas de|pour ceux qui|sans attendre"
    r"|après avis|moyennant)[^,;:.]*|,? uniquement [^,;:.]*"
)
_ADDED_CONDITIONS = (
    "uniquement pour les moins de 26 ans", "sauf dans la Sarthe", "sous réserve de l'accord du préfet",
    "si l'employeur en fait la demande", "à condition d'être inscrit depuis un an", "à partir de 2027",
)  # fmt: skip


def mutations(sentence: str, seed: int) -> Iterator[tuple[str, str]]:
    """Kind and text of each false sentence made from a true one; the choices of ``seed`` are always the same."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
    for kind, change in _CHANGES.items():
        changed = change(sentence, chance)
        if changed and changed != sentence:
            yield kind, changed


def in_words(sentence: str) -> str:
    """The same sentence with its small numbers in words; it stays true."""
    return _FIGURE.sub(lambda m: WORDS[int(m[0])] if m[0].isdigit() and 1 < int(m[0]) < len(WORDS) else m[0], sentence)


def in_figures(sentence: str) -> str:
    """The same sentence with its dates in figures; it stays true."""
    return re.sub(
        rf"\b(1er|\d{{1,2}}) ({_MONTH}) (20\d\d)\b",
        lambda m: f"{int(m[1].rstrip('er')):02d}/{MONTHS.index(m[2]) + 1:02d}/{m[3]}",
        sentence,
    )


def without_brackets(sentence: str) -> str:
    """The same sentence without what stands in brackets; it stays true."""
    return re.sub(r" \([^()]*\)", "", sentence)


def _figure(sentence: str, chance: random.Random) -> str | None:
    found = [m for m in _FIGURE.finditer(sentence) if not _YEAR.fullmatch(m[0])]
    if not found:
        return None
    match = chance.choice(found)
    return _put(sentence, match.span(), _other(match[0], chance))


def _figure_in_words(sentence: str, chance: random.Random) -> str | None:
    found = [m for m in _FIGURE.finditer(sentence) if m[0].isdigit() and int(m[0]) < 30]
    if not found:
        return None
    match = chance.choice(found)
    return _put(sentence, match.span(), WORDS[int(match[0]) + chance.choice([2, 3, 4])])


def _other(figure: str, chance: random.Random) -> str:
    digit = chance.choice([place for place, c in enumerate(figure) if c.isdigit()])
    new = chance.choice([c for c in "23456789" if c != figure[digit]])
    return figure[:digit] + new + figure[digit + 1 :]


def _swapped_figures(sentence: str, _: random.Random) -> str | None:
    found = [m for m in _FIGURE.finditer(sentence) if not _YEAR.fullmatch(m[0])]
    values = list(dict.fromkeys(m[0] for m in found))
    if len(values) < 2 or len(values) != len(found):
        return None
    first, last = found[0], found[-1]
    return _put(_put(sentence, last.span(), first[0]), first.span(), last[0])


def _year(sentence: str, chance: random.Random) -> str | None:
    match = _YEAR.search(sentence)
    return _put(sentence, match.span(), str(int(match[0]) + chance.choice([-4, 3, 5]))) if match else None


def _day(sentence: str, chance: random.Random) -> str | None:
    match = _DAY.search(sentence)
    if not match:
        return None
    day = int(match[1].rstrip("er"))
    other = chance.choice([d for d in range(2, 28) if d != day])
    return _put(sentence, match.span(1), str(other))


def _month(sentence: str, chance: random.Random) -> str | None:
    match = re.search(rf"(?<!\d )\b{_MONTH}\b|(?<=\d ){_MONTH}\b", sentence)
    return _put(sentence, match.span(), chance.choice([m for m in MONTHS if m not in sentence])) if match else None


def _place(sentence: str, chance: random.Random) -> str | None:
    place = next((p for p in _PLACES if p in sentence), None)
    return place and sentence.replace(place, chance.choice([INVENTED_PLACE, "Marseille", "Guéret"]))


def _name(sentence: str, _: random.Random) -> str | None:
    match = _NAME.search(sentence)
    return _put(sentence, match.span(), INVENTED_NAME) if match else None


def _added_name(sentence: str, _: random.Random) -> str | None:
    return f"{sentence[:-1]}, selon {INVENTED_NAME}."


def _added_figure(sentence: str, chance: random.Random) -> str | None:
    told = ["pour un budget de 3,7 millions d'euros", "soit 77 % du total", "depuis le 13 mai 2011"]
    return f"{sentence[:-1]}, {chance.choice(told)}."


def _negated(sentence: str, _: random.Random) -> str | None:
    match = _AUXILIARY.search(sentence)
    if not match or _NOT.search(sentence) or " ni " in sentence:
        return None
    ne = "n'" if match[1][0] in "aeéo" else "ne "
    return _put(sentence, match.span(), f"{ne}{match[1]} pas")


def _affirmed(sentence: str, _: random.Random) -> str | None:
    match = _NOT.search(sentence)
    if not match or "depass" in sentence or "dépass" in sentence or "excèd" in sentence or "non" in sentence:
        return None
    return _put(sentence, match.span(), f"{match[1]} ")


def _opposite(sentence: str, _: random.Random) -> str | None:
    if "comme" in sentence:
        return None
    for one, other in _OPPOSITES:
        for said, contrary in ((one, other), (other, one)):
            found = re.search(rf"(?<!\w){said}", sentence)
            if found:
                return _put(sentence, found.span(), contrary)
    return None


def _modality(sentence: str, _: random.Random) -> str | None:
    pairs = {"peut": "doit", "peuvent": "doivent", "doit": "peut", "doivent": "peuvent"}
    match = re.search(r"\b(?:peut|peuvent|doit|doivent)\b", sentence)
    return _put(sentence, match.span(), pairs[match[0]]) if match else None


def _certain(sentence: str, _: random.Random) -> str | None:
    changed = re.sub(r"\bpeut être\b", "est", re.sub(r"\bpeuvent être\b", "sont", sentence))
    return changed if changed != sentence else None


def _obliged(sentence: str, _: random.Random) -> str | None:
    changed = re.sub(r"\best possible\b", "est obligatoire", sentence)
    return changed if changed != sentence else None


def _without_condition(sentence: str, _: random.Random) -> str | None:
    match = _CONDITIONS.search(sentence)
    if not match or match.start() < 20:
        return None
    return _put(sentence, match.span(), "")


def _with_condition(sentence: str, chance: random.Random) -> str | None:
    if ":" in sentence or ";" in sentence:
        return None
    return f"{sentence[:-1]}, {chance.choice(_ADDED_CONDITIONS)}."


def _everyone(sentence: str, _: random.Random) -> str | None:
    for said, other in (
        ("toutes les", "certaines"),
        ("tous les", "certains"),
        ("Chaque", "Aucun"),
        ("Toute", "Aucune"),
    ):
        found = re.search(rf"(?<!\w){said}(?!\w)(?! (?:an|mois|jour|deux))", sentence)
        if found:
            return _put(sentence, found.span(), other)
    return None


def _added_fact(sentence: str, chance: random.Random) -> str | None:
    if ";" in sentence or ":" in sentence:
        return None
    told = [
        "et finance les repas des enseignants",
        "et interdit le travail de nuit",
        "et dépend du ministère des sports",
    ]
    return f"{sentence[:-1]} {chance.choice(told)}."


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


_CHANGES: dict[str, Callable[[str, random.Random], str | None]] = {
    "figure": _figure,
    "figure in words": _figure_in_words,
    "figures swapped": _swapped_figures,
    "year": _year,
    "day": _day,
    "month": _month,
    "place": _place,
    "name": _name,
    "name added": _added_name,
    "figure added": _added_figure,
    "negation added": _negated,
    "negation removed": _affirmed,
    "opposite word": _opposite,
    "may and must": _modality,
    "may made certain": _certain,
    "possible made compulsory": _obliged,
    "condition removed": _without_condition,
    "condition added": _with_condition,
    "all and some": _everyone,
    "fact added": _added_fact,
}
