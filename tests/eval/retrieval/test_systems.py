"""The systems are the product's own: what each finds is what the index and the retriever find."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from assistant.index.store import Index
from assistant.retrieval.hybrid import HybridRetriever
from assistant.settings import load_settings
from eval.retrieval.indexing import opened_index
from eval.retrieval.sets import load_set
from eval.retrieval.systems import ABLATION, DEPTH, REFERENCE, SYSTEMS, Asked, Ranked, Shelf
from tests.eval.retrieval.small_sets import WOOD, WOOD_QUERIES, passage, write_set
from tests.fakes import HashedEncoder

ENCODER = HashedEncoder()
MANY = [passage(f"outil{n}-0", f"L'outil numéro {n} coupe le bois {'dur ' * (n % 7)}.") for n in range(40)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("systems")
    one = load_set(write_set(folder / "atelier", [*WOOD, *MANY], WOOD_QUERIES))
    with opened_index([one], ENCODER, "float32", folder / "cache", lambda *_: None) as made:
        yield made


def ask(index: Index, text: str, *hidden: str) -> Asked:
    shelf = Shelf(index, index.passages([f"atelier/{line['id']}" for line in (*WOOD, *MANY)]), ENCODER)
    return Asked(shelf, text, ENCODER.encode_queries([text])[0], frozenset(hidden))


def ranked(name: str, asked: Asked, **settings: object) -> Ranked:
    return SYSTEMS[name](load_settings(overrides=settings), ENCODER).rank(asked)


def test_the_reference_is_one_of_the_systems_and_each_goes_by_its_name() -> None:
    assert list(SYSTEMS) == ["lexical", "e5", "rrf", "dense", "hybrid"]
    assert REFERENCE in SYSTEMS
    every = {**SYSTEMS, **ABLATION}
    assert len(every) == len(SYSTEMS) + len(ABLATION)
    assert [make(load_settings(), ENCODER).name for make in every.values()] == list(every)


def test_words_alone_are_those_of_the_index_as_sure_as_the_first_score(index: Index) -> None:
    expected = index.lexical("bois dur", 60)[:DEPTH]
    found = ranked("lexical", ask(index, "bois dur"))
    assert list(found.names) == [name for name, _ in expected]
    assert len(found.names) == DEPTH
    assert found.confidence == expected[0][1]


def test_vectors_alone_are_those_of_the_index_as_sure_as_the_first_cosine(index: Index) -> None:
    expected = index.dense(ENCODER.encode_queries(["bois dur"])[0], 60)[:DEPTH]
    found = ranked("dense", ask(index, "bois dur"))
    assert list(found.names) == [name for name, _ in expected]
    assert found.confidence == expected[0][1]


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.0])
def test_both_are_what_the_retriever_finds_as_sure_as_the_highest_cosine_of_its_hits(
    index: Index, weight: float
) -> None:
    hits = HybridRetriever(index=index, encoder=ENCODER, k=DEPTH, dense_weight=weight).search("bois dur")
    found = ranked("hybrid", ask(index, "bois dur"), dense_weight=weight)
    assert list(found.names) == [hit.passage.id for hit in hits]
    assert found.confidence == max(hit.scores["dense"] for hit in hits if "dense" in hit.scores)
    assert found.confidence != hits[0].scores["fused"]


def test_a_question_that_no_word_matches_is_the_least_sure(index: Index) -> None:
    assert ranked("lexical", ask(index, "xylophone")) == Ranked((), 0.0)


def test_the_model_alone_finds_what_the_index_does_when_there_is_no_adapter(index: Index) -> None:
    asked = ask(index, "bois dur")
    found, expected = asked.plain_dense(), asked.dense(asked.vector)
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=1e-6)
    assert ranked("e5", asked).confidence == pytest.approx(expected[0][1], abs=1e-6)


def test_ranks_are_fused_by_the_sum_of_their_inverses(index: Index) -> None:
    asked = ask(index, "bois dur")
    words, vectors = ([name for name, _ in found] for found in (asked.lexical("bois dur"), asked.plain_dense()))
    places = {name: [r.index(name) + 1 for r in (words, vectors) if name in r] for name in {*words, *vectors}}
    scores = {name: sum(1 / (60 + place) for place in found) for name, found in places.items()}
    found = ranked("rrf", asked)
    assert list(found.names) == sorted(scores, key=lambda name: (-scores[name], name))[:DEPTH]
    assert found.confidence == pytest.approx(max(scores.values()))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("no-coverage", {"coverage_share": 0.0}),
        ("no-bm25", {"coverage_share": 1.0}),
        ("no-copies", {"copies": False}),
    ],
)
def test_an_ablation_is_the_retriever_without_one_part(index: Index, name: str, changes: dict[str, Any]) -> None:
    question = "L'outil coupe le bois dur"
    retriever = HybridRetriever(index=index, encoder=ENCODER, k=DEPTH, **changes)
    found = ABLATION[name](load_settings(), ENCODER).rank(ask(index, question))
    assert list(found.names) == [hit.passage.id for hit in retriever.search(question)]


def test_without_the_adapter_the_vectors_of_the_model_are_compared(index: Index) -> None:
    asked = ask(index, "bois dur")
    assert asked.unadapted().dense(np.zeros(ENCODER.dimension)) == asked.plain_dense()


@pytest.mark.parametrize("name", list(SYSTEMS))
def test_what_is_hidden_is_left_out_and_the_ranking_is_as_long(index: Index, name: str) -> None:
    whole = ranked(name, ask(index, "L'outil coupe le bois dur"))
    left = ranked(name, ask(index, "L'outil coupe le bois dur", *whole.names[:3]))
    assert not set(whole.names[:3]) & set(left.names)
    assert len(left.names) == len(whole.names) == DEPTH


def test_each_search_is_made_once_for_all_systems(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for signal in ("dense", "lexical"):
        search = getattr(index, signal)
        monkeypatch.setattr(index, signal, lambda *args, s=signal, f=search: made.append(s) or f(*args))
    asked = ask(index, "bois dur")
    for name in SYSTEMS:
        ranked(name, asked)
    assert sorted(made) == ["dense", "lexical", "lexical"], "the words added make another search"
