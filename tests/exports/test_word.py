"""The export for Word, opened by pandoc and by python-docx."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from assistant.exports.word import word
from tests.exports.made import FILE_URL, HOSTILE, URL, report, to_check
from tests.exports.readers import found, read, words

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def test_pandoc_finds_a_footnote_for_each_source_with_its_page_and_quote(tmp_path: Path) -> None:
    tree = read(word(report()), ".docx", tmp_path)
    notes = [words(note) for note in found(tree, "Note")]
    assert len(notes) == 3
    assert "protocole_1.pdf, p. 3 (numérotée 2)." in notes[0]
    assert "« Dix-sept engagements. »" in notes[0]
    assert f"Texte de la notice : « Signé : {HOSTILE} »" in notes[1]
    assert "seul.pdf" in notes[2]


def test_every_character_survives_and_none_breaks_the_file(tmp_path: Path) -> None:
    tree = read(word(report()), ".docx", tmp_path)
    assert f"Question : Que dit {HOSTILE} ?" in words(tree)
    assert f"Première phrase : {HOSTILE}" in words(tree, notes=False)


def test_the_warnings_and_the_level_are_told(tmp_path: Path) -> None:
    assert "À savoir La date de [3] est passée." in words(read(word(report()), ".docx", tmp_path))
    assert "Niveau : à vérifier" in words(read(word(report(to_check())), ".docx", tmp_path))


def test_titles_are_in_italics_and_addresses_are_links(tmp_path: Path) -> None:
    first = found(read(word(report()), ".docx", tmp_path), "Note")[0]
    assert [words(one) for one in found(first, "Emph")] == ["Un protocole R&D"]
    assert [one[2][0] for one in found(first, "Link")] == [URL, f"{FILE_URL}#page=3"]


def test_a_note_called_again_is_a_cross_reference_to_its_first_call() -> None:
    body = part(word(report()), "word/document.xml")
    assert [one.get(f"{W}id") for one in body.iter(f"{W}footnoteReference")] == ["1", "2", "3"]
    (field,) = body.iter(f"{W}fldSimple")
    assert field.get(f"{W}instr") == r" NOTEREF _Note2 \f \h "
    assert "".join(field.itertext()) == "2"
    assert [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")] == ["_Note1", "_Note2", "_Note3"]


def test_word_finds_the_separators_of_the_notes_where_it_looks_for_them() -> None:
    content = word(report())
    kinds = [one.get(f"{W}type") for one in part(content, "word/footnotes.xml")]
    assert kinds == ["separator", "continuationSeparator", None, None, None]
    names = [one.tag.removeprefix(W) for one in part(content, "word/settings.xml")]
    assert names.index("footnotePr") == names.index("compat") - 1  # the order of the schema


def test_the_document_is_french_on_a4_and_names_nobody() -> None:
    document = docx.Document(io.BytesIO(word(report())))
    section, told = document.sections[0], document.core_properties
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (told.author, told.last_modified_by, told.language) == ("Assistant documentaire", "", "fr-FR")
    assert str(told.created).startswith("2026-11-23")
    languages = {one.get(f"{W}val") for one in part(word(report()), "word/styles.xml").iter(f"{W}lang")}
    assert languages == {"fr-FR"}
    with zipfile.ZipFile(io.BytesIO(word(report()))) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]


@pytest.mark.parametrize("name", ["word/document.xml", "word/footnotes.xml"])
def test_the_styles_that_are_used_exist(name: str) -> None:
    content = word(report())
    known = {one.get(f"{W}styleId") for one in part(content, "word/styles.xml").iter(f"{W}style")}
    tags = (f"{W}pStyle", f"{W}rStyle")
    used = {one.get(f"{W}val") for one in part(content, name).iter(*tags)}
    assert used <= known
    assert used
