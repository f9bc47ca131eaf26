"""The sentences that summarise a document."""

from __future__ import annotations

from assistant.answering.summaries import Sentence, candidates, summary
from assistant.models import Document
from tests.document_maker import Part, make_document
from tests.fakes import HashedEncoder

PARTS: list[Part] = [
    ("title", "Plan régional pour la lecture"),
    ("paragraph", "Le plan régional réunit la Région, les communes et vingt associations de lecture."),
    ("heading", "1. Repérer"),
    ("paragraph", "Un repérage des lecteurs fragiles est fait chaque année dans les communes du plan. Court."),
    ("paragraph", "Les associations du plan forment les agents des communes au repérage des lecteurs."),
    ("heading", "2. Former"),
    ("item", "trois ateliers par mois dans chaque commune ;"),
    ("paragraph", "Le plan régional finance des ateliers de lecture dans toutes les communes volontaires."),
    ("metadata", "[Thésaurus] LECTURE PUBLIQUE DANS LES COMMUNES DE LA REGION"),
]


def texts(document: Document, most: int = 6) -> list[str]:
    return [one.text for one in summary(document, HashedEncoder().encode_passages, most)]


def test_a_summary_is_made_of_exact_sentences_one_of_each_section_in_order() -> None:
    document = make_document(PARTS)
    found = summary(document, HashedEncoder().encode_passages)
    assert [document.text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [one.section for one in found] == [0, 1, 2]
    assert found[0].text.startswith("Le plan régional réunit")


def test_items_records_and_short_sentences_are_left_out() -> None:
    shown = " ".join(one.text for one in candidates(make_document(PARTS)))
    assert "trois ateliers" not in shown
    assert "Court." not in shown
    assert "Thésaurus" not in shown


def test_items_are_taken_where_nothing_else_is() -> None:
    found = candidates(make_document([("item", "trois ateliers par mois dans chaque commune ;")]))
    assert [one.text for one in found] == ["trois ateliers par mois dans chaque commune ;"]


def test_a_shorter_summary_keeps_the_opening() -> None:
    assert len(texts(make_document(PARTS), most=2)) == 2
    assert texts(make_document(PARTS), most=2)[0].startswith("Le plan régional réunit")


def test_a_sentence_told_twice_is_taken_once() -> None:
    body = PARTS[1]
    assert len(candidates(make_document([body, ("heading", "1. Encore"), body]))) == 1


def test_a_text_without_sections_gives_several_sentences_that_differ() -> None:
    sentences = [
        "La commune ouvre un atelier de lecture pour les parents du quartier.",
        "Les tarifs de la piscine augmentent de trois euros dès le mois de septembre.",
        "Un atelier de lecture pour les parents du quartier ouvre dans la commune.",
        "Le marché couvert ferme pendant les travaux de la place centrale.",
    ]
    found = texts(make_document([("paragraph", " ".join(sentences))]), most=4)
    assert 2 <= len(found) <= 4
    assert not {sentences[0], sentences[2]} <= set(found)


def test_a_document_without_sentences_has_no_summary() -> None:
    assert texts(make_document([("title", "Titre"), ("metadata", "Auteur")])) == []


def test_one_sentence_is_its_own_summary() -> None:
    (only,) = summary(make_document(PARTS[:2]), HashedEncoder().encode_passages)
    assert only == Sentence(only.start, only.end, PARTS[1][1], 0, True)
