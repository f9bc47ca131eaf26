"""A question read before it is searched: the conditions it puts on documents, the words added, what it asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.models import AddedWords, Condition, Filters, Listing, SearchedQuery
from assistant.retrieval.catalogue_questions import catalogue_question
from assistant.retrieval.conditions import bare, is_recent, recognise, with_conditions, without
from assistant.retrieval.expanders import Expander, expanded
from assistant.retrieval.holdings import Holdings
from assistant.retrieval.listing import make_listing
from assistant.retrieval.names import NameBook, Synonyms
from assistant.retrieval.query import Query

if TYPE_CHECKING:
    from assistant.index.store import Index


@dataclass(frozen=True, slots=True)
class Understood:
    """What the retriever is asked, the conditions read in the question, and the listing when it is about the catalogue.

    A condition that left no document is not applied: the query is without it.
    """

    query: Query
    conditions: tuple[Condition, ...] = ()
    listing: Listing | None = None


class QuestionReader:
    """Reads questions about one index.

    Args:
        index: What is searched.
        holdings: Its works.
        expanders: Called for each question, in order.
        today: The day from which « depuis juin » is reckoned.
        synonyms: Other words for a descriptor, by which it is recognised too.
    """

    def __init__(
        self,
        index: Index,
        holdings: Holdings,
        expanders: Sequence[Expander] = (),
        today: Callable[[], date] = date.today,
        synonyms: Synonyms | None = None,
    ) -> None:
        self._index = index
        self._holdings = holdings
        self._expanders = expanders
        self._today = today
        self._synonyms = synonyms
        self._book: tuple[int, NameBook] = (-1, NameBook((), ()))

    def read(
        self, question: str, filters: Filters, *, conditions: bool = True, removed: Sequence[Condition] = ()
    ) -> Understood:
        """What a self-contained question asks.

        Args:
            question: As it is searched.
            filters: Those that the user asks for; they win over the conditions of the question.
            conditions: False to read no condition, and no question about the catalogue.
            removed: Conditions that the reader has taken away.
        """
        if not conditions:
            return Understood(self._query(question, filters))
        book, today = self._names(), self._today()
        plain = self._query(bare(question, book, today), filters)
        asked = catalogue_question(question, book, today)
        if asked and asked.topic:
            asked = catalogue_question(_spelt(question, plain), book, today) or asked
        if asked:
            kept = without(asked.conditions, removed)
            listing = make_listing(replace(asked, conditions=kept), self._index, self._holdings, filters)
            made, said = with_conditions(filters, kept)
            told = tuple(one for one in said if one.field != "kind")
            if self._keeps_nothing(made, filters):
                made = filters
            return Understood(replace(plain, filters=made, recent=is_recent(kept)), told, listing)
        found = without(recognise(question, book, today), removed)
        made, kept = with_conditions(filters, found)
        recent = is_recent(kept)
        if self._keeps_nothing(made, filters):
            kept = tuple(one if one.field == "recent" else replace(one, applied=False) for one in kept)
            made = filters
        return Understood(replace(plain, filters=made, recent=recent), kept)

    def _keeps_nothing(self, made: Filters, asked: Filters) -> bool:
        """True when the conditions read in a question, beside what the user asks, leave no document."""
        return made != asked and not self._index.allowed_documents(made)

    def _query(self, text: str, filters: Filters) -> Query:
        return Query(text, expanded(text, self._expanders), filters)

    def _names(self) -> NameBook:
        """The names of the catalogue as it stands."""
        sequence = self._index.sequence
        kept = self._book
        if kept[0] != sequence:
            works = self._holdings.works().values()
            authors = dict.fromkeys(name for work in works for name in work.authors)
            descriptors = dict.fromkeys(label for work in works for label in work.descriptors)
            self._book = kept = (sequence, NameBook(sorted(authors), sorted(descriptors), self._synonyms))
        return kept[1]


def _spelt(question: str, query: Query) -> str:
    """A question with its words put right: a subject mistyped would be found in no document."""
    for one in query.expansions:
        if one.source == "spelling":
            question = question.replace(one.origin, one.shown)
    return question


def searched(query: Query) -> SearchedQuery:
    """A query as it is shown."""
    added = tuple(AddedWords(one.origin, one.shown, one.source, one.weight) for one in query.expansions)
    return SearchedQuery(query.text, query.filters, added, query.recent)


def not_applied(conditions: Sequence[Condition]) -> str:
    """What to say of the conditions that left no document; empty when there are none."""
    left_out = [one.label for one in conditions if not one.applied]
    if not left_out:
        return ""
    told = " ; ".join(left_out)
    if len(left_out) > 1:
        return f"Aucun document ne répond à ces conditions : {told}. La recherche a été faite sans elles."
    return f"Aucun document ne répond à la condition « {told} ». La recherche a été faite sans elle."
