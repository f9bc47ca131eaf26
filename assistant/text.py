"""French text as pure functions: normalisation, tokens, stems, sentences, dates and numbers, all with offsets.

Offsets are in characters into the text that was given; ``end`` is exclusive. Stems are those of Snowball French
(M. Porter, https://snowballstem.org/algorithms/french/stemmer.html), folded after stemming so that accents, which
the stemmer needs, do not matter to the comparison.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import Stemmer

_STOP_WORDS = """
    a ai aient ait alors apres as assez au aucun aucune aussi autre autres aux avait avant avec avez avoir avons
    ayant bien c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez ci combien comme comment
    d dans de deja depuis des desormais deux dit dois doit doivent donc dont du elle elles en encore entre es est et
    etaient etait etant ete etes etre eu eux faire fait faut fois font ici il ils j je jusqu l la laquelle le lequel
    les lesquelles lesquels leur leurs lors lorsque lui m ma mais me meme memes mes moi moins mon n ne ni nos notre
    nous on ont or ou par parce parmi pas pendant peu peut peuvent plus plusieurs pour pourquoi puis puisque qu quand
    que quel quelle quelles quels qui quoi s sa sans se selon sera seront ses si sinon soit son sont sous suis sur t
    ta tandis te tel telle telles tels tes toi ton tous tout toute toutes tres tu un une vers voici voila vos votre
    vous y
    """
STOP_WORDS: frozenset[str] = frozenset(_STOP_WORDS.split()) - {"deux"}
"""Function words, folded; numbers are not among them."""

_TOKEN = re.compile(r"\d{1,3}(?:[    ]\d{3})+(?!\d)|[^\W_]+")
_CELLS = re.compile(r"\t+")  # empty cells are not shown
_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "′": "'"})
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})
_stemmer = Stemmer.Stemmer("french")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: its place, its folded form and its stem."""

    start: int
    end: int
    folded: str
    stem: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date told in a text; ``iso`` is as precise as the mention, and None when the year is not said."""

    start: int
    end: int
    iso: str | None
    kind: Literal["day", "month", "year", "day_without_year"]


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number of a text, in figures or in words; ``unit`` is ``%``, ``€``, or None."""

    start: int
    end: int
    value: float
    unit: str | None


def fold(text: str) -> str:
    """Lower case without accents, ligatures or curly apostrophes; the length may change."""
    text = text.translate(_APOSTROPHES).translate(_LIGATURES).lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def normalise_space(text: str) -> str:
    """White space of any kind becomes one plain space; none at the ends."""
    return _SPACES.sub(" ", text).strip()


def one_line(text: str) -> str:
    """A stretch of a document as it is shown in a sentence: on one line, the cells of a table told apart."""
    return normalise_space(_CELLS.sub(" | ", text.strip()))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Folded Snowball stem of one word; a number is left as it is."""
    lowered = word.lower().translate(_LIGATURES)
    return fold(_stemmer.stemWord(unicodedata.normalize("NFC", lowered)))


def tokenise(text: str) -> Iterator[Token]:
    """Words in order: split at apostrophes and hyphens, « 12 000 » kept as one number."""
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0].isdigit():
            word = _SPACES.sub("", word)
        yield Token(match.start(), match.end(), fold(word), stem(word))


def tokens(text: str) -> list[str]:
    """Folded words, stop words kept."""
    return [token.folded for token in tokenise(text)]


def stems(text: str, *, keep_stop: bool = False) -> list[str]:
    """Folded stems in order, without stop words (unless asked) and without single letters."""
    return [
        token.stem
        for token in tokenise(text)
        if keep_stop or (token.folded not in STOP_WORDS and (len(token.folded) > 1 or token.folded.isdigit()))
    ]


def stem_set(text: str) -> frozenset[str]:
    """The different stems of a text, function words among them: some ten times faster than ``stems``."""
    return frozenset(_stem_of_match(word) for word in _TOKEN.findall(text))


@lru_cache(maxsize=200_000)
def _stem_of_match(word: str) -> str:
    return stem(_SPACES.sub("", word) if word[0].isdigit() else word)


# Sentences

_ABBREVIATION_LIST = """
    m mm mme mmes mlle mlles dr drs me mgr st ste pr art al ann app av bd bull cf chap col coll dep dept ed env
    ex fig hab id inf min max nb no not obs p pp par ref resp sect suiv sq sup t tel tit trad vol
    janv fevr avr juil sept oct nov dec
    """
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_END = re.compile(r"[.!?…]+[»”\"')\]]*(?:\s*»)?(?=\s)")
_INLINE_SPACE = re.compile(r"^[^\S\n]+")
_NEWLINE = re.compile(r"[^\S\n]*\n\s*")
_OPENER = re.compile(r"[\"'«“(\[•–—-]*\s*[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ0-9«“\"•]")
_ENUMERATOR = re.compile(r"\s*(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVX]{1,5}|[A-Za-z])\.$")
_INITIAL = re.compile(r"(?:^|[\s('«-])[A-ZÀÉÈ]\.$")


def sentences(text: str) -> list[Span]:
    """Sentences of a text in order, without the white space around them.

    A line break ends a sentence, except between a line that ends none and one that begins in lower case (a sentence
    that goes on over a page). Abbreviations, initials, « 1. » at the head of a line and decimals do not.
    """
    cuts = sorted({*_line_cuts(text), *_stop_cuts(text), len(text)})
    spans: list[Span] = []
    start = 0
    for cut in cuts:
        piece = text[start:cut]
        left = start + len(piece) - len(piece.lstrip())
        right = start + len(piece.rstrip())
        if right > left:
            spans.append(Span(left, right))
        start = cut
    return spans


def _line_cuts(text: str) -> Iterator[int]:
    for match in _NEWLINE.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() : match.end() + 1]
        goes_on = after.islower() and before and before[-1] not in ".!?…:;»"
        if not goes_on:
            yield match.end()


def _stop_cuts(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        following = _INLINE_SPACE.sub("", text[match.end() :], count=1)
        if following and not following.startswith("\n") and not _OPENER.match(following):
            continue
        if match.group().rstrip("»”\"')] ") == "." and _is_abbreviation(text, match.start() + 1):
            continue
        yield match.end()


def _is_abbreviation(text: str, stop: int) -> bool:
    line = text[max(text.rfind("\n", 0, stop) + 1, stop - 40) : stop]
    if _ENUMERATOR.fullmatch(line):
        return True
    word = re.search(r"([^\W\d_]+)\.$", line)
    if word and fold(word.group(1)) in _ABBREVIATIONS:
        return True
    return bool(_INITIAL.search(line))


# Dates and numbers

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv", "fevrier fevr", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
            "septembre sept", "octobre oct", "novembre nov", "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?P<{0}>janvier|janv\.?|f[ée]vrier|f[ée]vr\.?|mars|avril|avr\.?|mai|juin|juillet|juil\.?|ao[uû]t|septembre"
    r"|sept\.?|octobre|oct\.?|novembre|nov\.?|d[ée]cembre|d[ée]c\.?)"
)
_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"(?<![\w/])(?:(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})"
    rf"|(?P<d1>\d{{1,2}})[/.](?P<m1>\d{{1,2}})[/.](?P<y1>{_YEAR}|\d{{2}})"
    rf"|(?P<d2>\d{{1,2}})(?:er)?\s+{_MONTH.format('m2')}(?:\s+(?P<y2>{_YEAR}))?"
    rf"|{_MONTH.format('m3')}\s+(?P<y3>{_YEAR})"
    rf"|(?P<y4>{_YEAR}))(?![\w/])(?!\s*(?:€|euros?\b|%))",
    re.IGNORECASE,
)
_UNITS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
          "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")  # fmt: skip
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "soixante-dix": 70,
         "quatre-vingts": 80, "quatre-vingt": 80, "quatre-vingt-dix": 90, "cent": 100, "mille": 1000}  # fmt: skip


def _number_words() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_UNITS) if value > 1} | _TENS
    for ten, base in (("vingt", 20), ("trente", 30), ("quarante", 40), ("cinquante", 50), ("soixante", 60)):
        words |= {f"{ten}-{_UNITS[n]}": base + n for n in range(2, 10)}
        words |= {f"{ten} et un": base + 1, f"{ten}-et-un": base + 1}
    words |= {f"soixante-{_UNITS[n]}": 60 + n for n in range(10, 20)}
    words |= {f"quatre-vingt-{_UNITS[n]}": 80 + n for n in range(1, 20)}
    return words


NUMBER_WORDS = _number_words()
"""Numbers written in words, folded, from two to a hundred, and « mille »; « un » is an article."""

_NUMBER = re.compile(
    r"(?<![\w,.])(?P<figure>\d{1,3}(?:[     .]\d{3})+(?:,\d+)?|\d+(?:[,.]\d+)?)(?:er|ère|ème|e)?(?![\w])"
    r"|(?<![\w-])(?P<word>" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")(?![\w-])",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:(?P<scale>millions?|milliards?|milliers?|k|M)\s*)?(?:d['’]\s*|de\s+)?(?P<unit>%|p\.\s?100|pour\s?cent"
    r"|€|euros?)?(?!\w)",
)
_SCALES = {"million": 1e6, "milliard": 1e9, "millier": 1e3, "k": 1e3, "M": 1e6}


def _iso(year: int | None, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    if year is None:
        return None
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def dates(text: str) -> list[DateMention]:
    """Dates told in a text, in order: days, months with their year, years, and days whose year is not said."""
    found: list[DateMention] = []
    for match in _DATE.finditer(text):
        mention = _date_of(match)
        if mention:
            found.append(mention)
    return found


def _date_of(match: re.Match[str]) -> DateMention | None:
    start, end = match.span()
    part = match.groupdict()
    if part["iso"]:
        return DateMention(start, end, part["iso"], "day")
    if part["d1"]:
        year = int(part["y1"]) + (2000 if len(part["y1"]) == 2 else 0)
        iso = _iso(year, int(part["m1"]), int(part["d1"]))
        return DateMention(start, end, iso, "day") if iso else None
    if part["d2"]:
        month = _MONTHS[fold(part["m2"]).rstrip(".")]
        if not part["y2"]:
            return DateMention(start, end, None, "day_without_year")
        iso = _iso(int(part["y2"]), month, int(part["d2"]))
        return DateMention(start, end, iso, "day") if iso else None
    if part["m3"]:
        return DateMention(start, end, _iso(int(part["y3"]), _MONTHS[fold(part["m3"]).rstrip(".")], None), "month")
    return DateMention(start, end, part["y4"], "year")


def parse_date(text: str) -> str | None:
    """ISO date of a string that is one date and nothing else (« 01/06/2023 », « juin 2023 »), else None."""
    text = text.strip().strip("()[]").strip()
    if re.fullmatch(rf"{_YEAR}-(?:0[1-9]|1[0-2])", text):
        return text
    found = dates(text)
    return found[0].iso if len(found) == 1 and (found[0].start, found[0].end) == (0, len(text)) else None


def numbers(text: str) -> list[NumberMention]:
    """Numbers of a text in order, those of dates included; « 1,2 million d'euros » gives 1200000 and ``€``."""
    folded = fold_same_length(text)
    found: list[NumberMention] = []
    for match in _NUMBER.finditer(folded):
        value = _value(match)
        unit_match = _UNIT.match(text, match.end())
        end, unit = match.end(), None
        if unit_match and (unit_match["scale"] or unit_match["unit"]):
            scale = unit_match["scale"]
            value *= _SCALES.get(scale.rstrip("s") if scale else "", 1)
            unit = {"€": "€", "e": "€", "%": "%", "p": "%"}.get((unit_match["unit"] or "")[:1])
            end = unit_match.end()
        found.append(NumberMention(match.start(), end, value, unit))
    return found


def _value(match: re.Match[str]) -> float:
    if match["word"]:
        return float(NUMBER_WORDS[match["word"].lower()])
    figure = _SPACES.sub("", match["figure"])
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return float(figure.replace(",", "."))


def fold_same_length(text: str) -> str:
    """Folded text with every character in its place: what folds to another length is left as it is."""
    return "".join(f if len(f := fold(c)) == 1 else c for c in text)
