"""What is asked of the search: filters, conditions read in the question, words added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.models.documents import Kind


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions on what is searched. Values of one field are alternatives; fields are all required.

    ``date_from`` and ``date_to`` are ISO days, inclusive, compared with the document's date.
    """

    date_from: str | None = None
    date_to: str | None = None
    descriptors: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def empty(self) -> bool:
        """True when nothing is asked for."""
        return self == Filters()


ConditionField = Literal["date", "descriptor", "author", "kind", "recent"]
"""What a condition is about; ``recent`` is a preference for the newest, the others choose documents."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on documents that was read in the question.

    ``value`` is what is compared: an ISO 8601 interval of days for a date (``2022-01-01/..``, open ends are ``..``), a
    name or a kind for the others, ``newest`` for ``recent``. ``words`` are those typed, ``label`` says the condition
    in French. ``applied`` is False when nothing was left with it, and the search was made without it.
    """

    field: ConditionField
    value: str
    words: str
    label: str
    applied: bool = True

    def same(self, other: Condition) -> bool:
        """True when both ask for the same thing, however it was typed."""
        return (self.field, self.value) == (other.field, other.value)


@dataclass(frozen=True, slots=True)
class AddedWords:
    """Words searched beside those of the question; ``weight`` is what each counts, a typed word counting 1."""

    origin: str
    shown: str
    source: str
    weight: float


@dataclass(frozen=True, slots=True)
class SearchedQuery:
    """The question as it was searched: its words, the words added, every filter, and whether the newest come first."""

    text: str
    filters: Filters = Filters()
    added: tuple[AddedWords, ...] = ()
    recent: bool = False
