"""Copies and versions among the passages found: which is shown, where, and what it counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.store import Index
from assistant.models import Passage
from assistant.retrieval.copies import newest_first, shown_once
from assistant.retrieval.hybrid import DEPTH, HybridRetriever
from tests.fakes import HashedEncoder
from tests.index.library import entry, make_notice, opened, write

NOTHING = "La convention collective ne prévoit rien sur ce point."
TRADES = ("boulangerie", "menuiserie", "plomberie")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with opened(tmp_path) as made:
        yield made


def retriever(index: Index, **values: object) -> HybridRetriever:
    return HybridRetriever(index=index, encoder=HashedEncoder(), **values)  # type: ignore[arg-type]


def passage(name: str, text: str, document: str = "", copies: int = 0) -> Passage:
    return Passage(name, document or name, text, 0, len(text), (1,), copies=copies)


def names(passages: list[Passage]) -> list[tuple[str, int]]:
    return [(one.id, one.copies) for one in passages]


@pytest.mark.parametrize("trade", TRADES)
def test_boilerplate_is_shown_from_the_document_that_the_question_names(index: Index, trade: str) -> None:
    write(index, *[entry(one, NOTHING, notice=make_notice(f"Convention de la {one}", id=one)) for one in TRADES])
    (hit,) = retriever(index).search(f"Que prévoit la convention de la {trade} ?")
    assert (hit.title, hit.passage.copies) == (f"Convention de la {trade}", 2)


def test_a_press_release_of_several_notices_is_shown_once_from_the_newest_and_counts_the_others(index: Index) -> None:
    release = "Le protocole pour l'emploi des jeunes est signé à Nantes."
    for name, date in (("a", "2022-01-01"), ("b", "2024-01-01"), ("c", "2023-01-01")):
        write(index, entry(name, release, date=date))
    (hit,) = retriever(index).search("protocole pour l'emploi des jeunes")
    assert (hit.file, hit.passage.copies) == ("b.pdf", 2)
    assert {copy.file for copy in index.copies_of(hit.passage.id)} == {"a.pdf", "c.pdf"}


def test_the_copy_kept_stands_at_its_own_place_when_it_fits_better_than_the_first() -> None:
    found = [passage("a", "Rien."), passage("x", "Autre."), passage("b", "RIEN", copies=1), passage("c", "rien")]
    assert names(shown_once(found, {"a": 1.0, "x": 3.0, "b": 5.0}, {})) == [("x", 0), ("b", 3)]


def test_the_copy_kept_takes_the_first_place_of_those_that_fit_as_well() -> None:
    found = [passage("a", "Rien."), passage("x", "Autre."), passage("b", "Rien.")]
    lexical = {"a": 5.0, "b": 4.999, "x": 1.0}
    assert names(shown_once(found, lexical, {"a": "2022", "b": "2023"})) == [("b", 1), ("x", 0)]
    assert names(shown_once(found, lexical, {})) == [("a", 1), ("x", 0)]


def test_copies_do_not_take_the_places_of_other_texts(index: Index) -> None:
    write(index, *[entry(f"n{n:03}", NOTHING) for n in range(DEPTH + 10)])
    write(index, entry("autre", "La convention collective de la boulangerie prévoit, sur un point, un long préavis."))
    found = retriever(index, k=2).search("La convention collective ne prévoit rien sur ce point")
    assert [(hit.passage.text == NOTHING, hit.file == "autre.pdf") for hit in found] == [(True, False), (False, True)]


def test_the_newer_version_comes_first_at_equal_score_alone() -> None:
    old, new = (
        passage("o", "Le plan compte 17 mesures rangées en trois axes."),
        passage("n", "Le plan compte 18 mesures rangées en trois axes."),
    )
    between = passage("x", "Tout autre chose.")
    families = {"o": ("f", "2022"), "n": ("f", "2024-05")}
    near = {"o": 0.90, "x": 0.895, "n": 0.89}
    assert [p.id for p in newest_first([old, between, new], near, families)] == ["n", "o", "x"]
    far = {"o": 0.90, "x": 0.895, "n": 0.80}
    assert [p.id for p in newest_first([old, between, new], far, families)] == ["o", "x", "n"]
    undated = {"o": ("f", ""), "n": ("f", "2024-05")}
    assert [p.id for p in newest_first([old, new], near, undated)] == ["o", "n"]
    assert [p.id for p in newest_first([old, new], near, {})] == ["o", "n"]


def test_another_passage_of_a_newer_version_does_not_pass_before() -> None:
    old, new = passage("o", "Le plan compte 17 mesures."), passage("n", "Un comité se réunit chaque trimestre.")
    families = {"o": ("f", "2022"), "n": ("f", "2024")}
    assert [p.id for p in newest_first([old, new], {"o": 0.9, "n": 0.9}, families)] == ["o", "n"]
