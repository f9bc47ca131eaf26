"""What two documents say on the same points."""

from __future__ import annotations

from assistant.answering.comparisons import Point, compared
from tests.document_maker import make_document
from tests.fakes import HashedEncoder

OLD = (
    "Le comité régional se réunit deux fois par an à Nantes.",
    "Le protocole régional compte dix-sept mesures rangées sous trois axes de travail.",
    "Une bibliothèque accueille les lecteurs du quartier pendant tout le mois de juillet.",
)
NEW = (
    "Sous trois axes de travail sont rangées les 18 mesures du protocole régional.",
    "Le comité régional se réunit deux fois par an dans la ville de Nantes.",
    "Aucune phrase ne parle ici du même sujet que le texte opposé.",
)


def points(one: tuple[str, ...], other: tuple[str, ...]) -> list[Point]:
    documents = [make_document([("paragraph", text) for text in texts]) for texts in (one, other)]
    return compared(*documents, HashedEncoder().encode_passages)


def test_sentences_on_one_point_are_put_side_by_side_and_those_that_differ_come_first() -> None:
    found = points(OLD, NEW)
    assert [(point.one.text, point.other.text, point.differs) for point in found] == [
        (OLD[1], NEW[0], True),
        (OLD[0], NEW[1], False),
    ]


def test_what_has_nothing_in_common_is_not_compared() -> None:
    assert points(OLD[2:], NEW[2:]) == []


def test_the_same_sentence_in_both_is_no_point() -> None:
    assert points(OLD[:1], OLD[:1]) == []


def test_a_document_without_sentences_is_compared_with_nothing() -> None:
    assert points(OLD, ()) == []
