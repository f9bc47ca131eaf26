"""The expanders of an index, all together."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from assistant.index.lexical import CountedDefinition
from assistant.retrieval.expanders import expanded, expanders
from assistant.text import stems


class Corpus:
    """One passage: « Le centre de formation d'apprentis (CFA) ouvre le 1er juin 2023. »."""

    words = frozenset(stems("Le centre de formation d'apprentis CFA ouvre le 1er juin 2023"))

    def document_frequency(self, stem: str) -> int:
        return int(stem in self.words)

    def passage_count(self) -> int:
        return 1

    def definitions(self, names: Collection[str]) -> list[CountedDefinition]:
        known = CountedDefinition("CFA", "centre de formation d'apprentis", 1)
        return [known] if "cfa" in names else []


def added(question: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in expanded(question, expanders(Corpus())):
        found.setdefault(one.source, []).append(one.shown)
    return found


def test_each_kind_of_word_is_added_in_its_order() -> None:
    found = added("Quand ouvre le cfa des aprentis, le 01/06/2023 ?")
    assert list(found) == ["spelling", "acronym", "date"]
    assert found["spelling"] == ["apprentis"]
    assert found["acronym"] == ["centre de formation d'apprentis"]


@pytest.mark.parametrize("question", ["?", "…", "« »", "et", "123", "a" * 2000, "🙂"])
def test_a_question_without_words_to_add_to_is_left_alone(question: str) -> None:
    assert added(question) == {}


def test_the_same_words_are_added_once() -> None:
    one = expanded("cfa", [*expanders(Corpus()), *expanders(Corpus())])
    assert len(one) == len(set(one))
