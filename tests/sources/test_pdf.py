from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.ids import document_id
from assistant.models import Document
from assistant.sources.pdf import read_pdf
from tests.sources import make_pdfs
from tests.sources.make_pdfs import BOLD, Put, lines


def read(path: Path, max_pages: int = 500) -> Document:
    return read_pdf(path, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), max_pages=max_pages)


def check_invariants(document: Document) -> None:
    """What chunking and citations rely on."""
    assert document.text == "\n\n".join(page.text for page in document.pages)
    for page in document.pages:
        end = page.start + len(page.text)
        assert document.text[page.start : end] == page.text
        assert (page.origin == "none") == (not page.text.strip())
        covered = 0
        last = page.start
        for word in page.words:
            assert last <= word.start < word.end <= end
            assert not document.text[word.start : word.end].isspace()
            assert word.box.page == page.number
            assert 0 <= word.box.x0 <= word.box.x1 <= page.width + 0.1
            assert 0 <= word.box.top <= word.box.bottom <= page.height + 0.1
            covered += word.end - word.start
            last = word.end
        printed = sum(not character.isspace() for character in page.text)
        assert covered >= 0.99 * printed
    last = 0
    for block in document.blocks:
        assert last <= block.start < block.end <= len(document.text)
        assert block.header_end is None or block.start < block.header_end < block.end
        assert block.kind != "heading" or 1 <= block.level <= 6
        last = block.end
    assert unicodedata.is_normalized("NFC", document.text)
    assert not any(character in document.text for character in "\u00a0\u00ad\u2010\ufb01\r\x02")


@pytest.mark.parametrize("seed", [None, 7])
def test_text_pages_words_and_blocks_agree(tmp_path: Path, seed: int | None) -> None:
    check_invariants(read(make_pdfs.two_columns(tmp_path / "rapport.pdf", seed=seed)))


def test_tables_forms_scans_and_turned_pages_keep_the_same_promises(tmp_path: Path) -> None:
    for path in (
        make_pdfs.table_on_two_pages(tmp_path / "tableau.pdf"),
        make_pdfs.form(tmp_path / "formulaire.pdf"),
        make_pdfs.scan(tmp_path / "scan.pdf", pages=2),
        make_pdfs.turned(tmp_path / "tourne.pdf", 90),
    ):
        check_invariants(read(path))


def test_a_word_cut_at_a_line_end_is_two_boxes_and_one_word(tmp_path: Path) -> None:
    document = read(make_pdfs.two_columns(tmp_path / "rapport.pdf"))
    start = document.text.index("personnelles")
    parts = [word for word in document.pages[0].words if start <= word.start < start + len("personnelles")]
    assert [document.text[word.start : word.end] for word in parts] == ["person", "nelles"]
    assert parts[0].end == parts[1].start
    assert parts[0].box.top < parts[1].box.top
    assert "Haut-commissariat" in document.text


def test_the_printed_title_is_the_title(tmp_path: Path) -> None:
    page = [Put(72, 80, "Charte régionale de l’accueil", BOLD, 20), *lines(72, 140, make_pdfs.LEFT)]
    document = read(make_pdfs.write(tmp_path / "doc1.pdf", [page]))
    assert document.title == "Charte régionale de l’accueil"
    assert (document.kind, document.id, document.work_id) == ("pdf", document_id("doc1.pdf"), document_id("doc1.pdf"))


@pytest.mark.parametrize(
    "stored", ["Microsoft Word - Charte_v3.doc", "Sans titre 1", "modele_lettre.docx", "Charte de 2019"]
)
def test_a_title_of_the_metadata_that_is_none_is_not_used(tmp_path: Path, stored: str) -> None:
    page = [Put(72, 80, "Charte régionale de l’accueil", BOLD, 20), *lines(72, 140, make_pdfs.LEFT)]
    assert read(make_pdfs.write(tmp_path / "d.pdf", [page], title=stored)).title == "Charte régionale de l’accueil"


def test_a_title_of_the_metadata_that_the_page_shows_is_used(tmp_path: Path) -> None:
    page = [Put(72, 80, "Charte régionale", BOLD, 20), Put(72, 104, "de l’accueil et du conseil", size=14)]
    document = read(make_pdfs.write(tmp_path / "d.pdf", [page], title="Charte régionale de l'accueil et du conseil"))
    assert document.title == "Charte régionale de l'accueil et du conseil"


def test_without_any_title_the_file_s_name_is_used(tmp_path: Path) -> None:
    assert read(make_pdfs.scan(tmp_path / "lettre_du_prefet.pdf")).title == "lettre du prefet"


def test_a_scan_has_pages_without_text(tmp_path: Path) -> None:
    document = read(make_pdfs.scan(tmp_path / "scan.pdf", pages=2))
    assert [(page.origin, page.text, page.words) for page in document.pages] == [("none", "", ())] * 2


def test_a_file_protected_against_copying_is_read(tmp_path: Path) -> None:
    assert read(make_pdfs.protected(tmp_path / "copie.pdf", "")).text == "Texte protégé contre la copie."


def test_what_cannot_be_read_is_refused_with_its_reason(tmp_path: Path) -> None:
    whole = make_pdfs.two_columns(tmp_path / "rapport.pdf").read_bytes()
    (tmp_path / "faux.pdf").write_bytes(b"%PDF-1.4\n" + b"n'importe quoi " * 50)
    (tmp_path / "coupe.pdf").write_bytes(whole[:200])
    make_pdfs.protected(tmp_path / "secret.pdf", "secret")
    reasons = {
        "faux.pdf": "endommagé",
        "coupe.pdf": "endommagé",
        "secret.pdf": "mot de passe",
        "absent.pdf": "n'existe plus",
    }
    for name, reason in reasons.items():
        with pytest.raises(SourceError, match=reason) as refusal:
            read_pdf(tmp_path / name, name, "0", max_pages=9)
        assert name in str(refusal.value)


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = make_pdfs.scan(tmp_path / "long.pdf", pages=4)
    with pytest.raises(SourceError, match="4 pages, plus que la limite de 3"):
        read(path, max_pages=3)


@pytest.mark.long
def test_every_real_pdf_keeps_its_promises_and_loses_only_what_is_repeated(shared_data: Path) -> None:
    import pypdfium2 as pdfium

    for path in sorted((shared_data / "pdfs").glob("*.pdf")):
        document = read(path)
        check_invariants(document)
        opened = pdfium.PdfDocument(path)
        drawn = _letters("".join(opened[index].get_textpage().get_text_range() for index in range(len(opened))))
        opened.close()
        lost, made_up = drawn - _letters(document.text), _letters(document.text) - drawn
        assert sum(lost.values()) <= 0.12 * sum(drawn.values()), path.name
        assert sum(made_up.values()) == 0, path.name


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())
