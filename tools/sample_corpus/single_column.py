"""Set a `Document` in one column: cover, running header and footer, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    ListFlowable,
    ListItem,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as PlatypusTable

from sample_corpus.model import (
    Block,
    Break,
    Bullets,
    Document,
    Heading,
    Para,
    Space,
    Table,
)
from sample_corpus.typography import french_spaces

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

_SIDE = 23 * mm
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10.5, leading=14.5, alignment=TA_JUSTIFY, spaceAfter=7)
_ITEM = ParagraphStyle("item", parent=_BODY, alignment=0, spaceAfter=4)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=9, leading=11, alignment=0, spaceAfter=0)
_HEADINGS = {
    0: ParagraphStyle(
        "title", fontName="Helvetica-Bold", fontSize=16, leading=20, alignment=TA_CENTER,
        spaceAfter=16, textColor=colors.HexColor("#1f3864"),
    ),
    1: ParagraphStyle(
        "part", fontName="Helvetica-Bold", fontSize=12.5, leading=16, spaceBefore=10,
        spaceAfter=7, textColor=colors.HexColor("#1f3864"), keepWithNext=1,
    ),
    2: ParagraphStyle(
        "article", fontName="Helvetica-Bold", fontSize=10.5, leading=14, spaceBefore=4,
        spaceAfter=4, keepWithNext=1,
    ),
}  # fmt: skip


def _table(table: Table) -> Flowable:
    def row(cells: list[str], *, bold: bool) -> list[Flowable]:
        font = "Helvetica-Bold" if bold else "Helvetica"
        return [
            Paragraph(
                french_spaces(cell),
                ParagraphStyle("c", parent=_CELL, fontName=font, alignment=2 if column in table.numeric else 0),
            )
            for column, cell in enumerate(cells)
        ]

    body = [row(list(cells), bold=i in table.strong) for i, cells in enumerate(table.rows)]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#dbe5f1")),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    for index in table.strong:
        style.append(("BACKGROUND", (0, index + 1), (-1, index + 1), colors.HexColor("#f2f2f2")))
        if not any(table.rows[index][1:3]):
            style.append(("SPAN", (0, index + 1), (2, index + 1)))
    return PlatypusTable(
        [row(list(table.header), bold=True), *body],
        colWidths=[width * mm for width in table.widths],
        repeatRows=int(table.repeat_header),
        spaceAfter=6,
        style=TableStyle(style),
    )


def _flowables(blocks: Sequence[Block]) -> Iterator[Flowable]:
    """Blocks as flowables; a heading never stays alone at the foot of a page."""
    for block in blocks:
        if isinstance(block, Heading):
            yield CondPageBreak(28 * mm)
        yield _flowable(block)


def _flowable(block: Block) -> Flowable:
    match block:
        case Heading(text, level):
            return Paragraph(french_spaces(text), _HEADINGS[level])
        case Para(text):
            return Paragraph(french_spaces(text), _BODY)
        case Bullets(items):
            entries = [ListItem(Paragraph(french_spaces(item), _ITEM)) for item in items]
            return ListFlowable(entries, bulletType="bullet", start="•", leftIndent=14)
        case Table():
            return _table(block)
        case Break():
            return PageBreak()
        case Space(height):
            return Spacer(1, height * mm)


def _cover(lines: tuple[str, ...]) -> list[Flowable]:
    flowables: list[Flowable] = [Spacer(1, 55 * mm)]
    title = max(lines, key=lambda line: (line.startswith("Protocole"), len(line)))
    for line in lines:
        style = ParagraphStyle("cover", parent=_BODY, alignment=TA_CENTER, fontSize=12)
        if line == title:
            style = ParagraphStyle("cover-title", parent=_HEADINGS[0], fontSize=24, leading=31)
        flowables.append(Paragraph(line, style) if line else Spacer(1, 16 * mm))
    return [*flowables, NextPageTemplate("body"), PageBreak()]


def write(document: Document, folder: Path) -> Path:
    """Set the document as a PDF in ``folder`` and return its path; the bytes are reproducible."""
    path = folder / document.file_name
    width, height = A4
    shift = 1 if document.cover else 0

    def furniture(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 8)
        canvas.setFillGray(0.35)
        canvas.drawString(_SIDE, height - 14 * mm, french_spaces(document.header))
        canvas.drawString(_SIDE, 12 * mm, french_spaces(document.footer))
        canvas.drawRightString(width - _SIDE, 12 * mm, f"Page {canvas.getPageNumber() - shift}")
        canvas.setStrokeGray(0.6)
        canvas.line(_SIDE, height - 16 * mm, width - _SIDE, height - 16 * mm)
        canvas.restoreState()

    template = BaseDocTemplate(
        str(path), pagesize=A4, title=document.title, author=document.author, lang="fr-FR",
        subject="Document d'exemple", invariant=1,
    )  # fmt: skip
    frame = Frame(_SIDE, 20 * mm, width - 2 * _SIDE, height - 40 * mm, 0, 0, 0, 0)
    pages = [PageTemplate("body", [frame], onPage=furniture)]
    story: list[Flowable]
    if document.cover:
        pages.insert(0, PageTemplate("cover", [frame]))
        story = _cover(tuple(document.cover))
    else:
        story = [Paragraph(french_spaces(document.title.replace("'", "’")), _HEADINGS[0])]
    template.addPageTemplates(pages)
    template.build([*story, *_flowables(document.blocks)])
    return path
