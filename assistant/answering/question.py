"""What a French question asks for: its expected type of answer, its focus and its content words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.answering.question_types import COSTS, AnswerType, type_of
from assistant.text import NUMBER_WORDS, fold, fold_same_length, stems, tokenise

ABOUT = re.compile(r"^À propos de « (?P<subject>.+) » : (?P<question>.+)$", re.DOTALL)
"""The form of a follow-up made self-contained (see ``assistant.answering.rewriting``)."""

_GENERIC = frozenset(
    stems(
        "date jour année moment nombre nb nom lieu liste question réponse information dire savoir connaître donner "
        "indiquer préciser expliquer expliquez signifier signifie signification définition veut sigle acronyme "
        "citer lister énumérer existe trouver combien quoi bonjour merci svp plaît voudrais souhaite aimerais "
        "pouvez peux appelle nomme passe agit concernant propos quelqu contient contenir comporte comporter comprend "
        "comprendre inclut mentionne mentionner parle dénombre recense actuellement aujourd'hui minimum maximum "
        "minimal maximal"
    )
)
_HEAD = re.compile(
    r"\b(?:(?:combien|nombre|nb) (?:de |d')|quel(?:le)?s? (?:est |sont |etait |etaient )?(?:le |la |les |l')?)"
    r"(?:(?:" + "|".join(NUMBER_WORDS) + r"|\d+) )?(?P<head>[a-z][a-z-]+)"
)
_HOW_LONG = re.compile(r"combien de temps|pendant combien", re.IGNORECASE)
_HOLDS = re.compile(
    r"(?<=\w)(?:\s+compte(?:nt|-t-(?:il|elle|on))?)(?=\s+(?:le|la|les|l['’]|ce|cette|cet|ces|une?)\b|\s*\?)"
)
"""« compte » as the verb of « combien de … compte le protocole », not as an account."""

_INTERROGATIVE = (
    r"(?:quand|ou|qui|combien|comment|pourquoi|quel(?:le)?s?|par qui|avec qui|a qui|dans quel(?:le)?s?|en quelle"
    r"|a quelle?|depuis quand|de quelle?)"
)
_JOINT = re.compile(rf"\s*(?:,\s*(?:et\s+)?|\bet\s+|;\s*)(?={_INTERROGATIVE}\b)")


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``types`` is never empty; a question in several parts has one type for each. ``head`` is the stem of the noun that
    is counted or asked about, when there is one. ``content`` are the stems that an answer should cover, without
    function words or the words that only tell the type; ``subject`` those that come from the conversation.
    """

    text: str
    types: tuple[AnswerType, ...]
    head: str | None
    content: tuple[str, ...]
    subject: tuple[str, ...] = ()

    @property
    def type(self) -> AnswerType:
        """The type of the first part."""
        return self.types[0]

    @property
    def all_terms(self) -> tuple[str, ...]:
        """Content and subject together, without repeats."""
        return tuple(dict.fromkeys((*self.content, *self.subject)))


def understand(text: str) -> Question:
    """Read a question, self-contained or of the form that ``rewriting`` gives to a follow-up.

    The type is that of the part being asked now; when it says none (« et pour les jeunes ? »), that of the subject.
    """
    match = ABOUT.match(text)
    asked, subject = (match["question"], match["subject"]) if match else (text, "")
    types = tuple(dict.fromkeys(type_of(part) for part in parts(asked)))
    if types == ("any",) and subject:
        types = (type_of(subject),)
    if len(types) > 1:
        types = tuple(t for t in types if t != "any") or ("any",)
    content = _content(asked)
    return Question(
        text=text,
        types=types,
        head=_head(asked) or (_head(subject) if subject and not content else None),
        content=content,
        subject=tuple(term for term in _content(subject) if term not in content),
    )


def parts(text: str) -> list[str]:
    """The parts of a question in several (« qui a signé et quand ? »), in order; one part when there is one."""
    folded = fold_same_length(text)
    cuts = [match.span() for match in _JOINT.finditer(folded) if match.start() > 1]
    pieces, start = [], 0
    for left, right in cuts:
        pieces.append(text[start:left].strip())
        start = right
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece] or [text]


def _head(text: str) -> str | None:
    match = _HEAD.search(fold(text))
    if not match:
        return None
    found = stems(match["head"])
    return found[0] if found and found[0] not in _GENERIC else None


def _content(text: str) -> tuple[str, ...]:
    """Content stems in order; the noun that only names a unit of time goes with the type (« combien de temps »)."""
    text = _HOLDS.sub(" ", COSTS.sub(" ", _HOW_LONG.sub(" ", text)))
    return tuple(dict.fromkeys(stem for stem in stems(text) if stem not in _GENERIC))


def content_words(text: str) -> list[tuple[str, str]]:
    """The content words of a question as typed, each with its stem: what to name when nothing mentions it."""
    wanted = set(_content(text))
    return [(text[token.start : token.end], token.stem) for token in tokenise(text) if token.stem in wanted]
