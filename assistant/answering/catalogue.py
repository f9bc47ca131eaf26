"""The answer to a question about the catalogue itself, from its listing: a count, the works, citations to open them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.citations import CitationBook, ReferenceOf
from assistant.models import (
    KIND_NAMES,
    Answer,
    AnswerSentence,
    Counted,
    Document,
    Hit,
    ListedDocument,
    Listing,
    Passage,
)
from assistant.sources.references import french_date
from assistant.text import one_line

CITED = 5
"""Works of a listing that are cited, the first ones."""

LINES = 20
"""Works of a listing that the text names; the listing itself holds them all."""


@dataclass(frozen=True, slots=True)
class _Noun:
    one: str
    several: str
    none: str
    latest: tuple[str, str]


_NOUNS: dict[Counted, _Noun] = {
    "notices": _Noun("notice", "notices", "aucune notice", ("la plus récente", "les {n} plus récentes")),
    "pdfs": _Noun("PDF", "PDF", "aucun PDF", ("le plus récent", "les {n} plus récents")),
    "works": _Noun("document", "documents", "aucun document", ("le plus récent", "les {n} plus récents")),
}


def catalogue_answer(
    question: str,
    standalone: str,
    listing: Listing,
    document_of: Callable[[str], Document | None],
    passages_of: Callable[[str], Sequence[Passage]],
    reference_of: ReferenceOf,
) -> Answer:
    """The whole answer; nothing found is said to be so, without a sentence since nothing can be cited.

    Args:
        question: As typed.
        standalone: Self-contained.
        listing: What the catalogue holds.
        document_of: A document by id.
        passages_of: The passages of a document, in reading order.
        reference_of: Its bibliographic reference, with the page.
    """
    book = CitationBook(reference_of)
    listed = list(listing.documents)
    for place, one in enumerate(listed[:CITED]):
        document, passages = document_of(one.document_id), passages_of(one.document_id)
        if document and passages:
            start, end = _quoted(document)
            citation, _ = book.cite(Hit(passages[0], place + 1, {}), document, start, end, 1.0)
            listed[place] = replace(one, n=citation.n)
    told = count_sentence(listing)
    if not listed or not book.citations:
        return Answer(question, standalone, told, "none", "not_in_corpus", listing=listing)
    numbers = tuple(citation.n for citation in book.citations)
    head = f"{told} {''.join(f'[{n}]' for n in numbers)}"
    lines = [f"- {line(one)}" for one in listed[:LINES]]
    more = [f"… et {_others(len(listed) - LINES)}."] if len(listed) > LINES else []
    return Answer(
        question=question,
        standalone_question=standalone,
        text="\n".join([head, *lines, *more]),
        level="answer",
        sentences=(AnswerSentence(told, numbers),),
        citations=tuple(book.citations),
        listing=replace(listing, documents=tuple(listed)),
    )


def count_sentence(listing: Listing) -> str:
    """« Le corpus compte 3 notices pour ces critères : descripteur « JEUNE » ; depuis 2022 (date du document). »"""
    noun, total = _NOUNS[listing.counted], listing.total
    under = f" pour ces critères : {' ; '.join(listing.criteria)}" if listing.criteria else ""
    if not total:
        return f"Le corpus ne compte {noun.none}{under}."
    number = f"{total:,}".replace(",", "\u202f")
    counted = f"{'au moins ' if listing.at_least else ''}{number} {noun.one if total == 1 else noun.several}"
    as_one = " (une notice et ses PDF comptent pour un)" if listing.counted == "works" else ""
    shown = len(listing.documents)
    latest = noun.latest[shown > 1].format(n=shown) if shown < total else ""
    return f"Le corpus compte {counted}{as_one}{under}{f' ; voici {latest}' if latest else ''}."


def line(one: ListedDocument) -> str:
    """« Title (12 mai 2023, notice, authors). Address »: a document of a listing on one line."""
    facts = [french_date(one.date), KIND_NAMES[one.kind], ", ".join(one.authors)]
    told = f"{one_line(one.title)} ({' ; '.join(fact for fact in facts if fact)})"
    return told + (f" {one.url}" if one.url else "")


def _others(number: int) -> str:
    return "un autre" if number == 1 else f"{number} autres"


def _quoted(document: Document) -> tuple[int, int]:
    """The title as the text gives it, else its first words."""
    blocks = [block for block in document.blocks if document.text[block.start : block.end].strip()]
    title = next((block for block in blocks if block.kind == "title"), blocks[0] if blocks else None)
    start, end = (title.start, title.end) if title else (0, len(document.text))
    return start, min(end, start + 300)
