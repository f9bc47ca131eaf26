"""All that adds words to a question: spellings, acronyms, other writings, and the thesaurus where there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.retrieval import acronyms, spelling, writings
from assistant.retrieval.query import Expansion
from assistant.retrieval.thesaurus import Thesaurus

Expander = Callable[[str], Sequence[Expansion]]
"""Words to search beside those of a question."""


class Corpus(acronyms.Definitions, Protocol):
    """What the expanders ask of an index."""

    def document_frequency(self, stem: str) -> int:
        """Number of passages that hold a stem."""

    def passage_count(self) -> int:
        """Number of passages in all."""


def expanders(corpus: Corpus, thesaurus: Thesaurus | None = None) -> list[Expander]:
    """The expanders of an index, in the order in which what they add is shown."""
    known = acronyms.common_acronyms().definitions

    def corrections(question: str) -> Sequence[Expansion]:
        return spelling.corrections(question, corpus.document_frequency, known=known)

    def terms(question: str) -> Sequence[Expansion]:
        if thesaurus is None:
            return ()
        return thesaurus.expansions(question, corpus.document_frequency, corpus.passage_count())

    return [
        corrections,
        lambda question: acronyms.expansions(question, corpus),
        writings.other_dates,
        writings.other_numbers,
        lambda question: writings.joined_and_split(question, corpus.document_frequency),
        terms,
    ]


def expanded(question: str, several: Sequence[Expander]) -> tuple[Expansion, ...]:
    """What all expanders add, each once."""
    return tuple(dict.fromkeys(one for expander in several for one in expander(question)))
