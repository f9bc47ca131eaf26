"""Values typed into a form: pdfium keeps them out of the page's text, so they are placed in it as words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.sources.characters import clean_character, compose
from assistant.sources.geometry import Rect, Viewport
from assistant.sources.pdf_text import PlacedWord

_TEXT_FIELDS = (
    pdfium_c.FPDF_FORMFIELD_TEXTFIELD,
    pdfium_c.FPDF_FORMFIELD_COMBOBOX,
    pdfium_c.FPDF_FORMFIELD_LISTBOX,
)
_BOXES = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_NOT_SHOWN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_MAX_FIELDS = 2000
_MAX_VALUE = 20_000  # characters of one value
_TYPE_SIZE = 10.0  # points; the value's real size is unknown until it is drawn
_CHARACTER = 0.5  # mean width of a character, in sizes


def form_words(document: pdfium.PdfDocument, page: pdfium.PdfPage, view: Viewport) -> list[PlacedWord]:
    """The filled values of a page's fields as words spread over the field; a ticked box is « ☒ »."""
    form = document.formenv
    if form is None:
        return []
    words: list[PlacedWord] = []
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), _MAX_FIELDS)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            words.extend(_field_words(form.raw, annotation, view))
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return words


def _field_words(form: Any, annotation: Any, view: Viewport) -> Iterator[PlacedWord]:
    if pdfium_c.FPDFAnnot_GetSubtype(annotation) != pdfium_c.FPDF_ANNOT_WIDGET:
        return
    if pdfium_c.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN:
        return
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    box = pdfium_c.FS_RECTF()
    if not pdfium_c.FPDFAnnot_GetRect(annotation, box):
        return
    rect = view.rect(box.left, box.bottom, box.right, box.top)
    if kind in _BOXES:
        if pdfium_c.FPDFAnnot_IsChecked(form, annotation):
            yield from _spread("☒", rect)
    elif kind in _TEXT_FIELDS:
        yield from _spread(_value(form, annotation), rect)


def _value(form: Any, annotation: Any) -> str:
    size = pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    if not 2 < size <= 2 * _MAX_VALUE:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    pdfium_c.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size)
    raw = bytes(buffer)[: size - 2].decode("utf-16-le", errors="ignore")
    return "".join("\n" if character in "\r\n" else clean_character(ord(character)) for character in raw)


def _spread(value: str, rect: Rect) -> Iterator[PlacedWord]:
    """Words of a value, line by line from the top left of its field, as wide as the field allows."""
    lines = [line.split() for line in value.split("\n") if line.strip()]
    if not lines:
        return
    size = min(_TYPE_SIZE, rect.height / len(lines))
    longest = max(len(" ".join(line)) for line in lines)
    step = min(_CHARACTER * size, rect.width / longest)
    # One line stands in the middle of its field, as forms draw it.
    top = rect.top + max(0.0, (rect.height - size) / 2 if len(lines) == 1 else 0.0)
    for line in lines:
        x = rect.x0
        for text in line:
            end = x + step * len(text)
            baseline = top + 0.8 * size
            yield PlacedWord(compose(text), x, top, end, top + size, baseline, size, form=True)
            x = end + step
        top += size
