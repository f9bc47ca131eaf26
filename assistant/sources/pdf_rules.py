"""Ruling lines of a page: the horizontal and vertical strokes that tables are drawn with, read with pdfium."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.sources.geometry import Rect, Viewport

MAX_PATHS = 6000
"""Paths looked at on one page; a map or a drawing holds many more, and no table."""

_MAX_POINTS = 2000  # points of one path; longer ones are drawings
_THIN = 3.0  # points: a filled rectangle this thin is a stroke
_STRAIGHT = 1.0  # points by which a stroke may lean
_MIN_LENGTH = 5.0  # points: dots and dashes are not ruling lines
_MAX_NESTING = 4

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rules:
    """Straight lines of a page, as rectangles without thickness (``top == bottom`` or ``x0 == x1``).

    ``strokes`` are drawn lines and very thin rectangles; ``sides`` those of painted areas (a shaded row, a coloured
    box), which bound cells only where no line does.
    """

    strokes: tuple[Rect, ...] = ()
    sides: tuple[Rect, ...] = ()


def ruling_lines(page: pdfium.PdfPage, view: Viewport) -> Rules:
    """The straight lines of a page as displayed; none when it has so many paths that it is a drawing."""
    strokes: list[Rect] = []
    sides: list[Rect] = []
    for seen, (handle, matrix) in enumerate(_paths(page.raw)):
        if seen > MAX_PATHS:
            return Rules()
        _sort_lines(handle, matrix, view, strokes, sides)
    return Rules(tuple(strokes), tuple(sides))


def _paths(page: Any) -> Iterator[tuple[Any, _Matrix]]:
    """The path objects of a page and of its forms, each with the matrix that places it on the page."""
    stack: list[tuple[Any, _Matrix, int]] = [
        (pdfium_c.FPDFPage_GetObject(page, index), _IDENTITY, 0)
        for index in range(min(pdfium_c.FPDFPage_CountObjects(page), 20 * MAX_PATHS))
    ]
    while stack:
        handle, outer, depth = stack.pop()
        kind = pdfium_c.FPDFPageObj_GetType(handle)
        if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            yield handle, _product(_matrix(handle), outer)
        elif kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth < _MAX_NESTING:
            inner = _product(_matrix(handle), outer)
            count = min(pdfium_c.FPDFFormObj_CountObjects(handle), 20 * MAX_PATHS)
            stack.extend((pdfium_c.FPDFFormObj_GetObject(handle, i), inner, depth + 1) for i in range(count))


def _matrix(handle: Any) -> _Matrix:
    raw = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(handle, raw):
        return _IDENTITY
    return raw.a, raw.b, raw.c, raw.d, raw.e, raw.f


def _product(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        a * ta + b * tc,
        a * tb + b * td,
        c * ta + d * tc,
        c * tb + d * td,
        e * ta + f * tc + te,
        e * tb + f * td + tf,
    )


def _sort_lines(handle: Any, matrix: _Matrix, view: Viewport, strokes: list[Rect], sides: list[Rect]) -> None:
    """Add the straight lines of one path to the strokes or to the sides."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for outline in _outlines(handle, matrix, view):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if right - left <= _THIN or bottom - top <= _THIN:
            strokes.extend(_thin(left, right, top, bottom))
            continue
        target = strokes if stroke.value else sides
        for (x0, y0), (x1, y1) in pairwise(outline):
            if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
                target.extend(_thin(min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))


def _thin(left: float, right: float, top: float, bottom: float) -> Iterator[Rect]:
    if right - left >= bottom - top and right - left >= _MIN_LENGTH:
        middle = (top + bottom) / 2
        yield Rect(left, middle, right, middle)
    elif bottom - top > right - left and bottom - top >= _MIN_LENGTH:
        middle = (left + right) / 2
        yield Rect(middle, top, middle, bottom)


def _outlines(handle: Any, matrix: _Matrix, view: Viewport) -> Iterator[list[tuple[float, float]]]:
    """The polygons of a path in displayed points; those with curves are left out."""
    count = pdfium_c.FPDFPath_CountSegments(handle)
    if not 2 <= count <= _MAX_POINTS:
        return
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = pdfium_c.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1 and not curved:
                yield outline
            outline, curved = [], False
        elif kind == pdfium_c.FPDF_SEGMENT_BEZIERTO:
            curved = True
        outline.append(point)
        if pdfium_c.FPDFPathSegment_GetClose(segment) and outline[0] != point:
            outline.append(outline[0])
    if len(outline) > 1 and not curved:
        yield outline
