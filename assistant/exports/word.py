"""A Word document (.docx) with real footnotes.

python-docx makes the document; it has no footnotes yet, so their part is written here, after ECMA-376 part 1,
section 17.11: a separator, its continuation, then the notes, numbered from 1. A note called again is a cross-reference
to its first call (section 17.16.5.37, ``NOTEREF``).
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.exports.report import HEADINGS, NBSP, SIGNATURE, TITLE, WARNINGS, Call, Line, Note, Report, Span

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.text.paragraph import Paragraph

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_SEPARATORS = (
    f"<w:footnotes {_NAMESPACES}>"
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)
_TEXT_STYLE, _CALL_STYLE, _LINK_STYLE = "footnote text", "footnote reference", "Hyperlink"
_A4_MM = (210, 297)
_MARGIN_MM = 25


def word(report: Report) -> bytes:
    """The export as the bytes of a .docx file."""
    import docx

    document = docx.Document()
    _set_up(document, report)
    document.add_paragraph(TITLE, style="Title")
    for name, value in report.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}{NBSP}: ").bold = True
        paragraph.add_run(value)
    document.add_heading(HEADINGS[report.level], 1)
    for line in report.lines:
        _write_line(document.add_paragraph(), line)
    for item in report.items:
        document.add_paragraph(item, style="List Bullet")
    if report.warnings:
        document.add_heading(WARNINGS, 1)
        for warning in report.warnings:
            document.add_paragraph(warning, style="List Bullet")
    document.add_paragraph().add_run(SIGNATURE).italic = True
    if report.notes:
        _add_notes(document, report.notes)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: Document, report: Report) -> None:
    """French, A4, the styles of notes, and properties that tell no name of a person or machine."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(length) for length in _A4_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    notes: Any = styles.add_style(_TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    notes.base_style, notes.font.size = styles["Normal"], Pt(9)
    notes.paragraph_format.space_after = Pt(3)
    calls: Any = styles.add_style(_CALL_STYLE, WD_STYLE_TYPE.CHARACTER)
    calls.font.superscript = True
    link: Any = styles.add_style(_LINK_STYLE, WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x1B, 0x4F, 0x8A)
    package: Any = document.part.package
    for name in [name for name, one in package.rels.items() if one.reltype.endswith("/thumbnail")]:
        del package.rels[name]  # the picture of python-docx's own template
    told = document.core_properties
    told.title, told.subject, told.author = TITLE, report.question[:255], "Assistant documentaire"
    told.comments, told.last_modified_by, told.language = "", "", "fr-FR"
    told.created = told.modified = datetime.fromisoformat(report.day).replace(tzinfo=UTC)


def _write_line(paragraph: Paragraph, line: Line) -> None:
    calls = 0
    for piece in line:
        if isinstance(piece, Span):
            paragraph.add_run(piece.text)
            continue
        if calls:
            paragraph.add_run(",", style=_CALL_STYLE)
        calls += 1
        _call_again(paragraph, piece) if piece.again else _call(paragraph, piece)


def _call(paragraph: Paragraph, call: Call) -> None:
    """The call of a note, with the bookmark that later calls refer to."""
    run = paragraph.add_run(style=_CALL_STYLE)
    run._r.append(_element("w:footnoteReference", id=call.note))
    run._r.addprevious(_element("w:bookmarkStart", id=call.note, name=f"_Note{call.note}"))
    run._r.addnext(_element("w:bookmarkEnd", id=call.note))


def _call_again(paragraph: Paragraph, call: Call) -> None:
    field = _element("w:fldSimple", instr=rf" NOTEREF _Note{call.note} \f \h ")
    run = paragraph.add_run(str(call.note), style=_CALL_STYLE)
    run._r.addprevious(field)
    field.append(run._r)


def _add_notes(document: Document, notes: tuple[Note, ...]) -> None:
    """The part that holds the notes, tied to the document."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart
    from docx.oxml import parse_xml

    root: Any = parse_xml(_SEPARATORS)
    package: Any = document.part.package
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    for note in notes:
        root.append(_note(note, document, part))
    settings: Any = document.settings.element
    listed = _element("w:footnotePr")
    for separator in (-1, 0):
        listed.append(_element("w:footnote", id=separator))
    compatibility = next(settings.iterchildren("{*}compat"), None)
    settings.append(listed) if compatibility is None else compatibility.addprevious(listed)


def _note(note: Note, document: Document, part: Part) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml
    from docx.text.paragraph import Paragraph

    body: Any = parse_xml(f"<w:p {_NAMESPACES}/>")
    paragraph = Paragraph(body, document._body)
    paragraph.style = document.styles[_TEXT_STYLE]
    paragraph.add_run(style=_CALL_STYLE)._r.append(_element("w:footnoteRef"))
    paragraph.add_run(" ")
    for span in note.spans:
        run = paragraph.add_run(span.text, style=_LINK_STYLE if span.style == "link" else None)
        run.italic = True if span.style == "title" else None
        if span.style == "link":
            link = _element("w:hyperlink")
            link.set(_qualified("r:id"), part.relate_to(span.text, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run._r.addprevious(link)
            link.append(run._r)
    made = _element("w:footnote", id=note.n)
    made.append(body)
    return made


def _element(tag: str, **attributes: object) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag, {_qualified(f"w:{name}"): str(value) for name, value in attributes.items()})


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)
