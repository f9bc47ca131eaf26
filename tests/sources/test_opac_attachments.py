"""The name of a joined file is told apart from the type printed after it."""

from __future__ import annotations

import pytest

from assistant.sources.notice_attachments import (
    PrintedAttachment,
    mime_type,
    parse_attachment,
    parse_attachments,
    usual_label,
)


@pytest.mark.parametrize(
    ("line", "name", "label"),
    [
        ("Protocole des Pays de la LoireAdobe Acrobat PDF -", "Protocole des Pays de la Loire", "Adobe Acrobat PDF"),
        ("rapport_2023.pdfAdobe Acrobat PDF", "rapport_2023.pdf", "Adobe Acrobat PDF"),
        ("Bilan Adobe Acrobat PDF", "Bilan", "Adobe Acrobat PDF"),
        ("Bilan - Adobe Acrobat PDF -", "Bilan", "Adobe Acrobat PDF"),
        ("CHARTE RÉGIONALEAdobe Acrobat PDF", "CHARTE RÉGIONALE", "Adobe Acrobat PDF"),
        ("Notre-Dame d'Œuvre (2)Image Jpeg", "Notre-Dame d'Œuvre (2)", "Image Jpeg"),
        ("AfficheImage JPEG", "Affiche", "Image JPEG"),
        ("TableauExcel spreadsheet (Microsoft)", "Tableau", "Excel spreadsheet (Microsoft)"),
        ("CourrierMicrosoft Word", "Courrier", "Microsoft Word"),
        ("Le site de la RégionURL", "Le site de la Région", "URL"),
        ("Effectifs 2023Excel", "Effectifs 2023", "Excel"),
        ("Guide des URL", "Guide des URL", None),
        ("Apprendre Excel", "Apprendre Excel", None),
        ("rapport.pdf", "rapport.pdf", None),
        ("RAPPORT.PDF", "RAPPORT.PDF", None),
        ("Plan d'action -", "Plan d'action", None),
    ],
)
def test_a_line_is_cut_between_name_and_type(line: str, name: str, label: str | None) -> None:
    assert parse_attachment(line) == PrintedAttachment(name, label)


def test_a_type_alone_on_its_line_is_that_of_the_name_before() -> None:
    lines = ["Charte", "Adobe Acrobat PDF", "", "Annexe", "-", "MS word document -"]
    expected = [PrintedAttachment("Charte", "Adobe Acrobat PDF"), PrintedAttachment("Annexe", "MS word document")]
    assert parse_attachments(lines) == expected


def test_a_type_alone_before_any_name_is_set_aside() -> None:
    assert parse_attachments(["Adobe Acrobat PDF", "Charte"]) == [PrintedAttachment("Charte")]


def test_the_type_gives_a_mime_type_and_the_mime_type_the_usual_label() -> None:
    assert mime_type("adobe acrobat pdf") == mime_type("Document PDF") == "application/pdf"
    assert usual_label("application/pdf") == "Adobe Acrobat PDF"
    assert mime_type("Format inconnu") is None
    assert usual_label(None) is None
