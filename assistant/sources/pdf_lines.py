"""From words to segments: runs of words on one line with no gap wide enough to be a gutter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from assistant.sources.characters import BULLETS
from assistant.sources.geometry import Rect
from assistant.sources.pdf_text import PlacedWord

MARKER = re.compile(
    rf"^(?:[{re.escape(BULLETS)}]|[-–—−*]|[oØ§]"
    r"|(?:\(?(?:\d{1,2}|[a-zA-H]|[ivxIVX]{1,4})[.)°]-?)+|\d{1,2}[-–]|\d{1,2}(?:\.\d{1,2})+\.?)$"
)
"""A word that opens an item or a numbered heading: a bullet, a dash, « 1. », « a) », « (ii) », « 2.1 »; not « M. »."""

_MARK = re.compile(rf"{MARKER.pattern}|^\d{{1,2}}$")  # the mark of a footnote too, when it is drawn apart

_SPACE = 1.0  # widest gap between two words of a segment, in font sizes; gutters are wider
_OTHER_SIZE = 1.25  # ratio of sizes above which the smaller one says how wide a space may be
_STRETCHED = 0.5  # narrowest space of a line stretched to its column, in font sizes
_SAME_GAP = 0.05  # difference between two spaces of such a line, in font sizes
_WIDEST = 3.0  # widest one
_GLUED = 0.08  # gap under which two words drawn apart are one word, in font sizes
_MARKER_REACH = 7.0  # distance between a bullet and its text, in font sizes


@dataclass(slots=True)
class Segment:
    """Words that follow each other on a line, or a table (``table`` is its rank on the page) taken as one thing."""

    words: list[PlacedWord]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    table: int | None = None

    @property
    def text(self) -> str:
        """The words with the spaces between them."""
        return "".join(" " * (word.spaced and i > 0) + word.text for i, word in enumerate(self.words))

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Line:
    """A line of text in reading order. ``region`` numbers the column it stands in, ``left`` to ``right`` wide."""

    words: list[PlacedWord]
    rect: Rect
    baseline: float
    size: float
    region: int = 0
    left: float = 0.0
    right: float = 0.0
    table: int | None = None

    @property
    def text(self) -> str:
        """The words with the spaces between them."""
        return "".join(" " * (word.spaced and i > 0) + word.text for i, word in enumerate(self.words))

    @property
    def bold(self) -> float:
        """Share of its characters that are bold."""
        total = sum(len(word.text) for word in self.words)
        return sum(len(word.text) for word in self.words if word.bold) / total if total else 0.0


def overlap(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """Share of the lower of two extents that lies in the other, from 0 to 1."""
    shared = min(bottom, other_bottom) - max(top, other_top)
    return max(0.0, shared) / max(min(bottom - top, other_bottom - other_top), 0.1)


def segments(words: Sequence[PlacedWord]) -> list[Segment]:
    """Words of one reading direction as segments, from top to bottom."""
    runs = _join_justified(_join(_runs(words), _SPACE))
    for run in runs:
        run.words = tidy(run.words)
    return _attach_markers(runs)


def _runs(words: Sequence[PlacedWord]) -> list[Segment]:
    """Words that already follow each other in the order they were drawn in."""
    runs: list[Segment] = []
    last: Segment | None = None
    for word in words:
        if last is not None:
            size = max(last.size, word.size)
            reach = min(last.size, word.size) if size > _OTHER_SIZE * min(last.size, word.size) else size
            if (
                -0.3 * size <= word.x0 - last.x1 <= _SPACE * reach
                and overlap(last.top, last.bottom, word.top, word.bottom) > 0.5
            ):
                _extend(last, [word])
                continue
        last = Segment([word], word.x0, word.top, word.x1, word.bottom, word.size)
        runs.append(last)
    return runs


def _extend(segment: Segment, words: list[PlacedWord]) -> None:
    """Add words at the right. The height stays that of the largest type, so that a superscript does not raise it."""
    segment.words.extend(words)
    for word in words:
        segment.x0, segment.x1 = min(segment.x0, word.x0), max(segment.x1, word.x1)
        if word.size > segment.size * 1.02:
            segment.size, segment.top, segment.bottom = word.size, word.top, word.bottom


def _join(runs: list[Segment], reach: float) -> list[Segment]:
    """Runs that continue each other on a line, whatever the order they were drawn in."""
    joined: list[Segment] = []
    by_height: dict[int, list[Segment]] = {}
    for run in sorted(runs, key=lambda run: run.x0):
        best: Segment | None = None
        bucket = int(run.middle // 8)
        for key in (bucket - 1, bucket, bucket + 1):
            for other in by_height.get(key, ()):
                size = max(other.size, run.size)
                if not -0.4 * size <= run.x0 - other.x1 <= reach * min(size, 2 * min(other.size, run.size)):
                    continue
                if overlap(other.top, other.bottom, run.top, run.bottom) <= 0.5:
                    continue
                if best is None or abs(other.middle - run.middle) < abs(best.middle - run.middle):
                    best = other
        if best is None:
            joined.append(run)
            by_height.setdefault(bucket, []).append(run)
        else:
            _extend(best, run.words)
    return sorted(joined, key=lambda segment: (segment.top, segment.x0))


def _join_justified(runs: list[Segment]) -> list[Segment]:
    """Parts of a line stretched to the width of its column: the space between them is like those inside them."""
    joined: list[Segment] = []
    ordered = sorted(runs, key=lambda run: (round(run.middle), run.x0))
    for run, after in zip_longest(ordered, ordered[1:]):
        before = joined[-1] if joined else None
        if before is not None and _is_stretched(before, run, after):
            _extend(before, run.words)
        else:
            joined.append(run)
    return sorted(joined, key=lambda segment: (segment.top, segment.x0))


def _is_stretched(before: Segment, run: Segment, after: Segment | None) -> bool:
    size = before.size
    gap = run.x0 - before.x1
    if not _SPACE * size < gap < _WIDEST * size or abs(before.middle - run.middle) > 0.1 * size:
        return False
    inner = [
        word.x0 - last.x1
        for segment in (before, run)
        for last, word in pairwise(sorted(segment.words, key=lambda word: word.x0))
        if word.spaced
    ]
    if after is not None and len(before.words) == len(run.words) == len(after.words) == 1:
        # Each word apart: the line is stretched when its gaps are the same to a hair, as columns never are.
        return abs(before.middle - after.middle) < 0.1 * size and abs(after.x0 - run.x1 - gap) < _SAME_GAP * size
    if not inner or min(inner) < _STRETCHED * size:
        return False
    tolerance = (0.4 if len(inner) > 1 else _SAME_GAP) * size
    return abs(gap - sum(inner) / len(inner)) < tolerance


def tidy(words: list[PlacedWord]) -> list[PlacedWord]:
    """Words of a line from left to right, with what separates them: glued pieces, note calls, spaced-out letters."""
    words.sort(key=lambda word: word.x0)
    for before, word in pairwise(words):
        gap = word.x0 - before.x1
        if not word.spaced and not word.glued:
            word.spaced = gap > _GLUED * min(before.size, word.size)
        if not word.spaced and _is_note_call(before, word):
            word.spaced = True
    if words:
        words[0].spaced = True
    _unspace(words)
    return words


def _is_note_call(before: PlacedWord, word: PlacedWord) -> bool:
    """A raised number after a word of text; « m² » and « CO₂ » are not note calls."""
    raised = word.size < 0.8 * before.size and word.baseline < before.baseline - 0.1 * before.size
    digits = word.text.strip("()[].,;:").isdigit()
    unit = before.text.lower().lstrip("0123456789.,(/") in ("m", "km", "cm", "mm", "dm", "hm")
    return raised and digits and not unit and not before.text[-1:].isdigit()


def _unspace(words: list[PlacedWord]) -> None:
    """Glue the capitals of a word set with wide spacing (« M A T I N »)."""
    single = sum(len(word.text) == 1 and word.text.isupper() for word in words)
    if len(words) < 4 or single < 0.8 * len(words):
        return
    gaps = [word.x0 - before.x1 for before, word in pairwise(words)]
    usual = sorted(gaps)[len(gaps) // 2]
    for word, gap in zip(words[1:], gaps, strict=True):
        if gap <= 1.5 * usual:
            word.spaced = False


def _attach_markers(found: list[Segment]) -> list[Segment]:
    """Join bullets and numbers that stand alone to the text at their right."""
    rest = [segment for segment in found if not (len(segment.words) == 1 and _MARK.match(segment.words[0].text))]
    if len(rest) == len(found):
        return found
    for marker in found:
        if any(marker is other for other in rest):
            continue
        target = min(
            (other for other in rest if _may_open(marker, other)),
            key=lambda other: other.x0,
            default=None,
        )
        if target is None:
            rest.append(marker)
        else:
            target.words.insert(0, marker.words[0])
            target.words[1].spaced = True
            target.x0 = marker.x0
    return sorted(rest, key=lambda segment: (segment.top, segment.x0))


def _may_open(marker: Segment, other: Segment) -> bool:
    gap = other.x0 - marker.x1
    if not MARKER.match(marker.words[0].text):
        raised = 0.1 * other.size < other.middle - marker.middle < 0.9 * other.size
        near = 0 <= gap <= _SPACE * other.size and overlap(marker.top, marker.bottom, other.top, other.bottom) > 0.2
        return raised and near and marker.size < other.size
    return (
        marker.words[0] is not other.words[0]
        and 0 <= gap <= _MARKER_REACH * max(other.size, 6.0)
        and overlap(marker.top, marker.bottom, other.top, other.bottom) > 0.4
    )
