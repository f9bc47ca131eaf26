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


@given(st.text("ab1’ -\n\t"), st.text("ab1’ -\n\t"), st.text("ab1’ -\n\t"))
def test_a_piece_of_a_page_stands_on_it(piece, before, after):
    assert stands_on(f"a{piece}b", f"{before}a{piece}b{after}")


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
