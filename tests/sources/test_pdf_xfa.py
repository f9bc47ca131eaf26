from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.models import Document
from assistant.sources.pdf import read_pdf
from tests.sources import raw_pdfs


def read(path: Path) -> Document:
    return read_pdf(path, path.name, "0", max_pages=5)


def test_a_dynamic_form_gives_its_texts_its_values_and_its_ticked_boxes(tmp_path: Path) -> None:
    document = read(raw_pdfs.dynamic_form(tmp_path / "demande.pdf"))
    assert document.text.split("\n") == [
        "Demande d’agrément",
        "Nom : Armelle Vauzelle",
        "Ville : Évron",
        "Majeur ☒",
        "Un an Deux ans ☒",
    ]
    assert [page.origin for page in document.pages] == ["form"]
    assert [document.text[block.start : block.end] for block in document.blocks] == document.text.split("\n")


def test_an_empty_form_gives_its_labels(tmp_path: Path) -> None:
    empty = "<xfa:datasets xmlns:xfa='x'><xfa:data/></xfa:datasets>"
    document = read(raw_pdfs.dynamic_form(tmp_path / "vide.pdf", values=empty))
    assert document.text.split("\n")[1:3] == ["Nom :", "Ville"]
    assert "☒" not in document.text


def test_a_row_that_was_repeated_gives_all_its_values(tmp_path: Path) -> None:
    rows = "".join(f"<identite><nom>Personne {rank}</nom></identite>" for rank in (1, 2, 3))
    values = f"<xfa:datasets xmlns:xfa='x'><xfa:data><demande>{rows}</demande></xfa:data></xfa:datasets>"
    text = read(raw_pdfs.dynamic_form(tmp_path / "lignes.pdf", values=values)).text
    assert [line for line in text.split("\n") if line.startswith("Nom")] == [f"Nom : Personne {n}" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "template",
    [
        '<!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + raw_pdfs.TEMPLATE.replace("Nom", "&b;"),
        raw_pdfs.TEMPLATE[:300],
        "<template>" + "<subform>" * 5000 + "</subform>" * 5000 + "</template>",
        "<template><subform/></template>",
    ],
    ids=["entities", "cut", "deep", "nothing shown"],
)
def test_a_form_that_cannot_be_read_harmlessly_is_refused_with_its_reason(tmp_path: Path, template: str) -> None:
    with pytest.raises(SourceError, match="formulaire XFA dynamique, non lu ; imprimez-le"):
        read(raw_pdfs.dynamic_form(tmp_path / "piege.pdf", template=template))


def test_the_filled_form_of_the_real_files_gives_its_values(shared_data: Path) -> None:
    document = read(shared_data / "nasty" / "pdfjs_xfa_filled_imm1344e.pdf")
    filled = [line for line in document.text.split("\n") if " : " in line]
    assert len(filled) > 20
