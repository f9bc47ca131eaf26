"""From retrieved passages to a stream of verified sentences and the answer they make.

``Answerer`` wires the extractive choice, the model when there is one, and the citations. The model's sentences are
shown only once verified; when it fails or nothing of it is supported, the extractive answer is given instead.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering import messages
from assistant.answering.abstaining import near_descriptors, not_said_by, not_said_by_cited, unknown_words
from assistant.answering.anchors import years_of
from assistant.answering.base import Asked, Evidence
from assistant.answering.catalogue import catalogue_answer
from assistant.answering.citations import CitationBook, notice_of, with_markers
from assistant.answering.document_answers import DocumentAnswers, Told
from assistant.answering.drafts import Draft
from assistant.answering.foreign import nearest_stretches
from assistant.answering.languages import FRENCH, language_of
from assistant.answering.manners import only_asks_why
from assistant.answering.masking import guarded
from assistant.answering.model_events import Dropped, Failed, Refused, Supported, Unshown, check_of
from assistant.answering.question import Question, understand
from assistant.answering.quoting import Quoting
from assistant.answering.remarks import doubtful_readings, remarks
from assistant.answering.scoring import Scored, Scorer
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.small_talk import small_talk
from assistant.models import (
    Answer,
    Completed,
    Document,
    Listing,
    Progress,
    Reason,
    StreamEvent,
    VerifiedSentence,
)

if TYPE_CHECKING:
    from assistant.answering.model import ModelAnswerer
    from assistant.embeddings import Encoder
    from assistant.index.store import Index


class Answerer:
    """Answers from passages.

    ``model`` may be None. ``today`` gives the day before which dates are past, ``nearest`` the ids of the documents
    nearest to some words.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        vectors: SentenceVectors,
        scorer: Scorer,
        reference_of: Callable[[Document, Document | None, int], str],
        *,
        contact: str = "",
        model: ModelAnswerer | None = None,
        today: Callable[[], date] = date.today,
        nearest: Callable[[str], Sequence[str]] | None = None,
    ) -> None:
        self._index = index
        self._encoder = encoder
        self._vectors = vectors
        self._scorer = scorer
        self._reference_of = reference_of
        self._contact = contact
        self._model = model
        self._today = today
        self._quotes = Quoting(index, encoder, vectors, scorer)
        self._documents = DocumentAnswers(index, vectors, self._reference, nearest or (lambda words: ()))

    def close(self) -> None:
        """Release a chat model that runs in this process."""
        if self._model is not None:
            self._model.close()

    def stream(self, asked: Asked) -> Iterator[StreamEvent]:
        """Yield progress and verified sentences as they come, then the whole answer (``timings_ms`` is empty)."""
        passages = {hit.passage.id: hit.passage.text for hit in asked.hits}
        ours = (asked.question, self._contact)
        return guarded(self._events(asked), passages, ours)

    def _events(self, asked: Asked) -> Iterator[StreamEvent]:
        reply = small_talk(asked.standalone)
        question = understand(asked.standalone)
        if reply:
            yield self._silence(asked, "not_understood", text=reply)
        elif not self._index.passage_count():
            yield self._silence(asked, "empty_index")
        elif told := self._documents.answer(asked.standalone, asked.manner):
            yield from self._about_documents(asked, question, told)
        elif asked.listing:
            yield from self._from_catalogue(asked, asked.listing)
        elif not question.all_terms and question.types == ("any",):
            yield self._silence(asked, "not_understood")
        elif messages.asks_for_now(asked.standalone):
            yield self._silence(asked, "out_of_scope")
        elif not asked.hits:
            yield self._silence(asked, "not_in_corpus", unknown_words(asked.standalone, self._index))
        elif (language := language_of(asked.standalone)) != FRENCH:
            yield self._in_other_language(asked, language)
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
        draft = Draft(CitationBook(self._reference))
        refused = yield from self._by_model(asked, draft)
        if not draft.sentences:
            scored = self._quotes.scored(asked, question)
            if not refused:
                yield from self._quotes.stream(asked, question, scored, draft)
            if not draft.sentences and (asked.manner == "more" or only_asks_why(asked.standalone)):
                yield self._silence(asked, "not_in_corpus", text=messages.NOTHING_MORE, draft=draft)
                return
            if not draft.sentences:
                yield self._nothing_sure(asked, question, scored, draft)
                return
        yield self._completed(asked, draft)

    def _in_other_language(self, asked: Asked, language: str) -> Completed:
        """The nearest sentences, to be checked: no answer is sure enough across languages."""
        draft = Draft(CitationBook(self._reference))
        for text, stretch in nearest_stretches(asked, self._index, self._encoder, self._vectors):
            draft.add(text, [stretch])
        citations = tuple(draft.book.citations)
        if not citations:
            return self._silence(asked, "not_in_corpus")
        notices = (messages.other_language(language), *remarks(citations, self._index, self._today()))
        text = messages.nearest_quotes([one.quote for one in citations])
        return Completed(
            Answer(asked.question, asked.standalone, text, "to_check", "not_in_corpus", (), citations, notices)
        )

    def _about_documents(self, asked: Asked, question: Question, told: Told) -> Iterator[StreamEvent]:
        """The answer to a request on documents; the texts may go on from the meaning of an acronym."""
        draft = told.draft
        if draft is None:
            yield self._silence(asked, told.reason, text=told.text)
            return
        known = {citation.n: citation for citation in draft.book.citations}
        for sentence in draft.sentences:
            yield VerifiedSentence(sentence, tuple(known.pop(n) for n in sentence.citations if n in known))
        if told.open and asked.hits:
            yield from self._quotes.stream(asked, question, self._quotes.scored(asked, question), draft)
        yield self._completed(asked, draft)

    def _completed(self, asked: Asked, draft: Draft) -> Completed:
        draft.warnings.extend(remarks(draft.book.citations, self._index, self._today()))
        cited = (one.document_id for one in draft.book.citations)
        lacking = not_said_by_cited(asked.standalone, cited, self._index)
        if lacking:
            draft.warnings.append(messages.not_said_there(lacking))
        return Completed(
            Answer(
                question=asked.question,
                standalone_question=asked.standalone,
                text=with_markers(draft.sentences),
                level="answer",
                sentences=tuple(draft.sentences),
                citations=tuple(draft.book.citations),
                warnings=tuple(draft.warnings),
                verification=tuple(draft.checks),
            )
        )

    def _by_model(self, asked: Asked, draft: Draft) -> Generator[StreamEvent, None, bool]:
        """Sentences of the model, if any, that hold; returns True when it said that the passages do not answer."""
        if self._model is None or asked.manner != "plain":
            return False
        yield Progress("verifying", "Rédaction, puis vérification de chaque phrase…")
        evidence = [Evidence(hit.passage, hit, n) for n, hit in enumerate(asked.hits, start=1)]
        dropped = refused = False
        failure: Failed | None = None
        for event in self._model.stream(asked.standalone, asked.history, evidence):
            match event:
                case Unshown():
                    draft.warnings.append(event.notice)
                case Supported():
                    yield from self._add_supported(event, draft)
                case Dropped():
                    dropped = True
                    yield draft.checked(check_of(event))
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

    def _add_supported(self, event: Supported, draft: Draft) -> Iterator[StreamEvent]:
        """The sentence with its citations; none when its documents have left the index meanwhile."""
        quotes = []
        for support in event.supports:
            hit = support.evidence.hit
            document = self._index.document(hit.passage.document_id)
            if document is not None:
                quotes.append((hit, document, support.start, support.end, support.score))
        if quotes:
            yield draft.checked(check_of(event))
            yield draft.add(event.text, quotes)

    def _nothing_sure(self, asked: Asked, question: Question, scored: Sequence[Scored], draft: Draft) -> Completed:
        """The nearest passage to check when it is near enough, else nothing; the reason either way."""
        missing = unknown_words(asked.standalone, self._index)
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
                text=messages.to_check(citation, missing, self._contact, not_said_by(asked.standalone, best.candidate)),
                level="to_check",
                reason="not_in_corpus",
                citations=(citation,),
                warnings=(*draft.without_answer, *doubtful_readings(draft.book.citations, self._index)),
                verification=tuple(draft.checks),
            )
        )

    def _silence(
        self,
        asked: Asked,
        reason: Reason,
        missing: Sequence[str] = (),
        *,
        text: str | None = None,
        draft: Draft | None = None,
    ) -> Completed:
        near = near_descriptors(asked.standalone, asked.hits, self._index) if reason == "not_in_corpus" else ()
        dated = bool(years_of(asked.standalone))
        shown = text or messages.abstention(reason, missing, self._contact, not asked.filters.empty, dated, near)
        warnings = draft.without_answer if draft else ()
        checks = tuple(draft.checks) if draft else ()
        return Completed(
            Answer(asked.question, asked.standalone, shown, "none", reason, warnings=warnings, verification=checks)
        )

    def _reference(self, document: Document, page: int) -> str:
        """The reference of a document and page; a PDF joined to a notice has that of the work, its file named."""
        return self._reference_of(document, notice_of(document, self._index), page)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number > 1 else "")
