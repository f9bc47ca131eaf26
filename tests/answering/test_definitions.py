"""The sentences that define an acronym."""

from __future__ import annotations

from assistant.answering.definitions import Defining, defining
from tests.document_maker import make_document

FIRST = "Le centre de formation d'apprentis (CFA) ouvre en mai."
TEXT = f"Les CFA sont neuf. {FIRST} Chaque CFA a un référent."


def test_the_sentence_that_defines_is_found_with_both_forms() -> None:
    document = make_document([("paragraph", TEXT)])
    start = TEXT.index(FIRST)
    assert list(defining(document, 0, len(TEXT), "cfa")) == [
        Defining(start, start + len(FIRST), "CFA", "centre de formation d'apprentis")
    ]


def test_a_stretch_is_looked_at_alone_and_another_acronym_defines_nothing() -> None:
    document = make_document([("paragraph", TEXT)])
    assert list(defining(document, TEXT.index("Chaque"), len(TEXT), "cfa")) == []
    assert list(defining(document, 0, len(TEXT), "vae")) == []
