"""Exact sentences are chosen, ordered, and completed by the list or the limit that goes with them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.candidates import Candidate, candidates
from assistant.answering.extractive import Quote, choose, unmentioned
from assistant.answering.question import understand
from assistant.answering.scoring import CONFIDENCE_FEATURES, Scored, Scorer
from assistant.answering.signals import FEATURES
from assistant.chunking import chunk
from assistant.models import Document, Hit
from tests.document_maker import Part, make_document

SCORER = Scorer(
    ranking=(0.0,) * len(FEATURES),
    confidence=(0.0,) * len(CONFIDENCE_FEATURES),
    intercept=0.0,
    answer_from=0.5,
    check_from=0.2,
)


def words(text: str) -> int:
    return len(text.split())


def found(document: Document) -> list[Candidate]:
    hits = [
        Hit(passage, rank, {"fused": 1.0}, document.work_id, document.file, document.title)
        for rank, passage in enumerate(chunk(document, words), start=1)
    ]
    return candidates(hits, lambda _: document)


def answer(question: str, document: Document, likely: dict[str, float]) -> list[Quote]:
    """Choose with given probabilities: those of the sentences that contain a key, 0.1 for the others."""
    scored = [
        Scored(c, next((p for key, p in likely.items() if key in c.text), 0.1), {}, frozenset())
        for c in found(document)
    ]
    return choose(understand(question), sorted(scored, key=lambda s: -s.probability), SCORER, lambda _: document)


def texts(quotes: Sequence[Quote]) -> list[str]:
    return [quote.text for quote in quotes]


THEMES: list[Part] = [
    ("paragraph", "Un but est poursuivi. Il compte 17 engagements en trois thèmes :"),
    ("heading", "1. Formation"),
    ("paragraph", "Les savoirs de base d'abord."),
    ("heading", "2. Employeurs"),
    ("paragraph", "Une prospection commune."),
    ("heading", "3. Pilotage"),
    ("paragraph", "Un comité régional."),
]


def test_candidates_are_slices_of_the_document() -> None:
    document = make_document(THEMES)
    assert all(document.text[c.start : c.end] == c.text for c in found(document))


def test_the_most_likely_sentence_is_quoted_exactly() -> None:
    document = make_document(THEMES)
    (quote,) = answer("Combien d'engagements ?", document, {"17 engagements": 0.9})
    assert quote.text == document.text[quote.start : quote.end] == "Il compte 17 engagements en trois thèmes :"


def test_nothing_is_quoted_under_the_threshold() -> None:
    assert answer("Combien d'engagements ?", make_document(THEMES), {"17 engagements": 0.49}) == []


def test_a_sentence_that_announces_numbered_parts_comes_with_their_headings() -> None:
    quotes = answer("Quels sont les thèmes ?", make_document(THEMES), {"trois thèmes": 0.9})
    assert texts(quotes) == [
        "Il compte 17 engagements en trois thèmes :",
        "1. Formation",
        "2. Employeurs",
        "3. Pilotage",
    ]


def test_a_count_and_what_is_counted_come_together() -> None:
    quotes = answer("Combien d'engagements et quels thèmes ?", make_document(THEMES), {"trois thèmes": 0.9})
    assert texts(quotes)[:2] == ["Il compte 17 engagements en trois thèmes :", "1. Formation"]


def test_the_likeliest_sentence_is_read_before_those_of_other_paragraphs() -> None:
    document = make_document([("paragraph", "Le vote est secret."), ("paragraph", "La procuration est interdite.")])
    quotes = answer("Peut-on voter par procuration ?", document, {"secret": 0.6, "procuration": 0.9})
    assert texts(quotes) == ["La procuration est interdite.", "Le vote est secret."]


def test_an_item_of_a_list_comes_with_the_list_and_what_announces_it() -> None:
    document = make_document(
        [
            ("paragraph", "Le service est ouvert. Il propose :"),
            ("item", "• un entretien ;"),
            ("item", "• un bilan ;"),
            ("item", "• une formation."),
            ("paragraph", "Fin."),
        ]
    )
    quotes = answer("Quels services sont proposés ?", document, {"un bilan": 0.9})
    assert texts(quotes) == ["Il propose :", "• un entretien ;", "• un bilan ;", "• une formation."]


def test_the_sentence_that_limits_the_chosen_one_comes_along() -> None:
    document = make_document(
        [("paragraph", "L'aide est versée à tous. Toutefois, les intérimaires en sont exclus. Elle dure un an.")]
    )
    assert texts(answer("Qui reçoit l'aide ?", document, {"versée à tous": 0.9})) == [
        "L'aide est versée à tous.",
        "Toutefois, les intérimaires en sont exclus.",
    ]


def test_both_parts_of_a_question_are_answered() -> None:
    document = make_document([("paragraph", "Le préfet a signé. La signature date du 1er juin 2023. Il pleuvait.")])
    quotes = answer("Qui a signé et quand ?", document, {"préfet": 0.9, "1er juin": 0.55})
    assert texts(quotes) == ["Le préfet a signé.", "La signature date du 1er juin 2023."]


def test_a_table_answers_by_its_row() -> None:
    document = make_document([("table", "Opérateur | Montant\nAfpa | 12 000 €\nGreta | 9 000 €")])
    assert texts(answer("Quel montant pour l'Afpa ?", document, {"Afpa": 0.9})) == ["Afpa | 12 000 €"]


def test_a_list_is_answered_by_every_row_that_holds_the_same_words() -> None:
    table = "Action | Pilote | Échéance\nQuai | Ville | 2021\nBac | Port | 2022\nPhare | Ville | 2023"
    document = make_document([("table", table)])
    assert texts(answer("Quelles actions pilote la Ville ?", document, {"Phare": 0.9})) == [
        "Quai | Ville | 2021",
        "Phare | Ville | 2023",
    ]


def test_a_question_of_the_text_is_not_an_answer() -> None:
    document = make_document([("paragraph", "Combien d'engagements ? Dix-sept engagements sont pris.")])
    quotes = answer("Combien d'engagements ?", document, {"Combien": 0.95, "Dix-sept": 0.9})
    assert texts(quotes) == ["Dix-sept engagements sont pris."]


def test_words_that_no_document_holds_are_named_as_typed() -> None:
    assert unmentioned("Quel est le Budget du protocole ?", {"protocol"}.__contains__) == ["Budget"]
