from __future__ import annotations

from pathlib import Path

from assistant.models import Document
from assistant.sources.pdf import read_pdf
from tests.sources import make_pdfs
from tests.sources.make_pdfs import HEIGHT, Put, lines


def read(path: Path) -> Document:
    return read_pdf(path, path.name, "0", max_pages=50)


BODY = lines(72, 300, ["Le présent texte occupe le milieu de la page et n’est pas", "répété de la même façon partout."])


def test_running_headers_and_footers_are_set_aside_and_give_the_labels(tmp_path: Path) -> None:
    document = read(make_pdfs.two_columns(tmp_path / "rapport.pdf", pages=4))
    assert "Observatoire régional" not in document.text
    assert "Rapport annuel" not in document.text
    assert [page.label for page in document.pages] == ["5", "6", "7", "8"]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_a_numbered_title_at_the_top_of_each_page_is_kept(tmp_path: Path) -> None:
    titles = [3, 1, 8, 5]
    pages = [[Put(72, 60, f"Fiche n° {number}", make_pdfs.BOLD, 11), *BODY] for number in titles]
    text = read(make_pdfs.write(tmp_path / "fiches.pdf", pages)).text
    assert [line for line in text.split("\n") if line.startswith("Fiche")] == [
        f"Fiche n° {number}" for number in titles
    ]


def test_two_pages_lose_their_page_number_but_keep_what_only_looks_repeated(tmp_path: Path) -> None:
    pages = [
        [
            Put(72, 100, "Région Pays de la Loire", make_pdfs.BOLD, 12),
            *BODY,
            Put(290, HEIGHT - 30, f"Page {n}/2", size=8),
        ]
        for n in (1, 2)
    ]
    document = read(make_pdfs.write(tmp_path / "deux.pdf", pages))
    assert "Page" not in document.text
    assert document.text.count("Région Pays de la Loire") == 2
    assert [page.label for page in document.pages] == ["1", "2"]


def test_a_year_alone_at_the_foot_of_a_page_is_not_a_page_number(tmp_path: Path) -> None:
    document = read(make_pdfs.write(tmp_path / "annee.pdf", [[*BODY, Put(290, HEIGHT - 30, "2023", size=10)]]))
    assert document.text.endswith("2023")
    assert document.pages[0].label is None


def test_pages_that_only_repeat_one_line_keep_it(tmp_path: Path) -> None:
    document = read(make_pdfs.write(tmp_path / "affiche.pdf", [[Put(72, 60, "Journée régionale de l’emploi")]] * 3))
    assert document.text.count("Journée régionale de l’emploi") == 3
