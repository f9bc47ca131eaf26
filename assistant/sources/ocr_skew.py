"""The small angle at which a sheet lay on the scanner, measured on its image."""

from __future__ import annotations

import numpy as np
from PIL import Image

LARGEST = 8.0
"""Angles looked for, in degrees either way."""

_STEP, _FINE_STEP = 0.5, 0.1
_WIDTH = 900  # pixels of the image measured; lines of text are still apart at that size
_MOST_POINTS = 60_000
_GAIN = 1.05  # the profile must be this much sharper than at no angle: a drawing has no lines to straighten


def skew(image: Image.Image) -> float:
    """The angle of the lines of text, in degrees, positive when they go down to the right; 0 when none stands out.

    Dark points are projected along each angle: at that of the lines, rows are either full or empty, which makes the
    sum of the squares of their counts the largest (Postl, 1986).

    Args:
        image: In shades of grey, within ``LARGEST`` degrees of upright.
    """
    small = image.resize((_WIDTH, max(1, round(_WIDTH * image.height / image.width))), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.float32)
    rows, columns = np.nonzero(grey < (float(grey.mean()) + float(grey.min())) / 2)
    if len(rows) < 200:
        return 0.0
    if len(rows) > _MOST_POINTS:
        kept = np.linspace(0, len(rows) - 1, _MOST_POINTS).astype(np.int64)
        rows, columns = rows[kept], columns[kept]
    coarse = np.arange(-LARGEST, LARGEST + _STEP / 2, _STEP)
    best = max(coarse, key=lambda angle: _sharpness(rows, columns, angle))
    fine = np.arange(best - _STEP, best + _STEP + _FINE_STEP / 2, _FINE_STEP)
    best = max(fine, key=lambda angle: _sharpness(rows, columns, angle))
    if _sharpness(rows, columns, best) < _GAIN * _sharpness(rows, columns, 0.0):
        return 0.0
    return float(round(best, 2))


def _sharpness(rows: np.ndarray, columns: np.ndarray, angle: float) -> float:
    radians = np.deg2rad(angle)
    heights = rows * np.cos(radians) - columns * np.sin(radians)
    counts = np.bincount((heights - heights.min()).astype(np.int64))
    return float(np.square(counts, dtype=np.float64).sum())
