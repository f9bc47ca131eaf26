from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.dedup import keep_once
from assistant.models import Passage


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"p{n}", "d", text, 0, len(text), (1,), position=n) for n, text in enumerate(texts)]


def test_the_first_of_equal_texts_is_kept_and_counts_the_others() -> None:
    kept = keep_once(passages("Un texte.", "Un autre.", "Un  texte.\n", "Un texte."))
    assert [(one.id, one.copies, one.position) for one in kept] == [("p0", 2, 0), ("p1", 0, 1)]


def test_texts_that_differ_by_more_than_white_space_are_all_kept() -> None:
    assert len(keep_once(passages("Un texte.", "un texte.", "Un texte", "Un texte…"))) == 4


@given(st.lists(st.sampled_from(["a b", "a  b", "c", " c"])))
def test_nothing_is_lost_and_doing_it_twice_changes_nothing(texts: list[str]) -> None:
    kept = keep_once(passages(*texts))
    assert sum(1 + one.copies for one in kept) == len(texts)
    assert keep_once(kept) == kept
