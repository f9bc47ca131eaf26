"""The export for LibreOffice, opened by pandoc and looked at part by part."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree

from assistant.exports.opendocument import opendocument
from tests.exports.made import FILE_URL, HOSTILE, URL, report, to_check
from tests.exports.readers import found, read, words

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def part(content: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return etree.fromstring(archive.read(name))


def test_pandoc_finds_a_footnote_for_each_source_with_its_page_and_quote(tmp_path: Path) -> None:
    tree = read(opendocument(report()), ".odt", tmp_path)
    notes = [words(note) for note in found(tree, "Note")]
    assert len(notes) == 3
    assert "protocole_1.pdf, p. 3 (numérotée 2)." in notes[0]
    assert "« Dix-sept engagements. »" in notes[0]
    assert f"Texte de la notice : « Signé : {HOSTILE} »" in notes[1]


def test_every_character_survives_and_none_breaks_the_file(tmp_path: Path) -> None:
    tree = read(opendocument(report()), ".odt", tmp_path)
    assert f"Question : Que dit {HOSTILE} ?" in words(tree)
    assert f"Première phrase : {HOSTILE}" in words(tree, notes=False)


def test_the_warnings_are_a_list_and_the_level_is_told(tmp_path: Path) -> None:
    tree = read(opendocument(report()), ".odt", tmp_path)
    assert [words(one) for one in found(tree, "BulletList")] == ["La date de [3] est passée."]
    assert "Niveau : à vérifier" in words(read(opendocument(report(to_check())), ".odt", tmp_path))


def test_titles_are_in_italics_and_addresses_are_links(tmp_path: Path) -> None:
    first = found(read(opendocument(report()), ".odt", tmp_path), "Note")[0]
    assert [words(one) for one in found(first, "Emph")] == ["Un protocole R&D"]
    assert [one[2][0] for one in found(first, "Link")] == [URL, f"{FILE_URL}#page=3"]


def test_a_note_called_again_is_a_reference_to_it() -> None:
    body = part(opendocument(report()), "content.xml")
    assert [one.get(f"{TEXT}id") for one in body.iter(f"{TEXT}note")] == ["note1", "note2", "note3"]
    (again,) = body.iter(f"{TEXT}note-ref")
    assert (again.get(f"{TEXT}ref-name"), again.text) == ("note2", "2")


def test_the_styles_that_are_used_exist() -> None:
    content = opendocument(report())
    parts = [part(content, name) for name in ("content.xml", "styles.xml")]
    known = {one.get(f"{STYLE}name") for tree in parts for one in tree.iter()}
    used = {name for one in parts[0].iter() if (name := one.get(f"{TEXT}style-name"))}
    assert used <= known
    assert used


def test_headings_are_not_numbered_and_the_numbers_of_notes_are_raised() -> None:
    styles = part(opendocument(report()), "styles.xml")
    assert not list(styles.iter(f"{TEXT}outline-style"))
    (notes,) = (one for one in styles.iter(f"{TEXT}notes-configuration") if one.get(f"{TEXT}note-class") == "footnote")
    assert notes.get(f"{TEXT}citation-body-style-name") == "Appel"
    (raised,) = (one for one in styles.iter(f"{STYLE}style") if one.get(f"{STYLE}name") == "Appel")
    assert "super 58%" in raised[0].attrib.values()


def test_the_properties_name_nobody_and_give_the_day() -> None:
    told = etree.tostring(part(opendocument(report()), "meta.xml"), encoding="unicode")
    assert "Assistant documentaire" in told
    assert "2026-11-23" in told
    assert "fr-FR" in told


def test_the_first_entry_of_the_archive_is_its_type_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(opendocument(report()))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
