"""What a documentalist types, checked and cleaned: a name, a text with its markers, an expiry, a source. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.errors import UsageError
from assistant.models import AnswerSentence, Citation
from assistant.sources.references import french_date
from assistant.text import normalise_space

MAX_NAME = 80
MAX_TEXT = 5000
MAX_NOTE = 500
MAX_SOURCES = 20
"""Characters of a name, of an answer and of a note at most, and sources added to an answer."""

NEVER = "jamais"
"""What is typed for an answer without expiry."""

_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+[.!?…]?")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_SOURCE = "FICHIER | PAGE | EXTRAIT"


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source that a person names: a file, its page (physical, from 1) and words that stand on it."""

    file: str
    page: int
    quote: str


def clean_name(name: str) -> str:
    """The name of a person on one line.

    Raises:
        UsageError: It is empty or too long.
    """
    cleaned = normalise_space(_visible(name))
    if not any(character.isalnum() for character in cleaned):
        raise UsageError("Le nom de la personne qui valide est vide : écrivez-le, par exemple « Claire Martin ».")
    return check_length(cleaned, MAX_NAME, "Le nom")


def clean_note(note: str) -> str:
    """A note on one line, which may be empty.

    Raises:
        UsageError: It is too long.
    """
    return check_length(normalise_space(_visible(note)), MAX_NOTE, "La note")


def expiry(given: str | None, today: date, days: int) -> str | None:
    """The last day of an answer in ISO 8601, None for no end.

    Args:
        given: A day written ``AAAA-MM-JJ`` or ``JJ/MM/AAAA``, ``jamais``, or nothing for the usual time.
        today: The day it is.
        days: The usual time, in days; 0 for no end.

    Raises:
        UsageError: It is no date, or a past one.
    """
    text = (given or "").strip()
    if text.lower() == NEVER or (not text and not days):
        return None
    if not text:
        return (today + timedelta(days=days)).isoformat()
    day = _day(text)
    if day is None:
        raise UsageError(f"Date d'expiration incomprise : « {text[:40]} ». Écrivez AAAA-MM-JJ, ou « {NEVER} ».")
    if day < today:
        raise UsageError(
            f"La date d'expiration ({french_date(day.isoformat())}) est déjà passée : donnez-en une à venir."
        )
    return day.isoformat()


def read_text(text: str, citations: Sequence[Citation]) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    """The sentences of a corrected answer, and the citations that it keeps, numbered from 1 in order of use.

    A marker ends a sentence, and so does a line; words after the last marker of a line are a sentence without source.

    Raises:
        UsageError: It is empty or too long, cites nothing, or cites what is not there.
    """
    cleaned = check_length(_visible(text).strip(), MAX_TEXT, "La réponse")
    if not cleaned:
        raise UsageError("La réponse est vide : écrivez-la, avec au moins un repère de source comme [1].")
    known = {citation.n: citation for citation in citations}
    numbers: dict[int, int] = {}
    sentences = []
    for words, markers in _pieces(cleaned):
        for n in markers:
            if n not in known:
                have = ", ".join(f"[{one}]" for one in known) or "aucun"
                raise UsageError(f"Le repère [{n}] n'est celui d'aucune source. Repères possibles : {have}.")
            numbers.setdefault(n, len(numbers) + 1)
        sentences.append(AnswerSentence(words, tuple(dict.fromkeys(numbers[n] for n in markers))))
    if not numbers:
        raise UsageError(
            "La réponse ne cite aucune source : gardez au moins un repère comme [1], pour qu'elle soit retirée le jour"
            " où son document change."
        )
    return tuple(sentences), tuple(replace(known[n], n=new) for n, new in numbers.items())


def named_source(line: str) -> NamedSource:
    """A source written « FICHIER | PAGE | EXTRAIT ».

    Raises:
        UsageError: It is not written so.
    """
    parts = [part.strip() for part in line.split("|", 2)]
    if len(parts) != 3 or not all(parts) or not re.fullmatch(r"[0-9]{1,5}", parts[1]) or int(parts[1]) < 1:
        raise UsageError(f"Source mal écrite : « {line.strip()[:80]} ». Attendu : {_SOURCE} (page 1 pour une notice).")
    return NamedSource(parts[0], int(parts[1]), parts[2].strip("«» \u00a0\u202f"))


def _pieces(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """Each sentence with its markers."""
    found = []
    for line in text.splitlines():
        start = 0
        for match in _MARKERS.finditer(line):
            end = match.group()[-1] if match.group()[-1] in ".!?…" else ""
            words = normalise_space(line[start : match.start()])
            numbers = tuple(int(n) for n in _MARKER.findall(match.group()))
            start = match.end()
            if words:
                found.append((words if words.endswith(end) else words + end, numbers))
            elif found:  # markers on their own belong to the sentence before
                before, already = found.pop()
                found.append((before, (*already, *numbers)))
        if rest := normalise_space(line[start:]):
            found.append((rest, ()))
    return found


def _day(text: str) -> date | None:
    french = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    iso = f"{french[3]}-{int(french[2]):02d}-{int(french[1]):02d}" if french else text
    try:
        return date.fromisoformat(iso) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", iso) else None
    except ValueError:
        return None


def _visible(text: str) -> str:
    """Text without control, format or private characters, but for the ends of lines."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def check_length(text: str, most: int, what: str) -> str:
    """The text itself.

    Raises:
        UsageError: It has more characters than ``most``.
    """
    if len(text) > most:
        raise UsageError(f"{what} fait {len(text)} caractères ; le maximum est {most}. Raccourcissez.")
    return text
