"""What the scorer learns from: the signals of the sentences that the product's own retrieval finds.

Every question is asked with vectors adapted by a map that was not learned on it: for the sets, those of the folds,
which ``tools/train_adapter.py --folds`` keeps; for ours, the packaged one. Each sentence of the passages found is an
example, right when it holds the answer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from train_adapter import fold as fold_of
from train_adapter import fold_file

from assistant.adapter import AdaptedEncoder, load_adapter, load_search_encoder, plain
from assistant.answering.candidates import Candidate, candidates
from assistant.answering.question import understand
from assistant.answering.sentence_vectors import SentenceVectors
from assistant.answering.signals import FEATURES, features
from assistant.chunking import chunk
from assistant.embeddings import Encoder, load_encoder
from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.retrieval.expanders import expanded, expanders
from assistant.retrieval.hybrid import HybridRetriever
from assistant.retrieval.parts import parts, search_parts
from assistant.retrieval.query import Query
from assistant.settings import load_settings
from assistant.text import fold, normalise_space
from eval.questions import Question, load_questions
from eval.retrieval.sets import is_tuning
from scorer_training.asked import Asked
from scorer_training.sets import SETS, SetQuestion, documents, holds, questions

ROOT = Path(__file__).parents[2]
OWN_FILES = tuple(ROOT / "eval/data" / name for name in ("dev.jsonl", "tune.jsonl"))
K = 12
VECTORS_KEPT = 200_000

_IMPOSSIBLE = FEATURES.index("impossible")


@dataclass(frozen=True, slots=True)
class _Reader:
    """What questions are asked of: an index, its encoder, and the vectors of sentences, which no map changes."""

    index: Index
    encoder: Encoder
    vectors: SentenceVectors

    def found(self, text: str) -> list[Candidate]:
        """The candidates of the passages found."""
        retriever = HybridRetriever(index=self.index, encoder=self.encoder, k=K)
        query = Query(text, expanded(text, expanders(self.index)))
        return candidates(search_parts(retriever.search, query, K), self.index.document)

    def rows(self, text: str, found: Sequence[Candidate]) -> list[tuple[float, ...]]:
        """Their signals."""
        vector = plain(self.encoder).encode_queries([text])[0]
        return features(understand(text), found, self.index, vector, self.vectors)[0]


def of_sets(folder: Path, adapters: Path) -> Iterator[Asked]:
    """The tuning halves of the sets of a folder, asked with the maps of ``adapters``."""
    encoder = load_encoder(load_settings())
    vectors = SentenceVectors(encoder, capacity=VECTORS_KEPT)
    for number in (0, 1):
        yield from _of_fold(folder, number, AdaptedEncoder(encoder, load_adapter(fold_file(adapters, number))), vectors)


def _of_fold(folder: Path, number: int, encoder: Encoder, vectors: SentenceVectors) -> Iterator[Asked]:
    with tempfile.TemporaryDirectory() as temporary:
        index = Index.open(Path(temporary), encoder)
        with index.writer() as writer:
            for document in (one for name in SETS for one in documents(folder, name)):
                writer.put(document, chunk(document, encoder.count_tokens), Path(temporary))
        index.refresh()
        reader = _Reader(index, encoder, vectors)
        for name in SETS:
            for question in questions(folder, name):
                if is_tuning(name, question.key) and fold_of(name, question.key) == number:
                    yield from _of_set_question(reader, question)
        index.close()


def _of_set_question(reader: _Reader, question: SetQuestion) -> Iterator[Asked]:
    found = reader.found(question.text)
    right = [c.hit.file in question.files and holds(c.shown, question.answers) for c in found]
    yield _asked(question.id, reader.rows(question.text, found), right, answerable=bool(question.answers))
    yield from _without_answer(question.id, question.text, found, right, reader)


def of_corpus() -> Iterator[Asked]:
    """Our questions, asked of the sample corpus."""
    with tempfile.TemporaryDirectory() as temporary:
        settings = load_settings(overrides={"data_dir": Path(temporary)})
        encoder = load_search_encoder(settings)
        index = Index.open(settings.data_dir, encoder)
        ingest([ROOT / "corpus"], index, encoder, settings)
        index.refresh()
        reader = _Reader(index, encoder, SentenceVectors(plain(encoder), capacity=VECTORS_KEPT))
        for query in (one for path in OWN_FILES for one in load_questions(path).questions):
            text = query.standalone or query.question
            if len(parts(text)) > 1:
                continue  # each part is answered apart, and no sentence answers the whole
            found = reader.found(text)
            right = [own_right(c, query) for c in found]
            yield _asked(f"own/{query.id}", reader.rows(text, found), right, own=True, answerable=query.answerable)
            yield from _without_answer(f"own/{query.id}", text, found, right, reader, own=True)
        index.close()


def own_right(candidate: Candidate, query: Question) -> bool:
    """The sentence holds an evidence, or what is expected: one of each group of ``all_of``, else one of ``answers``."""
    for evidence in query.evidence:
        quote, said = fold(normalise_space(evidence.quote)), fold(candidate.shown)
        if candidate.hit.file == evidence.file and quote and (quote in said or (said in quote and len(said) > 20)):
            return True
    expected = query.all_of or (query.answers,)
    return all(any(fold(a) in fold(candidate.shown) for a in group) for group in expected)


def _without_answer(
    identifier: str,
    text: str,
    found: Sequence[Candidate],
    right: Sequence[bool],
    reader: _Reader,
    *,
    own: bool = False,
) -> Iterator[Asked]:
    """The same question, the documents that answer it taken out: what is left is near, and answers nothing."""
    gold = {c.hit.passage.document_id for c, held in zip(found, right, strict=True) if held}
    others = [c for c in found if c.hit.passage.document_id not in gold]
    if gold and others:
        yield _asked(f"{identifier}#made", reader.rows(text, others), [False] * len(others), own=own, made=True)


def _asked(
    identifier: str,
    rows: Sequence[tuple[float, ...]],
    right: Sequence[bool],
    *,
    own: bool = False,
    answerable: bool = False,
    made: bool = False,
) -> Asked:
    possible = [place for place, row in enumerate(rows) if not row[_IMPOSSIBLE]]
    return Asked(
        id=identifier,
        own=own,
        answerable=answerable,
        made=made,
        rows=np.array([rows[place] for place in possible]).reshape(-1, len(FEATURES)),
        right=np.array([right[place] for place in possible], bool),
    )
