"""Words of one family are held as the same when an answer is weighed."""

import pytest

from assistant.answering.word_families import held, root
from assistant.text import stems


@pytest.mark.parametrize(
    "words",
    ["signé signature signataire", "piloter pilote pilotage", "financer financement financeur", "former formation"],
)
def test_a_noun_made_from_a_verb_has_its_root(words: str) -> None:
    assert len({root(stem) for stem in stems(words)}) == 1


def test_a_short_word_keeps_its_ending() -> None:
    assert [root(stem) for stem in ("ag", "etat", "action", "plat")] == ["ag", "etat", "action", "plat"]


def test_a_term_is_held_by_its_stem_or_by_its_family() -> None:
    sentence = frozenset(stems("quatre signatures ont été apposées"))
    assert held(stems("signé quatre protocole"), sentence) == frozenset(stems("signé quatre"))
