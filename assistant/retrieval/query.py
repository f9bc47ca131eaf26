"""A question as it is searched: its words, those added to them, and the conditions on documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models import Filters

Source = Literal["acronym", "spelling", "thesaurus", "date", "number"]
"""Where added words come from: an acronym or its long form, a typing error put right, a term of the thesaurus,
a date or a number written otherwise."""


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words searched beside those of the question, at a lower weight.

    ``stems`` are those of ``assistant.text.stems``; a passage must hold them all to gain from the expansion.
    ``weight`` is what each counts beside a word of the question, which counts 1. ``origin`` is what was typed,
    ``shown`` what is added, as people read it.
    """

    stems: tuple[str, ...]
    weight: float
    source: Source
    origin: str
    shown: str


@dataclass(frozen=True, slots=True)
class Query:
    """What the retriever is asked.

    ``recent`` asks for the newest of what answers as well (« la dernière », « actuellement »).
    """

    text: str
    expansions: tuple[Expansion, ...] = ()
    filters: Filters = Filters()
    recent: bool = False
