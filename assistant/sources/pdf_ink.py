"""Pictures of a PDF page, and what stands on them where a word is said to be."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from assistant.sources.geometry import Rect, from_frame
from assistant.sources.pdf_text import PageText, PlacedWord

Picture = npt.NDArray[np.int16]
"""Grey levels from 0 to 255, rows from the top of the page as displayed."""

_MOST_PIXELS = 4_000_000
_INK = 8.0  # mean step between neighbouring pixels where letters are printed; paper has 0 to 2
_LINE = 2.5  # how many times more of it a line of letters has than the white above and below it
_LAYER = 1.8  # the same for the median line of a page: what is read is then what is printed
_LETTERS = (-0.5, 0.0)  # between the foot and the waist of small letters, in sizes from the baseline, downwards
_ABOVE = (-0.97, -0.87)
_BELOW = (0.25, 0.40)


def picture(page: pdfium.PdfPage, scale: float) -> Picture:
    """A page drawn in grey without its annotations, ``scale`` pixels a point, less for a very large page."""
    width, height = page.get_size()
    scale = min(scale, math.sqrt(_MOST_PIXELS / max(width * height, 1.0)))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    try:
        pixels = bitmap.to_numpy()
        found: Picture = pixels.reshape(pixels.shape[0], -1).astype(np.int16)
        return found
    finally:
        bitmap.close()


def zone(image: npt.NDArray[np.generic], text: PageText, rect: Rect, direction: int) -> tuple[slice, slice]:
    """The part of a picture that a rectangle of a reading frame covers, at least one pixel where it is on the page."""
    shown = from_frame(rect, direction, text.width, text.height)
    height, width = image.shape
    across, down = width / max(text.width, 1.0), height / max(text.height, 1.0)
    left, top = max(int(shown.x0 * across), 0), max(int(shown.top * down), 0)
    return (
        slice(top, max(math.ceil(shown.bottom * down), top + 1)),
        slice(left, max(math.ceil(shown.x1 * across), left + 1)),
    )


def letters(word: PlacedWord) -> Rect:
    """The strip of a word's box that every small letter fills, in its reading frame."""
    return _strip(word, _LETTERS)


def printed(words: Sequence[PlacedWord], text: PageText, without_text: Picture) -> set[int]:
    """Which words (by ``id``) stand where the page shows letters, though not as text: a scan, a drawn logo.

    Text that is drawn nowhere is rightly there over a scan, whose picture says the same. Letters are told from a
    photograph by their line: many steps between neighbouring pixels, hardly any just above and below.

    Args:
        words: Words that are not drawn, in the order in which they stand in the file.
        text: Their page.
        without_text: The page drawn without any of its text.
    """
    steps = np.abs(np.diff(without_text, axis=1))
    lines = list(_lines(words))
    found = [_contrast(line, text, steps) for line in lines]
    inked = [inside / max(around, 1.0) for inside, around in found if inside >= _INK]
    layer = len(inked) > len(lines) / 2 and float(np.median(inked)) >= _LAYER
    least = 1.0 if layer else _LINE
    return {
        id(word)
        for line, (inside, around) in zip(lines, found, strict=True)
        if inside >= _INK and inside >= least * max(around, 1.0)
        for word in line
    }


def _lines(words: Iterable[PlacedWord]) -> Iterable[list[PlacedWord]]:
    """Words that follow each other on one baseline."""
    line: list[PlacedWord] = []
    for before, word in pairwise([None, *words]):
        if word is None:
            continue
        if before and (before.direction != word.direction or abs(before.baseline - word.baseline) > 0.3 * word.size):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _contrast(line: Sequence[PlacedWord], text: PageText, steps: Picture) -> tuple[float, float]:
    """Mean step between neighbouring pixels in the letters of a line, and above and below it."""
    inside = [_mean(steps, text, word, _LETTERS) for word in line]
    around = [min(_mean(steps, text, word, _ABOVE), _mean(steps, text, word, _BELOW)) for word in line]
    return float(np.mean(inside)), float(np.mean(around))


def _mean(steps: Picture, text: PageText, word: PlacedWord, strip: tuple[float, float]) -> float:
    part = steps[zone(steps, text, _strip(word, strip), word.direction)]
    return float(part.mean()) if part.size else 0.0


def _strip(word: PlacedWord, strip: tuple[float, float]) -> Rect:
    first, last = (word.baseline + part * word.size for part in strip)
    return Rect(word.x0, first, word.x1, last)
