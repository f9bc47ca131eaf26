"""The parts of an assistant, made from its settings and its index: read by ``service`` and ``searching`` alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models import Answer, Document, Turn

if TYPE_CHECKING:
    from assistant.answering.answerer import Answerer
    from assistant.answering.model import ModelAnswerer
    from assistant.answering.model_rewriting import ModelRewriter
    from assistant.answering.sentence_vectors import SentenceVectors
    from assistant.embeddings import Encoder
    from assistant.exports.report import Source
    from assistant.index.store import Index
    from assistant.retrieval.holdings import Holdings
    from assistant.retrieval.hybrid import HybridRetriever
    from assistant.retrieval.thesaurus import Thesaurus
    from assistant.retrieval.understanding import QuestionReader
    from assistant.settings import Settings
    from assistant.validation.desk import ValidationDesk


class Rewriter:
    """Makes a question searchable alone: acronyms without dots, accents put back, then follow-ups completed.

    Follow-ups are completed by the model when there is one, by rules else and when the model fails.
    """

    def __init__(self, index: Index, model: ModelRewriter | None) -> None:
        self._index = index
        self._model = model

    def __call__(self, question: str, history: Sequence[Turn]) -> str:
        """The question as it is searched."""
        from assistant.acronyms import undotted
        from assistant.answering.follow_ups import without_opening
        from assistant.answering.rewriting import rewrite, ruled, self_contained
        from assistant.retrieval.accents import restore_accents

        question = restore_accents(undotted(question), self._index.document_frequency)
        if self_contained(question, history):
            return without_opening(question) if history else question
        model = None if ruled(question, history) else self._model
        by_model = model.rewrite(question, history) if model else None
        return by_model or rewrite(question, history)


def make_retriever(settings: Settings, index: Index, encoder: Encoder) -> HybridRetriever:
    """The search."""
    from assistant.retrieval.hybrid import HybridRetriever

    return HybridRetriever(index=index, encoder=encoder, k=settings.search_k, dense_weight=settings.dense_weight)


def make_reader(index: Index, thesaurus: Thesaurus | None) -> tuple[Holdings, QuestionReader]:
    """What reads questions, and the works of the catalogue that it knows."""
    from assistant.retrieval.expanders import expanders
    from assistant.retrieval.holdings import Holdings
    from assistant.retrieval.understanding import QuestionReader

    holdings = Holdings(index)
    synonyms = thesaurus.synonyms if thesaurus else None
    return holdings, QuestionReader(index, holdings, expanders(index, thesaurus), synonyms=synonyms)


def reference_today(document: Document, notice: Document | None, page: int) -> str:
    """The reference of a cited page, consulted today."""
    from assistant.sources.references import reference

    return reference(document, notice, page, consulted=today())


def cited_sources(answer: Answer, index: Index) -> dict[str, Source]:
    """The documents that an answer cites, each with its notice, by id; without those that have left the corpus."""
    from assistant.answering.citations import notice_of
    from assistant.exports.report import Source

    documents = {one.document_id: index.document(one.document_id) for one in answer.citations}
    return {name: Source(found, notice_of(found, index)) for name, found in documents.items() if found}


def today() -> str:
    """The day in the time zone of this machine, ISO 8601."""
    return datetime.now().astimezone().date().isoformat()


def make_desk(settings: Settings, index: Index, encoder: Encoder) -> ValidationDesk:
    """Where answers are validated, and where a question finds a validated one."""
    from assistant.adapter import plain
    from assistant.answering.citations import notice_of
    from assistant.validation.desk import ValidationDesk

    def reference_of(document: Document, page: int) -> str:
        return reference_today(document, notice_of(document, index), page)

    return ValidationDesk(index, plain(encoder), settings, reference_of)


def make_answerer(settings: Settings, index: Index, encoder: Encoder) -> tuple[Answerer, ModelRewriter | None]:
    """What answers, and what completes follow-ups when there is a chat model.

    Sentences are compared by the model's own vectors, on which their scores were learned.

    Raises:
        ModelError: The chat model cannot be loaded.
    """
    from assistant.adapter import plain
    from assistant.answering.answerer import Answerer
    from assistant.answering.scoring import default_scorer, with_threshold
    from assistant.answering.sentence_vectors import SentenceVectors

    sentences = plain(encoder)
    vectors = SentenceVectors(sentences)
    model, rewriter = _by_model(settings, index, encoder, vectors) if settings.chat_model else (None, None)
    scorer = with_threshold(default_scorer(), settings.answer_threshold)
    retriever = make_retriever(settings, index, encoder)
    answerer = Answerer(
        index,
        sentences,
        vectors,
        scorer,
        reference_today,
        contact=settings.contact,
        model=model,
        today=lambda: settings.today or datetime.now().astimezone().date(),
        nearest=lambda words: list(dict.fromkeys(hit.passage.document_id for hit in retriever.search(words))),
    )
    return answerer, rewriter


def _by_model(
    settings: Settings, index: Index, encoder: Encoder, vectors: SentenceVectors
) -> tuple[ModelAnswerer, ModelRewriter]:
    from assistant.answering.chat_models import load_chat_model, shown_name
    from assistant.answering.chat_window import declared_window
    from assistant.answering.entailment import with_entailment
    from assistant.answering.model import ModelAnswerer
    from assistant.answering.model_rewriting import ModelRewriter
    from assistant.answering.verification import RuleVerifier

    chat_model = load_chat_model(settings)
    answerer = ModelAnswerer(
        chat_model,
        with_entailment(RuleVerifier(vectors, index), settings.nli_model),
        max_tokens=settings.chat_max_tokens,
        timeout_s=settings.chat_timeout_s,
        silence_s=settings.chat_silence_s,
        context_tokens=settings.context_tokens,
        read_context=partial(declared_window, settings),
        count_tokens=encoder.count_tokens,
        name=shown_name(settings.chat_model or ""),
    )
    return answerer, ModelRewriter(chat_model)


class ThesaurusShelf:
    """The thesaurus of the settings, read again when another folder of documents brings its own."""

    def __init__(self, settings: Settings, index: Index) -> None:
        self._setting = settings.thesaurus
        self._cache = settings.data_dir / "thesaurus"
        self._index = index
        self._path: Path | None = None
        self.thesaurus: Thesaurus | None = None

    def refresh(self) -> bool:
        """True when the thesaurus is another than before.

        Raises:
            MissingPathError: The file named by the settings is not there.
            SourceError: It cannot be read.
        """
        from assistant.retrieval.thesaurus import Thesaurus, thesaurus_path

        path = thesaurus_path(self._setting, [Path(root) for root in self._index.journal.roots()])
        if path == self._path:
            return False
        self.thesaurus = Thesaurus.load(path, self._cache) if path else None
        self._path = path
        return True
