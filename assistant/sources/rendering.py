"""A page of a PDF as an image, with the quoted words highlighted."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw

from assistant.errors import SourceError
from assistant.models import Box
from assistant.sources.pdf import open_pdf

MAX_PIXELS = 12_000_000
"""Largest image made; the scale is lowered for pages of poster size."""

_COLOURS = 64
_HIGHLIGHT = (255, 226, 90)  # multiplied with the page, so that black text stays black
_MARGIN = 1.0  # points around a box

# pdfium is not thread-safe, and the chat renders pages from several threads.
_PDFIUM = threading.Lock()


def render_page(path: Path, page: int, boxes: Sequence[Box] = (), scale: float = 2.0) -> bytes:
    """Draw a page and highlight boxes on it.

    Args:
        path: The PDF file.
        page: Physical page, 1-based.
        boxes: What to highlight; boxes of other pages are ignored.
        scale: Pixels per point.

    Returns:
        A PNG image with a palette of 64 colours.

    Raises:
        SourceError: The file cannot be opened, or has no such page.
    """
    with _PDFIUM:
        image, used_scale = _draw(path, page, scale)
    image = _highlight(image, [box for box in boxes if box.page == page], used_scale)
    buffer = io.BytesIO()
    image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(buffer, "PNG")
    return buffer.getvalue()


def _draw(path: Path, page: int, scale: float) -> tuple[Image.Image, float]:
    document = open_pdf(path, path.name)
    try:
        count = len(document)
        if not 1 <= page <= count:
            raise SourceError(f"« {path.name} » : pas de page {page}, le document en a {count}.")
        opened = document[page - 1]
        width, height = opened.get_size()
        scale = min(scale, (MAX_PIXELS / max(width * height, 1.0)) ** 0.5)
        image: Image.Image = opened.render(scale=scale).to_pil().convert("RGB")
    except pdfium.PdfiumError as error:
        raise SourceError(f"« {path.name} » : la page {page} ne s'affiche pas ({error}).") from error
    finally:
        document.close()
    return image, scale


def _highlight(image: Image.Image, boxes: Sequence[Box], scale: float) -> Image.Image:
    if not boxes:
        return image
    layer = Image.new("RGB", image.size, (255, 255, 255))
    pen = ImageDraw.Draw(layer)
    for box in boxes:
        pen.rectangle(
            (
                (box.x0 - _MARGIN) * scale,
                (box.top - _MARGIN) * scale,
                (box.x1 + _MARGIN) * scale,
                (box.bottom + _MARGIN) * scale,
            ),
            fill=_HIGHLIGHT,
        )
    return ImageChops.multiply(image, layer)
