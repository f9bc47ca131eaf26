"""Set the letter, render it as a grey image with a scanner's noise, and wrap that in a PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from sample_corpus import lettre
from sample_corpus.typography import french_spaces

if TYPE_CHECKING:
    from pathlib import Path

_DPI = 150
_TILT_DEGREES = 0.4
_NOISE = 3.0


def _letter() -> bytes:
    """The letter as an ordinary PDF."""
    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=17, spaceAfter=11)
    right = ParagraphStyle("right", parent=body, leftIndent=75 * mm, spaceAfter=0)
    head = ParagraphStyle("head", parent=body, fontName="Times-Bold", spaceAfter=0)
    story = [Paragraph(line, head) for line in lettre.LETTERHEAD]
    story.append(Paragraph("&nbsp;", body))
    story += [Paragraph(line, right) for line in lettre.ADDRESSEE]
    story.append(Paragraph("&nbsp;", body))
    story += [Paragraph(french_spaces(text), body) for text in lettre.PARAGRAPHS]
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, invariant=1).build(story)
    return buffer.getvalue()


def _scanned(pdf: bytes) -> Image.Image:
    """The first page in grey, slightly tilted and noisy, the same at each run."""
    page = pypdfium2.PdfDocument(pdf)[0]
    clean = page.render(scale=_DPI / 72, grayscale=True).to_pil()
    tilted = clean.rotate(_TILT_DEGREES, Image.Resampling.BICUBIC, fillcolor=255)
    noise = np.random.default_rng(2024).normal(0.0, _NOISE, (tilted.height, tilted.width))
    grey = np.asarray(tilted, dtype=np.float64) * 0.94 + 6 + noise
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8), mode="L")


def write(folder: Path) -> Path:
    """Write the scan as a PDF without a text layer in ``folder`` and return its path."""
    path = folder / lettre.FILE_NAME
    jpeg = io.BytesIO()
    _scanned(_letter()).save(jpeg, "JPEG", quality=45)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setTitle(lettre.TITLE)
    canvas.setAuthor(lettre.AUTHOR)
    canvas.drawImage(ImageReader(jpeg), 0, 0, *A4)
    canvas.save()
    return path
