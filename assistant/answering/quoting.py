"""The answer made of quotes: the sentences chosen, in the manner asked for, each added to a draft with its citation."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answering import messages
from assistant.answering.abstaining import not_said_by_cited
from assistant.answering.base import Asked
from assistant.answering.by_parts import lead_of, read_parts
from assistant.answering.candidates import candidates
from assistant.answering.disagreements import Disagreement, newest_preferred, said_of, with_disagreement
from assistant.answering.drafts import Draft
from assistant.answering.extractive import Quote, choose
from assistant.answering.manners import further, new_only, shortest
from assistant.answering.question import Question
from assistant.answering.scoring import Scored, Scorer, score
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.models import StreamEvent
from assistant.retrieval.parts import parts
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index


class Quoting:
    """Answers with exact sentences of the passages found."""

    def __init__(self, index: Index, encoder: Encoder, vectors: SentenceVectors, scorer: Scorer) -> None:
        self._index = index
        self._encoder = encoder
        self._vectors = vectors
        self._scorer = scorer

    def scored(self, asked: Asked, question: Question, text: str = "") -> list[Scored]:
        """The candidates of the passages found, best first; ``text`` is the part asked, else all of the question."""
        found = candidates(asked.hits, self._index.document)
        vector = self._encoder.encode_queries([text or asked.standalone])[0]
        return score(question, found, self._index, vector, self._vectors, self._scorer)

    def stream(self, asked: Asked, question: Question, scored: Sequence[Scored], draft: Draft) -> Iterator[StreamEvent]:
        """Add the quotes that answer to a draft, each yielded as it comes; none when nothing answers."""
        if asked.manner == "plain" and (yield from self._by_parts(asked, draft)):
            return
        found: Disagreement | None = None
        ordered = newest_preferred(scored) if asked.recent else scored
        quotes = self._chosen(asked.standalone, question, ordered)
        said = [turn.content for turn in asked.history if turn.role == "assistant"]
        if asked.manner == "more":
            quotes = further(quotes, scored, candidates(asked.hits, self._index.document), said)
        elif asked.manner == "shorter":
            quotes = shortest(quotes)
        else:
            quotes, found = with_disagreement(question, new_only(asked.standalone, quotes, said), ordered)
        if not found and asked.manner != "more":
            yield from self._lead(question, quotes, ordered, draft)
        if asked.manner != "shorter" or not draft.sentences:
            for quote in quotes:
                yield from self._quote(quote, draft)
        draft.warnings.extend(said_of(found, draft))

    def _by_parts(self, asked: Asked, draft: Draft) -> Generator[StreamEvent, None, bool]:
        """Each part of a question that has several; False when there is one, or when none is answered."""
        if len(parts(asked.standalone)) < 2:
            return False
        told = read_parts(asked.standalone, lambda question, text: self.scored(asked, question, text))
        chosen = [self._chosen(part.asked, part.question, part.scored) for part in told]
        if not any(chosen):
            return False
        for part, quotes in zip(told, chosen, strict=True):
            if not quotes:
                draft.warnings.append(messages.part_not_found(part.asked))
            yield from self._lead(part.question, quotes, part.scored, draft)
        for quotes in chosen:
            for quote in quotes:
                yield from self._quote(quote, draft)
        return True

    def _chosen(self, asked: str, question: Question, scored: Sequence[Scored]) -> list[Quote]:
        """The quotes that answer; none when their documents do not name what the question names.

        The figure of another region, or of another year than any that the document tells, is no answer. A threshold of
        0 answers everything.
        """
        quotes = choose(question, scored, self._scorer, self._index.document)
        if self._scorer.answer_from <= 0:
            return quotes
        cited = (quote.candidate.hit.passage.document_id for quote in quotes)
        return [] if not_said_by_cited(asked, cited, self._index) else quotes

    def _lead(
        self, question: Question, quotes: Sequence[Quote], scored: Sequence[Scored], draft: Draft
    ) -> Iterator[StreamEvent]:
        """The span that answers, before the quote it stands in."""
        found = lead_of(question, quotes, scored)
        document = self._index.document(found[1].candidate.hit.passage.document_id) if found else None
        if found and document is not None:
            text, quote = found
            yield draft.add(text, [(quote.candidate.hit, document, quote.start, quote.end, quote.support)], lead=True)

    def _quote(self, quote: Quote, draft: Draft) -> Iterator[StreamEvent]:
        """Add a quote that no sentence of the answer holds already."""
        hit = quote.candidate.hit
        document = self._index.document(hit.passage.document_id)
        if document is not None and not draft.holds(document.id, quote.start, quote.end):
            yield draft.add(one_line(quote.text), [(hit, document, quote.start, quote.end, quote.support)])
