"""The pairs that the threshold is chosen and reported on (docs/validated.md has the figures with the model)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.validation.wording import may_ask_the_same, wording

PAIRS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "eval/data/same_question.jsonl").read_text(encoding="utf-8").splitlines()
]


def taken_for_the_same(half: str) -> list[bool]:
    """Of the pairs of a half that reading does not tell apart, whether they do ask the same."""
    return [
        pair["same"]
        for pair in PAIRS
        if pair["half"] == half and may_ask_the_same(wording(pair["a"]), wording(pair["b"]))
    ]


def test_both_halves_have_sixty_paraphrases_and_as_many_near_misses_at_least() -> None:
    counts = Counter((pair["half"], pair["same"]) for pair in PAIRS)
    assert counts == {("dev", True): 60, ("report", True): 60, ("dev", False): 73, ("report", False): 61}
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("half", ["dev", "report"])
def test_no_near_miss_is_taken_for_the_same_question_and_most_paraphrases_are(half: str) -> None:
    taken = taken_for_the_same(half)
    assert all(taken)
    assert len(taken) > 30
