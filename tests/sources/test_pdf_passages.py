"""What a citation rests on: a passage's offsets give its text, and its boxes the words on the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from assistant.chunking import chunk
from assistant.models import Box, Document, Passage
from assistant.sources.pdf import read_pdf
from assistant.sources.pdf_text import viewport
from tests.sources import make_pdfs, raw_pdfs

_SAMPLE = 7  # one word in seven is looked for on the page: the reader asked is slow
_SLACK = 1.5  # points around a box


def count_words(text: str) -> int:
    return len(text.split())


def check_passages(document: Document) -> list[Passage]:
    """Offsets, pages and boxes of every passage of a document."""
    passages = chunk(document, count_words)
    sizes = {page.number: (page.width, page.height) for page in document.pages}
    for passage in passages:
        assert passage.text == document.text[passage.start : passage.end]
        for box in passage.boxes:
            width, height = sizes[box.page]
            assert box.page in passage.pages
            assert 0 <= box.x0 <= box.x1 <= width + 0.01
            assert 0 <= box.top <= box.bottom <= height + 0.01
        for page in document.pages:
            for word in page.words:
                if word.start >= passage.start and word.end <= passage.end:
                    assert any(covers(box, word.box) for box in passage.boxes), (passage.id, word)
    return passages


def covers(box: Box, word: Box) -> bool:
    return (
        box.page == word.page
        and box.x0 <= word.x0
        and word.x1 <= box.x1
        and box.top <= word.top
        and word.bottom <= box.bottom
    )


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def words_not_in_their_box(path: Path, document: Document) -> Iterator[str]:
    """Words that another function of the reader does not find in the box that we give them."""
    opened = pdfium.PdfDocument(path)
    for page in document.pages:
        if page.origin != "text":
            continue
        shown = opened[page.number - 1]
        view = viewport(shown)
        if view.rotation:
            continue
        text = shown.get_textpage()
        for word in page.words[::_SAMPLE]:
            box = word.box
            inside = text.get_text_bounded(
                view.left + box.x0 - _SLACK,
                view.top - box.bottom - _SLACK,
                view.left + box.x1 + _SLACK,
                view.top - box.top + _SLACK,
            )
            wanted = letters(document.text[word.start : word.end])
            if wanted not in letters(inside):
                yield f"{path.name} p. {page.number} : {len(wanted)} letters"
    opened.close()


@pytest.mark.parametrize(
    "make",
    [
        make_pdfs.two_columns,
        make_pdfs.table_on_two_pages,
        make_pdfs.form,
        make_pdfs.scan,
        make_pdfs.sidebar,
        raw_pdfs.ligature,
        raw_pdfs.dynamic_form,
        lambda path: make_pdfs.turned(path, 90),
        lambda path: make_pdfs.turned(path, 0, crop=(50, 100, 500, 434)),
    ],
)
def test_passages_give_back_their_text_and_their_boxes_cover_their_words(
    tmp_path: Path, make: Callable[[Path], Path]
) -> None:
    path = make(tmp_path / "essai.pdf")
    document = read_pdf(path, path.name, "0", max_pages=50)
    check_passages(document)
    assert list(words_not_in_their_box(path, document)) == []


def test_passages_of_the_sample_corpus_keep_their_promises(root: Path) -> None:
    files = sorted((root / "corpus").rglob("*.pdf"))
    assert files
    for path in files:
        document = read_pdf(path, path.name, "0", max_pages=500)
        check_passages(document)
        assert list(words_not_in_their_box(path, document)) == []


@pytest.mark.long
def test_passages_of_every_real_pdf_keep_their_promises(shared_data: Path) -> None:
    sampled, missed = 0, []
    for path in sorted((shared_data / "pdfs").glob("*.pdf")):
        document = read_pdf(path, path.name, "0", max_pages=500)
        check_passages(document)
        missed += words_not_in_their_box(path, document)
        sampled += sum(len(page.words[::_SAMPLE]) for page in document.pages)
    assert sampled > 5000
    assert len(missed) <= 0.005 * sampled, missed
