"""Does a sentence hold the kind of thing a question asks for: a number of something, a date, a name, a place…"""

from __future__ import annotations

import re

from assistant.answering.anchors import label_spans
from assistant.answering.people import CAPITALISED, ROLES, has_person, index_at, person_names
from assistant.answering.question import Question
from assistant.answering.question_types import RECORD_TYPES, AnswerType
from assistant.text import dates, fold, fold_same_length, numbers, stem, tokenise

_AT_PLACE = re.compile(
    rf"\b(?:à|À|au|Au|aux|en|En|dans|Dans|près d[eu]|chez|vers|depuis)\s*(?:l['’]|la |le |les )?(?P<name>{CAPITALISED})"
)
_OF_PLACE = re.compile(rf"\b(?:de|du|des|d['’])\s*(?:l['’]|la |le |les )?(?P<name>{CAPITALISED})")
_ADDRESS = re.compile(r"\b(?:rue|avenue|boulevard|quai|salle|siege|locaux|adresse|lycee|campus|maison|hotel|palais)\b")
_ACRONYM = re.compile(r"\b[A-ZÀÉÈ][A-ZÀÉÈ0-9&-]{1,11}\b|\b[A-Z][a-z]+(?:-[A-Z][a-z]+)+\b|\([A-Z][A-Za-zéèêà-]{2,14}\)")
_DURATION = re.compile(r"\b(?:ans?|annees?|mois|semaines?|jours?|heures?|minutes?|h)\b")
_EQUALS = re.compile(
    r"(?:[:=(]|\b(?:est|sont|etait|etaient|sera|seront)(?: (?:au nombre )?de)?|\bs['’]eleve(?:nt|ra)? a|\batteint"
    r"|\btotal de)"
    r"\s*(?:environ|pres de|plus de|moins de)?\s*$"
)
_FREE = re.compile(
    r"\bgratuit|\bpayante?s?\b|\b(?:aucun|sans|pas de)\b.{0,25}\b(?:financement|frais|cout|aide|subvention|credit|euro)"
)
_CONTACT = re.compile(
    r"\b0\d(?:[ .-]?\d\d){4}\b|\+33|\S@\S+\.\w|\bwww\.|https?://|\b(?:rue|avenue|boulevard|place|quai|allee|chemin|route"
    r"|cours|impasse|bp|cs)\b.{0,60}\d|\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|quai|allee|chemin|route)\b"
    r"|\b\d{5} [a-z]"
)
_MONEY = re.compile(r"€|\beuros?\b|\bEUR\b", re.IGNORECASE)
_SHARE = re.compile(
    r"\bpour ?cent|\bp\. ?100|\b(?:quart|tiers|moitie|totalite|majorite|minorite)\b"
    r"|\bsur (?:deux|trois|quatre|cinq|dix)\b"
)
_WHEN = re.compile(
    r"\d|\b(?:siecle|decennie|rentree|lendemain|veille|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier"
    r"|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|printemps|automne|hiver|mois"
    r"|semaine|trimestre|semestre|chaque annee|tous les ans|moment)\b"
)


def satisfies(question: Question, sentence: str, metadata: str = "") -> float:
    """How far a sentence holds what the question asks for, from 0 (not at all) to 1.

    Args:
        question: The question.
        sentence: The candidate sentence.
        metadata: ``search_text`` of the block it stands in, when it is a line of a notice's record.

    Returns:
        The share of the question's types that are held; 0.5 for a type that cannot be told from the sentence alone.
    """
    return sum(_satisfies_type(t, question, sentence, metadata) for t in question.types) / len(question.types)


def _satisfies_type(kind: AnswerType, question: Question, sentence: str, metadata: str) -> float:
    if kind in _METADATA_WORDS:
        return 1.0 if any(word in fold(metadata) for word in _METADATA_WORDS[kind]) else 0.0
    if kind == "number":
        return counts(question.head, sentence)
    check = _CHECKS.get(kind)
    return float(check(question, sentence)) if check else 0.5


def impossible(question: Question, sentence: str, metadata: str = "") -> bool:
    """True when a sentence cannot answer: no number where one is asked for, no name, no date, not the right record.

    Weaker than ``satisfies``: a number need not count the asked noun, which may be said in another word. A question
    in several parts is answered by a sentence that answers one.

    Args:
        question: The question.
        sentence: The candidate, with the header of its table when it is a row.
        metadata: ``search_text`` of its block.
    """
    return all(_impossible_type(kind, question, sentence, metadata) for kind in question.types)


def _impossible_type(kind: AnswerType, question: Question, sentence: str, metadata: str) -> bool:
    if kind in RECORD_TYPES:
        return not any(word in fold(metadata) for word in _METADATA_WORDS[kind])
    if kind == "percent":
        return not ("%" in sentence or _SHARE.search(fold(sentence)))
    if kind == "duration" and _DURATION.search(fold(sentence)):
        return False
    if kind == "amount":
        return not (_MONEY.search(sentence) or _FREE.search(fold(sentence)))
    if kind in {"number", "duration"}:
        return counts(None, sentence) == 0
    if kind == "contact":
        return not _has_contact(question, sentence)
    if kind == "date":
        return not _WHEN.search(fold(sentence)) or _only_echoes(question, sentence)
    return kind == "person" and not has_person(question, sentence)


def _only_echoes(question: Question, sentence: str) -> bool:
    """True when every day that a sentence tells is one that the question gives itself."""
    told = [fold(sentence[d.start : d.end]) for d in dates(sentence) if d.kind.startswith("day")]
    given = [fold(question.text[d.start : d.end]) for d in dates(question.text) if d.kind.startswith("day")]
    return bool(told) and all(any(a.startswith(b) or b.startswith(a) for b in given) for a in told)


_METADATA_WORDS: dict[AnswerType, tuple[str, ...]] = {
    "attachment": ("piece jointe",),
    "descriptors": ("descripteur",),
    "authors": ("auteur",),
    "record_date": ("date de la notice", "date de publication"),
    "publishers": ("editeur",),
}


def counts(head: str | None, sentence: str) -> float:
    """1 when a number counts the noun ``head`` (« 17 engagements », « engagements : 17 »), 0 when none does.

    Without a head, 1 when there is a number that is neither part of a date nor of a label (« Engagement 15 »).
    """
    set_aside = [(d.start, d.end) for d in dates(sentence)] + label_spans(fold_same_length(sentence))
    free = [n for n in numbers(sentence) if not any(start <= n.start < end for start, end in set_aside)]
    if head is not None:
        free = [n for n in free if n.unit is None]  # « 10 % des places » does not count places
    if head is None or not free:
        return 1.0 if free else 0.0
    words = list(tokenise(sentence))
    heads = [index for index, word in enumerate(words) if word.stem == head]
    for number in free:
        place = index_at(words, number.start)
        last = index_at(words, number.end - 1)
        for index in heads:
            before = 0 < index - last <= 3 and not re.search(r"[,;:.]", sentence[number.end : words[index].start])
            gap = fold(sentence[words[index].end : number.start])
            after = 0 < place - index <= 8 and ("|" in gap or bool(_EQUALS.search(gap)))
            if before or after:
                return 1.0
    return 0.0


def _has_agent(question: Question, sentence: str) -> bool:
    """A name, a function or a body that the question does not itself contain."""
    if person_names(sentence):
        return True
    asked = set(question.all_terms)
    words = list(tokenise(sentence))
    if any(word.stem in ROLES and word.stem not in asked for word in words):
        return True
    return any(fold(match.group().strip("()")) not in {fold(t) for t in asked} for match in _ACRONYM.finditer(sentence))


def _has_place(question: Question, sentence: str) -> float:
    """1 for « à Laval », « rue… »; a half for « de Laval », which may say whose it is as well as where."""
    asked = set(question.all_terms)
    if _ADDRESS.search(fold(sentence)):
        return 1.0
    sure = {m.group("name") for m in _AT_PLACE.finditer(sentence)}
    doubtful = {m.group("name") for m in _OF_PLACE.finditer(sentence)}
    for names, value in ((sure, 1.0), (doubtful, 0.5)):
        if any(not name.isupper() and stem(re.split(r"[\s'’-]", name)[-1]) not in asked for name in names):
            return value
    return 0.0


def _has_amount(question: Question, sentence: str) -> bool:
    return any(number.unit == "€" for number in numbers(sentence)) or bool(_FREE.search(fold(sentence)))


def _has_contact(question: Question, sentence: str) -> bool:
    return bool(_CONTACT.search(fold(sentence)))


def _has_percent(question: Question, sentence: str) -> bool:
    return any(number.unit == "%" for number in numbers(sentence))


def _has_date(question: Question, sentence: str) -> bool:
    return any(
        mention.kind != "year" or re.search(r"annee", fold(question.text)) for mention in dates(sentence)
    ) or bool(
        re.search(r"\b(?:en|depuis|fin|debut|des|pour|avant|apres|rentree|d'ici)\s+(?:19|20)\d\d\b", fold(sentence))
    )


def _has_duration(question: Question, sentence: str) -> bool:
    return any(_DURATION.match(fold(sentence[number.end :]).lstrip()) for number in numbers(sentence))


def _has_definition(question: Question, sentence: str) -> bool:
    """An expansion « … (SIGLE) », or « X est / désigne / signifie … » about a word of the question."""
    folded = fold(sentence)
    for term in question.content:
        if re.search(rf"\(\s*{re.escape(term)}\w*\s*\)|\b{re.escape(term)}\w*\s*\((?=\w+ \w+)", folded):
            return True
        if re.search(
            rf"\b{re.escape(term)}\w*\b.{{0,40}}\b(?:est (?:une?|le|la|l')|designe|signifie|consiste|permet)",
            folded,
        ):
            return True
        if re.search(rf"^\W*{re.escape(term)}\w*\W{{0,4}}[:–=-]", folded):
            return True
    return False


def _has_list(question: Question, sentence: str) -> bool:
    return sentence.rstrip().endswith(":") or sentence.count(",") + sentence.count(" ; ") >= 2 or " et " in sentence


_CHECKS = {
    "amount": _has_amount,
    "contact": _has_contact,
    "percent": _has_percent,
    "date": _has_date,
    "duration": _has_duration,
    "person": has_person,
    "agent": _has_agent,
    "place": _has_place,
    "definition": _has_definition,
    "list": _has_list,
}
