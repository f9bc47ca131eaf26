"""Documents that do not give the same figure: when it is said, and when it is not."""

from __future__ import annotations

from dataclasses import replace

from assistant.answering.candidates import Candidate
from assistant.answering.citations import CitationBook
from assistant.answering.disagreements import (
    LACKING,
    disagreement,
    newest_preferred,
    said_of,
    with_disagreement,
)
from assistant.answering.drafts import Draft
from assistant.answering.extractive import Quote
from assistant.answering.question import understand
from assistant.answering.scoring import Scored
from assistant.answering.signals import FEATURES
from assistant.models import Block, Hit, Passage
from tests.document_maker import make_document

QUESTION = understand("Combien d'engagements compte le protocole ?")
COVERED = frozenset(QUESTION.content)
OLD = "Le protocole compte 17 engagements."
NEW = "Le protocole compte désormais 18 engagements."


def scored(name: str, text: str, date: str, probability: float) -> Scored:
    hit = Hit(Passage(f"p-{name}", name, text, 0, len(text), (1,)), 1, {}, date=date)
    candidate = Candidate(hit, 0, len(text), text, Block("paragraph", 0, len(text)))
    return Scored(candidate, probability, dict.fromkeys(FEATURES, 0.0), COVERED)


FIRST = scored("old", OLD, "2023-06-01", 0.8)
SECOND = scored("new", NEW, "2023-12-05", 0.3)


def quote(one: Scored) -> Quote:
    return Quote(one.candidate, 0, len(one.candidate.text), one.candidate.text, one.probability)


def test_another_figure_of_the_same_thing_in_another_document_is_a_disagreement() -> None:
    found = disagreement(QUESTION, FIRST, [FIRST, SECOND])
    assert found is not None
    assert (found.other, found.here, found.there) == (SECOND, "17 engagements", "18 engagements")


def test_the_newest_of_the_two_comes_first_and_the_others_after() -> None:
    third = scored("third", "Un comité suit les engagements.", "2024-01-01", 0.2)
    quotes, found = with_disagreement(QUESTION, [quote(FIRST), quote(third)], [FIRST, SECOND, third])
    assert found is not None
    assert [one.text for one in quotes] == [NEW, OLD, third.candidate.text]


def test_the_warning_gives_both_figures_with_their_dates_and_markers() -> None:
    quotes, found = with_disagreement(QUESTION, [quote(FIRST)], [FIRST, SECOND])
    draft = Draft(CitationBook(lambda document, page: document.title))
    for one in quotes:
        document = make_document([("paragraph", one.text)], document_id=one.candidate.hit.passage.document_id)
        draft.add(one.text, [(one.candidate.hit, document, one.start, one.end, one.support)])
    expected = (
        "Les documents diffèrent, du plus récent au plus ancien : « 18 engagements » dans [1] (5 décembre 2023) ; "
        "« 17 engagements » dans [2] (1er juin 2023)."
    )
    assert said_of(found, draft) == [expected]
    assert said_of(None, draft) == []


def test_what_answers_less_well_contradicts_nothing() -> None:
    unlikely = replace(SECOND, probability=0.05)
    lacking = [replace(SECOND, signals={**SECOND.signals, name: 1.0}) for name in LACKING]
    partial = replace(SECOND, covered=frozenset())
    same = scored("same", OLD, "2023-12-05", 0.3)
    several = scored("several", "Des 18 engagements, 6 engagements sont tenus.", "2023-12-05", 0.3)
    other_noun = scored("noun", "Le protocole compte 18 pages.", "2023-12-05", 0.3)
    for other in (unlikely, *lacking, partial, same, several, other_noun):
        assert disagreement(QUESTION, FIRST, [FIRST, other]) is None, other.candidate.text


def test_sentences_of_one_document_do_not_disagree() -> None:
    assert disagreement(QUESTION, FIRST, [FIRST, scored("old", NEW, "2023-06-01", 0.3)]) is None


def test_dates_are_compared_in_sentences_that_are_alike() -> None:
    question = understand("Quand le protocole a-t-il été signé ?")
    one = scored("a", "Le protocole a été signé le 1er juin 2023.", "2023-06-01", 0.8)
    other = scored("b", "Le protocole a été signé le 2 juin 2023.", "2023-07-01", 0.3)
    apart = scored("c", "La convention est conclue le 3 juin 2023.", "2023-07-01", 0.3)
    assert disagreement(question, one, [one, other]) is not None
    assert disagreement(question, one, [one, apart]) is None


def test_the_newest_that_answers_as_well_comes_first_when_it_is_asked_for() -> None:
    likely = replace(SECOND, probability=0.3)
    ordered = newest_preferred([FIRST, likely])
    assert [one.candidate.text for one in ordered] == [NEW, OLD]
    assert ordered[0].probability == FIRST.probability
    assert newest_preferred([FIRST, replace(SECOND, probability=0.1)])[0] is FIRST
    assert newest_preferred([]) == []
