"""What an acronym stands for, as the corpus itself defines it, with the sentence that does.

Only pairs that a passage defines (``assistant.acronyms``) are given: the list of common acronyms that widens the search
is our own and is never quoted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.acronyms import definitions, short_key
from assistant.models import Document
from assistant.text import sentences

MOST = 3
"""Long forms that are given for one acronym."""


@dataclass(frozen=True, slots=True)
class Defining:
    """A stretch of a document that defines an acronym: both forms as it writes them."""

    start: int
    end: int
    short: str
    long: str


def defining(document: Document, start: int, end: int, key: str) -> Iterator[Defining]:
    """The sentences of a stretch of a document that define an acronym, in order.

    Args:
        document: Where to look.
        start: Where the stretch begins in its text.
        end: Where it ends, exclusive.
        key: The acronym, by ``short_key``.
    """
    text = document.text[start:end]
    for span in sentences(text):
        sentence = text[span.start : span.end]
        found = next((one for one in definitions(sentence) if short_key(one.short) == key), None)
        if found:
            yield Defining(start + span.start, start + span.end, found.short, found.long)
