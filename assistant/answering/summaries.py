"""An extractive summary: the central sentences of a document, one of each section, exact and apart from one another.

The centre of a text is the mean of the vectors of its sentences (D. Radev et al., « Centroid-based summarization of
multiple documents », Information Processing & Management 40, 2004); what was chosen already is held against a sentence
(J. Carbonell and J. Goldstein, « The use of MMR », SIGIR 1998).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.dedup import text_key
from assistant.models import Block, Document
from assistant.text import fold, normalise_space, sentences, tokens

MOST = 6
"""Sentences of a summary at most."""

SHORTEST, LONGEST = 7, 60
"""Words of a sentence that may stand in a summary."""

MOST_OF_SECTION, MOST_READ = 12, 240
"""Sentences looked at in one section, and in a document."""

OPENING = 0.05
"""What the first sentence of a section gains, in cosine: it says what the section is about."""

DIVERSITY = 0.4
"""Weight of the nearness to the sentences chosen already, that to the centre counting for the rest."""

Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
"""Unit vectors of texts, shape (number of texts, dimension)."""

_WHOLE = re.compile(r"^[«\"“(\s]*[A-ZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ0-9].*[.!…][»\"”)\s]*$", re.DOTALL)
"""A sentence from its capital to its full stop, and not an item of a list; items are taken where nothing else is."""

_ASIDE = re.compile(
    r"^\W*(?:contact presse|document d'exemple|source|sources|voir|cf)\b|\?\W*$|:\W*$|\.{4,}|https?://|@"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: ``text == document.text[start:end]``, and the number of its section, from 0."""

    start: int
    end: int
    text: str
    section: int
    first: bool


def summary(document: Document, vectors: Vectors, most: int = MOST) -> list[Sentence]:
    """The sentences that summarise a document, in the order of its text; none when it has no sentence.

    Each section gives one, then the text as a whole the others, half of its sentences at most.

    Args:
        document: What is summarised.
        vectors: Vectors of sentences.
        most: Sentences at most.
    """
    found = candidates(document)
    if len(found) <= 1:
        return found
    rows = vectors([normalise_space(one.text) for one in found])
    centre = rows.mean(axis=0)
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    central = rows @ centre + np.array([OPENING * one.first for one in found])
    chosen = [_opening(found, central)]
    sections = len({one.section for one in found})
    while len(chosen) < min(most, max(sections, (len(found) + 1) // 2)):
        taken = {found[place].section for place in chosen}
        apart = [place for place, one in enumerate(found) if one.section not in taken]
        free = apart or [place for place in range(len(found)) if place not in chosen]
        near = (rows[free] @ rows[chosen].T).max(axis=1)
        chosen.append(free[int(np.argmax((1 - DIVERSITY) * central[free] - DIVERSITY * near))])
    return [found[place] for place in sorted(chosen)]


def _opening(found: Sequence[Sentence], central: NDArray[np.float32]) -> int:
    """The most central sentence of the first section that has one: a summary begins as its document does."""
    first = [place for place, one in enumerate(found) if one.section == found[0].section]
    return max(first, key=lambda place: (float(central[place]), -place))


def candidates(document: Document) -> list[Sentence]:
    """The sentences that may stand in a summary, each text once, the first of each section.

    Headings open sections. Left out are titles, notes, tables, the lines of a record, questions, what announces a
    list, and sentences of fewer than ``SHORTEST`` or more than ``LONGEST`` words.
    """
    return _candidates(document, whole=True) or _candidates(document, whole=False)


def _candidates(document: Document, *, whole: bool) -> list[Sentence]:
    found: list[Sentence] = []
    seen: set[str] = set()
    section, of_section = 0, 0
    for block in document.blocks:
        if block.kind == "heading":
            section, of_section = section + 1, 0
        elif block.kind in {"paragraph", "item"}:
            for start, end in _spans(document, block):
                text = document.text[start:end]
                key = text_key(text)
                if (
                    of_section >= MOST_OF_SECTION
                    or key in seen
                    or not _says(text)
                    or (whole and not _WHOLE.search(text))
                ):
                    continue
                seen.add(key)
                found.append(Sentence(start, end, text, section, of_section == 0))
                of_section += 1
        if len(found) >= MOST_READ:
            break
    return found


def _spans(document: Document, block: Block) -> list[tuple[int, int]]:
    body = document.text[block.start : block.end]
    return [(block.start + span.start, block.start + span.end) for span in sentences(body)]


def _says(text: str) -> bool:
    return SHORTEST <= len(tokens(text)) <= LONGEST and not _ASIDE.search(fold(text))
