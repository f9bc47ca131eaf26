"""Phrases that speak of documents: « notices publiées par la Dreets depuis 2022 », « les PDF sur l'apprentissage ».

A phrase begins with a noun for documents and goes on as long as each piece after it is understood: a participle, a
period, an author, a subject, a place. What is told elsewhere in the question is about what the texts say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.models import Condition
from assistant.retrieval.names import NameBook
from assistant.retrieval.periods import period_at
from assistant.text import fold_same_length

_TYPES = (
    "rapports?|etudes?|articles?|communiques?|comptes?[ -]rendus?|protocoles?|accords?|conventions?|chartes?|guides?"
    "|bilans?|brochures?|revues?|theses?|lettres?|programmes?"
)
NOUN = re.compile(
    r"(?:(?P<notice>notices?)(?: bibliographiques?)?|(?P<pdf>(?:documents? |fichiers? )?pdfs?)"
    rf"|(?P<work>documents?|docs|publications?|ouvrages?|livres?)|(?P<type>{_TYPES}))(?!\w|'|-\w)"
)
"""Nouns for documents, on folded text. Those of ``type`` name a type of document, and often something else."""

_PLACE = r"(?:corpus|fonds|catalogue|base|centre de documentation|portail)(?: documentaire)?(?!\w)"
_FILLER = re.compile(
    r"(?:(?:qui )?dat(?:ent|ant)(?!\w)|(?:qui (?:sont|ont ete) )?(?:publie|paru|date|edite|ecrit|redige|signe|produit"
    r"|diffuse|sorti|emis|etabli|recent|disponible|existant|present|mis(?:es)? en ligne|ajoute)e?s?(?!\w)"
    rf"|(?:du|de la|de ce|dans le|dans la|dans votre|dans notre|dans ce|de notre|de votre) {_PLACE}|en ligne(?!\w))"
)
_SUBJECT = re.compile(
    r"(?:(?:qui )?(?:(?:parl|trait)(?:e|ent|ant) (?:(?:aussi )?d(?:e|es|u) |d')|port(?:e|ent|ant) sur "
    r"|abord(?:e|ent|ant) |evoqu(?:e|ent|ant) |concern(?:e|ent|ant) )"
    r"|sur (?:le (?:theme|sujet|thematique) (?:d(?:e|es|u) |d'))?|(?:a propos|au sujet) (?:d(?:e|es|u) |d')"
    r"|relati(?:f|ve)s? (?:a |aux? )|consacree?s? (?:a |aux? )|en lien avec |autour (?:d(?:e|es|u) |d'))"
)
_BY = re.compile(r"(?:(?P<by>par |provenant d(?:e |u |es |')|emanant d(?:e |u |es |'))|de |du |des |d')")
_IN = re.compile(r"(?:en |dans (?:le |la |les |l')?|au |aux |a )")
_MORE = re.compile(r"(?:et|ou) (?:sur )?")
"""What adds a descriptor to the one before."""

_THANKS = re.compile(r"[\s?!.,]*(?:merci(?: (?:d'avance|beaucoup|bien))?|s'il (?:vous|te) plait|svp)?[\s?!.]*$")
_TAIL = re.compile(
    r"(?:et (?=\w)|(?:y a[- ]t[- ]il|a[- ]t[- ]on|avons[- ]nous|avez[- ]vous|as[- ]tu|existe(?:nt)?"
    r"(?:[- ]t[- ]il|[- ]elles|[- ]ils)?|possed(?:ez[- ]vous|ons[- ]nous)|compte (?:le|la|notre|votre) "
    + _PLACE
    + rf"|(?:le|la|notre|votre) {_PLACE} (?:compte|contient|possede|a)[- ](?:t[- ])?il|sont|ont ete"
    r"|au total|en tout|au catalogue|s'il (?:vous|te) plait|svp|merci)(?!\w))"
)
_AFTER = re.compile(
    r"\s*(?:$|[?!.,;:)»]|(?:que?|qu'|quels?|quelles?|combien|qui|comment|est|sont|disent|dit|y|ont|parlent|donnent)\b)"
)
_CLAUSE = re.compile(
    r"\b\w+-(?:t-)?(?:il|elle|on|ils|elles|nous|vous|je|tu|ce)\b|\b(?:qui|que|dont|ou|quand|comment|pourquoi|est|sont|faut"
    r"|doit|doivent|peut|peuvent|ont|fournir|remplir|demander|envoyer|signer|joindre|signes?|signees?)\b"
)
_ARTICLES = re.compile(r"(?:les? |la |l'|une? |des |du |de la |de l')?")
_TOPIC_WORDS = 9


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase about documents.

    ``noun`` is « notice », « pdf », « work » or « type »; ``word`` the noun as typed. ``topic`` holds words that no
    descriptor matches. ``end`` is where the phrase ends.
    """

    noun: str
    word: str
    conditions: tuple[Condition, ...]
    end: int
    topic: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands at a place of a phrase: conditions, or a topic, or mere filling; ``end`` is where it ends."""

    end: int
    conditions: tuple[Condition, ...] = ()
    topic: str = ""


class PhraseReader:
    """Reads phrases about documents in one question."""

    def __init__(self, text: str, book: NameBook, today: date) -> None:
        self._text = text
        self._folded = fold_same_length(text).replace("’", "'")
        self._book = book
        self._today = today

    def nouns(self) -> Iterator[re.Match[str]]:
        """The nouns for documents, in order."""
        for match in NOUN.finditer(self._folded):
            if match.start() == 0 or not self._folded[match.start() - 1].isalnum():
                yield match

    def read(self, noun: re.Match[str]) -> Phrase:
        """The phrase that begins with a noun, as far as it is understood without a doubt."""
        conditions: list[Condition] = []
        end, filled = noun.end(), False
        while piece := next(self._pieces(self._skip(end), after_topic=_topical(conditions)), None):
            if any(one.field == "descriptor" for one in piece.conditions) and not self._ends(piece.end):
                break
            conditions.extend(piece.conditions)
            filled = filled or not piece.conditions
            end = piece.end
        return self._phrase(noun, conditions, end, "", filled)

    def read_whole(self, noun: re.Match[str]) -> Phrase | None:
        """The phrase that begins with a noun when nothing else follows to the end of the question, else None."""
        for pieces in self._to_the_end(noun.end(), False):
            conditions = [condition for piece in pieces for condition in piece.conditions]
            topics = [piece.topic for piece in pieces if piece.topic]
            if len(topics) <= 1:
                return self._phrase(noun, conditions, len(self._text), "".join(topics), False)
        return None

    def _phrase(self, noun: re.Match[str], conditions: list[Condition], end: int, topic: str, dated: bool) -> Phrase:
        kind = next(name for name, found in noun.groupdict().items() if found)
        word = self._text[noun.start() : noun.end()]
        if kind in ("notice", "pdf"):
            label = "notices" if kind == "notice" else "PDF"
            conditions.insert(0, Condition("kind", kind, word, label))
        return Phrase(kind, word, tuple(_once(conditions)), end, topic, dated)

    def _to_the_end(self, start: int, after_topic: bool, depth: int = 0) -> Iterator[list[Piece]]:
        at = self._skip(start)
        if _THANKS.match(self._folded, at):
            yield []
            return
        if depth > 8:
            return
        tail = _TAIL.match(self._folded, at)
        known = [Piece(tail.end())] if tail else []
        for piece in (*self._pieces(at, after_topic=after_topic), *known, *self._topics(at)):
            topical = after_topic or bool(piece.topic) or _topical(piece.conditions)
            for others in self._to_the_end(piece.end, topical, depth + 1):
                yield [piece, *others]

    def _pieces(self, at: int, *, after_topic: bool) -> Iterator[Piece]:
        """What is understood at a place, the surest first."""
        if filler := _FILLER.match(self._folded, at):
            yield Piece(filler.end())
        told = period_at(self._text, at, self._today)
        loose = after_topic and re.match(r"d[eu] |d'|\d|[a-z]+ \d", self._folded[at:]) is not None
        bound = re.match(r"en |depuis |avant |apres |entre |jusqu|a |des |ces |cette |l'an", self._folded[at:])
        if told and (bound or not loose):
            words = self._text[at : told.end]
            yield Piece(told.end, (Condition("date", told.value, words, told.label),))
        if by := _BY.match(self._folded, at):
            named = self._book.authors_at(self._text, by.end(), sure=by["by"] is not None)
            if named:
                words = self._text[at : named.end]
                yield Piece(named.end, tuple(Condition("author", n, words, f"auteur « {n} »") for n in named.names))
        for intro in (_SUBJECT, _IN, _MORE) if after_topic else (_SUBJECT, _IN):
            if (match := intro.match(self._folded, at)) and (
                found := self._book.descriptor_at(self._text, match.end())
            ):
                yield Piece(found.end, (_descriptor(found.names[0], self._text[at : found.end]),))

    def _topics(self, at: int) -> Iterator[Piece]:
        """Subjects told by words that no descriptor matches, the longest last."""
        intro = _SUBJECT.match(self._folded, at)
        if not intro:
            return
        first = intro.end() + len(article[0] if (article := _ARTICLES.match(self._folded, intro.end())) else "")
        ends = [match.end() for match in re.finditer(r"[\w%€](?=[\s?!.,]|$)", self._folded[first:])][:_TOPIC_WORDS]
        for end in ends:
            words = self._text[first : first + end]
            if _CLAUSE.search(self._folded[first : first + end]) or re.search(r"[?!;]", words):
                return
            yield Piece(first + end, topic=words)

    def _skip(self, at: int) -> int:
        match = re.compile(r"[\s,]*").match(self._text, at)
        return match.end() if match else at

    def _ends(self, at: int) -> bool:
        """True when a name is not continued by other words."""
        return bool(_AFTER.match(self._folded, at)) or any(self._pieces(self._skip(at), after_topic=True))


def _topical(conditions: Iterable[Condition]) -> bool:
    """True after a subject, of which « de 2023 » would be a part."""
    return any(one.field == "descriptor" for one in conditions)


def _descriptor(label: str, words: str) -> Condition:
    return Condition("descriptor", label, words, f"descripteur « {label} »")


def _once(conditions: list[Condition]) -> list[Condition]:
    """Without repeats, and with one period: the first told."""
    kept: list[Condition] = []
    for one in conditions:
        twice = any(one.same(other) or one.field == other.field == "date" for other in kept)
        if not twice:
            kept.append(replace(one, words=one.words.strip()))
    return kept
