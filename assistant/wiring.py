"""The parts of an assistant, made from its settings and its index: read by ``service`` alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models import Turn

if TYPE_CHECKING:
    from assistant.answering.answerer import Answerer
    from assistant.answering.model import ModelAnswerer
    from assistant.answering.model_rewriting import ModelRewriter
    from assistant.answering.scoring import SentenceVectors
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.retrieval.holdings import Holdings
    from assistant.retrieval.hybrid import HybridRetriever
    from assistant.retrieval.thesaurus import Thesaurus
    from assistant.retrieval.understanding import QuestionReader
    from assistant.settings import Settings


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
        from assistant.answering.rewriting import rewrite, self_contained
        from assistant.retrieval.accents import restore_accents

        question = restore_accents(undotted(question), self._index.document_frequency)
        if self_contained(question, history):
            return without_opening(question) if history else question
        by_model = self._model.rewrite(question, history) if self._model else None
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


def make_answerer(settings: Settings, index: Index, encoder: Encoder) -> tuple[Answerer, ModelRewriter | None]:
    """What answers, and what completes follow-ups when there is a chat model.

    Sentences are compared by the model's own vectors, on which their scores were learned.

    Raises:
        ModelError: The chat model cannot be loaded.
    """
    from assistant.adapter import plain
    from assistant.answering.answerer import Answerer
    from assistant.answering.scoring import SentenceVectors, default_scorer, with_threshold
    from assistant.sources.references import reference

    sentences = plain(encoder)
    vectors = SentenceVectors(sentences)
    model, rewriter = _by_model(settings, index, encoder, vectors) if settings.chat_model else (None, None)
    scorer = with_threshold(default_scorer(), settings.answer_threshold)
    answerer = Answerer(index, sentences, vectors, scorer, reference, contact=settings.contact, model=model)
    return answerer, rewriter


def _by_model(
    settings: Settings, index: Index, encoder: Encoder, vectors: SentenceVectors
) -> tuple[ModelAnswerer, ModelRewriter]:
    from assistant.answering.chat_models import load_chat_model
    from assistant.answering.model import ModelAnswerer
    from assistant.answering.model_rewriting import ModelRewriter
    from assistant.answering.verification import RuleVerifier

    chat_model = load_chat_model(settings)
    answerer = ModelAnswerer(
        chat_model,
        RuleVerifier(vectors, index),
        max_tokens=settings.chat_max_tokens,
        timeout_s=settings.chat_timeout_s,
        context_tokens=settings.chat_context_tokens,
        count_tokens=encoder.count_tokens,
        name=settings.chat_model or "",
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
