"""A page read on its image: rendered, straightened, recognised, and given as words with their place on the page.

The words are those of ``pdf_text``, so that reading order, hyphens, blocks and highlights are made as for any page.
A page level on its side gets words of that reading direction; a page that lay askew is read straightened, and its
boxes are turned back for display.
"""

from __future__ import annotations

import math
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter, ImageStat

from assistant.sources.characters import compose
from assistant.sources.geometry import Rect
from assistant.sources.ocr_engine import ReadWord, missing, quarter_turn, read_image
from assistant.sources.ocr_skew import skew
from assistant.sources.pdf_text import PageText, PlacedWord

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from assistant.sources.limits import ParseLimits

_DPI = 300  # what Tesseract's models were made for; see docs/reading.md for 200
_MAX_PIXELS = 20_000_000  # a page of poster size is read at a lower resolution
_SMALLEST_SKEW = 0.3  # degrees under which straightening changes nothing
_SURE = 0.80  # mean confidence from which a page is taken to be upright
_SURE_LINE = 0.50  # mean confidence of a line from which its doubtful words are words too: « l’honneur » is often .1
_NOISE = 0.30  # confidence under which a word of another line is noise: a logo, a border, a stain
_SIGN = 0.60  # the same for what has no letter and no digit, on any line
_EM = 0.92  # height of a line, from the foot of « p » to the top of « l », in font sizes
_SAME_SIZE = 0.15  # sizes that differ by less are one: lines are measured to some pixels
_SAMPLE = 800  # pixels of the side of the square whose grain is measured
_SMOOTHING = ((20.0, 2.5), (9.5, 1.5))  # grain, in shades of grey, from which to smooth, and radius in pixels
_GRACE_S = 30.0  # what cannot be interrupted in the recognition of a page; past it the worker ends


@dataclass(slots=True)
class ScannedText(PageText):
    """The words read on an image. ``tilt`` is the angle that was taken off, in degrees, clockwise."""

    tilt: float = 0.0
    confidence: float = 0.0

    def displayed(self, word: PlacedWord) -> Rect:
        """The box around a word on the page as it lies, cut at the page's edges."""
        # Not super(): the class that ``slots`` makes is another one.
        rect = PageText.displayed(self, word)
        if not self.tilt:
            return rect
        corners = [
            _turned(x, y, self.tilt, self.width / 2, self.height / 2)
            for x in (rect.x0, rect.x1)
            for y in (rect.top, rect.bottom)
        ]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        return Rect(
            min(max(min(across), 0.0), self.width),
            min(max(min(down), 0.0), self.height),
            min(max(max(across), 0.0), self.width),
            min(max(max(down), 0.0), self.height),
        )


@dataclass(slots=True)
class PageReader:
    """Reads the pages of one file on their images, within the file's time for OCR."""

    limits: ParseLimits
    spent_s: float = 0.0
    _missing: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._missing = missing()

    @property
    def usable(self) -> bool:
        """True when Tesseract is there."""
        return self._missing is None

    def read(self, page: pdfium.PdfPage, number: int) -> ScannedText | None:
        """The words of a page, none where there are none; None when pages cannot be read, or no more.

        Args:
            page: The open page.
            number: Its number, 1-based.
        """
        left = self.limits.ocr_timeout_s - self.spent_s
        if not self.usable:
            return None
        width, height = page.get_size()
        if left <= 0 or width < 1 or height < 1:
            return ScannedText(number, width, height)
        allowed = min(left, self.limits.ocr_page_timeout_s)
        began = time.monotonic()
        try:
            with _counted_apart(allowed + _GRACE_S):
                return _read(page, number, allowed)
        finally:
            self.spent_s += time.monotonic() - began


@contextmanager
def _counted_apart(seconds: float) -> Iterator[None]:
    """Stop the worker's timer and set one of ``seconds`` instead; nothing where no timer runs."""
    left, _ = signal.getitimer(signal.ITIMER_REAL)
    if not left:
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, left)


def _read(page: pdfium.PdfPage, number: int, seconds: float) -> ScannedText:
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MAX_PIXELS / (width * height)) ** 0.5)
    image = without_grain(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
    end = time.monotonic() + seconds
    best = _attempt(image, 0, scale, (number, width, height), seconds)
    if best.confidence < _SURE and (turn := quarter_turn(image)):
        other = _attempt(image, turn, scale, (number, width, height), max(0.0, end - time.monotonic()))
        best = max(best, other, key=_evidence)
    return best


def _evidence(text: ScannedText) -> float:
    """What tells the right way up: the surest words, and the most of them."""
    return text.confidence**2 * sum(len(word.text) for word in text.words)


def _attempt(
    image: Image.Image, turn: int, scale: float, place: tuple[int, float, float], seconds: float
) -> ScannedText:
    """The page read with its text turned by ``turn`` degrees clockwise."""
    number, width, height = place
    upright = image.rotate(turn, expand=True) if turn else image
    tilt = skew(upright)
    if abs(tilt) < _SMALLEST_SKEW:
        tilt = 0.0
    straight = upright.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=255) if tilt else upright
    found = text_of(read_image(straight, 72 * scale, seconds))
    level = [word for word in found if not _stands(word)]
    if len(level) < len(found) / 2:
        return ScannedText(number, width, height)  # read, but level on its side: lines would come in no order
    found = level
    left, top = (straight.width - upright.width) / 2, (straight.height - upright.height) / 2
    sizes = usual_sizes([word.height / scale / _EM for word in found], [len(word.text) for word in found])
    words = []
    for word, size in zip(found, sizes, strict=True):
        baseline = (word.baseline - top) / scale
        words.append(
            PlacedWord(
                compose(word.text),
                (word.x0 - left) / scale,
                baseline - 0.85 * size,
                (word.x1 - left) / scale,
                baseline + 0.22 * size,
                baseline,
                size,
                direction=turn,
            )
        )
    sure = sum(word.confidence for word in found) / len(found) if found else 0.0
    return ScannedText(number, width, height, words=words, tilt=tilt, confidence=round(sure, 4))


def without_grain(image: Image.Image) -> Image.Image:
    """The image, smoothed where it is grainy: each grain is otherwise taken for a sign, which is slow and wrong."""
    width, height = image.size
    middle = image.crop((width // 4, height // 4, 3 * width // 4, 3 * height // 4))
    middle = middle.crop((0, 0, min(_SAMPLE, middle.width), min(_SAMPLE, middle.height)))
    smooth = middle.filter(ImageFilter.MedianFilter(5))
    grain = ImageStat.Stat(ImageChops.difference(middle, smooth)).mean[0]
    for least, radius in _SMOOTHING:
        if grain >= least:
            return image.filter(ImageFilter.GaussianBlur(radius))
    return image


def _stands(word: ReadWord) -> bool:
    """True for a word written upwards or downwards."""
    return len(word.text) > 2 and word.bottom - word.top > 1.5 * (word.x1 - word.x0)


def text_of(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words without what stains, rules and pictures are taken for."""
    lines: dict[int, list[float]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.confidence)
    sure = {line: sum(found) / len(found) >= _SURE_LINE for line, found in lines.items()}
    return [
        word
        for word in words
        if (word.confidence >= _NOISE or sure[word.line])
        and (word.confidence >= _SIGN or any(map(str.isalnum, word.text)))
    ]


def usual_sizes(sizes: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Measured sizes of type made equal where they differ by no more than measurement does.

    The size of most characters draws the sizes around it, then that of most of the others, and so on.
    """
    left = dict.fromkeys(sizes, 0)
    for size, weight in zip(sizes, weights, strict=True):
        left[size] += weight
    drawn: dict[float, float] = {}
    while left:
        usual = _weighted_median(left)
        near = [size for size in left if abs(size - usual) <= _SAME_SIZE * usual]
        for size in near:
            drawn[size] = round(usual, 1)
            del left[size]
    return [drawn[size] for size in sizes]


def _weighted_median(weights: dict[float, int]) -> float:
    half, passed = sum(weights.values()) / 2, 0
    for size in sorted(weights):
        passed += weights[size]
        if passed >= half:
            return size
    raise ValueError("no size")


def _turned(x: float, y: float, degrees: float, around_x: float, around_y: float) -> tuple[float, float]:
    """A point turned clockwise around another, y downwards."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    across, down = x - around_x, y - around_y
    return around_x + across * cosine - down * sine, around_y + across * sine + down * cosine
