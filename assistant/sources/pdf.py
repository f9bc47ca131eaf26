"""A PDF file as a ``Document``: pages in reading order, words with their boxes, blocks with their role.

The way of a page: characters (``pdf_text``), ruling lines and tables (``pdf_rules``, ``pdf_tables``), segments
(``pdf_lines``), running headers set aside (``pdf_furniture``), reading order (``pdf_layout``), blocks
(``pdf_blocks``, ``pdf_headings``), text (``pdf_writer``, ``hyphens``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath
from textwrap import shorten
from typing import Literal

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Document, Page
from assistant.sources.hyphens import HYPHENS, count_words
from assistant.sources.pdf_blocks import Draft, Typography, ends_sentence, page_blocks, page_size, typography
from assistant.sources.pdf_headings import demote_lists, heading_number, is_heading, rank_headings
from assistant.sources.pdf_pages import TURNED_REGION, LaidPage, lay_out
from assistant.sources.pdf_writer import BLOCK_BREAK, CELL_BREAK, PAGE_BREAK, Writer
from assistant.text import fold

_TITLE_SIZE = 1.15  # a title's type relative to the body, at least
_PLAIN_TITLE_SIZE = 1.3  # the same for a title that ends like a sentence
_MAX_TITLE = 200  # characters
_NOT_A_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|sans[ -]titre.*|untitled.*|document\s?\d*"
    r"|pr[ée]sentation\s?(?:powerpoint)?|diapositive\s?\d+|titre|title|.*\.(?:docx?|odt|pdf|pptx?|indd|rtf|xlsx?|ai|qxp|html?)|[\W\d_]*|https?:.*)$",
    re.IGNORECASE,
)

_PLACEHOLDER = re.compile(r"please wait|veuillez patienter|patientez", re.IGNORECASE)


def read_pdf(path: Path, file: str, sha256: str, *, max_pages: int) -> Document:
    """Read the text layer and the form values of a PDF.

    Args:
        path: The file on disk.
        file: Its name relative to the ingested folder, kept in the document.
        sha256: Digest of its bytes, kept in the document.
        max_pages: Most pages accepted.

    Returns:
        The document; pages without text (a scan) are there with ``origin="none"`` and an empty text.

    Raises:
        SourceError: The file needs a password, is broken, has no page or more than ``max_pages``.
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
        pages = lay_out(document)
        if not any(page.readable for page in pages):
            raise SourceError(f"« {file} » : PDF endommagé, aucune de ses pages ne s'ouvre ; exportez-le de nouveau.")
        if document.get_formtype() == pdfium_c.FORMTYPE_XFA_FULL and _is_placeholder(pages):
            raise SourceError(f"« {file} » : formulaire XFA dynamique, non lu ; imprimez-le vers un PDF ordinaire.")
        metadata_title = document.get_metadata_value("Title")
    except pdfium.PdfiumError as error:
        raise SourceError(f"« {file} » : le PDF est endommagé ({error}) ; exportez-le de nouveau.") from error
    finally:
        document.close()
    return _assemble(pages, file, sha256, metadata_title)


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
    first = " ".join(word.text for word in pages[0].text.words[:12])
    return len(pages) == 1 and bool(_PLACEHOLDER.search(first))


def _assemble(pages: Sequence[LaidPage], file: str, sha256: str, metadata_title: str) -> Document:
    usual = typography([[line for line in page.lines if line.table is None] for page in pages])
    blocks = [page_blocks(index, page.lines, page.tables, page.text.height, usual) for index, page in enumerate(pages)]
    _repeat_headers(blocks)
    for drafts in blocks:
        _tell_headings(drafts, usual)
    title_draft = _title_block(blocks, usual)
    title = _title_text(title_draft, metadata_title, pages, file)
    if title_draft is not None:
        title_draft.kind = "title"
    for before, after in pairwise(blocks):
        _continue(before, after)
    rank_headings([draft for drafts in blocks for draft in drafts])
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
                elif before.table.header and before.table.columns == draft.table.columns:
                    draft.table.header = 0
                    draft.search_text = _row_text(before, before.table.header - 1)
            before = draft


def _row_text(draft: Draft, row: int) -> str:
    cells = draft.table.rows[row] if draft.table is not None else []
    return CELL_BREAK.join(" ".join(line.text for line in cell) for cell in cells if cell)


def _title_block(blocks: Sequence[list[Draft]], usual: Typography) -> Draft | None:
    """What stands in the largest type on the first page that has text, else its first heading of several words."""
    first = next((drafts for drafts in blocks if drafts), [])
    candidates = [
        draft
        for draft in first
        if draft.kind in ("heading", "paragraph")
        and 3 < len(draft.text) <= _MAX_TITLE + 50
        and sum(map(str.isalpha, draft.text)) > len(draft.text) / 2
    ]
    large = [
        draft
        for draft in candidates
        if draft.size >= (_TITLE_SIZE if draft.kind == "heading" else _PLAIN_TITLE_SIZE) * usual.body_size
    ]
    if large:
        return max(large, key=lambda draft: (round(draft.size), _mostly_capitals(draft.text)))
    headings = [draft for draft in candidates[:4] if draft.kind == "heading" and draft.number is None]
    return next((draft for draft in headings if len(draft.text.split()) > 3), None)


def _mostly_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > 0.6 * sum(map(str.isalpha, text))


def _title_text(block: Draft | None, metadata_title: str, pages: Sequence[LaidPage], file: str) -> str:
    """The metadata's title if it is one and the first pages show it, else the printed one, else the file's name."""
    stored = " ".join(metadata_title.replace("\x00", "").split())[:_MAX_TITLE]
    sensible = len(stored) > 3 and not _NOT_A_TITLE.match(stored)
    if sensible:
        shown = set(fold(" ".join(line.text for page in pages[:2] for line in page.lines)).split())
        words = [word for word in fold(stored).split() if len(word) > 3 or word.isdigit()]
        missing = [word for word in words if word not in shown]
        # A number that is not printed gives away the title of an earlier version.
        if words and len(missing) <= 0.3 * len(words) and not any(word.isdigit() for word in missing):
            return stored
    if block is not None:
        return shorten(block.text, _MAX_TITLE, placeholder="…")
    stem = PurePosixPath(file).stem.replace("_", " ").strip()
    return stored if sensible else (stem or file)


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
            words=found,
        )
        for page, (start, end), found in zip(pages, spans, words, strict=True)
    )
    identity = document_id(file)
    return Document(identity, identity, "pdf", title, file, sha256, text, made, tuple(writer.blocks))


def _origin(page: LaidPage, text: str) -> Literal["text", "form", "none"]:
    if not text.strip():
        return "none"
    return "form" if all(word.form for word in page.text.words) else "text"


def _vocabulary(pages: Sequence[LaidPage]) -> dict[str, int]:
    """The document's words, counted only when a line ends with a hyphen."""
    lines = [[word.text for word in line.words] for page in pages for line in page.lines if line.words]
    return count_words(lines) if any(line[-1].endswith(HYPHENS) for line in lines) else {}
