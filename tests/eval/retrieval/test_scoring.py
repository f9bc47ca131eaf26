"""Judging a ranking: by passage or by document, copies of other sets neither a hit nor a miss."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from eval.metrics.ranking import NAMES
from eval.retrieval.scoring import Judge, Scored
from eval.retrieval.sets import RetrievalSet, load_set
from eval.retrieval.systems import Ranked
from tests.eval.retrieval.small_sets import WOOD, WOOD_QUERIES, passage, query, write_set


def judged(one: RetrievalSet, identifier: str, *names: str, among: tuple[RetrievalSet, ...] = ()) -> Scored:
    asked = [q for q in (*one.queries, *one.unanswerable) if q.id == identifier]
    return Judge([one, *among]).score(one, asked, {identifier: Ranked(names, 0.7)})[identifier]


@pytest.fixture
def by_passage(tmp_path: Path) -> RetrievalSet:
    return load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, [query("u1", "Le verre ?")]))


@pytest.fixture
def by_document(tmp_path: Path) -> RetrievalSet:
    return load_set(write_set(tmp_path / "cdtn", WOOD, WOOD_QUERIES))


def test_passages_are_judged_one_by_one(by_passage: RetrievalSet) -> None:
    found = judged(by_passage, "q4", "atelier/bois-0", "atelier/cuir-1", "atelier/bois-1", "atelier/cuir-0")
    # Relevant at ranks 2 and 4, as worked out in the tests of the measures.
    assert found.values["mrr@10"] == 0.5
    assert found.values["ndcg@10"] == pytest.approx(0.65092, abs=1e-5)
    assert (found.loss, found.confidence) == (1, 0.7)
    assert found.ranking == ("atelier/bois-0", "atelier/cuir-1", "atelier/bois-1", "atelier/cuir-0")


def test_documents_are_ranked_by_their_first_passage(by_document: RetrievalSet) -> None:
    found = judged(by_document, "q4", "cdtn/bois-2", "cdtn/bois-0", "cdtn/bois-1", "cdtn/cuir-1", "cdtn/cuir-0")
    # Three passages of one document, then the relevant one: it is second. DCG = 1/log2(3), the best is 1.
    assert found.values["mrr@10"] == 0.5
    assert found.values["ndcg@10"] == pytest.approx(1 / math.log2(3))
    assert found.values["recall@5"] == 1.0
    assert found.ranking[0] == "cdtn/bois-2", "the ranking kept is that of the passages"


def test_the_best_ranking_has_one_everywhere(by_passage: RetrievalSet, by_document: RetrievalSet) -> None:
    assert set(judged(by_passage, "q1", "atelier/bois-0", "atelier/cuir-0").values.values()) == {1.0}
    assert set(judged(by_document, "q1", "cdtn/bois-1", "cdtn/cuir-0").values.values()) == {1.0}
    assert judged(by_passage, "q1", "atelier/bois-0").loss == 0


def test_a_question_without_answer_has_no_value_and_is_always_a_loss(by_passage: RetrievalSet) -> None:
    found = judged(by_passage, "u1", "atelier/bois-0")
    assert (found.values, found.loss) == ({}, 1)


def test_the_same_id_in_another_set_is_another_passage(tmp_path: Path, by_passage: RetrievalSet) -> None:
    other = load_set(write_set(tmp_path / "b", [passage("bois-0", "Autre texte.")], [query("z", "?!", "bois-0")]))
    found = judged(by_passage, "q1", "b/bois-0", "atelier/bois-0", among=(other,))
    assert found.values["mrr@10"] == 0.5
    assert Judge([by_passage, other]).hidden(by_passage, by_passage.queries[0]) == frozenset()


def test_a_copy_of_a_relevant_passage_is_hidden_and_no_other(tmp_path: Path, by_passage: RetrievalSet) -> None:
    copies = [*(dict(line) | {"title": "Autre titre"} for line in WOOD[:2]), passage("bois-2", "Autre texte.")]
    other = load_set(write_set(tmp_path / "b", copies, [query("z", "Le bois ?", "bois-0")]))
    judge = Judge([by_passage, other])
    hidden = {q.id: judge.hidden(by_passage, q) for q in by_passage.queries}
    assert hidden == {"q1": {"b/bois-0"}, "q2": {"b/bois-1"}, "q3": frozenset(), "q4": frozenset()}
    assert judge.hidden(other, other.queries[0]) == {"atelier/bois-0"}
    assert judge.hidden(by_passage, by_passage.unanswerable[0]) == frozenset()


def test_a_copy_of_a_relevant_document_is_hidden_whole(tmp_path: Path, by_document: RetrievalSet) -> None:
    copies = [WOOD[0], passage("bois-9", "Un passage de plus."), WOOD[3] | {"doc": "sellerie"}]
    other = load_set(write_set(tmp_path / "spf", copies, [query("z", "Le bois ?", "bois-9")]))
    judge = Judge([by_document, other])
    # « bois » is there under the same id with a passage in common; what « cuir » shares stands in another document.
    assert judge.hidden(by_document, by_document.queries[0]) == {"spf/bois-0", "spf/bois-9"}
    assert judge.hidden(by_document, by_document.queries[3]) == frozenset()
    # A relevant document without a passage in common is no copy, though another of its id is in the other set.
    alone = load_set(write_set(tmp_path / "c", [passage("bois-9", "Encore un.")], [query("z", "Le bois ?", "bois-9")]))
    assert Judge([by_document, alone]).hidden(by_document, by_document.queries[0]) == frozenset()


@pytest.mark.parametrize("level", ["document", "passage"])
def test_what_was_removed_from_a_set_is_hidden_where_another_holds_it(tmp_path: Path, level: str) -> None:
    unanswerable = [query("u1", "Le verre ?", removed_doc=["verre", "vitre"]), query("u2", "Le plomb ?")]
    one = load_set(write_set(tmp_path / "a", WOOD, WOOD_QUERIES, unanswerable, {"level": level}))
    glass = [passage("verre-0", "Le verre se souffle."), passage("verre-1", "Il se coupe."), passage("zinc-0", "Zinc.")]
    other = load_set(write_set(tmp_path / "b", glass, [query("z", "Le zinc ?", "zinc-0")]))
    judge = Judge([one, other])
    asked = {q.id: judge.hidden(one, q) for q in one.unanswerable}
    assert asked == {"u1": {"b/verre-0", "b/verre-1"}, "u2": frozenset()}
    assert Judge([one]).hidden(one, one.unanswerable[0]) == frozenset()


def test_every_measure_is_there(by_passage: RetrievalSet) -> None:
    assert tuple(judged(by_passage, "q1").values) == NAMES
    assert set(judged(by_passage, "q1").values.values()) == {0.0}
