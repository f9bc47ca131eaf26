"""Passages follow the structure of the document and never cut a sentence."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking import MAX_TOKENS, chunk, embedding_input, passage_boxes
from assistant.models import Block, Box, Document, Page, Word
from assistant.text import sentences
from tests.document_maker import Part, make_document

SENTENCE = "Les partenaires réunissent chaque mois les conseillers du territoire pour suivre les parcours engagés."


def words(text: str) -> int:
    return len(text.split())


def long_paragraph(count: int, word: str = "Action") -> str:
    return " ".join(f"{word} {n} : {SENTENCE}" for n in range(count))


def test_a_short_document_is_one_passage_with_its_headings() -> None:
    document = make_document([("title", "Protocole régional"), ("heading", "1. Formation"), ("paragraph", SENTENCE)])
    (passage,) = chunk(document, words)
    assert passage.text == document.text


def test_a_long_section_is_cut_between_sentences() -> None:
    document = make_document([("heading", "1. Formation"), ("paragraph", long_paragraph(60))])
    passages = chunk(document, words)
    ends = {span.end for span in sentences(document.text)}
    assert len(passages) > 2
    assert all(passage.end in ends for passage in passages)
    assert all(words(passage.text) <= MAX_TOKENS + words(SENTENCE) for passage in passages)


def test_the_heading_path_and_the_title_are_context_of_every_passage_of_the_section() -> None:
    document = make_document([("heading", "1. Formation"), ("paragraph", long_paragraph(40))])
    passages = chunk(document, words)
    assert {passage.heading_path for passage in passages} == {("1. Formation",)}
    assert passages[-1].context == "Protocole régional › 1. Formation"
    assert embedding_input(passages[-1]).startswith("Protocole régional › 1. Formation\n")


def test_sections_that_are_long_enough_are_not_mixed() -> None:
    parts: list[Part] = [
        ("heading", "1. Formation"),
        ("paragraph", long_paragraph(10)),
        ("heading", "2. Emploi"),
        ("paragraph", long_paragraph(10)),
    ]
    first, second = chunk(make_document(parts), words)
    assert first.text.startswith("1. Formation")
    assert second.text.startswith("2. Emploi")


def test_short_numbered_commitments_share_a_passage() -> None:
    parts: list[Part] = [("heading", "1 Formation")]
    for number in range(1, 5):
        parts += [("heading", f"1.{number} Engagement"), ("paragraph", SENTENCE)]
    (passage,) = chunk(make_document(parts), words)
    assert passage.heading_path == ("1 Formation",)


def test_a_heading_is_never_left_at_the_end_of_a_passage() -> None:
    parts: list[Part] = [
        ("paragraph", long_paragraph(16)),
        ("heading", "1. Pilotage"),
        ("paragraph", long_paragraph(4)),
    ]
    passages = chunk(make_document(parts), words)
    assert not any(passage.text.rstrip().endswith("1. Pilotage") for passage in passages)


def test_a_long_table_is_cut_between_rows_and_its_header_is_repeated_as_context() -> None:
    rows = "\n".join(f"Opérateur {n} | Département {n} | {n} 000 €" for n in range(80))
    document = make_document([("table", f"Opérateur | Département | Montant\n{rows}")])
    first, *others = chunk(document, words)
    assert first.text.startswith("Opérateur | Département | Montant")
    assert others
    assert all("Opérateur | Département | Montant" in passage.context for passage in others)
    assert all(passage.text.endswith("€") for passage in [first, *others])


def test_the_record_of_a_notice_is_a_passage_of_its_own_with_its_search_words() -> None:
    document = make_document(
        [("paragraph", SENTENCE), ("metadata", "Protocole\nAdobe Acrobat PDF")], search_text="pièce jointe"
    )
    _, record = chunk(document, words)
    assert "pièce jointe" in record.context
    assert "pièce jointe" not in record.text


def test_the_same_document_gives_the_same_ids() -> None:
    document = make_document([("paragraph", long_paragraph(30))])
    assert [p.id for p in chunk(document, words)] == [p.id for p in chunk(document, words)]


def test_a_repeated_paragraph_has_another_id() -> None:
    document = make_document([("paragraph", long_paragraph(12)), ("paragraph", long_paragraph(12))])
    ids = [passage.id for passage in chunk(document, words)]
    assert len(set(ids)) == len(ids)


KINDS = st.sampled_from(["heading", "paragraph", "item", "table", "metadata", "note"])


@given(st.lists(st.tuples(KINDS, st.integers(1, 25)), min_size=1, max_size=12))
def test_passages_are_slices_that_cover_every_word_once(parts: list[tuple[str, int]]) -> None:
    document = make_document([(kind, long_paragraph(size, f"Point {i}")) for i, (kind, size) in enumerate(parts)])  # type: ignore[misc]
    passages = chunk(document, words)
    assert all(document.text[p.start : p.end] == p.text for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert " ".join(p.text for p in passages).split() == document.text.split()


def test_boxes_are_one_for_each_line() -> None:
    text = "un deux\ntrois"
    page = Page(
        number=1,
        text=text,
        start=0,
        words=(
            Word(0, 2, Box(1, 10, 10, 20, 20)),
            Word(3, 7, Box(1, 23, 10, 50, 20)),
            Word(8, 13, Box(1, 10, 25, 40, 35)),
        ),
    )
    document = Document("d", "d", "pdf", "t", "f.pdf", "0", text, (page,), (Block("paragraph", 0, 13),))
    assert passage_boxes(document, 0, 13) == (Box(1, 10, 10, 50, 20), Box(1, 10, 25, 40, 35))
    assert passage_boxes(document, 3, 7) == (Box(1, 23, 10, 50, 20),)
