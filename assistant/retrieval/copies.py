"""Copies and versions in a result: pure functions on the passages found, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.dedup import text_key
from assistant.models import Passage
from assistant.text import stems

AS_GOOD = 0.999
"""A copy whose words score this much of the best one's fits the question as well."""

EQUAL = 0.02
"""Fused scores, from 0 to 1, that are this near are equal."""

ALIKE = 0.5
"""Share of stems from which passages of two versions say the same thing."""


def shown_once(passages: Sequence[Passage], lexical: Mapping[str, float], dates: Mapping[str, str]) -> list[Passage]:
    """Of the passages of one text, keep the one whose title and section the question names best.

    Copies differ by what stands around them alone, so their scores by words, in which titles and headings count, say
    whose document is asked for. Of those that fit as well, the newest is kept, at the place of the first. It counts
    the others in ``copies``.

    Args:
        passages: Passages found, best first.
        lexical: Scores by words, by id of a passage.
        dates: ISO dates by id of a document; empty or absent when unknown.
    """
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        groups.setdefault(text_key(passage.text), []).append(passage)
    kept: dict[str, Passage] = {}
    for group in groups.values():
        ordered = sorted(group, key=lambda passage: -lexical.get(passage.id, 0.0))
        enough = AS_GOOD * lexical.get(ordered[0].id, 0.0)
        fitting = [passage for passage in ordered if lexical.get(passage.id, 0.0) >= enough]
        best = max(fitting, key=lambda passage: dates.get(passage.document_id, ""))
        aside = sum(1 + passage.copies for passage in group if passage is not best)
        good = {passage.id for passage in fitting}
        place = next(passage for passage in group if passage.id in good)
        kept[place.id] = replace(best, copies=best.copies + aside)
    return [kept[passage.id] for passage in passages if passage.id in kept]


def newest_first(
    passages: Sequence[Passage], fused: Mapping[str, float], families: Mapping[str, tuple[str, str]]
) -> list[Passage]:
    """Put the passage of a newer version before that of an older one that says the same, at equal scores.

    Args:
        passages: Passages found, best first.
        fused: Scores, from 0 to 1, by id of a passage.
        families: Family and date, which may be empty, by id of a document that has other versions.
    """
    ordered = list(passages)
    for older in passages:
        family, date = families.get(older.document_id, ("", ""))
        if not (family and date):
            continue
        at = ordered.index(older)
        for other in ordered[at + 1 :]:
            if fused[older.id] - fused[other.id] > EQUAL:
                break
            other_family, other_date = families.get(other.document_id, ("", ""))
            if other_family == family and other_date > date and _alike(older, other):
                ordered.remove(other)
                ordered.insert(at, other)
                break
    return ordered


def _alike(a: Passage, b: Passage) -> bool:
    one, other = set(stems(a.text)), set(stems(b.text))
    return len(one & other) >= ALIKE * max(len(one | other), 1)
