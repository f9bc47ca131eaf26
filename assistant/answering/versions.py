"""What to say of a cited document that has other versions: which is newer, and in what they differ.

Pure functions: a sentence is set beside the one of the other version that says the same, and their figures and dates
are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import messages
from assistant.dedup import text_key
from assistant.index.families import Version
from assistant.models import Citation, Document
from assistant.sources.references import french_date
from assistant.text import dates, fold, numbers, sentences, stems

SAME_SENTENCE = 0.6
"""Share of stems, figures aside, from which a sentence of another version is the same one."""

_MOST_VERSIONS = 3
_MOST_WARNINGS = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """The figures or dates that one version says where another says others, as they are written."""

    here: tuple[str, ...]
    there: tuple[str, ...]


def warnings_of_versions(
    citations: Sequence[Citation],
    versions_of: Callable[[str], Sequence[Version]],
    document_of: Callable[[str], Document | None],
) -> list[str]:
    """Warnings that a newer version of a cited document exists, or that versions differ in what is cited.

    Args:
        citations: The citations of an answer.
        versions_of: The other versions of a document, the newest first.
        document_of: A document by its id.

    Returns:
        Sentences in French, each once, at most three about differences.
    """
    cited = {citation.document_id for citation in citations}
    newest: list[str] = []
    differing: list[str] = []
    for document_id in dict.fromkeys(citation.document_id for citation in citations):
        document = document_of(document_id)
        others = [(one, document_of(one.document_id)) for one in versions_of(document_id)[:_MOST_VERSIONS]]
        told = [(one, other) for one, other in others if document and other and not _same_text(document, other)]
        latest = next((one for one, _ in told if one.newer), None)
        if latest and latest.document_id not in cited:
            newest.append(messages.newer_version(latest.title, french_date(latest.date), latest.file))
        quotes = [citation.quote for citation in citations if citation.document_id == document_id]
        for one, other in told:
            found = next((d for quote in quotes for d in differences(quote, other.text)), None) if other else None
            if found:
                where = french_date(one.date) or one.file
                differing.append(messages.versions_differ(one.title, found.here, found.there, where))
    return list(dict.fromkeys([*newest, *differing[:_MOST_WARNINGS]]))


def differences(quote: str, text: str) -> Iterator[Difference]:
    """In what the sentences of a quote differ from those of another version's text that say the same.

    >>> list(differences("Le plan compte 17 mesures.", "Un rappel. Le plan compte 18 mesures."))
    [Difference(here=('17',), there=('18',))]
    """
    others = [text[span.start : span.end] for span in sentences(text)]
    known = {text_key(other) for other in others}
    words = [_words(other) for other in others]
    for span in sentences(quote):
        sentence = quote[span.start : span.end]
        facts = facts_of(sentence)
        if not facts or text_key(sentence) in known:
            continue
        own = _words(sentence)
        shares = [len(own & other) / max(len(own | other), 1) for other in words]
        best = max(shares, default=0.0)
        if best < SAME_SENTENCE:
            continue
        found = [facts_of(other) for other, share in zip(others, shares, strict=True) if share == best]
        if any(facts.keys() <= theirs.keys() for theirs in found):
            continue
        theirs = found[0]
        here = tuple(shown for fact, shown in facts.items() if fact not in theirs)
        there = tuple(shown for fact, shown in theirs.items() if fact not in facts)
        if here and there:
            yield Difference(here, there)


def _same_text(a: Document, b: Document) -> bool:
    return text_key(a.text) == text_key(b.text)


def _words(sentence: str) -> frozenset[str]:
    return frozenset(stem for stem in stems(sentence) if not any(character.isdigit() for character in stem))


def facts_of(sentence: str) -> dict[tuple[object, ...], str]:
    """Dates and figures of a sentence as they are written, by what they mean."""
    told = dates(sentence)
    facts: dict[tuple[object, ...], str] = {
        ("date", mention.iso or fold(sentence[mention.start : mention.end])): sentence[mention.start : mention.end]
        for mention in told
    }
    for number in numbers(sentence):
        if not any(mention.start < number.end and number.start < mention.end for mention in told):
            facts[(number.value, number.unit)] = sentence[number.start : number.end]
    return facts
