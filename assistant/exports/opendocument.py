"""A LibreOffice document (.odt) with real footnotes, made with odfdo.

Notes are ``text:note`` (OpenDocument 1.3, part 3, section 6.3); one called again is a ``text:note-ref`` (7.7.7).
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.exports.report import HEADINGS, NBSP, SIGNATURE, TITLE, WARNINGS, Line, Note, Report, Span

if TYPE_CHECKING:
    from odfdo import Element, Paragraph

_ITALIC, _BOLD, _CALL, _FOOTNOTE = "Italique", "Gras", "Appel", "Footnote"
_BODY = "Text_20_body"
"""A style of odfdo's own template."""

_BULLETS = "Puces"
_BULLET_STYLE = (
    f'<text:list-style style:name="{_BULLETS}"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="1cm" fo:text-indent="-0.5cm"/>'
    "</style:list-level-properties></text:list-level-style-bullet></text:list-style>"
)


def opendocument(report: Report) -> bytes:
    """The export as the bytes of an .odt file."""
    from odfdo import Document, Header

    document = Document("text")
    _set_up(document, report)
    body = document.body
    body.clear()
    body.append(Header(1, TITLE))
    for name, value in report.facts:
        body.append(_paragraph([_span(f"{name}{NBSP}: ", _BOLD), value]))
    body.append(Header(2, HEADINGS[report.level]))
    notes = {note.n: note for note in report.notes}
    for line in report.lines:
        body.append(_paragraph(_pieces(line, notes)))
    if report.items:
        body.append(_list(report.items))
    if report.warnings:
        body.append(Header(2, WARNINGS))
        body.append(_list(report.warnings))
    body.append(_paragraph([_span(SIGNATURE, _ITALIC)]))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Any, report: Report) -> None:
    """The styles used, and properties that tell no name of a person or machine."""
    from odfdo import Element, Style

    document.insert_style(Style("text", name=_ITALIC, italic=True))
    document.insert_style(Style("text", name=_BOLD, bold=True))
    call = Style("text", name=_CALL)
    call.set_properties({"style:text-position": "super 58%"}, area="text")
    document.insert_style(call)
    footnote = Style("paragraph", name=_FOOTNOTE, display_name="Footnote", parent_style="Standard")
    footnote.set_properties({"fo:font-size": "9pt"}, area="text")
    document.insert_style(footnote)
    document.insert_style(Element.from_tag(_BULLET_STYLE))
    styles = document.get_part("styles.xml")
    (notes,) = styles.root.xpath("//text:notes-configuration[@text:note-class='footnote']")
    notes.set_attribute("text:citation-style-name", _CALL)
    notes.set_attribute("text:citation-body-style-name", _CALL)
    notes.set_attribute("style:num-suffix", " ")
    for outline in styles.root.xpath("//text:outline-style"):  # that of odfdo's template numbers the headings
        outline.delete()
    day = datetime.fromisoformat(report.day)
    told = document.meta
    told.title, told.subject, told.language = TITLE, report.question, "fr-FR"
    told.creator = told.initial_creator = "Assistant documentaire"
    told.creation_date = told.date = day


def _paragraph(pieces: list[Element | str], style: str = _BODY) -> Paragraph:
    from odfdo import Paragraph

    paragraph = Paragraph(style=style)
    for piece in pieces:
        paragraph.append(piece)
    return paragraph


def _pieces(line: Line, notes: dict[int, Note]) -> list[Element | str]:
    pieces: list[Element | str] = []
    for n, piece in enumerate(line):
        if isinstance(piece, Span):
            pieces.append(piece.text)
            continue
        if n and not isinstance(line[n - 1], Span):
            pieces.append(_span(",", _CALL))
        pieces.append(_call_again(piece.note) if piece.again else _note(notes[piece.note]))
    return pieces


def _note(note: Note) -> Element:
    from odfdo import Link
    from odfdo import Note as Footnote

    inside: list[Element | str] = []
    for span in note.spans:
        if span.style == "link":
            inside.append(Link(span.text, text=span.text))
        else:
            inside.append(_span(span.text, _ITALIC) if span.style == "title" else span.text)
    made = Footnote(note_id=f"note{note.n}", citation=str(note.n))
    made.note_body = _paragraph(inside, _FOOTNOTE)
    return made


def _call_again(n: int) -> Element:
    from odfdo import Element

    called = Element.from_tag("text:note-ref")
    for name, value in (("note-class", "footnote"), ("reference-format", "text"), ("ref-name", f"note{n}")):
        called.set_attribute(f"text:{name}", value)
    called.text = str(n)
    return _wrapped(called)


def _wrapped(element: Element) -> Element:
    shown = _span("", _CALL)
    shown.append(element)
    return shown


def _span(text: str, style: str) -> Element:
    from odfdo import Span

    return Span(text, style=style)


def _list(items: tuple[str, ...]) -> Element:
    from odfdo import List, ListItem

    listed = List(style=_BULLETS)
    for item in items:
        entry = ListItem()
        entry.append(_paragraph([item]))
        listed.append(entry)
    return listed
