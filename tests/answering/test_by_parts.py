"""A question in several parts, and the span that goes before the quote."""

from __future__ import annotations

from assistant.answering.by_parts import lead_of, read_parts
from assistant.answering.candidates import Candidate
from assistant.answering.extractive import Quote
from assistant.answering.question import Question, understand
from assistant.answering.scoring import Scored
from assistant.models import Block, Hit, Passage

TEXT = "Le protocole compte 17 engagements. Un comité se réunit."


def scored(start: int, end: int, probability: float) -> Scored:
    hit = Hit(Passage("p", "d", TEXT, 0, len(TEXT), (1,)), 1, {})
    candidate = Candidate(hit, start, end, TEXT[start:end], Block("paragraph", 0, len(TEXT)))
    return Scored(candidate, probability, {}, frozenset())


FIRST, SECOND = scored(0, 35, 0.8), scored(36, len(TEXT), 0.3)
QUESTION = understand("Combien d'engagements compte le protocole ?")


def quote(one: Scored) -> Quote:
    found = one.candidate
    return Quote(found, found.start, found.end, found.text, one.probability)


def test_each_part_is_scored_with_its_own_question() -> None:
    asked: list[tuple[str, str]] = []

    def score(question: Question, text: str) -> list[Scored]:
        asked.append((question.type, text))
        return [FIRST]

    found = read_parts("Combien d'engagements compte le protocole et qui le pilote ?", score)
    assert asked == [
        ("number", "Combien d'engagements compte le protocole ?"),
        ("agent", "Qui pilote le protocole ?"),
    ]
    assert [part.scored for part in found] == [(FIRST,), (FIRST,)]


def test_a_question_that_asks_one_thing_has_one_part() -> None:
    assert [part.asked for part in read_parts(QUESTION.text, lambda question, text: [])] == [QUESTION.text]


def test_the_lead_is_the_span_of_the_likeliest_sentence_with_a_capital() -> None:
    found = lead_of(understand("Combien d'engagements ?"), [quote(SECOND), quote(FIRST)], [FIRST, SECOND])
    assert found is not None
    assert (found[0], found[1].text) == ("17 engagements", TEXT[:35])


def test_no_lead_is_taken_from_another_sentence_than_the_likeliest() -> None:
    assert lead_of(QUESTION, [quote(FIRST)], [SECOND, FIRST]) is None
    assert lead_of(QUESTION, [], []) is None


def test_a_lead_that_is_nearly_the_whole_quote_is_not_said_twice() -> None:
    text = "17 engagements."
    hit = Hit(Passage("p", "d", text, 0, len(text), (1,)), 1, {})
    one = Scored(Candidate(hit, 0, len(text), text, Block("item", 0, len(text))), 0.9, {}, frozenset())
    assert lead_of(QUESTION, [quote(one)], [one]) is None
