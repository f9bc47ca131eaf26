"""A question read before it is searched, on the sample corpus."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from assistant.models import Filters
from assistant.retrieval.holdings import Holdings
from assistant.retrieval.query import Expansion
from assistant.retrieval.understanding import QuestionReader
from assistant.service import Assistant
from tests.retrieval.plain_catalogue import read_notices


def test_the_conditions_of_a_question_filter_its_passages(library: Assistant) -> None:
    found = library.search("Que disent les notices sur l'apprentissage depuis 2022 ?")
    assert {hit.file for hit in found.hits} == {"notices/notice_66415.html", "notices/notice_66105.html"}
    assert found.filters == Filters()
    assert found.searched is not None
    assert found.searched.filters == Filters("2022-01-01", None, ("APPRENTISSAGE",), (), ("notice",))


def test_without_conditions_everything_is_searched(library: Assistant) -> None:
    found = library.search("Que disent les notices sur l'apprentissage depuis 2022 ?", conditions=False)
    assert found.conditions == ()
    assert found.searched is not None
    assert found.searched.filters.empty


def test_an_ordinary_question_searches_everything(library: Assistant) -> None:
    found = library.search("Combien d'apprentis en 2020 ?")
    assert found.conditions == ()
    assert "notices/notice_62019.txt" in {hit.file for hit in found.hits}


def test_conditions_that_leave_no_document_are_dropped_and_said(library: Assistant) -> None:
    question = "Que disent les notices de 2031 sur le taux de rupture des contrats d'apprentissage ?"
    answer = library.ask(question)
    assert [(one.label, one.applied) for one in answer.conditions] == [("notices", False), ("en 2031", False)]
    assert any("notices ; en 2031" in warning and "sans elles" in warning for warning in answer.warnings)
    assert library.search(question).hits


def test_a_phrase_that_says_where_to_look_is_not_among_the_words_searched(library: Assistant) -> None:
    found = library.search("Dans les PDF, combien d'engagements compte le protocole ?")
    assert found.searched is not None
    assert found.searched.text == "Combien d'engagements compte le protocole ?"
    assert {hit.kind for hit in found.hits} == {"pdf"}


def test_the_words_of_the_expanders_reach_the_query(library: Assistant) -> None:
    added = Expansion(("pric",), 0.5, "acronym", "PRIC", "pacte régional")
    reader = QuestionReader(library._index, Holdings(library._index), [lambda text: [added] if "PRIC" in text else []])
    assert reader.read("Que finance le PRIC ?", Filters()).query.expansions == (added,)
    assert reader.read("Que finance la Région ?", Filters()).query.expansions == ()


def test_the_wish_for_the_newest_reaches_the_query_and_filters_nothing(library: Assistant) -> None:
    read = library.search("Quelle est l'aide actuellement en vigueur ?").searched
    assert read is not None
    assert (read.recent, read.filters) == (True, Filters())


def test_depuis_juin_is_reckoned_from_today(library: Assistant) -> None:
    reader = QuestionReader(library._index, Holdings(library._index), today=lambda: date(2023, 5, 1))
    made = reader.read("Que disent les notices publiées depuis juin ?", Filters()).query.filters
    assert made.date_from == "2022-06-01"


def test_the_facets_count_the_works_found(library: Assistant, root: Path) -> None:
    notices = read_notices(root / "corpus")
    found = library.browse("")
    years = Counter(notice.published[:4] for notice in notices)
    authors = Counter(name for notice in notices for name in notice.authors)
    assert {one.value: one.count for one in found.facets.years} == dict(years)
    assert {one.value: one.count for one in found.facets.authors} == dict(authors)
    with_pdf = sum(1 for notice in notices if notice.pdfs)
    assert {one.value: one.count for one in found.facets.kinds} == {"notice": len(notices), "pdf": with_pdf}
    dates = [work.document.date or "" for work in found.works]
    assert dates == sorted(dates, reverse=True)


def test_a_search_keeps_the_works_that_hold_a_word_of_it(library: Assistant, root: Path) -> None:
    found = library.browse("soudeur")
    assert 0 < len(found.works) < len(read_notices(root / "corpus"))
    assert all(work.hit and work.hit.scores.get("lexical") for work in found.works)
