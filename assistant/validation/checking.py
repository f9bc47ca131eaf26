"""Whether a validated answer may still be given today: its expiry, and each document that it cites, as read now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.models import Citation, CitedSource, Document, Passage, ValidatedAnswer, Withdrawal
from assistant.sources.references import french_date
from assistant.text import one_line
from assistant.validation.standing import Standing, standing

if TYPE_CHECKING:
    from assistant.index.store import Index

ReferenceOf = Callable[[Document, int], str]
"""The bibliographic reference of a document with the physical page cited, 1-based."""

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of an answer: why it may not be given, in a word and in French, or its citations as they stand.

    ``updated`` names the documents that changed elsewhere than in what is cited.
    """

    citations: tuple[Citation, ...] = ()
    sources: tuple[CitedSource, ...] = ()
    reason: Withdrawal | None = None
    detail: str = ""
    updated: tuple[str, ...] = ()


class Checker:
    """Checks answers against the documents of an index.

    What was found of an answer is kept while none of its documents has another version.
    """

    def __init__(self, index: Index, reference_of: ReferenceOf) -> None:
        self._index = index
        self._reference_of = reference_of
        self._found: dict[tuple[int, tuple[CitedSource, ...]], tuple[tuple[tuple[str, int], ...], list[Standing]]] = {}

    def check(self, answer: ValidatedAnswer, today: str) -> Checked:
        """What may be given of an answer on a day (ISO 8601)."""
        expires = answer.validated.expires
        if expires and expires < today:
            return Checked(reason="expired", detail=f"elle a expiré le {french_date(expires)}")
        found = self._standings(answer)
        for one in found:
            if one.state in {"gone", "changed"}:
                return Checked(reason="gone" if one.state == "gone" else "changed", detail=_lost(one))
        return Checked(
            citations=tuple(one.citation for one in found),
            sources=tuple(one.source for one in found),
            updated=tuple(dict.fromkeys(one.citation.title for one in found if one.state == "moved")),
        )

    def anchored(self, answer: ValidatedAnswer) -> list[Standing]:
        """Where each citation stands now, whatever is around it: what a person who renews an answer vouches for."""
        return self._standings(answer)

    def _standings(self, answer: ValidatedAnswer) -> list[Standing]:
        ids = dict.fromkeys(citation.document_id for citation in answer.citations)
        versions = tuple((one.id, one.version) for one in self._index.catalogue.live(list(ids)))
        key = (answer.id, answer.sources)
        known = self._found.get(key)
        if known and known[0] == versions:
            return known[1]
        found = [self._standing(*pair) for pair in zip(answer.citations, answer.sources, strict=True)]
        if len(self._found) >= _KEPT:
            self._found.clear()
        if not any(one.state == "gone" for one in found):
            self._found[key] = (versions, found)
        return found

    def _standing(self, citation: Citation, source: CitedSource) -> Standing:
        document = self._index.document(citation.document_id) or self._renamed(citation, source)
        found = standing(citation, source, document)
        if document is None or found.state in {"gone", "changed"} or found.citation == citation:
            return found
        placed = replace(
            found.citation,
            passage_id=_passage_at(self._index.document_passages(document.id), found.citation) or citation.passage_id,
            reference=self._reference_of(document, found.citation.page),
        )
        return replace(found, citation=placed)

    def _renamed(self, citation: Citation, source: CitedSource) -> Document | None:
        """The document of the same file under another name, whose id is another."""
        same = (one.id for one in self._index.catalogue.live() if one.sha256 == source.sha256)
        documents = (self._index.document(one) for one in same)
        return next((one for one in documents if one and one.title == citation.title), None)


def _passage_at(passages: Sequence[Passage], citation: Citation) -> str | None:
    """The passage that holds the beginning of a citation."""
    return next((one.id for one in passages if one.start <= citation.start < one.end), None)


def _lost(found: Standing) -> str:
    title = one_line(found.citation.title)
    if found.state == "gone":
        return f"le document cité « {title} » n'est plus dans le corpus"
    why = "le texte autour de l'extrait cité n'est plus le même" if found.quoted else "l'extrait cité n'y est plus"
    return f"le document cité « {title} » a changé ({why})"
