"""Page geometry as pure functions: from PDF coordinates to the page as displayed, and boxes.

PDF coordinates have their origin at the bottom left of an unrotated page. Everything else in the assistant uses the
page as displayed: points from the top left, with the crop box and the rotation of the page applied. Text that does
not run from left to right (a vertical label, a page turned by 90°) is laid out in a *reading frame* in which it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle with its origin at the top left: ``x0 <= x1`` and ``top <= bottom``."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Horizontal extent."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent."""
        return self.bottom - self.top

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """True when the point lies in the rectangle widened by ``margin``."""
        return self.x0 - margin <= x <= self.x1 + margin and self.top - margin <= y <= self.bottom + margin


def ordered(x0: float, y0: float, x1: float, y1: float) -> Rect:
    """The rectangle between two opposite corners given in any order."""
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def union(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle around at least one rectangle."""
    all_rects = list(rects)
    return Rect(
        min(rect.x0 for rect in all_rects),
        min(rect.top for rect in all_rects),
        max(rect.x1 for rect in all_rects),
        max(rect.bottom for rect in all_rects),
    )


@dataclass(frozen=True, slots=True)
class Viewport:
    """The visible part of a page in PDF coordinates and its rotation (0, 90, 180 or 270, clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF as displayed."""
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A rectangle of the PDF as displayed."""
        return ordered(*self.point(left, bottom), *self.point(right, top))

    def direction(self, cosine: float, sine: float) -> int:
        """The displayed reading direction of text drawn at this angle, to the nearest quarter turn.

        Returns:
            0 left to right, 90 downwards, 180 right to left (upside down), 270 upwards.
        """
        x0, y0 = self.point(0.0, 0.0)
        x1, y1 = self.point(cosine, sine)
        across, down = x1 - x0, y1 - y0
        if abs(across) >= abs(down):
            return 0 if across >= 0 else 180
        return 90 if down > 0 else 270


def to_frame(point: tuple[float, float], direction: int, width: float, height: float) -> tuple[float, float]:
    """A displayed point in the frame in which text of this direction runs from left to right."""
    x, y = point
    if direction == 90:
        return y, width - x
    if direction == 180:
        return width - x, height - y
    if direction == 270:
        return height - y, x
    return x, y


def from_frame(rect: Rect, direction: int, width: float, height: float) -> Rect:
    """The inverse of ``to_frame`` for a rectangle: back to the page as displayed."""
    if direction == 90:
        return Rect(width - rect.bottom, rect.x0, width - rect.top, rect.x1)
    if direction == 180:
        return Rect(width - rect.x1, height - rect.bottom, width - rect.x0, height - rect.top)
    if direction == 270:
        return Rect(rect.top, height - rect.x1, rect.bottom, height - rect.x0)
    return rect
