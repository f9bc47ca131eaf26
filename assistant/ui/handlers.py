"""What a question or a click does: calls to the assistant in, a ``Screen`` or HTML out.

Whatever comes from the browser is untrusted. A source is named by its place in the session's own answers, a document
by an id that must be in the corpus: no path is ever taken from a request.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.errors import AssistantError, UsageError
from assistant.models import (
    EXPORT_FORMATS,
    CheckedSentence,
    Citation,
    Completed,
    Condition,
    CorpusView,
    Filters,
    Progress,
    ResultList,
    StreamEvent,
)
from assistant.questions import MAX_QUESTION
from assistant.text import one_line
from assistant.ui import payload, texts
from assistant.ui.exports import MAIL, sent_file
from assistant.ui.filters import read_filters
from assistant.ui.port import PageAssistant
from assistant.ui.search_state import SearchState
from assistant.ui.session import Exchange, Session
from assistant.ui.viewer import Opened, failure, viewer
from assistant.ui.views import is_pdf

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page shows after an event.

    ``session`` is the conversation then, ``question`` what the field holds; None leaves them as they are.
    """

    session: Session | None
    notice: str = ""
    question: str | None = None


class Handlers:
    """The events of the page, each a plain method that knows nothing of Gradio."""

    def __init__(self, assistant: PageAssistant) -> None:
        self._assistant = assistant

    def ask(self, question: object, session: Session, *fields: object) -> Iterator[Screen]:
        """Answer a question, one screen for each step. ``fields`` are those of ``read_filters``, in order."""
        text = question.strip() if isinstance(question, str) else ""
        if session.running:
            yield Screen(None, texts.BUSY)
        elif not text:
            yield Screen(None, texts.EMPTY_QUESTION)
        elif len(text) > MAX_QUESTION:
            yield Screen(None, texts.long_question(len(text)))
        else:
            try:
                filters = read_filters(*fields) if fields else Filters()
            except UsageError as error:
                yield Screen(None, str(error))
            else:
                yield from self._answer(text, session, filters)

    def ask_clicked(self, data: object, session: Session, *fields: object) -> Iterator[Screen]:
        """Ask an example, named by its position, or a question again: without a condition, or for our own answer."""
        if isinstance(data, Mapping) and data.get("automatic") is True:
            yield from self._ask_automatic(data, session)
            return
        if payload.number(data, "index") is not None:
            yield from self._ask_without(data, session)
            return
        examples = self._assistant.examples()
        index = payload.number(data, "example")
        if index is None or not 0 <= index < len(examples):
            yield Screen(None)
        else:
            yield from self.ask(examples[index], session, *fields)

    def _ask_automatic(self, data: object, session: Session) -> Iterator[Screen]:
        asked = session.exchange(payload.number(data, "exchange"))
        if session.running:
            yield Screen(None, texts.BUSY)
        elif asked is None:
            yield Screen(None)
        else:
            yield from self._answer(
                asked.question, session, asked.filters, asked.removed, asked.follows, validated=False
            )

    def _ask_without(self, data: object, session: Session) -> Iterator[Screen]:
        exchange, index = session.exchange(payload.number(data, "exchange")), payload.number(data, "index")
        conditions = exchange.answer.conditions if exchange and exchange.answer else ()
        if session.running:
            yield Screen(None, texts.BUSY)
        elif exchange is None or index is None or not 0 <= index < len(conditions):
            yield Screen(None)
        else:
            removed = (*exchange.removed, conditions[index])
            yield from self._answer(exchange.question, session, exchange.filters, removed, exchange.follows)

    def find(self, question: object, state: SearchState) -> tuple[SearchState, ResultList | None, str]:
        """Search for a new question, the facets let go: the state then, what was found, why nothing was."""
        text = question.strip() if isinstance(question, str) else ""
        if len(text) > MAX_QUESTION:
            return state, None, texts.long_question(len(text))
        return self._find(SearchState(text))

    def refine(self, data: object, state: SearchState) -> tuple[SearchState, ResultList | None, str]:
        """Search again with a facet picked or let go, or without a condition of the question."""
        index = payload.number(data, "index")
        if index is not None:
            return self._find(state.kept_out(index))
        return self._find(state.toggled(payload.text(data, "facet"), payload.text(data, "value")[:MAX_QUESTION]))

    def _find(self, state: SearchState) -> tuple[SearchState, ResultList | None, str]:
        try:
            found = self._assistant.browse(state.question, state.filters, removed=state.removed)
        except AssistantError as error:
            return state, None, str(error)
        except Exception:
            # As for an answer: something in French, and the traceback in the log.
            log.exception("The search could not be made")
            return state, None, texts.UNEXPECTED
        return state.having(found), found, ""

    def stop(self, session: Session) -> Screen:
        """End the running answer and say so in the conversation."""
        return Screen(session.interrupt(texts.INTERRUPTED))

    def open_source(self, data: object, session: Session, search: SearchState | None = None) -> str:
        """HTML of the viewer for a citation of this session, a passage of this search or a document of the corpus."""
        try:
            opened = self._opened(data, session, search)
        except AssistantError as error:
            return failure(str(error))
        return viewer(opened) if opened else failure(texts.NO_DOCUMENT)

    def export(self, data: object, session: Session) -> str:
        """HTML that carries an answer of this session as a file, or says why there is none."""
        exchange, suffix = session.exchange(payload.number(data, "exchange")), payload.text(data, "format")
        answer = exchange.answer if exchange else None
        if not answer or not answer.citations or suffix not in EXPORT_FORMATS:
            return failure(texts.NO_EXPORT)
        try:
            return sent_file(self._assistant.export(answer, suffix))
        except AssistantError as error:
            return failure(str(error))

    def corpus(self) -> CorpusView:
        """What the corpus holds now."""
        return self._assistant.corpus()

    def _answer(
        self,
        question: str,
        session: Session,
        filters: Filters,
        removed: tuple[Condition, ...] = (),
        follows: int | None = None,
        *,
        validated: bool = True,
    ) -> Iterator[Screen]:
        history = session.turns(follows)
        session = session.ask(question, filters, texts.STARTING, removed, follows)
        yield Screen(session, question="")
        exchange = session.exchanges[-1]
        try:
            events = self._assistant.stream(
                question, history, filters, conversation=session.name, removed=removed, validated=validated
            )
            for event in events:
                exchange = self._advance(exchange, event)
                yield Screen(session.update(exchange))
        except AssistantError as error:
            exchange = replace(exchange, error=str(error))
        except Exception:
            # The page must say something in French whatever breaks; the traceback goes to the log, not the question.
            log.exception("The answer could not be made")
            exchange = replace(exchange, error=texts.UNEXPECTED)
        yield Screen(session.update(replace(exchange, progress=None)))

    def _advance(self, exchange: Exchange, event: StreamEvent) -> Exchange:
        if isinstance(event, Progress):
            return replace(exchange, progress=event.message)
        if isinstance(event, Completed):
            answer = event.answer
            return replace(
                exchange,
                progress=None,
                answer=answer,
                sentences=answer.sentences,
                citations=answer.citations,
                labels=self._labels(answer.citations),
                may_validate=self._assistant.settings.validate_on_page,
                mail=self._assistant.export(answer, MAIL).content.decode() if answer.citations else "",
            )
        if isinstance(event, CheckedSentence):  # told with the whole answer
            return exchange
        return replace(
            exchange,
            sentences=(*exchange.sentences, event.sentence),
            citations=(*exchange.citations, *event.new_citations),
        )

    def _labels(self, citations: tuple[Citation, ...]) -> tuple[tuple[int, str], ...]:
        """Printed page numbers that differ from the physical ones, by marker; each PDF is read once."""
        documents = {
            citation.document_id: self._assistant.document(citation.document_id)
            for citation in citations
            if is_pdf(citation)
        }
        return tuple(
            (citation.n, label)
            for citation in citations
            if (document := documents.get(citation.document_id)) and (label := document.printed_label(citation.page))
        )

    def _opened(self, data: object, session: Session, search: SearchState | None) -> Opened | None:
        exchange, citation, key = _citation(data, session)
        place = payload.number(data, "found")
        found = search.passage(place) if search and place is not None else None
        source = citation or found
        document_id = source.document_id if source else payload.text(data, "document")
        summaries = {summary.id: summary for summary in self._assistant.corpus().documents}
        if document_id not in summaries or not (document := self._assistant.document(document_id)):
            return None
        page = payload.number(data, "page") or (citation.page if citation else found.pages[0] if found else 1)
        page = min(max(page, 1), max(len(document.pages), 1))
        passage_id = citation.passage_id if citation else found.id if found else ""
        opened = Opened(
            document=document,
            page=page,
            citation=citation,
            found=found,
            supports=_supported(exchange, citation),
            related=tuple(
                other
                for other in summaries.values()
                if other.work_id == summaries[document_id].work_id and other.id != document_id
            ),
            copies=tuple(self._assistant.copies_of(passage_id)) if passage_id else (),
            summary=summaries[document_id],
            key=key or ((("found", str(place)),) if found else (("document", document_id),)),
        )
        return replace(opened, image=self._image(opened)) if document.kind == "pdf" else opened

    def _image(self, opened: Opened) -> bytes | None:
        try:
            return self._assistant.page_image(opened.document.id, opened.page, opened.boxes)
        except AssistantError as error:
            # The page's text is shown instead: a file moved since its ingestion still has its text in the catalogue.
            log.warning("No image of page %s of %s: %s", opened.page, opened.document.file, error)
            return None


def _citation(data: object, session: Session) -> tuple[Exchange | None, Citation | None, tuple[tuple[str, str], ...]]:
    number, n = payload.number(data, "exchange"), payload.number(data, "n")
    exchange = session.exchange(number)
    if exchange is None or n is None:
        return None, None, ()
    return exchange, exchange.citation(n), (("exchange", str(number)), ("n", str(n)))


def _supported(exchange: Exchange | None, citation: Citation | None) -> tuple[str, ...]:
    """Sentences of the answer that rest on the citation, unless they only repeat the quote."""
    if not exchange or not citation:
        return ()
    quote = one_line(citation.quote)
    sentences = (item.text for item in exchange.sentences if citation.n in item.citations)
    return tuple(text for text in sentences if one_line(text) not in quote)
