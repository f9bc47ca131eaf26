"""Set the report in two columns, with line-end hyphens, a running header and footnotes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageTemplate,
)

from sample_corpus import rapport
from sample_corpus.hyphenation import Line, break_lines
from sample_corpus.model import Heading
from sample_corpus.typography import NBSP, french_spaces

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

_SIDE = 20 * mm
_GUTTER = 8 * mm
_BOTTOM = 34 * mm
_FONT, _BOLD, _SIZE, _LEADING = "Times-Roman", "Times-Bold", 11.5, 15.2


def _measure(text: str) -> float:
    return float(stringWidth(text, _FONT, _SIZE))


class _Lines(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """Lines of a paragraph; draws them justified and reports the notes that they call."""

    def __init__(self, text: str, notes: dict[int, list[str]], lines: list[Line] | None = None):
        super().__init__()
        self.text, self.notes, self.lines = text, notes, lines
        self.spaceAfter = 5

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        if self.lines is None:
            self.lines = break_lines(self.text, width, _measure)
        self.width = width
        return width, len(self.lines) * _LEADING

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        lines = self.lines or []
        fit = min(int(height // _LEADING), len(lines) - 2)
        if fit < 2:
            return []
        head, tail = _Lines("", self.notes, lines[:fit]), _Lines("", self.notes, lines[fit:])
        head.spaceAfter = 0
        return [head, tail]

    def draw(self) -> None:
        lines = self.lines or []
        for row, line in enumerate(lines):
            words = self.canv.beginText(0, (len(lines) - row) * _LEADING - _SIZE)
            words.setFont(_FONT, _SIZE)
            gaps = line.text.count(" ") + line.text.count(NBSP)  # both are written as a space
            if gaps and not line.last:
                words.setWordSpace((self.width - line.natural_width) / gaps)
            words.textOut(line.text)
            words.setWordSpace(0)
            self.canv.drawText(words)
            called = [mark for mark in rapport.NOTES if mark in line.text]
            self.notes[self.canv.getPageNumber()] += called


class _Title(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A heading on as many ragged lines as it takes."""

    def __init__(self, text: str, size: float, before: float = 8):
        super().__init__()
        self.text, self.size = text, size
        self.spaceBefore, self.spaceAfter = before, 4

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.lines: list[str] = []
        for word in self.text.split(" "):
            grown = f"{self.lines[-1]} {word}" if self.lines else word
            if self.lines and stringWidth(grown, _BOLD, self.size) <= width:
                self.lines[-1] = grown
            else:
                self.lines.append(word)
        return width, len(self.lines) * self.size * 1.25

    def draw(self) -> None:
        self.canv.setFont(_BOLD, self.size)
        for row, line in enumerate(self.lines):
            self.canv.drawString(0, ((len(self.lines) - row) * 1.25 - 1) * self.size, line)


def _furniture(canvas: Canvas, notes: dict[int, list[str]]) -> None:
    width, height = A4
    number = canvas.getPageNumber()
    canvas.saveState()
    canvas.setFont("Times-Italic", 9)
    canvas.drawString(_SIDE, height - 14 * mm, rapport.HEADER_LEFT)
    canvas.drawRightString(width - _SIDE, height - 14 * mm, rapport.HEADER_RIGHT)
    canvas.line(_SIDE, height - 16 * mm, width - _SIDE, height - 16 * mm)
    canvas.drawString(_SIDE, 12 * mm, rapport.FOOTER)
    canvas.drawRightString(width - _SIDE, 12 * mm, str(number))
    called = notes[number]
    top = _BOTTOM - 8 * mm
    if called:
        canvas.line(_SIDE, top + 10, _SIDE + 40 * mm, top + 10)
    canvas.setFont(_FONT, 8)
    for row, mark in enumerate(called):
        canvas.drawString(_SIDE, top - row * 10, french_spaces(f"{mark} {rapport.NOTES[mark]}"))
    canvas.restoreState()


def write(folder: Path) -> Path:
    """Set the report as a PDF in ``folder`` and return its path; the bytes are reproducible."""
    path = folder / rapport.FILE_NAME
    width, height = A4
    notes: dict[int, list[str]] = defaultdict(list)
    column = (width - 2 * _SIDE - _GUTTER) / 2

    def frames(top: float) -> list[Frame]:
        return [
            Frame(x, _BOTTOM, column, height - top - _BOTTOM, 0, 0, 0, 0) for x in (_SIDE, _SIDE + column + _GUTTER)
        ]

    def title(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont(_BOLD, 20)
        canvas.drawString(_SIDE, height - 32 * mm, rapport.HEADER_LEFT)
        canvas.setFont(_FONT, 14)
        canvas.drawString(_SIDE, height - 40 * mm, rapport.HEADER_RIGHT)
        canvas.setFont("Times-Italic", 10)
        canvas.drawString(_SIDE, height - 47 * mm, rapport.BYLINE)

    def end(canvas: Canvas, _: BaseDocTemplate) -> None:
        _furniture(canvas, notes)

    template = BaseDocTemplate(
        str(path), pagesize=A4, title=rapport.TITLE, author=rapport.AUTHOR, lang="fr-FR",
        subject="Document d'exemple", invariant=1,
    )  # fmt: skip
    template.addPageTemplates(
        [
            PageTemplate("first", frames(56 * mm), onPage=title, onPageEnd=end),
            PageTemplate("next", frames(23 * mm), onPageEnd=end),
        ]
    )
    story: list[Flowable] = [NextPageTemplate("next")]
    for block in rapport.BLOCKS:
        text = french_spaces(block.text)
        if isinstance(block, Heading):
            story.append(CondPageBreak((40 if block.level == 1 else 25) * mm))
            story.append(_Title(text, 13.5 if block.level == 1 else 11.5))
        else:
            story.append(_Lines(text, notes))
    template.build(story)
    return path
