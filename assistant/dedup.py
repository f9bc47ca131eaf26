"""Exact repeats of a document kept once, as in a notice whose abstract is printed again in its contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.models import Passage
from assistant.text import normalise_space


def keep_once(passages: Sequence[Passage]) -> list[Passage]:
    """Keep the first of the passages of the same text, and count the others in its ``copies``.

    Texts are the same when they differ by white space alone. Order and positions are left as they are.

    Args:
        passages: The passages of one document.

    Returns:
        The passages kept; ``len(passages) == sum(1 + p.copies for p in result)`` when no copy was counted before.
    """
    first: dict[str, int] = {}
    kept: list[Passage] = []
    for passage in passages:
        text = normalise_space(passage.text)
        if text in first:
            earlier = kept[first[text]]
            kept[first[text]] = replace(earlier, copies=earlier.copies + 1 + passage.copies)
        else:
            first[text] = len(kept)
            kept.append(passage)
    return kept
