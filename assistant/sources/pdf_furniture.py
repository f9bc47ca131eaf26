"""Running headers, running footers and page numbers: found by their repetition, set aside, and turned into labels.

A line is furniture when the same text stands at the same height on several pages. Numbers may change from page to
page only when they count the pages: « Fiche n° 3 » at the top of a page is a title, « Page 3 » is not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.sources.pdf_headings import structural_number
from assistant.sources.pdf_lines import Segment

_TOP_ZONE, _BOTTOM_ZONE = 0.18, 0.15  # parts of the page's height where furniture stands
_NARROW_ZONE = 0.09  # the same for a lone page number, which nothing else confirms
_SAME_HEIGHT = 4.0  # points
_LARGE_TYPE = 1.2  # relative to the body: repeated large type is more often a title than a running header

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^[\s\-–—|•·]*(?:page|p\.?|folio)?\s*[:n°]*\s*(\d{1,4}|[ivxl]{1,7})\s*(?:(?:/|sur|de|of)\s*\d{1,4})?[\s\-–—|.•·]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageLines:
    """What furniture is looked for in: the segments of one page, ``index`` from 0, and the size of the page."""

    index: int
    width: float
    height: float
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Furniture:
    """What was set aside: the identities (``id()``) of segments, and the number printed on each page index."""

    segments: frozenset[int]
    labels: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    segment: Segment
    numbers: tuple[int, ...]
    edge: float  # distance from the nearest edge, as a part of the page's height


def find_furniture(pages: Sequence[PageLines], body_size: float) -> Furniture:
    """Running headers, footers and page numbers of a document.

    Args:
        pages: All the pages, in order, those without text included.
        body_size: Size of the type of the running text, in points.
    """
    aside: set[int] = set()
    labels: dict[int, str] = {}
    count = sum(1 for page in pages if page.segments)
    for group in _groups(pages):
        on_pages = {candidate.index for candidate in group}
        counting = _counting(group)
        if counting is not None and structural_number(group[0].segment.text):
            continue  # « Chapitre 2 » at the top of page 2 does not count the pages
        if not _is_repeated(len(on_pages), count, group, body_size, counting is not None):
            continue
        if counting is None and _has_changing_numbers(group):
            for same in _same_numbers(group):
                if _is_repeated(len({c.index for c in same}), count, same, body_size, False):
                    aside.update(id(candidate.segment) for candidate in same)
            continue
        for candidate in group:
            aside.add(id(candidate.segment))
            if counting is not None and len(candidate.numbers) > counting:
                labels.setdefault(candidate.index, str(candidate.numbers[counting]))
    for page in pages:
        aside -= _inside_the_text(page, aside)
    if all(id(segment) in aside for page in pages for segment in page.segments):
        aside.clear()  # nothing but repeated lines: they are the text
    _lone_numbers(pages, aside, labels)
    return Furniture(frozenset(aside), labels)


def _inside_the_text(page: PageLines, aside: set[int]) -> set[int]:
    """What was set aside on a page although other text stands nearer to the edge: a header has nothing above it."""
    own = [segment for segment in page.segments if id(segment) not in aside]
    if not own:
        return set()
    top = min(segment.middle for segment in own) + _SAME_HEIGHT
    bottom = max(segment.middle for segment in own) - _SAME_HEIGHT
    return {id(segment) for segment in page.segments if id(segment) in aside and top < segment.middle < bottom}


def _groups(pages: Sequence[PageLines]) -> Iterable[list[_Candidate]]:
    """Segments of the margins with the same text, numbers masked, at the same height."""
    by_text: dict[tuple[str, bool], list[tuple[float, _Candidate]]] = defaultdict(list)
    for page in pages:
        for segment in page.segments:
            from_top = segment.middle <= page.height / 2
            distance = segment.middle if from_top else page.height - segment.middle
            zone = (_TOP_ZONE if from_top else _BOTTOM_ZONE) * page.height
            if distance > zone or segment.table is not None:
                continue
            text = segment.text
            masked = _NUMBER.sub("#", text).casefold()
            numbers = tuple(int(number[:9]) for number in _NUMBER.findall(text))
            candidate = _Candidate(page.index, segment, numbers, distance / page.height)
            by_text[masked, from_top].append((distance, candidate))
    for found in by_text.values():
        found.sort(key=lambda item: item[0])
        group: list[_Candidate] = []
        last = 0.0
        for distance, candidate in found:
            if group and distance - last > _SAME_HEIGHT:
                yield group
                group = []
            group.append(candidate)
            last = distance
        yield group


def _is_repeated(repeats: int, pages: int, group: list[_Candidate], body_size: float, counts_pages: bool) -> bool:
    size = group[0].segment.size
    if pages < 3 or repeats < 3:
        # Two pages prove little: what is there on both must count them, or be in small type at the very edge.
        at_edge = all(candidate.edge < _NARROW_ZONE for candidate in group) and size <= 0.95 * body_size
        return repeats == 2 and (counts_pages or (pages == 2 and at_edge)) and size <= body_size * 1.05
    return repeats >= 0.6 * pages if size > _LARGE_TYPE * body_size else repeats >= min(0.2 * pages, 5)


def _counting(group: list[_Candidate]) -> int | None:
    """Position of the number that counts the pages among the numbers of a line, if there is one."""
    if len({candidate.index for candidate in group}) < 2:
        return None
    for position in range(min(len(candidate.numbers) for candidate in group)):
        offsets = [candidate.numbers[position] - candidate.index for candidate in group]
        usual = max(set(offsets), key=offsets.count)
        if offsets.count(usual) >= 0.8 * len(offsets) and len({c.numbers[position] for c in group}) > 1:
            return position
    return None


def _has_changing_numbers(group: list[_Candidate]) -> bool:
    return len({candidate.numbers for candidate in group}) > 1


def _same_numbers(group: list[_Candidate]) -> Iterable[list[_Candidate]]:
    by_numbers: dict[tuple[int, ...], list[_Candidate]] = defaultdict(list)
    for candidate in group:
        by_numbers[candidate.numbers].append(candidate)
    return by_numbers.values()


def _lone_numbers(pages: Sequence[PageLines], aside: set[int], labels: dict[int, str]) -> None:
    """Page numbers that repetition did not show: alone on the last or first line, in the margin."""
    for page in pages:
        if page.index in labels:
            continue
        rest = [segment for segment in page.segments if id(segment) not in aside and segment.table is None]
        for segment in (rest[-1:] + rest[:1]) if len(rest) > 1 else []:
            margin = _NARROW_ZONE * page.height
            match = _PAGE_NUMBER.match(segment.text)
            if match is None or margin < segment.middle < page.height - margin:
                continue
            number = match.group(1)
            if number.isdigit() and not _plausible(int(number), page.index, labels):
                continue
            aside.add(id(segment))
            labels[page.index] = number
            break


def _plausible(number: int, index: int, labels: dict[int, str]) -> bool:
    """True when a number may be that of the page: it agrees with its neighbours', else with the physical number."""
    shifts = {int(label) - other for other, label in labels.items() if label.isdigit()}
    return number - index in shifts if shifts else number == index + 1
