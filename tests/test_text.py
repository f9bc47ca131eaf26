"""French text: tokens, stems, sentences, dates and numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import dates, fold, numbers, parse_date, sentences, stems, tokenise, tokens


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def test_elisions_accents_and_ligatures_do_not_hide_words() -> None:
    assert tokens("L’œuvre d'Élodie, main-d'œuvre") == ["l", "oeuvre", "d", "elodie", "main", "d", "oeuvre"]


def test_a_number_with_spaces_is_one_token() -> None:
    assert tokens("12 000 personnes et 3 450 €") == ["12000", "personnes", "et", "3450"]


def test_forms_of_a_verb_and_its_noun_share_a_stem() -> None:
    assert len(set(stems("copréside coprésidé coprésidée"))) == 1
    assert len(set(stems("valider validation"))) == 1


def test_function_words_are_not_content() -> None:
    assert stems("Quels sont les engagements de la Région ?") == ["engag", "region"]


def test_sentences_end_at_full_stops_but_not_at_abbreviations() -> None:
    assert cut("M. Dupont (cf. art. 3) a signé. Mme Martin aussi.") == [
        "M. Dupont (cf. art. 3) a signé.",
        "Mme Martin aussi.",
    ]


def test_an_initial_or_a_decimal_does_not_end_a_sentence() -> None:
    assert cut("J. Martin a obtenu 1,5 million. C'est peu.") == ["J. Martin a obtenu 1,5 million.", "C'est peu."]


def test_the_number_of_a_heading_stays_with_it() -> None:
    assert cut("trois thèmes :\n1. Renforcer l'offre\n2. Accompagner") == [
        "trois thèmes :",
        "1. Renforcer l'offre",
        "2. Accompagner",
    ]


def test_a_closing_quotation_mark_goes_with_its_sentence() -> None:
    assert cut("« Nous signons. » Elle part.") == ["« Nous signons. »", "Elle part."]


def test_a_sentence_goes_on_over_a_page_break() -> None:
    assert cut("Le comité réunit\n\nquatre collèges. Il siège.") == [
        "Le comité réunit\n\nquatre collèges.",
        "Il siège.",
    ]


@given(st.text(alphabet="aéB1 .!?\n«»:;,'’-", max_size=120))
def test_sentences_are_in_order_and_lose_no_letter(text: str) -> None:
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in kept if not c.isspace()] == [c for c in text if not c.isspace()]


@given(st.text(max_size=80))
def test_tokens_give_back_their_place(text: str) -> None:
    for token in tokenise(text):
        assert "".join(fold(text[token.start : token.end]).split()) == token.folded


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("01/06/2023", "2023-06-01"),
        ("(07/09/2023)", "2023-09-07"),
        ("1er juin 2023", "2023-06-01"),
        ("juin 2023", "2023-06"),
        ("2023-06-01", "2023-06-01"),
        ("2023-06", "2023-06"),
        ("2023", "2023"),
        ("31/13/2023", None),
        ("le protocole de 2023", None),
    ],
)
def test_a_date_alone_is_read_in_its_spellings(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


def test_dates_told_in_a_text_keep_their_precision() -> None:
    found = dates("Signé le 1er juin 2023, présenté le 7 juin, voté en juillet 2023, appliqué en 2024.")
    assert [(d.iso, d.kind) for d in found] == [
        ("2023-06-01", "day"),
        (None, "day_without_year"),
        ("2023-07", "month"),
        ("2024", "year"),
    ]


def test_numbers_are_read_in_figures_and_in_words_with_their_unit() -> None:
    found = numbers("dix-sept engagements, 1,2 million d'euros, 12 000 €, 45 % et 3.500 places")
    assert [(n.value, n.unit) for n in found] == [
        (17, None),
        (1_200_000, "€"),
        (12_000, "€"),
        (45, "%"),
        (3500, None),
    ]


@pytest.mark.parametrize("leader", ["." * 3000, "…" * 3000, ". " * 1500, "!?" * 1500, "." * 3000 + "a"])
def test_dots_that_lead_to_a_page_number_do_not_hold_up_the_cut(leader: str) -> None:
    text = f"Chapitre premier{leader} 12\nLa suite."
    assert text[sentences(text)[-1].start :] == "La suite."


def test_ends_of_several_marks_cut_as_one() -> None:
    text = "Vraiment ?! Oui... Puis « fin… » Et « là ! » Bon."
    shown = [text[span.start : span.end] for span in sentences(text)]
    assert shown == ["Vraiment ?!", "Oui...", "Puis « fin… »", "Et « là ! »", "Bon."]
