"""The same answer told otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.candidates import Candidate
from assistant.answering.extractive import Quote
from assistant.answering.manners import further, manner_of, new_only, shortest, with_manner, without_manner
from assistant.answering.scoring import Scored
from assistant.models import Block, Document, Hit, Passage
from tests.document_maker import make_document

TEXT = "Le plan compte 17 mesures. Il dure trois ans. Un comité le suit. Il est publié."


def scored(*order: str) -> list[Scored]:
    document: Document = make_document([("paragraph", TEXT)])
    hit = Hit(Passage("p", document.id, TEXT, 0, len(TEXT), (1,)), 1, {})
    found = []
    for place, text in enumerate(order):
        start = TEXT.index(text)
        candidate = Candidate(hit, start, start + len(text), text, Block("paragraph", 0, len(TEXT)))
        found.append(Scored(candidate, 0.9 / (place + 1), {}, frozenset()))
    return found


FIRST, SECOND, THIRD = "Le plan compte 17 mesures.", "Il dure trois ans.", "Un comité le suit."


def quote(one: Scored) -> Quote:
    return Quote(one.candidate, one.candidate.start, one.candidate.end, one.candidate.text, one.probability)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shorter", ("shorter", False, "Qui ?")),
        ("more", ("more", False, "Qui ?")),
        ("newest", ("plain", True, "Qui ?")),
    ],
)
def test_a_manner_is_written_before_the_question_and_read_again(name: str, expected: tuple[str, bool, str]) -> None:
    assert manner_of(with_manner(name, "Qui ?")) == expected
    assert without_manner(with_manner(name, with_manner("more", "Qui ?"))) == "Qui ?"


def test_a_question_without_a_manner_is_plain() -> None:
    assert manner_of("Qui ?") == ("plain", False, "Qui ?")


def test_the_shortest_answer_is_the_best_quote() -> None:
    quotes = [quote(one) for one in scored(FIRST, SECOND)]
    assert [one.text for one in shortest(quotes)] == [FIRST]
    assert shortest([]) == []


def test_more_begins_with_what_follows_the_answer_and_repeats_nothing() -> None:
    found = scored(FIRST, THIRD, SECOND)
    every = [one.candidate for one in scored(THIRD, SECOND, FIRST)]
    more = further([quote(found[0])], found[:1], every, [f"{FIRST} [1]"])
    assert [one.text for one in more] == [SECOND, THIRD]
    assert further([quote(found[0])], found, every, [FIRST, SECOND, THIRD]) == []


def test_more_goes_on_with_the_likeliest_when_nothing_follows() -> None:
    found = scored(THIRD, FIRST, SECOND)
    assert [one.text for one in further([quote(found[0])], found, [], [THIRD])] == [FIRST, SECOND]
    unlikely = replace(found[1], probability=0.2)
    assert further([quote(found[0])], [found[0], unlikely], [], [THIRD]) == []


def test_why_is_not_answered_by_what_was_just_said() -> None:
    quotes = [quote(one) for one in scored(FIRST, SECOND)]
    why = "À propos de « Combien de mesures » : pourquoi ?"
    assert [one.text for one in new_only(why, quotes, [f"{FIRST} [1]"])] == [SECOND]
    assert len(new_only("À propos de « Combien de mesures » : et quand ?", quotes, [FIRST, SECOND])) == 2
    assert len(new_only("Pourquoi le plan a-t-il 17 mesures ?", quotes, [FIRST])) == 2


def test_more_about_what_had_no_sure_answer_goes_on_from_the_likeliest_sentence() -> None:
    every = [one.candidate for one in scored(FIRST, SECOND, THIRD)]
    assert [one.text for one in further([], scored(FIRST), every, [FIRST])] == [SECOND, THIRD]
