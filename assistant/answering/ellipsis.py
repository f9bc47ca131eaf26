"""Questions that give one element only (« Et en Mayenne ? »): the question before, with that element in its place."""

from __future__ import annotations

import re

from assistant.answering.follow_ups import OPENING
from assistant.retrieval.subjects import RELATIONAL, WORD
from assistant.text import STOP_WORDS, fold, fold_same_length, stem

_MONTH = r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)"
_WHEN = re.compile(
    r"(?:(?:en|de|d[ée]but|fin|mi|à la fin|à la rentrée|à l'automne|à l'été|au printemps|depuis|avant|après|d'ici|pour"
    rf"|fin {_MONTH}|(?:en )?{_MONTH}) )*(?:de )?\b(?:19|20)\d\d(?:-(?:19|20)\d\d)?\b",
    re.IGNORECASE,
)
_NAME = r"(?:[A-ZÉÈÎ][\w'’-]*[a-zé][\w'’-]*)(?:[ -](?:[A-ZÉÈÎ][\w'’-]*))*"
_AT = r"(?:en|au|aux|à|à la|à l'|dans le|dans la|dans les|dans l') ?"
_PLACE = re.compile(rf"\b{_AT}{_NAME}")
_PLACE_OF = re.compile(
    rf"\b(?:sur|dans|chez) (?:les? |la |l'|une? )?[\w'’ -]+? (?P<name>(?:de la |de l'|de |du |d'){_NAME})$"
)
_ONE = re.compile(r"^(?:et|mais|alors|donc)?[\s,]*(?P<element>[^,;:]+?)\s*[?.!]*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:qui|que|qu'|quoi|quand|comment|pourquoi|combien|quel(?:le)?s?|lesquel(?:le)?s|ou|est|sont|ont|il|elle|ils|elles"
    r"|son|sa|ses|leurs?|eux|ce|cette|cela|ca)\b|-(?:il|elle|on|ce)\b"
)
_PREPOSED = re.compile(r"(?P<preposition>pour|dans|chez|avec|sur|sans|contre|entre|par)\b", re.IGNORECASE)
_CUT = r"(?= (?:à la rentrée|fin|en|depuis|dans|pour|sur|selon|d'après|par|au|aux) |\s*[,?:]|$)"
_THAT_OF = re.compile(
    r"^(?:d['’]après |selon |dans )?(?:celui|celle|ceux|celles) (?P<of>(?:du|des|de la|de l'|de|d') ?.+)$",
    re.IGNORECASE,
)
_HOLDINGS = re.compile(
    r"^(?P<head>(?:combien d[e'’]|(?:la )?liste d(?:es|e)|quel(?:le)?s(?: sont les)?|nombre de|avez-vous des"
    r"|y a-t-il des) ?)(?P<noun>(?:notices?|documents?|pdf|publications?)\b)(?P<rest>.*)$",
    re.IGNORECASE,
)
"""A question about the catalogue: « Combien de notices en 2022 »."""

_NOUN_ALONE = re.compile(r"(?:(?:les|des|de|en) )?(?P<noun>notices?|documents?|pdf|publications?)$", re.IGNORECASE)
_UP_TO = r".+?(?= (?:en|de|du|par|sur|depuis|avant|après|entre) |$)"
_SUBJECT_OF = re.compile(rf" sur {_UP_TO}", re.IGNORECASE)
_AUTHOR_OF = re.compile(rf"^ (?:de la |de l['’]|du |des |de |d['’]|publiée?s par |par )(?!\d){_UP_TO}")
_WHICH = re.compile(r"\W*lesquel(?:le)?s\W*$", re.IGNORECASE)
_RANK_WORDS = "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme"
_RANKS = {word: rank for rank, word in enumerate(_RANK_WORDS.split(), start=1)}
_RANK = re.compile(
    r"(?:(?:pour|de|a|au|du|dans) ?)?(?:le |la |l')?(?:n°|numero)? ?"
    rf"(?:(?P<figure>\d{{1,3}})(?:e|eme|er)?|(?P<word>{'|'.join(_RANKS)}))"
)
_OF = re.compile(r"(?:du |des |de la |de l'|de l’|d'|d’|de )")


def completed(question: str, frame: str) -> str | None:
    """The question before with the one element that a follow-up gives; None when it gives no element that fits.

    Args:
        question: The follow-up as typed.
        frame: The question before, self-contained.
    """
    counted = _HOLDINGS.match(frame.rstrip(" ?!.")) if _WHICH.match(question) else None
    if counted:
        return f"{_which(counted['noun'])} {counted['noun']}{counted['rest']} ?"
    found = _ONE.match(question)
    if not found or not OPENING.search(question):
        return None
    element = found["element"]
    that = _THAT_OF.match(element)
    if that:
        dated = _other_time(frame.rstrip(" ?!."), that["of"])
        return _asked(dated) if dated else _with_complement(frame, that["of"])
    if _ASKS.search(fold(element)):
        return None
    body = frame.rstrip(" ?!.")
    changed = (
        _of_holdings(body, element)
        or _same_noun(body, element)
        or _other_number(body, element)
        or _other_time(body, element)
        or _other_place(body, element)
        or _other_complement(body, element)
    )
    return _asked(changed) if changed else None


def _asked(body: str) -> str:
    return f"{body[0].upper()}{body[1:]} ?"


def _which(noun: str) -> str:
    return "Quelles" if re.match(r"notice|publication", noun, re.IGNORECASE) else "Quels"


def _of_holdings(body: str, element: str) -> str | None:
    """« Combien de notices en 2022 » with another kind of document, another author or another subject."""
    asked = _HOLDINGS.match(body)
    if not asked or _WHEN.fullmatch(element):
        return None
    start, rest = asked["head"] + asked["noun"], asked["rest"]
    noun = _NOUN_ALONE.match(element)
    if noun:
        head = re.sub(r"^quel(?:le)?s", _which(noun["noun"]), asked["head"], flags=re.IGNORECASE)
        return f"{head}{noun['noun']}{rest}"
    if re.match(r"sur ", element, re.IGNORECASE):
        subject = _SUBJECT_OF.search(rest)
        return f"{start}{rest[: subject.start()]} {element}{rest[subject.end() :]}" if subject else f"{body} {element}"
    if _OF.match(element) or re.match(r"par ", element, re.IGNORECASE):
        author = _AUTHOR_OF.match(rest)
        return f"{start} {element}{rest[author.end() :] if author else rest}"
    return None


def _same_noun(body: str, element: str) -> str | None:
    """« l'engagement 6 » becomes « l'engagement 7 »: the same noun, with another number or another complement."""
    match = re.match(
        r"(?:(?:pour|de|du|des|dans|avec|au|à) ?)?(?:la |le |les |l'|un |une )?(?P<noun>[^\W\d_]{3,}) (?P<rest>.+)$",
        element,
    )
    if not match or fold(match["noun"]) in STOP_WORDS:
        return None
    wanted = stem(match["noun"])
    for word in WORD.finditer(body):
        if stem(word.group()) != wanted:
            continue
        after = body[word.end() :]
        number = re.match(r" (?:n° ?)?\d+\b", after)
        if number and re.match(r"\d", match["rest"]):
            return f"{body[: word.end()]} {match['rest']}{after[number.end() :]}"
        tail = re.match(rf" (?:du |des |de |d'|pour |[a-zéè]+).*?{_CUT}", after)
        if tail and not number:
            return f"{body[: word.end()]} {match['rest']}{after[tail.end() :]}"
    return None


def _other_number(body: str, element: str) -> str | None:
    """« l'engagement 7 » with « le 8 », « le n° 8 » or « le huitième »: the number of the only noun that has one."""
    match = _RANK.fullmatch(fold_same_length(element).replace("’", "'"))
    if not match:
        return None
    number = match["figure"] or str(_RANKS[match["word"]])
    numbered = list(re.finditer(r"(?<=[^\W\d_] )(?:n° ?)?(\d{1,3})\b(?![ \u202f\xa0,.]?\d|\s*(?:%|€))", body))
    if len(numbered) != 1:
        return None
    return f"{body[: numbered[0].start(1)]}{number}{body[numbered[0].end(1) :]}"


def _other_time(body: str, element: str) -> str | None:
    if not _WHEN.fullmatch(element):
        return None
    times = list(_WHEN.finditer(body))
    if len(times) == 1 and not re.search(r"\d-\d", times[0].group()):
        start = times[0].start()
        return f"{body[:start]}{element}{body[times[0].end() :]}"
    return f"{body} {element}" if not times else None


def _other_place(body: str, element: str) -> str | None:
    if not _PLACE.fullmatch(element):
        return None
    places = list(_PLACE.finditer(body))
    if places:
        return f"{body[: places[-1].start()]}{element}{body[places[-1].end() :]}"
    of_name = _PLACE_OF.search(body)
    if of_name:
        return f"{body[: of_name.start('name')]}{element}"
    times = list(_WHEN.finditer(body))
    if len(times) == 1 and body[: times[0].start()].endswith(" "):
        return f"{body[: times[0].start()]}{element} {body[times[0].start() :]}"
    return f"{body} {element}"


def _other_complement(body: str, element: str) -> str | None:
    """The complement of the same preposition, or the one of the noun that is asked about."""
    match = _PREPOSED.match(element)
    if match:
        same = re.search(
            rf"\b{match['preposition']} .+?(?= (?:fin|en|à la rentrée|depuis) |\s*[,?:]|$)", body, re.IGNORECASE
        )
        if same:
            return f"{body[: same.start()]}{element}{body[same.end() :]}"
        return _with_complement(body, element) if match["preposition"].lower() == "pour" else None
    if _OF.match(element):
        return _with_complement(body, element)
    return None


def _with_complement(frame: str, complement: str) -> str | None:
    """« Quelle est l'échéance de … » with another complement; None when the frame asks for no such noun."""
    body = frame.rstrip(" ?!.")
    folded = fold_same_length(body)
    for word in re.finditer(r"[a-z]{3,}", folded):
        following = _OF.match(body, word.end() + 1)
        if RELATIONAL.match(word.group()) and following:
            rest = re.match(r".+?(?= (?:fin|en|à la rentrée|depuis|dans) |\s*[,?:]|$)", body[following.end() :])
            tail = body[following.end() + rest.end() :] if rest else ""
            return f"{body[: word.end()]} {complement.rstrip(' ?!.')}{tail}{' ?' if frame.endswith('?') else ''}"
    return None
