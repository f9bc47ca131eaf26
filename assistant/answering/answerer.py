"""From retrieved passages to a stream of verified sentences and the answer they make.

``Answerer`` wires the extractive choice, the model when there is one, and the citations. The model's sentences are
shown only once verified; when it fails or nothing of it is supported, the extractive answer is given instead.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.answering import messages
from assistant.answering.base import Evidence
from assistant.answering.candidates import candidates
from assistant.answering.catalogue import catalogue_answer
from assistant.answering.citations import CitationBook, with_markers
from assistant.answering.extractive import choose, unmentioned
from assistant.answering.question import Question, understand
from assistant.answering.scoring import Scored, Scorer, SentenceVectors, score
from assistant.answering.versions import warnings_of_versions
from assistant.index.linking import link_key
from assistant.models import (
    Answer,
    AnswerSentence,
    Completed,
    Document,
    Filters,
    Hit,
    Listing,
    Progress,
    Reason,
    StreamEvent,
    Turn,
    VerifiedSentence,
)
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.answering.model import ModelAnswerer, Supported
    from assistant.embeddings import Encoder
    from assistant.index.store import Index


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that is known when its answer begins.

    ``filters`` are those searched with. ``listing`` is set when the question is about the catalogue itself.
    """

    question: str
    standalone: str
    history: tuple[Turn, ...]
    filters: Filters
    hits: tuple[Hit, ...]
    listing: Listing | None = None


@dataclass(slots=True)
class _Draft:
    """An answer in the making."""

    book: CitationBook
    sentences: list[AnswerSentence] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failure: str = ""

    @property
    def without_answer(self) -> tuple[str, ...]:
        """The warnings that hold when nothing is answered: that the model failed, and no word about extracts."""
        return (f"{self.failure}.",) if self.failure else ()

    def add(self, text: str, quotes: Sequence[tuple[Hit, Document, int, int, float]]) -> VerifiedSentence:
        numbers, new = [], []
        for hit, document, start, end, support in quotes:
            citation, is_new = self.book.cite(hit, document, start, end, support)
            numbers.append(citation.n)
            if is_new:
                new.append(citation)
        sentence = AnswerSentence(text, tuple(dict.fromkeys(numbers)))
        self.sentences.append(sentence)
        return VerifiedSentence(sentence, tuple(new))


class Answerer:
    """Answers from passages; ``model`` may be None."""

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        vectors: SentenceVectors,
        scorer: Scorer,
        reference_of: Callable[[Document], str],
        *,
        contact: str = "",
        model: ModelAnswerer | None = None,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._vectors = vectors
        self._scorer = scorer
        self._reference_of = reference_of
        self._contact = contact
        self._model = model

    def stream(self, asked: Asked) -> Iterator[StreamEvent]:
        """Yield progress and verified sentences as they come, then the whole answer (``timings_ms`` is empty)."""
        reply = messages.small_talk(asked.question)
        question = understand(asked.standalone)
        if reply:
            yield self._silence(asked, "not_understood", text=reply)
        elif not self._index.passage_count():
            yield self._silence(asked, "empty_index")
        elif asked.listing:
            yield from self._from_catalogue(asked, asked.listing)
        elif not question.all_terms and question.types == ("any",):
            yield self._silence(asked, "not_understood")
        elif messages.asks_for_now(asked.standalone):
            yield self._silence(asked, "out_of_scope")
        elif not asked.hits:
            yield self._silence(asked, "not_in_corpus", self._unmentioned(asked))
        else:
            yield from self._answer(asked, question)

    def _from_catalogue(self, asked: Asked, listing: Listing) -> Iterator[StreamEvent]:
        answer = catalogue_answer(
            asked.question,
            asked.standalone,
            listing,
            self._index.document,
            self._index.document_passages,
            self._reference,
        )
        for sentence in answer.sentences:
            yield VerifiedSentence(sentence, answer.citations)
        yield Completed(answer)

    def _answer(self, asked: Asked, question: Question) -> Iterator[StreamEvent]:
        works = len({hit.work_id for hit in asked.hits})
        yield Progress("reading", f"Lecture de {_count(len(asked.hits), 'passage')} de {_count(works, 'document')}…")
        draft = _Draft(CitationBook(self._reference))
        refused = yield from self._by_model(asked, draft)
        if not draft.sentences:
            scored = self._scored(asked, question)
            if not refused:
                yield from self._by_quotes(question, scored, draft)
            if not draft.sentences:
                yield self._nothing_sure(asked, question, scored, draft)
                return
        draft.warnings.extend(self._only_notices(draft))
        draft.warnings.extend(self._doubtful_readings(draft))
        citations = draft.book.citations
        draft.warnings.extend(warnings_of_versions(citations, self._index.versions_of, self._index.document))
        yield Completed(
            Answer(
                question=asked.question,
                standalone_question=asked.standalone,
                text=with_markers(draft.sentences),
                level="answer",
                sentences=tuple(draft.sentences),
                citations=tuple(draft.book.citations),
                warnings=tuple(draft.warnings),
            )
        )

    def _scored(self, asked: Asked, question: Question) -> list[Scored]:
        found = candidates(asked.hits, self._index.document)
        vector = self._encoder.encode_queries([asked.standalone])[0]
        return score(question, found, self._index, vector, self._vectors, self._scorer)

    def _by_quotes(self, question: Question, scored: Sequence[Scored], draft: _Draft) -> Iterator[StreamEvent]:
        for quote in choose(question, scored, self._scorer, self._index.document):
            hit = quote.candidate.hit
            document = self._index.document(hit.passage.document_id)
            if document is not None:
                yield draft.add(one_line(quote.text), [(hit, document, quote.start, quote.end, quote.support)])

    def _by_model(self, asked: Asked, draft: _Draft) -> Generator[StreamEvent, None, bool]:
        """Sentences of the model, if any, that hold; returns True when it said that the passages do not answer."""
        from assistant.answering.model import Dropped, Failed, Refused, Supported

        if self._model is None:
            return False
        yield Progress("verifying", "Rédaction, puis vérification de chaque phrase…")
        evidence = [Evidence(hit.passage, hit, n) for n, hit in enumerate(asked.hits, start=1)]
        dropped = refused = False
        failure: Failed | None = None
        for event in self._model.stream(asked.standalone, asked.history, evidence):
            match event:
                case Supported():
                    yield from self._add_supported(event, draft)
                case Dropped():
                    dropped = True
                case Refused():
                    refused = True
                case Failed():
                    failure = event
        if failure:
            draft.failure = failure.message
            draft.warnings.append(failure.notice)
        elif dropped and not draft.sentences and not refused:
            draft.warnings.append(messages.MODEL_UNSUPPORTED)
        return refused and not draft.sentences

    def _add_supported(self, event: Supported, draft: _Draft) -> Iterator[VerifiedSentence]:
        """The sentence with its citations; none when its documents have left the index meanwhile."""
        quotes = []
        for support in event.supports:
            hit = support.evidence.hit
            document = self._index.document(hit.passage.document_id)
            if document is not None:
                quotes.append((hit, document, support.start, support.end, support.score))
        if quotes:
            yield draft.add(event.text, quotes)

    def _nothing_sure(self, asked: Asked, question: Question, scored: Sequence[Scored], draft: _Draft) -> Completed:
        """The nearest passage to check when it is near enough, else nothing; the reason either way."""
        missing = self._unmentioned(asked)
        best = next((s for s in scored if s.candidate.block.kind not in {"heading", "title"}), None)
        if best is None or best.probability < self._scorer.check_from:
            known = [term for term in question.all_terms if self._index.document_frequency(term)]
            return self._silence(asked, "not_in_corpus" if known else "out_of_scope", missing, draft=draft)
        hit = best.candidate.hit
        document = self._index.document(hit.passage.document_id)
        if document is None:
            return self._silence(asked, "not_in_corpus", missing, draft=draft)
        citation, _ = draft.book.cite(hit, document, best.candidate.start, best.candidate.end, best.probability)
        return Completed(
            Answer(
                question=asked.question,
                standalone_question=asked.standalone,
                text=messages.to_check(citation, missing, self._contact),
                level="to_check",
                reason="not_in_corpus",
                citations=(citation,),
                warnings=(*draft.without_answer, *self._doubtful_readings(draft)),
            )
        )

    def _silence(
        self,
        asked: Asked,
        reason: Reason,
        missing: Sequence[str] = (),
        *,
        text: str | None = None,
        draft: _Draft | None = None,
    ) -> Completed:
        shown = text or messages.abstention(reason, missing, self._contact, not asked.filters.empty)
        warnings = draft.without_answer if draft else ()
        return Completed(Answer(asked.question, asked.standalone, shown, "none", reason, warnings=warnings))

    def _unmentioned(self, asked: Asked) -> list[str]:
        return unmentioned(asked.standalone, lambda term: self._index.document_frequency(term) > 0)

    def _reference(self, document: Document) -> str:
        """The reference of a document; that of a PDF goes on with that of its notice."""
        own = self._reference_of(document)
        if document.kind != "pdf":
            return own
        notices = (one.id for one in self._index.work_documents(document.work_id) if one.kind == "notice")
        notice = self._index.document(next(notices, ""))
        return messages.joined_to(own, self._reference_of(notice)) if notice else own

    def _doubtful_readings(self, draft: _Draft) -> Iterator[str]:
        """A warning when cited pages were read by OCR with doubts."""
        found = []
        for citation in draft.book.citations:
            document = self._index.document(citation.document_id)
            page = next((one for one in document.pages if one.number == citation.page), None) if document else None
            if page and page.doubtful:
                found.append((citation.n, citation.page, page.confidence or 0.0))
        if found:
            yield messages.doubtful_reading(found)

    def _only_notices(self, draft: _Draft) -> Iterator[str]:
        """A warning for each cited notice whose attached files are not in the corpus."""
        pdfs = [summary for summary in self._index.documents() if summary.kind == "pdf"]
        read = {link_key(name) for pdf in pdfs for name in (pdf.title, pdf.file.rsplit("/", 1)[-1])}
        for document_id in dict.fromkeys(citation.document_id for citation in draft.book.citations):
            document = self._index.document(document_id)
            if document is None or document.notice is None or not document.notice.attachments:
                continue
            names = [attachment.name for attachment in document.notice.attachments]
            joined = any(summary.work_id == document.work_id for summary in pdfs)
            if not joined and not any(link_key(name) in read for name in names):
                yield messages.only_notice(document.title, names)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number > 1 else "")
