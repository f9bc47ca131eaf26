"""What is asked of documents rather than of their sentences: a summary, a comparison, the meaning of an acronym."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.acronyms import short_key
from assistant.text import STOP_WORDS, fold, fold_same_length, normalise_space, tokens

_LONGEST = 300
"""Characters of a request; a longer text tells a story."""

_POLITE = (
    r"^\W*(?:bonjour\W+)?(?:(?:peux|pourrais|veux)[- ]tu |(?:pouvez|pourriez|voulez)[- ]vous "
    r"|je (?:voudrais|veux|souhaite|souhaiterais|aimerais|cherche) (?:que (?:tu |vous )?)?|merci de |il faudrait |et )?"
    r"(?:(?:me|nous) |m')?"
)
_NEW = r"(?:bref |brève |breve |petit |petite |court |courte |rapide )?"
_SUMMARY = re.compile(
    _POLITE
    + r"(?:(?:resume|synthetise)(?:[rz]|s)?(?:[- ](?:moi|nous))?|(?:fai(?:s|tes|re)|donne[rz]?|avoir|redige[rz]?)"
    rf"(?:[- ](?:moi|nous))? (?:un|le|une|la) {_NEW}(?:resume|synthese) (?:de|du|des|d')"
    rf"|(?:un |le |une |la )?{_NEW}(?:resume|synthese) (?:de|du|des|d'))\b\s*(?P<of>.+)$"
)
_ABOUT = re.compile(
    r"^\W*(?:de quoi (?:(?:parle|traite)(?:nt)?|est-il question dans|s'agit-il dans|il s'agit dans)"
    r"|que (?:contient|raconte)"
    r"|quel est le (?:sujet|propos|theme) (?:de|du|des|d'))\b\s*(?P<of>.+)$"
)
_COMPARED = re.compile(
    _POLITE + r"(?:compar(?:e|er|ez|es|ons)(?:[- ](?:moi|nous))?|(?:fai(?:s|tes|re)(?:[- ]moi)? )?(?:une |la )?"
    r"comparaison (?:entre|de|du|des)) (?P<one>.+?) (?:et|avec|a|au|aux) (?P<other>.+)$"
)
_DIFFERENCES = re.compile(
    r"^\W*(?:(?:quelles? )?(?:sont |est )?(?:les |la )?(?:differences?|points? communs?|ecarts?)(?: y a-t-il)?"
    r"|qu'est-ce qui (?:change|differe|a change)|en quoi (?:different|sont differents)|que change-t-il)"
    r"(?: (?:entre|de|du|des))? (?P<one>.+?) (?:et|avec|a|au) (?P<other>.+)$"
)
_VERSIONS = re.compile(
    r"^\W*(?:(?:compar(?:e|er|ez)|quelles? (?:sont les |est la )?(?:differences?|changements?)"
    r"|qu'est-ce qui (?:change|a change)"
    r"|les differences)(?: entre| dans| de)?) (?:les |ces )?(?:deux |differentes |dernieres )?versions "
    r"(?:de la |de l'|du |des |de |d')(?P<of>.+)$"
    r"|^\W*(?:qu'est-ce qui (?:a change|change)|quels (?:sont les )?changements(?: y a-t-il)?) "
    r"(?:dans |depuis |entre )(?:la (?:nouvelle|derniere) version (?:de la |de l'|du |des ))?(?P<changed>.+)$"
)
_DETERMINER = (
    r"(?:(?:l'|le |la |les |un |une |d'un |d'une |du |de la |de l'|de |d')?(?:sigle |acronyme |abreviation )?)"
)
_WORD = r"[«\"“]?\s*(?P<word>[^\W_][\w.&-]{1,20})\s*[»\"”]?"
_END = r"\s*(?:,?\s*(?:svp|stp|s'il (?:te|vous) plait|merci|exactement|au juste))?[\s?!.]*$"
_MEANING = (
    re.compile(
        r"^\W*(?:que|qu'est-ce que|quoi|ca) (?:veut|veulent|signifie|designe|represente)(?: dire)? "
        rf"{_DETERMINER}{_WORD}{_END}"
    ),
    re.compile(rf"^\W*(?:quelle est |donne[rz]?(?:-moi)? )?(?:la )?(?:signification|sens) {_DETERMINER}{_WORD}{_END}"),
    re.compile(rf"^\W*(?:que|qu')(?:est-ce que)? ?{_DETERMINER}{_WORD} (?:signifie|veut dire|designe){_END}"),
    re.compile(
        rf"^\W*{_DETERMINER}{_WORD}\s*[,:]?\s*(?:c'est quoi|(?:ca|cela) (?:veut dire|signifie) quoi|signification"
        rf"|definition|veut dire quoi|qu'est-ce que (?:c'est|ca veut dire)){_END}"
    ),
    re.compile(rf"^\W*que (?:veulent dire|signifient) les (?:lettres|initiales) {_WORD}{_END}"),
)
_NATURE = re.compile(
    rf"^\W*(?:c'est quoi|qu'est-ce qu(?:e |'|e c'est (?:qu')?)?|(?:la )?definition )\s*{_DETERMINER}{_WORD}{_END}"
)

Kind = Literal["summary", "comparison", "versions", "definition"]


@dataclass(frozen=True, slots=True)
class Request:
    """A request, and the words that name what it is about, as typed.

    ``sure`` is False when the same words may ask a question to the texts (« De quoi parle … », « C'est quoi … »).
    """

    kind: Kind
    names: tuple[str, ...]
    sure: bool = True


def request_of(text: str) -> Request | None:
    """What a self-contained message asks of documents; None when it is a question to the texts.

    >>> request_of("Compare le protocole et son bilan")
    Request(kind='comparison', names=('le protocole', 'son bilan'), sure=True)
    """
    text = normalise_space(text)
    if len(text) > _LONGEST:
        return None
    folded = fold_same_length(text).replace("’", "'")
    return _meaning(text, folded) or _of_documents(text, folded)


def _of_documents(text: str, folded: str) -> Request | None:
    if match := _VERSIONS.match(folded):
        group = "of" if match["of"] else "changed"
        return Request("versions", (_name(text, match, group),), sure=group == "of")
    for pattern, sure in ((_COMPARED, True), (_DIFFERENCES, False)):
        if match := pattern.match(folded):
            return Request("comparison", (_name(text, match, "one"), _name(text, match, "other")), sure)
    for pattern, sure in ((_SUMMARY, True), (_ABOUT, False)):
        if match := pattern.match(folded):
            return Request("summary", (_name(text, match, "of"),), sure)
    return None


def _meaning(text: str, folded: str) -> Request | None:
    for pattern in (*_MEANING, _NATURE):
        match = pattern.match(folded)
        word = text[match.start("word") : match.end("word")] if match else ""
        if match and may_be_acronym(word):
            return Request("definition", (word.rstrip("."),), sure=pattern is not _NATURE)
    return None


def may_be_acronym(word: str) -> bool:
    """True for one word that could be an acronym: « CFA », « Crefop », « spro », and not « que »."""
    key = short_key(word)
    return 2 <= len(key) <= 12 and len(tokens(word)) <= 4 and fold(word) not in STOP_WORDS and not key.isdigit()


def _name(text: str, match: re.Match[str], group: str) -> str:
    """The words of a name as typed, without what is around them."""
    words = text[match.start(group) : match.end(group)].strip(" ?!.,;:")
    return re.sub(r"(?i),? (?:svp|stp|s['’]il (?:te|vous) pla[iî]t|merci)$", "", words)
