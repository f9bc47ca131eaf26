"""The assistant: the face of all that is below.

The command line and the page call ``Assistant`` and nothing below it. An assistant may be used by several threads at
once; each question reads the index as it is at that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from assistant import documents, wiring
from assistant.conversations import ConversationLog
from assistant.errors import UsageError
from assistant.models import (
    EXPORT_FORMATS,
    Answer,
    Box,
    Completed,
    Condition,
    Copy,
    CorpusView,
    Document,
    ExportedFile,
    FileReport,
    Filters,
    IngestReport,
    Progress,
    ResultList,
    SearchResult,
    StreamEvent,
    Turn,
)
from assistant.questions import Clock, check_question
from assistant.searching import Searcher

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.settings import Settings


class Assistant:
    """Answers questions about the ingested corpus. Made by ``Assistant.open``, closed by ``close``."""

    def __init__(self, settings: Settings, index: Index, encoder: Encoder) -> None:
        self.settings = settings
        self._index = index
        self._encoder = encoder
        self._lock = threading.Lock()
        from assistant.answering.chain import build_chain

        self._searcher = Searcher(settings, index, encoder)
        self._answerer, model = wiring.make_answerer(settings, index, encoder)
        self._rewrite = wiring.Rewriter(index, model)
        self._chain = build_chain(self._rewrite, self._searcher.understand, self._searcher.retriever, self._answerer)
        self._log = ConversationLog(index.catalogue.database, settings)
        self.validated = wiring.make_desk(settings, index, encoder)

    @classmethod
    def open(cls, settings: Settings, *, for_rebuild: bool = False) -> Assistant:
        """Load the encoder and open the index; ``for_rebuild`` accepts an index made with another model or chunker.

        Raises:
            ModelError: The embedding model or the chat model cannot be loaded.
            StampError: The index was made with another model or chunker.
            CatalogueError: The catalogue cannot be opened.
        """
        from assistant.adapter import load_search_encoder
        from assistant.index.store import Index

        encoder = load_search_encoder(settings)
        return cls(settings, Index.open(settings.data_dir, encoder, for_rebuild=for_rebuild), encoder)

    def close(self) -> None:
        """Release the index, and a chat model that runs in this process."""
        self._answerer.close()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Questions

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters = Filters(),
        *,
        conversation: str = "",
        conditions: bool = True,
        removed: Sequence[Condition] = (),
        validated: bool = True,
    ) -> Iterator[StreamEvent]:
        """Yield progress and verified sentences as they come, then ``Completed`` with the whole answer.

        Args:
            question: What the user typed.
            history: The turns before, oldest first.
            filters: Conditions on the documents.
            conversation: A name for the conversation, under which its turns are kept when the settings ask for it.
            conditions: False to read no condition on documents in the question, and no question about the catalogue.
            removed: Conditions that were read in the question before, and are not wanted.
            validated: False for the assistant's own answer, whatever a documentalist validated.

        Raises:
            UsageError: The question is empty or longer than ``MAX_QUESTION``.
        """
        question = check_question(question)
        self._refresh()
        clock = Clock()
        state = {
            "question": question, "history": list(history), "filters": filters, "k": self.settings.answer_k,
            "conditions": conditions, "removed": tuple(removed),
        }  # fmt: skip
        if history:
            yield Progress("rewriting", "Lecture de la question…")
        standalone = self._rewrite(question, history)
        clock.lap("rewriting")
        kept: Answer | None = None
        notices: tuple[str, ...] = ()
        if validated and conditions and not removed and not self.validated.empty:
            kept, notices = self.validated.answer(question, standalone, filters)
            clock.lap("validated")
        for event in [Completed(kept)] if kept else self._answered({**state, "standalone": standalone}, clock):
            if isinstance(event, Completed):
                answer = clock.stamp(replace(event.answer, warnings=(*notices, *event.answer.warnings)))
                self._keep(conversation, answer)
                yield Completed(answer)
            else:
                yield event

    def _answered(self, state: dict[str, Any], clock: Clock) -> Iterator[StreamEvent]:
        """The events of the chain, its steps timed."""
        yield Progress("searching", "Recherche dans le corpus…")
        for chunk in self._chain.stream(state):
            if "hits" in chunk:
                clock.lap("search")
            event = chunk.get("event")
            if isinstance(event, Completed):
                clock.lap("answer")
            if event is not None:
                yield event

    def ask(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters(), *, validated: bool = True
    ) -> Answer:
        """The whole answer. Raises as ``stream`` does."""
        for event in self.stream(question, history, filters, validated=validated):
            if isinstance(event, Completed):
                return event.answer
        raise AssertionError("a stream ends with Completed")

    def search(
        self,
        question: str,
        k: int | None = None,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        *,
        conditions: bool = True,
    ) -> SearchResult:
        """Passages for a question, best first. Raises as ``stream`` does."""
        question = check_question(question)
        self._refresh()
        clock = Clock()
        standalone = self._rewrite(question, history)
        clock.lap("rewriting")
        return self._searcher.passages(question, standalone, filters, k, clock, conditions=conditions)

    def browse(
        self,
        question: str,
        filters: Filters = Filters(),
        *,
        conditions: bool = True,
        removed: Sequence[Condition] = (),
    ) -> ResultList:
        """Works for a question, best first, with facets; every work that passes the filters for an empty question.

        Raises:
            UsageError: The question is longer than ``MAX_QUESTION``.
        """
        self._refresh()
        standalone = self._rewrite(check_question(question), ()) if question.strip() else ""
        return self._searcher.works(standalone, filters, conditions=conditions, removed=removed)

    def warm(self) -> None:
        """Read the vectors into memory, so that the first question does not wait for them."""
        self._index.load()
        self.validated.prepare()

    def examples(self) -> tuple[str, ...]:
        """Questions to begin with."""
        return self.settings.examples

    # Corpus

    def ingest(
        self,
        paths: Sequence[Path] | None = None,
        *,
        rebuild: bool = False,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> IngestReport:
        """Read folders and files into the index; without ``paths``, those read before (see ``assistant.ingest``)."""
        from assistant.ingest import ingest

        report = ingest(paths or (), self._index, self._encoder, self.settings, rebuild=rebuild, progress=progress)
        self._refresh()
        self._searcher.corpus_changed()
        return report

    def remove(self, document_or_file: str) -> FileReport:
        """Take one document out of the index, by id, by file as it is listed, or by its path on disk.

        Raises:
            MissingPathError: No document has this id or file.
            UsageError: Several documents have this file name.
        """
        self._refresh()
        removed = documents.remove_document(self._index, document_or_file)
        self._refresh()
        return removed

    def corpus(self) -> CorpusView:
        """What the corpus holds now."""
        self._refresh()
        return self._index.corpus()

    def document(self, document_id: str) -> Document | None:
        """A live document by id, None when there is none."""
        return self._index.document(document_id)

    def copies_of(self, passage_id: str) -> list[Copy]:
        """Where else the corpus has the text of a passage: in its own document, then in others, in order of file."""
        return self._index.copies_of(passage_id)

    def file_path(self, document_id: str) -> Path | None:
        """The file a live document was read from, None when it is no longer there."""
        return documents.file_of(self._index, document_id)

    def export(self, answer: Answer, suffix: str) -> ExportedFile:
        """An answer with its sources as a file, dated today.

        Args:
            answer: An answer that cites something, made by this assistant.
            suffix: One of ``EXPORT_FORMATS``.

        Raises:
            UsageError: The format is unknown, or the answer cites nothing.
        """
        from assistant.exports.formats import export

        if suffix not in EXPORT_FORMATS:
            raise UsageError(f"Format d'export inconnu : « {suffix} ». Formats : {', '.join(EXPORT_FORMATS)}.")
        if not answer.citations:
            raise UsageError("Cette réponse ne cite aucune source : il n'y a rien à exporter.")
        return export(answer, wiring.cited_sources(answer, self._index), suffix, wiring.today())

    def page_image(self, document_id: str, page: int, boxes: Sequence[Box] = ()) -> bytes:
        """A page as a PNG with boxes highlighted.

        Args:
            document_id: Id of a live PDF.
            page: Physical number, 1-based.
            boxes: Boxes of that page; those of other pages are left out.

        Raises:
            SourceError: The document is not a PDF of the corpus, its file has gone, or it has no such page.
        """
        return documents.page_image(self._index, document_id, page, boxes)

    def _refresh(self) -> None:
        with self._lock:
            self._index.refresh()

    def _keep(self, conversation: str, answer: Answer) -> None:
        """Keep a question and its answer, only when the settings ask for it."""
        if conversation:
            self._log.record(conversation, Turn("user", answer.question))
            self._log.record(conversation, Turn("assistant", answer.text))
