"""What an answer that is not given, or not sure, says of its question."""

from __future__ import annotations

from assistant.answering import messages
from assistant.answering.abstaining import not_said_by, not_said_in
from assistant.answering.candidates import Candidate
from assistant.models import Block, Hit, Passage
from tests.document_maker import make_document

TEXT = "Le taux de rupture remonte à 20,7 %."


def candidate(headings: str = "", date: str = "") -> Candidate:
    hit = Hit(Passage("p", "d", TEXT, 0, len(TEXT), (1,)), 1, {}, date=date)
    return Candidate(hit, 0, len(TEXT), TEXT, Block("paragraph", 0, len(TEXT)), headings=headings)


def test_what_restricts_the_question_and_is_not_there_is_named_as_typed() -> None:
    question = "Quel est le taux de rupture dans le Commerce, à Laval, en 2021 ?"
    assert not_said_by(question, candidate("Bilan 2022")) == ["Commerce", "Laval", "2021"]
    assert not_said_by(question, candidate("Commerce : bilan 2021 à Laval")) == []


def test_the_year_of_the_document_is_said() -> None:
    assert not_said_by("Quel est le taux en 2023 ?", candidate(date="2023-05-01")) == []


def test_a_cited_document_that_names_it_anywhere_is_enough() -> None:
    document = make_document([("paragraph", TEXT), ("paragraph", "À Laval, rien.")])
    assert not_said_in("Quel est le taux à Laval ?", [document]) == []
    assert not_said_in("Quel est le taux à Angers, dans le commerce ?", [document]) == ["Angers"]
    assert not_said_in("Quel est le taux à Angers ?", []) == []


def test_an_abstention_says_what_to_try() -> None:
    said = messages.abstention("not_in_corpus", dated=True, descriptors=["APPRENTI"])
    assert said == (
        "Je ne trouve pas la réponse dans le corpus. "
        "Essayez avec d'autres mots, ou une autre année, ou une recherche par descripteur (« APPRENTI »)."
    )
    assert "filtres" in messages.abstention("not_in_corpus", filtered=True)
    assert "Essayez" not in messages.abstention("out_of_scope")
