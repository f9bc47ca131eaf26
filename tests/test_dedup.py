from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dedup import keep_once, repeats, text_key
from assistant.models import Page, Passage
from tests.document_maker import make_document


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"p{n}", "d", text, 0, len(text), (1,), position=n) for n, text in enumerate(texts)]


def test_the_first_of_equal_texts_is_kept_and_counts_the_others() -> None:
    kept = keep_once(passages("Un texte.", "Un autre.", "Un  texte.\n", "Un texte."))
    assert [(one.id, one.copies, one.position) for one in kept] == [("p0", 2, 0), ("p1", 0, 1)]


@pytest.mark.parametrize(
    "other",
    [
        "LA REGION FINANCE LA FORMATION DES DEMANDEURS D'EMPLOI",
        "La Région finance la forma-\ntion des demandeurs d’emploi…",
        "– La Région finance (la formation des demandeurs d'emploi) ;",
        "La Re\u0301gion finance la forma\u00adtion des demandeurs d'emploi.",
    ],
)
def test_case_accents_punctuation_and_hyphens_do_not_make_another_text(other: str) -> None:
    text = "La Région finance la formation des demandeurs d'emploi."
    assert text_key(text) == text_key(other)
    assert [one.copies for one in keep_once(passages(text, other))] == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le taux est de 10 %.", "Le taux est de 10 €."),
        ("Le taux est de 1,5 point.", "Le taux est de 15 points."),
        ("Article 1 2", "Article 12"),
        ("Une variation de -5 points.", "Une variation de 5 points."),
        ("Le contrat est renouvelable ?", "Le contrat est renouvelable."),
        ("Le contrat est renouvelable.", "Le contrat n'est pas renouvelable."),
    ],
)
def test_what_changes_a_fact_makes_another_text(one: str, other: str) -> None:
    assert text_key(one) != text_key(other)
    assert len(keep_once(passages(one, other))) == 2


def test_signs_alone_are_compared_as_they_are() -> None:
    assert len(keep_once(passages("* * *", "—", "* * *"))) == 2


@given(st.lists(st.sampled_from(["a b", "a  b", "A B.", "c", " c"])))
def test_nothing_is_lost_and_doing_it_twice_changes_nothing(texts: list[str]) -> None:
    kept = keep_once(passages(*texts))
    assert sum(1 + one.copies for one in kept) == len(texts)
    assert keep_once(kept) == kept


def test_the_repeats_of_a_passage_are_found_again_with_their_page() -> None:
    first, again = "Le comité se réunit chaque trimestre.", "LE COMITÉ SE RÉUNIT\nCHAQUE TRIMESTRE"
    made = make_document([("paragraph", first), ("paragraph", "Autre chose."), ("paragraph", again)])
    second = made.text.index(again)
    pages = (Page(1, made.text[: second - 1], 0), Page(2, made.text[second:], second))
    document = replace(made, pages=pages)
    passage = Passage("p", "doc", first, 0, len(first), (1,), copies=1)
    assert repeats(document, passage) == [(2, second, second + len(again))]


def test_a_text_inside_a_longer_word_or_number_is_no_repeat() -> None:
    document = make_document([("paragraph", "Article 1"), ("paragraph", "Article 12"), ("paragraph", "Particle 1")])
    passage = Passage("p", "doc", "Article 1", 0, 9, (1,), copies=1)
    assert repeats(document, passage) == []
