"""Answers about documents: the summary of one, the comparison of two or of versions, the meaning of an acronym.

They are made of exact sentences, each cited, whether or not a chat model is configured: nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.acronyms import long_key, short_key
from assistant.answering import messages
from assistant.answering.base import Manner
from assistant.answering.citations import CitationBook
from assistant.answering.comparisons import compared
from assistant.answering.definitions import MOST as MOST_DEFINITIONS
from assistant.answering.definitions import Defining, defining
from assistant.answering.document_names import ENOUGH, answered_question, documents_named, is_document_phrase
from assistant.answering.drafts import Draft, Stretch
from assistant.answering.requests import Request, request_of
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.summaries import MOST as MOST_SENTENCES
from assistant.answering.summaries import Sentence, summary
from assistant.models import KIND_NAMES, AnswerSentence, Document, DocumentSummary, Hit, Reason
from assistant.sources.references import french_date
from assistant.text import fold, one_line

if TYPE_CHECKING:
    from assistant.index.store import Index

ALL = 0.999
"""Share of a name that a title must hold when the same words may ask a question to the texts."""

_LENGTHS: dict[Manner, int] = {"plain": MOST_SENTENCES, "shorter": 2, "more": 2 * MOST_SENTENCES}
_DEPTH = 50
_OF_EACH = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to a request: a draft of cited sentences, or a text and why nothing is answered.

    ``open`` is True when the sentences of the texts may complete the draft.
    """

    draft: Draft | None = None
    text: str = ""
    reason: Reason = "not_in_corpus"
    open: bool = False


class DocumentAnswers:
    """Answers requests on the documents of one index.

    Args:
        index: What is read.
        vectors: Vectors of sentences.
        reference_of: The reference of a document and page.
        nearest: The documents whose passages are nearest to some words, best first.
    """

    def __init__(
        self,
        index: Index,
        vectors: SentenceVectors,
        reference_of: Callable[[Document, int], str],
        nearest: Callable[[str], Sequence[str]],
    ) -> None:
        self._index = index
        self._vectors = vectors
        self._reference_of = reference_of
        self._nearest = nearest

    def answer(self, question: str, manner: Manner = "plain") -> Told | None:
        """The answer to a self-contained request; None when it is a question to the texts.

        Args:
            question: As it is searched.
            manner: « shorter » and « more » change how many sentences a summary has.
        """
        request = request_of(question)
        if request is None:
            return None
        if request.kind == "definition":
            return self._definition(request)
        if request.kind == "comparison":
            return self._comparison(request)
        found = self._named(request.names[0], request.sure)
        if not isinstance(found, DocumentSummary):
            return found
        return self._summary(found, _LENGTHS[manner]) if request.kind == "summary" else self._versions(found)

    # Names

    def _named(self, words: str, sure: bool) -> DocumentSummary | Told | None:
        """The document that words name; what is said when none or several do, None when they name no document."""
        question = answered_question(words)
        if question:
            return self._index.summaries().get(next(iter(self._nearest(question)), ""))
        named = documents_named(words, self._index.documents(), ENOUGH if sure else ALL)
        if named.only:
            return named.only
        headed = is_document_phrase(words)
        if named.documents and (headed or sure):
            choices = [shown(one) for one in named.documents]
            return Told(text=messages.which_one(bare_name(words), choices), reason="ambiguous")
        if not (sure and headed):
            return None
        summaries = self._index.summaries()
        near = () if any(letter.isdigit() for letter in words) else self._nearest(words)
        close = next((summaries[name] for name in near if name in summaries), None)
        return Told(text=messages.no_such_document(bare_name(words), shown(close) if close else ""), reason="ambiguous")

    # Summary

    def _summary(self, of: DocumentSummary, most: int) -> Told | None:
        document = self._index.document(of.id)
        if document is None:
            return None
        found = summary(document, self._vectors.of, most)
        if not found:
            return Told(text=messages.nothing_to_summarise(of.title))
        draft = self._draft()
        draft.sentences.append(AnswerSentence(messages.summary_of(of.title, facts(of)), (1,)))
        for sentence in found:
            draft.add(one_line(sentence.text), [self._stretch(document, of, sentence.start, sentence.end)])
        return Told(draft)

    # Comparison

    def _comparison(self, request: Request) -> Told | None:
        words, other_words = request.names
        both = [documents_named(name, self._index.documents(), ALL).only for name in request.names]
        if both[0] and both[1] and both[0].id != both[1].id:
            return self._compared(both[0], both[1])
        headed = [is_document_phrase(name) for name in request.names]
        if not (all(headed) if not request.sure else any(headed)):
            return None
        one = self._named(words, sure=True)
        if not isinstance(one, DocumentSummary):
            return one
        other = self._other(other_words, one)
        if not isinstance(other, DocumentSummary):
            return other
        if other.id == one.id:
            return Told(text=messages.one_document_only(one.title), reason="ambiguous")
        return self._compared(one, other)

    def _other(self, words: str, one: DocumentSummary) -> DocumentSummary | Told | None:
        """The second document of a comparison; « son bilan » is the nearest document that is not the first."""
        if fold(words).startswith(("son ", "sa ", "ses ")):
            of_one = f"{words.split(' ', 1)[1]} {one.title}"
            summaries = self._index.summaries()
            near = (summaries[name] for name in self._nearest(of_one) if name in summaries)
            return next((two for two in near if two.work_id != one.work_id), None)
        return self._named(words, sure=True)

    def _versions(self, of: DocumentSummary) -> Told | None:
        others = self._index.versions_of(of.id)
        if not others:
            return Told(text=messages.no_other_version(of.title))
        other = self._index.summaries().get(others[0].document_id)
        return self._compared(of, other) if other else None

    def _compared(self, one: DocumentSummary, other: DocumentSummary) -> Told | None:
        newer, older = sorted((one, other), key=lambda two: two.date or "", reverse=True)
        first, second = self._index.document(newer.id), self._index.document(older.id)
        if first is None or second is None:
            return None
        points = compared(first, second, self._vectors.of)
        said: list[tuple[Sentence | None, ...]] = [(point.one, point.other) for point in points]
        if not points:
            said = list(zip_longest(*(summary(one, self._vectors.of, _OF_EACH) for one in (first, second))))
        draft = self._draft()
        labels = _labels(newer, older)
        for pair in said:
            for sentence, label, of, document in zip(pair, labels, (newer, older), (first, second), strict=True):
                if sentence:
                    quote = f"{label} : « {one_line(sentence.text)} »"
                    draft.add(quote, [self._stretch(document, of, sentence.start, sentence.end)])
        differing = sum(point.differs for point in points)
        head = messages.comparison_of(shown(newer), shown(older), differing, len(points))
        numbers = tuple(n for sentence in draft.sentences[:2] for n in sentence.citations)
        draft.sentences.insert(0, AnswerSentence(head, numbers))
        return Told(draft) if draft.book.citations else Told(text=messages.nothing_to_summarise(newer.title))

    # Definition

    def _definition(self, request: Request) -> Told | None:
        word = request.names[0]
        key = short_key(word)
        forms = [one for one in self._index.definitions([key]) if short_key(one.short) == key]
        draft = self._draft()
        given: set[str] = set()
        for form in forms:
            if long_key(form.long) not in given and len(given) < MOST_DEFINITIONS:
                where = self._defined_in(key, form.short, form.long)
                if where:
                    given.add(long_key(form.long))
                    draft.add(messages.defined(form.short, form.long), [where])
        if draft.sentences:
            return Told(draft, open=not request.sure)
        acronym = word.isupper() or any(letter.isupper() for letter in word[1:])
        return Told(text=messages.not_defined(word)) if request.sure and acronym else None

    def _defined_in(self, key: str, short: str, long: str) -> Stretch | None:
        """The sentence that defines an acronym so, in the passage that search puts first."""
        found = self._index.lexical(f"{short} {long}", _DEPTH, None)
        for passage in self._index.passages([name for name, _ in found]):
            document = self._index.document(passage.document_id)
            told = defining(document, passage.start, passage.end, key) if document else iter(())
            match: Defining | None = next((one for one in told if long_key(one.long) == long_key(long)), None)
            if document and match:
                date = self._index.summaries()[document.id].date
                return Hit(passage, 1, {}, document.work_id, date=date), document, match.start, match.end, 1.0
        return None

    # Citations

    def _draft(self) -> Draft:
        return Draft(CitationBook(self._reference_of))

    def _stretch(self, document: Document, of: DocumentSummary, start: int, end: int) -> Stretch:
        passages = self._index.document_passages(document.id)
        holding = next((one for one in passages if one.start <= start < one.end), passages[0])
        return Hit(holding, 1, {}, of.work_id, of.file, of.title, of.kind, of.date), document, start, end, 1.0


def _labels(one: DocumentSummary, other: DocumentSummary) -> tuple[str, str]:
    """What tells two documents apart before their quotes: their dates, else their titles."""
    dates = french_date(one.date), french_date(other.date)
    return dates if all(dates) and dates[0] != dates[1] else (f"« {short(one.title)} »", f"« {short(other.title)} »")


def bare_name(words: str) -> str:
    """Words without what would end the quotation marks put around them."""
    return one_line(words.replace("«", "").replace("»", ""))


def facts(document: DocumentSummary) -> str:
    """« notice, 1er juin 2023 »: the kind and the date of a document."""
    return ", ".join(fact for fact in (KIND_NAMES[document.kind], french_date(document.date)) if fact)


def shown(document: DocumentSummary) -> str:
    """« « Title » (notice, 1er juin 2023, notice_65474.txt) »: a document told apart from any other."""
    return f"« {one_line(document.title)} » ({facts(document)}, {document.file.rsplit('/', 1)[-1]})"


def short(title: str, limit: int = 60) -> str:
    """A title cut at a word."""
    shown = one_line(title)
    return shown if len(shown) <= limit else f"{shown[:limit].rsplit(' ', 1)[0]}…"
