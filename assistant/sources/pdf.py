"""A PDF file as a ``Document``: pages in reading order, words with their boxes, blocks with their role.

The way of a page: characters (``pdf_text``), ruling lines and tables (``pdf_rules``, ``pdf_tables``), segments
(``pdf_lines``), running headers set aside (``pdf_furniture``), reading order (``pdf_layout``), blocks
(``pdf_blocks``, ``pdf_headings``, ``pdf_outline``), text (``pdf_writer``, ``hyphens``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Document, Page
from assistant.sources.hyphens import HYPHENS, count_words
from assistant.sources.ocr import PageReader, ScannedText
from assistant.sources.pdf_blocks import Draft, Typography, ends_sentence, page_blocks, page_size, typography
from assistant.sources.pdf_headings import demote_lists, heading_number, is_heading, rank_headings
from assistant.sources.pdf_outline import Bookmark, level_by_bookmarks, mark_headings, read_bookmarks
from assistant.sources.pdf_pages import TURNED_REGION, LaidPage, lay_out
from assistant.sources.pdf_tables import same_columns
from assistant.sources.pdf_title import title_block, title_text
from assistant.sources.pdf_writer import BLOCK_BREAK, CELL_BREAK, PAGE_BREAK, Writer
from assistant.sources.pdf_xfa import xfa_document, xfa_lines

_PLACEHOLDER = re.compile(
    r"please wait|veuillez patienter|patientez|requires adobe reader|n[ée]cessite adobe reader", re.IGNORECASE
)


def read_pdf(path: Path, file: str, sha256: str, *, max_pages: int, page_reader: PageReader | None = None) -> Document:
    """Read the text layer and the form values of a PDF, and on their image the pages that have no usable text layer.

    Args:
        path: The file on disk.
        file: Its name relative to the ingested folder, kept in the document.
        sha256: Digest of its bytes, kept in the document.
        max_pages: Most pages accepted.
        page_reader: Reads pages on their image; None: none is.

    Returns:
        The document; pages that gave no text are there with ``origin="none"`` and an empty text.

    Raises:
        SourceError: The file needs a password, is broken, has no page or more than ``max_pages``, or is a dynamic form
            that cannot be read.
    """
    document = open_pdf(path, file)
    try:
        count = len(document)
        if count < 1:
            raise SourceError(f"« {file} » : le PDF n'a aucune page lisible ; exportez-le de nouveau.")
        if count > max_pages:
            raise SourceError(
                f"« {file} » : {count} pages, plus que la limite de {max_pages} ;"
                " découpez le fichier ou relevez max_pages."
            )
        if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
            document.init_forms()
        pages = lay_out(document, page_reader)
        if not any(page.readable for page in pages):
            raise SourceError(f"« {file} » : PDF endommagé, aucune de ses pages ne s'ouvre ; exportez-le de nouveau.")
        metadata_title = document.get_metadata_value("Title")
        if document.get_formtype() == pdfium_c.FORMTYPE_XFA_FULL and _is_placeholder(pages):
            size = document.get_page_size(0)
            return xfa_document(xfa_lines(document), file, sha256, title_text(None, metadata_title, (), file), size)
        bookmarks = read_bookmarks(document)
    except pdfium.PdfiumError as error:
        raise SourceError(f"« {file} » : le PDF est endommagé ({error}) ; exportez-le de nouveau.") from error
    finally:
        document.close()
    return _assemble(pages, file, sha256, metadata_title, bookmarks)


def open_pdf(path: Path, file: str) -> pdfium.PdfDocument:
    """Open a PDF with pdfium.

    Raises:
        SourceError: It needs a password, or is no readable PDF.
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            reason = "le PDF est protégé par un mot de passe ; enregistrez-en une copie sans mot de passe"
        elif error.err_code == pdfium_c.FPDF_ERR_SECURITY:
            reason = "le chiffrement du PDF n'est pas reconnu ; enregistrez-en une copie sans protection"
        else:
            reason = "le PDF est endommagé ou n'en est pas un ; exportez-le de nouveau"
        raise SourceError(f"« {file} » : {reason}.") from error
    except FileNotFoundError as error:
        raise SourceError(f"« {file} » : le fichier n'existe plus.") from error


def _is_placeholder(pages: Sequence[LaidPage]) -> bool:
    """True for the single page that stands in for a dynamic form in readers that do not know it."""
    first = " ".join(word.text for word in pages[0].text.words[:16])
    return len(pages) == 1 and bool(_PLACEHOLDER.search(first))


def _assemble(
    pages: Sequence[LaidPage], file: str, sha256: str, metadata_title: str, bookmarks: Sequence[Bookmark]
) -> Document:
    usual = typography([[line for line in page.lines if line.table is None] for page in pages])
    blocks = [page_blocks(index, page.lines, page.tables, page.text.height, usual) for index, page in enumerate(pages)]
    _repeat_headers(blocks)
    for drafts in blocks:
        _tell_headings(drafts, usual)
    depths = mark_headings(blocks, bookmarks)
    title_draft = title_block(blocks, usual)
    title = title_text(title_draft, metadata_title, pages, file)
    if title_draft is not None:
        title_draft.kind = "title"
    for before, after in pairwise(blocks):
        _continue(before, after)
    everything = [draft for drafts in blocks for draft in drafts]
    rank_headings(everything)
    level_by_bookmarks(everything, depths)
    return _write(pages, blocks, file, sha256, title)


def _tell_headings(drafts: list[Draft], usual: Typography) -> None:
    body_size = max(usual.body_size, page_size(drafts))
    for draft in drafts:
        if draft.kind in ("paragraph", "item") and is_heading(draft, usual.body_size, body_size):
            draft.kind, draft.number = "heading", heading_number(draft.text)
        elif draft.kind == "paragraph" and draft.lines[0].words[0].bold:
            draft.number = heading_number(draft.text)  # « Article 1 : » in bold, then its text on the same line
    demote_lists(drafts)


def _repeat_headers(blocks: Sequence[list[Draft]]) -> None:
    """A table that goes on on the next page: its header is the one repeated there, else it is kept for search."""
    before: Draft | None = None
    for drafts in blocks:
        for draft in drafts:
            if draft.table is None:
                continue
            if before is not None and before.table is not None and before.index + 1 == draft.index:
                first, again = _row_text(before, 0), _row_text(draft, 0)
                if first == again and len(draft.table.rows) > 1:
                    before.table.header = before.table.header or 1
                    draft.table.header = before.table.header
                elif before.table.header and same_columns(before.table, draft.table):
                    draft.table.header = 0
                    draft.search_text = _row_text(before, before.table.header - 1)
            before = draft


def _row_text(draft: Draft, row: int) -> str:
    cells = draft.table.rows[row] if draft.table is not None else []
    return CELL_BREAK.join(" ".join(line.text for line in cell) for cell in cells if cell)


def _continue(before: list[Draft], after: list[Draft]) -> None:
    """Mark the first block of a page that goes on with the last sentence of the page before.

    The footnotes of the page before are moved ahead of that sentence, so that it stays in one piece.
    """
    body = [draft for draft in before if draft.kind != "note"]
    if not body or not after:
        return
    last, first = body[-1], after[0]
    if last.kind not in ("paragraph", "item") or first.kind != "paragraph" or first.number is not None:
        return
    if not first.text[:1].islower() or ends_sentence(last.text):
        return
    turned = max(last.lines[-1].region, first.lines[0].region) >= TURNED_REGION
    if turned or abs(last.size - first.size) > 0.08 * last.size:
        return
    first.continues = True
    before[:] = [*body[:-1], *(draft for draft in before if draft.kind == "note"), last]


def _write(pages: Sequence[LaidPage], blocks: Sequence[list[Draft]], file: str, sha256: str, title: str) -> Document:
    writer = Writer(_vocabulary(pages))
    texts = [page.text for page in pages]
    spans: list[tuple[int, int]] = []
    words = []
    for index, drafts in enumerate(blocks):
        if index:
            writer.put(PAGE_BREAK)
        start = writer.length
        for position, draft in enumerate(drafts):
            if position:
                writer.put(BLOCK_BREAK)
            writer.block(draft, texts)
        spans.append((start, writer.length))
        words.append(writer.take_words())
    text = writer.text
    made = tuple(
        Page(
            number=page.text.number,
            text=text[start:end],
            start=start,
            label=page.text.label,
            width=round(page.text.width, 2),
            height=round(page.text.height, 2),
            origin=_origin(page, text[start:end]),
            confidence=page.text.confidence if isinstance(page.text, ScannedText) else None,
            words=found,
            hidden=page.text.hidden,
        )
        for page, (start, end), found in zip(pages, spans, words, strict=True)
    )
    identity = document_id(file)
    return Document(identity, identity, "pdf", title, file, sha256, text, made, tuple(writer.blocks))


def _origin(page: LaidPage, text: str) -> Literal["text", "form", "ocr", "none"]:
    if not text.strip():
        return "none"
    if isinstance(page.text, ScannedText):
        return "ocr"
    return "form" if all(word.form for word in page.text.words) else "text"


def _vocabulary(pages: Sequence[LaidPage]) -> dict[str, int]:
    """The document's words, counted only when a line ends with a hyphen."""
    lines = [[word.text for word in line.words] for page in pages for line in page.lines if line.words]
    return count_words(lines) if any(line[-1].endswith(HYPHENS) for line in lines) else {}
