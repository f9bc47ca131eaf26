"""Questions that ask two things at once: the parts, each self-contained, and their results put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.models import Hit
from assistant.retrieval.pronouns import resolved
from assistant.retrieval.query import Query
from assistant.retrieval.subjects import phrases
from assistant.text import normalise_space, stems

MAX_PARTS = 3
"""Parts of a question that are searched."""

MAX_LENGTH = 400
"""Characters of a question that is cut: a longer one tells a story, where « et » joins more than questions."""

_ASKING = (
    r"(?:(?:à|de|par|avec|pour|chez|depuis|jusqu['’]à|sous|dans|en|sur) )?"
    r"(?:qui|quand|où|comment|pourquoi|combien|quel(?:le)?s?|qu['’]est-ce|quoi)\b"
)
_JOINT = re.compile(rf"(?:\s*[,;]\s*(?:et\s+)?|\s+et\s+)(?={_ASKING})", re.IGNORECASE)
_IN_PLACE = r"(?:combien|quel(?:le)?s?)\b|(?:quand|où|comment|qui|quoi)\s*(?=[?,;]|$)"
"""What asks after the verb, as one speaks: « Elle expire quand ? », « Signé par quel préfet ? »."""

_SPOKEN = rf"(?:(?:ils?|elles?|on|ça|cela|c['’]est)\b|\w+[éi](?:e|s|es)?\s)[^,;?]{{0,60}}?\b(?:{_IN_PLACE})"
_SPOKEN_JOINT = re.compile(rf"(?:\s*[,;]\s*(?:et\s+)?|\s+et\s+)(?={_SPOKEN})", re.IGNORECASE)
_SPOKEN_PART = re.compile(_SPOKEN, re.IGNORECASE)
_ASKS_IN_PLACE = re.compile(rf"\b(?:{_IN_PLACE})", re.IGNORECASE)
_ABOUT = "À propos de « "
_PREFIX = re.compile(r"^(?P<prefix>" + _ABOUT + r".+ » : |[^:?,]{3,60} : )(?P<asked>.+)$", re.DOTALL)
_TWO_WORDS = re.compile(rf"^(?P<one>{_ASKING}) et (?P<other>{_ASKING}) (?P<rest>.+)$", re.IGNORECASE)
_THAT_OF = re.compile(
    r"^(?P<head>.*?\b(?:le|la|les|l['’]) ?[\w'’ -]+?) (?P<of>(?:de la |de l['’]|du |des |d['’]|de ).+?),? et "
    r"(?:celui|celle|ceux|celles) (?P<other>(?:de|du|des|d['’]).+)$",
    re.IGNORECASE,
)
_BEGINS = re.compile(_ASKING, re.IGNORECASE)
_BARE = re.compile(
    r"^(?:combien|quand|qui|où|comment|pourquoi) (?:au|aux|à|pour|dans|en|sur|par|chez)\b", re.IGNORECASE
)
_YEARS = re.compile(
    r"(?<!entre )(?<!de )(?P<one>(?P<when>(?:à la rentrée |fin |début |en )?)(?:19|20)\d\d) et "
    r"(?P<other>(?P<again>(?:à la rentrée |à celle de |fin |début |en )?)(?P<year>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"\w-(?:t-)?(?:il|elle|ils|elles|on|ce)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"\w+ (?P<word>qui|où|quand|comment) ", re.IGNORECASE)


class Search(Protocol):
    """Finds passages: ``HybridRetriever.search``."""

    def __call__(self, asked: Query, *, k: int) -> list[Hit]:
        """The ``k`` best, best first."""


def search_parts(search: Search, query: Query, k: int) -> list[Hit]:
    """The hits of a question, those of its parts in turn when it asks several things."""
    asked = parts(query.text)
    if len(asked) == 1:
        return search(query, k=k)
    return merge([search(replace(query, text=part), k=k) for part in asked], k)


def parts(question: str) -> tuple[str, ...]:
    """The questions that a question asks, each with its subject; the question alone when it asks one thing.

    At most ``MAX_PARTS``; a text longer than ``MAX_LENGTH`` is not cut. « Quel est le budget du plan et qui le vote ? »
    gives « Quel est le budget du plan ? » and « Qui vote le plan ? »; where no rule carries the subject, the first part
    is named (« À propos de « … » : quand ? »).
    """
    text = normalise_space(question)
    if len(text) > MAX_LENGTH:
        return (question,)
    prefixed = _PREFIX.match(text)
    prefix, asked = (prefixed["prefix"], prefixed["asked"]) if prefixed else ("", text)
    found = _halves(asked.rstrip(" ?!.")) or _cut(asked)
    if len(found) < 2:
        return (question,)
    carried = _carried(found, prefix)[:MAX_PARTS]
    return tuple(
        prefix + part[0].lower() + part[1:] if prefix and not part.startswith(_ABOUT) else part for part in carried
    )


def merge(results: Sequence[Sequence[Hit]], k: int) -> list[Hit]:
    """The first ``k`` hits of several searches in turn: the best of each, then the second of each…

    Args:
        results: The hits of each search, best first.
        k: How many are kept.

    Returns:
        Each passage once, where it first comes, with ranks from 1; scores are those of the search that found it.
    """
    found: dict[str, Hit] = {}
    for place in range(max(map(len, results), default=0)):
        for hits in results:
            if place < len(hits):
                found.setdefault(hits[place].passage.id, hits[place])
    return [replace(hit, rank=rank) for rank, hit in enumerate(list(found.values())[:k], start=1)]


def _halves(asked: str) -> list[str]:
    """Two questions that share all but one element: its two words, its two years, its two complements."""
    words = _TWO_WORDS.match(asked)
    if words:
        return [f"{_capital(words[one])} {words['rest']} ?" for one in ("one", "other")]
    years = _YEARS.search(asked)
    if years:
        before, after = asked[: years.start()], asked[years.end() :]
        when = years["when"] if years["again"] in {"", "à celle de "} else years["again"]
        return [f"{before}{years['one']}{after} ?", f"{before}{when}{years['year']}{after} ?"]
    that = _THAT_OF.match(asked)
    return [f"{that['head']} {that['of']} ?", f"{that['head']} {that['other']} ?"] if that else []


def _cut(asked: str) -> list[str]:
    """The questions between the marks and the « et » that announce another one."""
    found: list[str] = []
    for sentence in re.split(r"(?<=\?)\s+(?=\w)", asked):
        start = 0
        joints = {joint.start(): joint for rule in (_SPOKEN_JOINT, _JOINT) for joint in rule.finditer(sentence)}
        for joint in (joints[place] for place in sorted(joints)):
            following = re.match(r"\w+", sentence[joint.end() :])
            relatives = {match["word"].lower() for match in _RELATIVE.finditer(sentence[start : joint.start()])}
            asks = (
                _BEGINS.match(sentence, start)
                or _INVERTED.search(sentence, start, joint.start())
                or _ASKS_IN_PLACE.search(sentence[start : joint.start()])
            )
            if joint.start() > start and asks and following and following.group().lower() not in relatives:
                found.append(sentence[start : joint.start()])
                start = joint.end()
        found.append(sentence[start:])
    return [f"{_capital(part.strip(' ?!.'))} ?" for part in found if part.strip(" ?!.")]


def _carried(found: Sequence[str], prefix: str) -> list[str]:
    """The parts, each with the subject of the first one where it does not name its own."""
    first = found[0].rstrip(" ?")
    carried = [found[0]]
    for part in found[1:]:
        spoken = _SPOKEN_PART.match(part) is not None
        whole = None if spoken else resolved(part, first)
        if whole is None:
            named = not spoken and (bool(prefix) or _shared(first, part) or _names_its_subject(part))
            subject = f"{prefix}{first[0].lower()}{first[1:]}" if prefix else first
            about = f"{_ABOUT}{subject} » : {part[0].lower()}{part[1:]}"
            whole = part if named or prefix.startswith(_ABOUT) else about
        carried.append(whole)
    return carried


def _shared(first: str, part: str) -> bool:
    """True for halves that were made from one question: they begin with the same words or end with them."""
    return len(set(stems(first)) & set(stems(part))) > 1


def _names_its_subject(part: str) -> bool:
    return not _BARE.match(part) and any(
        len(stems(phrase.text)) > 1 or any(word[:1].isupper() for word in phrase.text.split())
        for phrase in phrases(part)
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
