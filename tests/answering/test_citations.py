"""Citations: numbers bound to places, quotes that stand on their page."""

from __future__ import annotations

from assistant.answering.citations import CitationBook, on_one_page, with_markers
from assistant.models import AnswerSentence, Block, Document, Hit, Page, Passage

FIRST = "Première page. Une phrase qui commence"
SECOND = "et finit sur la page suivante avec beaucoup plus de mots. Fin."
TEXT = f"{FIRST}\n\n{SECOND}"
DOCUMENT = Document(
    id="d",
    work_id="w",
    kind="pdf",
    title="Rapport",
    file="rapport.pdf",
    sha256="0",
    text=TEXT,
    pages=(Page(1, FIRST, 0), Page(2, SECOND, len(FIRST) + 2)),
    blocks=(Block("paragraph", 0, len(TEXT)),),
)
PASSAGE = Passage("p", "d", TEXT, 0, len(TEXT), (1, 2))
HIT = Hit(PASSAGE, 1, {})


def book() -> CitationBook:
    return CitationBook(lambda document, page: f"Référence de {document.title}, p. {page}")


def test_a_citation_has_the_page_and_the_exact_quote() -> None:
    start = TEXT.index("Fin.")
    citation, new = book().cite(HIT, DOCUMENT, start, start + 4, 0.9)
    assert new
    assert (citation.n, citation.page, citation.quote) == (1, 2, "Fin.")
    assert citation.reference == "Référence de Rapport, p. 2"


def test_the_same_place_keeps_its_number() -> None:
    citations = book()
    first, _ = citations.cite(HIT, DOCUMENT, 0, 14, 0.9)
    again, new = citations.cite(HIT, DOCUMENT, 0, 14, 0.8)
    other, _ = citations.cite(HIT, DOCUMENT, 15, 20, 0.7)
    assert (first.n, again.n, new, other.n) == (1, 1, False, 2)


def test_a_quote_over_a_page_break_is_cut_to_the_page_that_holds_most_of_it() -> None:
    start, end = TEXT.index("Une phrase"), TEXT.index(" Fin.")
    page, left, right = on_one_page(DOCUMENT, start, end)
    assert page == 2
    assert TEXT[left:right] == "et finit sur la page suivante avec beaucoup plus de mots."


def test_markers_follow_their_sentence() -> None:
    assert with_markers([AnswerSentence("Un.", (1, 2)), AnswerSentence("Deux.", ())]) == "Un. [1][2]\nDeux."
