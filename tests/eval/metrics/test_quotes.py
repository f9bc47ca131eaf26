"""A quote stands on a page word for word, printing aside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.quotes import quote_exact, stands_on
from tests.eval.metrics.makers import SILENCE, Corpus, answer, cited

PAGE = (
    "La forma-\ntion en Auvergne-\nRhône-Alpes dure 1\N{NO-BREAK SPACE}200 heures.\nEf\N{LATIN SMALL LIGATURE FI}cace !"
)


@pytest.mark.parametrize(
    "quote",
    [
        "La formation en Auvergne-Rhône-Alpes dure 1 200 heures.",
        "La forma-\ntion en Auvergne-\nRhône-Alpes",
        "La forma\N{SOFT HYPHEN}tion en\tAuvergne-Rhône",
        "formation en AuvergneRhône-Alpes",
        "Auvergne-Rhône-\nAlpes dure",
        "Effi\ncace !",
        "heures.   Efficace",
        "for-\nmation",
        "Auvergne\N{NON-BREAKING HYPHEN}Rhône\N{HYPHEN}Alpes",
    ],
)
def test_white_space_ligatures_and_the_hyphens_of_line_ends_do_not_count(quote):
    page = PAGE.replace("Ef\N{LATIN SMALL LIGATURE FI}", "E\N{LATIN SMALL LIGATURE FF}i")
    assert stands_on(quote, page)


@pytest.mark.parametrize(
    "quote",
    ["La formation dure", "la formation", "1 300 heures", "Rhone", "RhôneAlpes", "heures Efficace", "", " \n", "-\n"],
)
def test_everything_else_counts(quote):
    assert not stands_on(quote, PAGE)


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("17 engagements", "Le texte compte 117 engagements."),
        ("compte 17", "Le texte compte 170 engagements."),
        ("compte 17", "Le texte compte 17,5 % de gains."),
        ("5 %", "Le texte compte 17,5 % de gains."),
        ("compte 17", "Le texte compte 17.5 % de gains."),
        ("5 %", "Le texte compte 17.5 % de gains."),
        ("200 euros", "Il coûte 1 200 euros."),
        ("200 euros", "Il coûte 1\N{NARROW NO-BREAK SPACE}200 euros."),
        ("200 euros", "Il coûte 12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}200 euros."),
        ("Il coûte 1", "Il coûte 1 200 euros."),
        ("Il coûte 12 345", "Il coûte 12 345 200 euros."),
        ("art 5", "Prenez la part 50."),
        ("art 50", "Prenez la part 50."),
        ("la par", "Prenez la part 50."),
        ("la p", "Prenez la p\N{SOFT HYPHEN}art 50."),
        ("la vie", "voilà la vieillesse"),
    ],
)
def test_a_quote_does_not_begin_or_end_inside_a_word_or_a_number_of_the_page(quote, page):
    assert not stands_on(quote, page)


@pytest.mark.parametrize(
    ("quote", "page"),
    [
        ("compte 17 engagements", "Pas 117 engagements : le plan compte 17 engagements."),
        ("17 engagements", "Pas 117 engagements, mais 17 engagements."),
        ("1 200 euros", "Il coûte 1 200 euros."),
        ("200 euros", "Entre 100 et 200 euros."),
        ("150 jeunes", "En 2023 150 jeunes."),
        ("En 2023", "En 2023 150 jeunes."),
        ("200 euros", "Coût\t1\t200 euros"),
        ("17\tBilan\t31/12/2024", "16\tÉchange\t31/03/2024\n17\tBilan\t31/12/2024\n18\tSuivi"),
        ("engagement 6", "L'engagement 6, puis 7."),
        ("le 3 mai 2024", "Signé le 3 mai 2024."),
        ("offre de 2024", "L’offre de 2024. 2 sont closes."),
        ("apprentissage", "L'apprentissage1 est une voie."),
        ("Source : Insee", "1Source : Insee"),
        ("compte 117", "Le plan compte 1\n17 engagements."),
        ("plan\tcompte 17 engage-\nments", "Le plan compte\n17 engagements."),
        ("compte 17 engagements", "Le plan comp-\nte\t17 engage-\n ments."),
        ("Rhône-Alpes dure", "En Auvergne-\nRhône-\nAlpes dure"),
        ("milieu de la ligne et au-de", "Au milieu de la ligne et au-\nde la suite."),
    ],
)
def test_a_slice_of_the_page_that_cuts_neither_stands_on_it(quote, page):
    assert stands_on(quote, page)


@given(st.text("ab1’ -\n\t"), st.text("ab1’ -\n\t"), st.text("ab1’ -\n\t"))
def test_a_piece_of_a_page_stands_on_it(piece, before, after):
    assert stands_on(f"a{piece}b", f"{before} a{piece}b {after}")


@given(st.text("ab", min_size=1), st.text("ab"), st.text("ab"))
def test_a_piece_of_a_word_does_not_stand_on_its_page(piece, before, after):
    assert stands_on(piece, f"- {before}{piece}{after} -") == (piece == f"{before}{piece}{after}")


@given(st.text(alphabet="ab.[]\\^*-|()$? "))
def test_signs_stand_for_themselves(text):
    assert stands_on(text, f"début {text}-\nfin") == bool(text.strip())
    assert not stands_on(f"{text}c", text)


def test_the_share_of_quotes_that_stand_where_they_are_said_to():
    right, invented = cited(1), cited(2, quote="Le plan compte 170 engagements.")
    elsewhere, nowhere = cited(3, page=4, quote="17 engagements"), cited(4, page=99, quote="17 engagements")
    unknown = cited(5, file="autre.pdf", quote="17 engagements")
    assert quote_exact(answer("Oui.", right), Corpus()) == 1.0
    assert quote_exact(answer("Oui.", right, invented), Corpus()) == 0.5
    assert quote_exact(answer("Oui.", right, invented, elsewhere, nowhere, unknown), Corpus()) == 0.2


def test_a_passage_to_check_is_a_quote_too_and_silence_has_none():
    assert quote_exact(answer("À vérifier.", cited(quote="inventé"), level="to_check"), Corpus()) == 0.0
    assert quote_exact(SILENCE, Corpus()) is None
