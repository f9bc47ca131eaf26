"""What tells that two documents are near: shares of five-word runs, estimated."""

from __future__ import annotations

import random

import pytest

from assistant.index.signatures import SIZE, common_headings, resemblance, signature


def words(count: int, seed: int) -> list[str]:
    chosen = random.Random(seed)  # noqa: S311 - not for secrets
    return ["".join(chosen.choices("abcdefghij", k=6)) for _ in range(count)]


def test_the_same_text_is_the_same_whatever_its_case_and_punctuation() -> None:
    one = signature("Le comité de suivi se réunit chaque trimestre à Nantes.")
    other = signature("LE COMITE DE SUIVI, se réunit\nchaque trimestre à Nantes")
    assert (one.shingles, resemblance(one, other)) == (6, 1.0)


@pytest.mark.parametrize("shared", [200, 500, 800])
def test_the_estimate_is_near_the_share_of_runs_in_common(shared: int) -> None:
    common = words(shared + 4, 1)
    one = signature(" ".join([*common, *words(1000 - shared, 2)]))
    other = signature(" ".join([*common, *words(1000 - shared, 3)]))
    exact = shared / (one.shingles + other.shingles - shared)
    assert resemblance(one, other) == pytest.approx(exact, abs=3 * 0.5 / SIZE**0.5)


def test_a_long_text_is_signed_in_slices_that_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(words(3000, 4))
    whole = signature(text)
    monkeypatch.setattr("assistant.index.signatures._SLICE", 100)
    assert resemblance(whole, signature(text)) == 1.0
    assert whole.shingles == 2996


def test_a_text_of_less_than_five_words_resembles_nothing() -> None:
    short = signature("Sans objet")
    assert (short.shingles, resemblance(short, short)) == (0, 0.0)


def test_headings_are_compared_without_their_numbers() -> None:
    one = signature("", ["1. Objet", "2. Durée", "Article 3 : Congés"])
    other = signature("", ["I - Objet", "4) DUREE", "Article 5 : Congés", "6. Annexe"])
    assert common_headings(one, other) == pytest.approx(3 / 4)
    assert common_headings(signature(""), signature("")) == 1.0
