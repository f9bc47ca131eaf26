"""The hybrid retriever on a real index: both signals fused, texts once, documents held back, filters."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever

from assistant.index.store import Index
from assistant.models import Filters
from assistant.retrieval.fusion import fuse
from assistant.retrieval.hybrid import MAX_PER_DOCUMENT, HybridRetriever
from assistant.retrieval.query import Query
from tests.fakes import HashedEncoder
from tests.index.library import entry, make_notice, opened, write


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path) as made:
        yield made


def retriever(index: Index, **values: object) -> HybridRetriever:
    return HybridRetriever(index=index, encoder=HashedEncoder(), **values)  # type: ignore[arg-type]


def test_hits_come_in_the_order_of_the_fused_scores(index: Index) -> None:
    write(index, entry("a", "Le bois de chêne.", "La menuiserie du bois."), entry("b", "Le cuir de vache.", "Un bois."))
    question = "bois de chêne"
    found = retriever(index, k=10).search(question)
    assert [hit.rank for hit in found] == [1, 2, 3, 4][: len(found)]
    vector = HashedEncoder().encode_queries([question])[0]
    dense, lexical = index.dense(vector, 50, None), index.lexical(question, 50, None)
    both = dict(fuse({"dense": dense, "lexical": lexical}, {"dense": 0.45, "lexical": 0.055}))
    for hit in found:
        expected = 0.505 * both[hit.passage.id] + 0.495 * hit.scores["coverage"]
        assert hit.scores["fused"] == pytest.approx(expected)
    assert [hit.scores["fused"] for hit in found] == sorted((hit.scores["fused"] for hit in found), reverse=True)
    assert found[0].scores["coverage"] == pytest.approx(1.0)
    assert found[0].passage.text == "Le bois de chêne."
    assert found[0].scores["dense"] == dict(dense)[found[0].passage.id]
    assert found[0].scores["lexical"] == dict(lexical)[found[0].passage.id]


def test_a_weight_of_zero_leaves_the_words_alone(index: Index) -> None:
    write(index, entry("a", "Le bois.", "Le cuir.", "La laine."))
    found = retriever(index, dense_weight=0.0).search("cuir")
    assert [hit.passage.text for hit in found] == ["Le cuir."]


def test_a_weight_of_one_leaves_the_vectors_alone(index: Index) -> None:
    write(index, entry("a", "Le bois.", "Le cuir.", "La laine."))
    found = retriever(index, dense_weight=1.0).search("cuir")
    vector = HashedEncoder().encode_queries(["cuir"])[0]
    assert [hit.passage.id for hit in found] == [key for key, _ in fuse(
        {"dense": index.dense(vector, 50, None)}, {"dense": 1.0}
    )]  # fmt: skip
    assert len(found) == 3


def test_the_same_text_is_found_once(index: Index) -> None:
    write(index, entry("a", "Le bois de chêne est dur."), entry("b", "Le  bois de CHÊNE est dur."))
    assert len(retriever(index).search("bois de chêne")) == 1


def test_a_document_does_not_fill_the_result_when_others_have_some(index: Index) -> None:
    pages = [f"Le bois numéro {n} du catalogue." for n in range(8)]
    write(index, entry("long", *pages), entry("court", "Le bois et la forêt, notice du bois."))
    found = retriever(index).search("bois du catalogue", k=6)
    assert [hit.file for hit in found].count("long.pdf") == MAX_PER_DOCUMENT
    assert "court.pdf" in [hit.file for hit in found]


def test_a_notice_and_its_pdf_do_not_hide_each_other(index: Index) -> None:
    pages = [f"Protocole : engagement numéro {n} du protocole." for n in range(8)]
    notice = make_notice("Notice", attachments=())
    write(index, entry("pdf", *pages), entry("notice", "Le protocole compte 17 engagements.", notice=notice))
    found = retriever(index).search("engagement du protocole", k=6)
    assert "notice.txt" in [hit.file for hit in found]


def test_free_places_go_to_the_passages_held_back(index: Index) -> None:
    write(index, entry("long", *[f"Le bois numéro {n} du catalogue." for n in range(8)]))
    assert len(retriever(index).search("bois du catalogue", k=8)) == 8


def test_filters_limit_the_documents(index: Index) -> None:
    write(
        index,
        entry("vieux", "Le bois ancien.", date="2019-05-01"),
        entry("neuf", "Le bois nouveau.", date="2023-05-01"),
    )
    assert [h.file for h in retriever(index).search(Query("bois", filters=Filters(date_from="2022-01-01")))] == [
        "neuf.pdf"
    ]
    assert retriever(index).search(Query("bois", filters=Filters(date_from="2030-01-01"))) == []
    bound = retriever(index, filters=Filters(date_to="2020-01-01"))
    assert [hit.file for hit in bound.search("bois")] == ["vieux.pdf"]


def test_an_empty_index_gives_nothing(index: Index) -> None:
    assert retriever(index).search("bois") == []
    assert retriever(index).invoke("bois") == []


def test_it_is_a_langchain_retriever_whose_documents_say_where_they_come_from(index: Index) -> None:
    write(index, entry("a", "Le bois de chêne."))
    bound = retriever(index, k=1)
    assert isinstance(bound, BaseRetriever)
    (document,) = bound.invoke("bois")
    (hit,) = bound.search("bois")
    assert isinstance(document, LangChainDocument)
    assert (document.id, document.page_content) == (hit.passage.id, "Le bois de chêne.")
    assert document.metadata == {
        "rank": 1,
        "document_id": "a",
        "work_id": hit.work_id,
        "file": "a.pdf",
        "title": "a",
        "page": 1,
        "heading_path": [],
        "scores": hit.scores,
    }


@pytest.mark.parametrize("question", ["", "???", '"bois', "bois AND", "a" * 3000])
def test_no_question_is_an_error(index: Index, question: str) -> None:
    write(index, entry("a", "Le bois de chêne."))
    retriever(index).search(question)


def test_the_newest_gains_when_the_question_asks_for_it(index: Index) -> None:
    write(index, entry("a", "Le bois.", date="2019-05-01"), entry("b", "Le bois sec.", date="2024"))
    usual = retriever(index).search(Query("bois"))
    newest = retriever(index).search(Query("bois", recent=True))
    assert {hit.file: hit.scores.get("recent") for hit in newest} == {"a.pdf": 0.5, "b.pdf": 1.0}
    assert "recent" not in usual[0].scores
    before = {hit.file: hit.scores["fused"] for hit in usual}
    for hit in newest:
        assert hit.scores["fused"] == pytest.approx((before[hit.file] + 0.1 * hit.scores["recent"]) / 1.1)
