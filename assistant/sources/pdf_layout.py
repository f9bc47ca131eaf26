"""Reading order of a page: bands and columns, found by cutting at white space (a recursive XY-cut).

The XY-cut is Nagy and Seth's (« Hierarchical representation of optically scanned documents », 1984), with one
preference: columns of running text are cut before horizontal white space, so that paragraphs of two columns that
happen to end at the same height stay in their column. What spans a gutter (a heading, a table) splits the columns
into bands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.sources.geometry import Rect, union
from assistant.sources.pdf_lines import Line, Segment, overlap, tidy
from assistant.sources.pdf_text import PlacedWord

_MIN_GUTTER = 0.6  # narrowest gutter between columns of text, in font sizes
_MIN_CELL_GAP = 1.0  # narrowest white space between two things side by side, in font sizes
_MIN_BAND_GAP = 0.35  # height of white space that separates two bands, in font sizes
_MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class _Gutter:
    left: float
    right: float

    def crossed_by(self, segment: Segment) -> bool:
        return segment.x0 < self.left and segment.x1 > self.right


def reading_order(found: Sequence[Segment]) -> list[Line]:
    """Segments of a page as lines in reading order, each with the column it stands in."""
    lines: list[Line] = []
    for region, leaf in enumerate(_cut(list(found), 0)):
        left, right = min(segment.x0 for segment in leaf), max(segment.x1 for segment in leaf)
        for line in rows(leaf):
            line.region, line.left, line.right = region, left, right
            lines.append(line)
    return lines


def _cut(region: list[Segment], depth: int) -> list[list[Segment]]:
    if len(region) < 2 or depth >= _MAX_DEPTH:
        return [region] if region else []
    parts = _text_columns(region) or _bands(region)
    if len(parts) < 2:
        return [region]
    leaves: list[list[Segment]] = []
    for part in parts:
        leaves.extend(_cut(part, depth + 1))
    return leaves


def _text_columns(region: list[Segment]) -> list[list[Segment]]:
    """The parts of a region that has columns of running text, or nothing."""
    for gutter in _gutters(region):
        bands = _split_at_crossings(region, gutter)
        parts: list[list[Segment]] = []
        columns = False
        for band in bands:
            left = [segment for segment in band if segment.x1 <= gutter.right]
            right = [segment for segment in band if segment.x0 >= gutter.left and segment.x1 > gutter.right]
            if _is_text(left) and _is_text(right) and _side_by_side(left, right):
                columns = True
                parts += [left, right]
            elif parts and not columns:
                parts[-1] += band
            else:
                parts.append(band)
                columns = False
        if len(parts) > 1:
            return parts
    return []


def _gutters(region: list[Segment]) -> list[_Gutter]:
    """Vertical strips that few segments cross, the least crossed first."""
    left = min(segment.x0 for segment in region)
    right = max(segment.x1 for segment in region)
    width = int(right - left) + 1
    if width < 60 or len(region) < 6:
        return []
    steps = [0.0] * (width + 2)
    for segment in region:
        height = segment.bottom - segment.top
        # Half a point off each side: neighbours may touch by rounding.
        steps[int(segment.x0 + 0.5 - left)] += height
        steps[max(int(segment.x1 + 0.5 - left), int(segment.x0 + 0.5 - left) + 1)] -= height
    cover, level = [], 0.0
    for step in steps[:width]:
        level += step
        cover.append(level)
    usual = sorted(cover)[int(0.7 * width)]
    size = sorted(segment.size for segment in region)[len(region) // 2]
    return _valleys(cover, left, 0.4 * usual, _MIN_GUTTER * size)


def _valleys(cover: list[float], left: float, limit: float, min_width: float) -> list[_Gutter]:
    found: list[tuple[float, float, _Gutter]] = []
    margin = len(cover) // 8
    start = margin
    while start < len(cover) - margin:
        end = start
        while end < len(cover) and abs(cover[end] - cover[start]) < 0.5:
            end += 1
        if cover[start] <= limit and end - start >= min_width and end < len(cover):
            while start > 0 and abs(cover[start - 1] - cover[start]) < 0.5:
                start -= 1
            found.append((cover[start], float(start - end), _Gutter(left + start, left + end)))
        start = max(end, start + 1)
    return [gutter for _, _, gutter in sorted(found, key=lambda item: item[:2])[:4]]


def _split_at_crossings(region: list[Segment], gutter: _Gutter) -> list[list[Segment]]:
    """Bands from top to bottom: runs of segments that cross the gutter, and of segments that do not."""
    bands: list[list[Segment]] = []
    crossing_band = False
    sides = [segment for segment in region if not gutter.crossed_by(segment)]
    for segment in sorted(region, key=lambda segment: (segment.middle, segment.x0)):
        crosses = gutter.crossed_by(segment) or _splits_columns(segment, sides, gutter)
        if not bands or crosses != crossing_band:
            bands.append([])
            crossing_band = crosses
        bands[-1].append(segment)
    return bands


def _splits_columns(segment: Segment, sides: list[Segment], gutter: _Gutter) -> bool:
    """A short heading in large type above two columns that does not reach the gutter: nothing stands beside it."""
    usual = sorted(other.size for other in sides)[len(sides) // 2]
    if segment.size < 1.15 * usual or segment.table is not None:
        return False
    on_left = segment.x1 <= gutter.right
    margin = 0.3 * segment.size
    others = [other for other in sides if (other.x1 <= gutter.right) != on_left]
    beside = any(other.bottom > segment.top - margin and other.top < segment.bottom + margin for other in others)
    above = any(other.bottom <= segment.top for other in others)
    below = any(other.top >= segment.bottom for other in others)
    return not beside and above and below


def _is_text(column: list[Segment]) -> bool:
    """True for running text: at least three lines of several words that fill their column."""
    if any(segment.table is not None for segment in column):
        column = [segment for segment in column if segment.table is None]
    if len(column) < 3:
        return False
    width = max(segment.x1 for segment in column) - min(segment.x0 for segment in column)
    words = sum(len(segment.words) for segment in column) / len(column)
    filled = sorted(segment.x1 - segment.x0 for segment in column)[len(column) // 2]
    letters = sum(character.isalpha() for segment in column for word in segment.words for character in word.text)
    characters = sum(len(word.text) for segment in column for word in segment.words)
    return words >= 2.6 and filled >= 0.5 * width and letters > 0.7 * characters


def _side_by_side(left: list[Segment], right: list[Segment]) -> bool:
    return (
        overlap(
            min(segment.top for segment in left),
            max(segment.bottom for segment in left),
            min(segment.top for segment in right),
            max(segment.bottom for segment in right),
        )
        > 0.3
    )


def _bands(region: list[Segment]) -> list[list[Segment]]:
    """The region cut at horizontal white space, or, when there is none, into things side by side."""
    size = sorted(segment.size for segment in region)[len(region) // 2]
    beside = _sides(region, size)
    if len(beside) > 1 and not _aligned(beside):
        if _stacked(beside):
            return sorted(beside, key=lambda side: min(segment.top for segment in side))
        return _labelled_rows(beside) or beside
    bands: list[list[Segment]] = []
    bottom = 0.0
    for segment in sorted(region, key=lambda segment: segment.top):
        if not bands or segment.top - bottom > _MIN_BAND_GAP * size:
            bands.append([])
            bottom = segment.bottom
        bands[-1].append(segment)
        bottom = max(bottom, segment.bottom)
    if all(len(band) == len(rows(band)) for band in bands):
        return [region]  # one thing per line: nothing to order
    return _regroup(bands)


def _stacked(sides: list[list[Segment]]) -> bool:
    """True when nothing stands beside anything: a line at the left of the foot, another at the middle, lower down."""
    extents = sorted((min(segment.top for segment in side), max(segment.bottom for segment in side)) for side in sides)
    return all(bottom <= top for (_, bottom), (top, _) in pairwise(extents))


def _labelled_rows(sides: list[list[Segment]]) -> list[list[Segment]]:
    """Rows of a table without rules whose first column holds short labels, each level with its text; or nothing."""
    labels = sorted(sides[0], key=lambda segment: segment.middle)
    texts = sorted((segment for side in sides[1:] for segment in side), key=lambda segment: segment.middle)
    words = sum(len(segment.words) for segment in labels)
    if len(labels) < 2 or words > 4 * len(labels) or len(texts) < len(labels):
        return []
    level = [any(abs(label.middle - text.middle) < 2.5 for text in texts) for label in labels]
    if sum(level) < 0.8 * len(labels) or not level[0]:
        return []
    steps = [after.middle - before.middle for before, after in pairwise(texts)]
    leading = min((step for step in steps if step > 0.9 * texts[0].size), default=0.0)
    short = words <= 2 * len(labels)
    each = short and all(any(abs(text.middle - label.middle) < 2.5 for label in labels) for text in texts)
    starts = [labels[0].top]
    for before, label, is_level in zip(labels, labels[1:], level[1:], strict=False):
        if is_level and (each or label.middle - before.middle > 1.12 * leading):
            starts.append(label.top)
    parts: list[list[Segment]] = [[] for _ in starts]
    for segment in labels + texts:
        parts[max(0, sum(start <= segment.middle for start in starts) - 1)].append(segment)
    return parts if len(parts) > 1 else []


def _regroup(bands: list[list[Segment]]) -> list[list[Segment]]:
    """Put consecutive bands of plain lines back together, so that a column of paragraphs is one region."""
    groups: list[list[Segment]] = []
    plain_before = False
    for band in bands:
        plain = len(band) == len(rows(band))
        if groups and plain and plain_before:
            groups[-1] += band
        else:
            groups.append(list(band))
        plain_before = plain
    return groups


def _sides(region: list[Segment], size: float) -> list[list[Segment]]:
    """The region cut at vertical white space that nothing crosses."""
    sides: list[list[Segment]] = []
    edge = 0.0
    for segment in sorted(region, key=lambda segment: segment.x0):
        if not sides or segment.x0 - edge > _MIN_CELL_GAP * size:
            sides.append([])
            edge = segment.x1
        sides[-1].append(segment)
        edge = max(edge, segment.x1)
    return sides


def _aligned(sides: list[list[Segment]]) -> bool:
    """True when the things side by side form rows (a table without rules, a label and its value)."""
    heights = [[segment.middle for segment in side] for side in sides]
    fewest = min(heights, key=len)
    for middles in heights:
        matched = sum(1 for height in fewest if any(abs(height - other) < 2.5 for other in middles))
        if matched < 0.7 * len(fewest):
            return False
    most = max(len(middles) for middles in heights)
    return len(fewest) >= 0.6 * most or most <= 1


def rows(region: Sequence[Segment]) -> list[Line]:
    """Segments of a region as lines, from top to bottom."""
    rows: list[list[Segment]] = []
    for segment in sorted(region, key=lambda segment: (segment.middle, segment.x0)):
        if rows and segment.table is None and _same_row(rows[-1], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [_line(row) for row in rows]


def _same_row(row: list[Segment], segment: Segment) -> bool:
    return all(
        other.table is None
        and overlap(other.top, other.bottom, segment.top, segment.bottom) > 0.5
        and overlap(other.x0, other.x1, segment.x0, segment.x1) < 0.3
        for other in row
    )


def _line(row: list[Segment]) -> Line:
    rect = union([Rect(segment.x0, segment.top, segment.x1, segment.bottom) for segment in row])
    if row[0].table is not None:
        return Line([], rect, rect.bottom, 0.0, table=row[0].table)
    words: list[PlacedWord] = [word for segment in row for word in segment.words]
    if len(row) > 1:
        words = tidy(words)
    sizes: dict[float, int] = {}
    for word in words:
        key = round(word.size, 1)
        sizes[key] = sizes.get(key, 0) + len(word.text)
    size = max(sizes, key=lambda key: sizes[key])
    baseline = sorted(word.baseline for word in words)[len(words) // 2]
    return Line(words, rect, baseline, size)
