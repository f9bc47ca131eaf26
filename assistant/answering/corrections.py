"""What a user puts right: « je voulais dire Mayenne », « pas les jeunes, les seniors ».

The question before is asked again with the right words in the place of the wrong ones.
"""

from __future__ import annotations

import re

from assistant.answering.ellipsis import completed
from assistant.answering.question import ABOUT
from assistant.retrieval.subjects import WORD, phrases
from assistant.text import STOP_WORDS, fold, fold_same_length, stem, stems

_MEANT = re.compile(
    r"^\W*(?:(?:non|mais non|pardon|desolee?|erreur|oups)[\s,.;:!]+)?(?:mais )?"
    r"(?:je (?:parlais|parle) (?:plutot )?(?:de |du |des |d')"
    r"|je (?:voulais|veux) (?:plutot )?(?:dire|parler (?:de |du |des |d'))|je pensais (?:plutot )?(?:a |au |aux )"
    r"|il s'agi(?:t|ssait) (?:de |du |des |d')|c'(?:est|etait) (?:pour|plutot) )\s*(?P<meant>.+?)[\s.!?]*$"
)
_NOT_THAT = re.compile(
    r"^\W*(?:non[\s,]+)?pas (?:pour |de |du |des |en |a |au |dans )?(?P<wrong>[^,;]+?)\s*"
    r"(?:[,;]|mais|, mais)\s*(?:mais |plutot )?(?P<meant>.+?)[\s.!?]*$"
)
_THAT_NOT = re.compile(
    r"^\W*(?:non[\s,]+)?(?P<meant>[^,;?]+?),? (?:et )?(?:pas|non(?: pas)?) "
    r"(?P<wrong>(?:le|la|les|l'|en|au|aux|du|des|de) ?[^,;?]+?)[\s.!?]*$"
)
_RATHER = re.compile(
    r"^\W*(?:non[\s,]+)(?:mais )?(?:plutot |pour |plutot pour )?(?P<meant>[^?]{2,60}?)[\s.!]*$"
    r"|^\W*plutot (?P<rather>[^?]{2,60}?)[\s.!]*$"
)
_ARTICLE = re.compile(
    r"^(?:le |la |les |l['’]|un |une |des |du |de la |de l['’]|de |d['’]|en |au |aux |à la |à l['’]|à |pour )+",
    re.IGNORECASE,
)
_LONGEST = 120
_NAME = re.compile(r"(?:[A-ZÉÈÎ][\w'’-]*)(?:[ -](?:(?:de|du|la|le|les|et|en)[ -])?[A-ZÉÈÎ][\w'’-]*)*$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def is_correction(question: str) -> bool:
    """True for a message that puts the question before right."""
    return _parts(question) is not None


def _parts(question: str) -> tuple[str, str] | None:
    """What was meant, and the words that it replaces where they are told, both as typed."""
    if len(question) > _LONGEST:
        return None
    folded = fold_same_length(question).replace("’", "'")
    for pattern in (_MEANT, _NOT_THAT, _THAT_NOT, _RATHER):
        match = pattern.match(folded)
        if match is None:
            continue
        groups = match.groupdict()
        name = "meant" if groups.get("meant") else "rather"
        meant = question[match.start(name) : match.end(name)]
        wrong = question[match.start("wrong") : match.end("wrong")] if groups.get("wrong") else ""
        within = _NOT_THAT_WITHIN.match(fold_same_length(meant)) if not wrong else None
        if within:
            meant, wrong = meant[: within.end("meant")], meant[within.start("wrong") :]
        if set(stems(meant)) - {"merc"} and not _ASKS.search(fold(meant)):
            return meant.strip(" ,;."), wrong.strip(" ,;.")
    return None


_NOT_THAT_WITHIN = re.compile(r"(?P<meant>[^,;]+?),? (?:et )?(?:pas|non(?: pas)?) (?P<wrong>.+)$")
_ASKS = re.compile(
    r"^(?:qui|que|qu'|quand|comment|pourquoi|combien|quel(?:le)?s?|ou|resume|compare)\b"
    r"|-(?:t-)?(?:il|elle|on|ce|ils|elles)\b"
)


def corrected(question: str, frame: str) -> str | None:
    """The question before, put right; None when the message corrects nothing.

    >>> corrected("Je voulais dire Mayenne", "Combien d'apprentis en Sarthe ?")
    "Combien d'apprentis en Mayenne ?"
    """
    found = _parts(question)
    if not found:
        return None
    meant, wrong = found
    about = ABOUT.match(frame)
    asked = about["question"] if about else frame
    body = asked.rstrip(" ?!.")
    changed = (
        (_in_place_of(body, wrong, meant) if wrong else None)
        or _same_time(body, meant)
        or _same_name(body, meant)
        or _same_noun(body, meant)
        or _element(body, meant)
    )
    if changed:
        return f"{changed.rstrip(' ?')} ?"
    subject = meant[:1].lower() + meant[1:] if not _NAME.match(meant) else meant
    return f"À propos de « {subject} » : {body[:1].lower()}{body[1:]} ?"


def _in_place_of(body: str, wrong: str, meant: str) -> str | None:
    """The words said to be wrong replaced, each noun with its own article."""
    bare, right = _ARTICLE.sub("", wrong), _ARTICLE.sub("", meant)
    wanted = [stem(word) for word in re.findall(r"[^\W_]+", bare) if fold(word) not in STOP_WORDS]
    if not wanted:
        return None
    words = [(m.start(), m.end(), stem(m.group())) for m in re.finditer(r"[^\W_]+", body)]
    for place in range(len(words) - len(wanted) + 1):
        if [word[2] for word in words[place : place + len(wanted)]] == wanted:
            start, end = words[place][0], words[place + len(wanted) - 1][1]
            return f"{body[:start]}{right}{body[end:]}"
    return None


def _same_time(body: str, meant: str) -> str | None:
    """A year alone takes the place of the only year."""
    year = _YEAR.fullmatch(_ARTICLE.sub("", meant))
    years = list(_YEAR.finditer(body))
    if not year or len(years) > 1:
        return None
    return f"{body[: years[0].start()]}{year[0]}{body[years[0].end() :]}" if years else f"{body} en {year[0]}"


def _same_name(body: str, meant: str) -> str | None:
    """A name takes the place of the last name of the question, its article kept."""
    name = _ARTICLE.sub("", meant)
    if not _NAME.fullmatch(name):
        return None
    names = list(re.finditer(r"(?<=[\s'’])[A-ZÉÈÎ][\w-]*(?:[ -][A-ZÉÈÎ][\w'’-]*)*", body))
    if not names:
        return None
    return f"{body[: names[-1].start()]}{name}{body[names[-1].end() :]}"


def _same_noun(body: str, meant: str) -> str | None:
    """« du protocole de 2023 » takes the place of « le protocole » of the question."""
    right = _ARTICLE.sub("", meant)
    head = re.match(r"[^\W\d_]{3,}", right)
    if not head:
        return None
    wanted = stem(head.group())
    for word in WORD.finditer(body):
        if stem(word.group()) == wanted:
            rest = body[word.end() :]
            told = next((p.text for p in phrases(body) if word.group() in p.text.split()), word.group())
            tail = told[told.find(word.group()) + len(word.group()) :]
            after = rest[len(tail) :] if tail and rest.startswith(tail) else rest
            return f"{body[: word.start()]}{right}{after}"
    return None


def _element(body: str, meant: str) -> str | None:
    """An element with its preposition takes the place of the one of its kind, as « et en Mayenne ? » does."""
    return completed(f"Et {meant} ?", f"{body} ?")
