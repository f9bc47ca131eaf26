from __future__ import annotations

from pathlib import Path

from assistant.models import Document
from assistant.sources.geometry import Rect
from assistant.sources.pdf import read_pdf
from assistant.sources.pdf_rules import Rules
from assistant.sources.pdf_tables import find_tables
from assistant.sources.pdf_text import PlacedWord
from tests.sources import make_pdfs


def tables_of(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == "table"]


def grid(columns: list[float], heights: list[float]) -> tuple[Rect, ...]:
    rules = [Rect(columns[0], y, columns[-1], y) for y in heights]
    return (*rules, *(Rect(x, heights[0], x, heights[-1]) for x in columns))


def word(text: str, x: float, y: float, bold: bool = False) -> PlacedWord:
    return PlacedWord(text, x, y - 8, x + 5 * len(text), y + 2, y, 10, bold)


def cells_of(rules: Rules, words: list[PlacedWord]) -> list[list[str]]:
    (table,) = find_tables(rules, words)
    return [[" ".join(line.text for line in cell) for cell in row] for row in table.rows]


def test_each_row_is_a_line_with_its_cells_apart(tmp_path: Path) -> None:
    path = make_pdfs.table_on_two_pages(tmp_path / "tableau.pdf", rows=5)
    document = read_pdf(path, path.name, "0", max_pages=9)
    (table,) = tables_of(document)
    assert table.split("\n")[:3] == [
        "Opérateur\tDépartement\tPlaces",
        "Organisme 1\tMayenne\t1",
        "Organisme 2\tMayenne\t2",
    ]
    assert document.text.count("Organisme 3") == 1


def test_a_table_that_goes_on_keeps_its_header_on_each_page(tmp_path: Path) -> None:
    path = make_pdfs.table_on_two_pages(tmp_path / "long.pdf", rows=60)
    document = read_pdf(path, path.name, "0", max_pages=9)
    blocks = [block for block in document.blocks if block.kind == "table"]
    headers = [document.text[block.start : block.header_end] for block in blocks]
    assert headers == ["Opérateur\tDépartement\tPlaces"] * 2
    assert sum(len(table.split("\n")) - 1 for table in tables_of(document)) == 60


def test_the_words_of_a_cell_stand_in_their_box(tmp_path: Path) -> None:
    path = make_pdfs.table_on_two_pages(tmp_path / "tableau.pdf", rows=3)
    document = read_pdf(path, path.name, "0", max_pages=9)
    words = {document.text[word.start : word.end]: word.box for word in document.pages[0].words}
    assert words["Opérateur"].x0 < words["Département"].x0 < words["Places"].x0
    assert words["Opérateur"].top == words["Places"].top


def test_an_empty_cell_keeps_the_next_ones_in_their_column() -> None:
    rules = Rules(strokes=grid([0, 100, 200, 300], [0, 20, 40, 60]))
    words = [
        word("Nom", 5, 12),
        word("Date", 105, 12),
        word("Total", 205, 12),
        word("Laval", 5, 32),
        word("12", 205, 32),
    ]
    words += [word("Évron", 5, 52), word("mars", 105, 52), word("4", 205, 52)]
    assert cells_of(rules, words)[1] == ["Laval", "", "12"]


def test_a_painted_header_above_the_lines_belongs_to_the_table() -> None:
    sides = (Rect(0, -20, 200, -20), Rect(0, 0, 200, 0))
    rules = Rules(strokes=grid([0, 100, 200], [0, 20, 40]), sides=sides)
    words = [word("Nom", 5, -8), word("Date", 105, -8)]
    words += [word("Laval", 5, 12), word("mars", 105, 12), word("Évron", 5, 32), word("mai", 105, 32)]
    assert cells_of(rules, words)[0] == ["Nom", "Date"]


def test_a_frame_around_a_paragraph_is_not_a_table() -> None:
    assert (
        find_tables(Rules(strokes=grid([0, 300], [0, 50, 100])), [word("Encadré", 5, 30), word("suite", 5, 80)]) == []
    )


def test_shading_behind_lines_of_a_cell_does_not_cut_it() -> None:
    sides = tuple(Rect(0, y, 100, y) for y in (2, 12, 22, 32))
    rules = Rules(strokes=grid([0, 100, 200], [0, 40, 80]), sides=sides)
    words = [
        word("Région", 5, 10),
        word("ouest", 5, 22),
        word("30", 105, 10),
        word("Total", 5, 60),
        word("31", 105, 60),
    ]
    assert cells_of(rules, words) == [["Région ouest", "30"], ["Total", "31"]]


def test_a_value_stays_in_its_column_when_a_cell_before_it_is_empty_or_spans_two() -> None:
    columns, heights = [0, 100, 200, 300], [0, 20, 40, 60]
    rules = Rules(
        strokes=(*grid(columns, heights)[:4], *grid(columns, [0, 40])[2:], *grid([0, 200, 300], [40, 60])[2:])
    )
    words = [word("Nom", 5, 12), word("Date", 105, 12), word("Places", 205, 12)]
    words += [word("mars", 105, 32), word("12", 205, 32), word("Total", 5, 52), word("40", 205, 52)]
    assert cells_of(rules, words) == [["Nom", "Date", "Places"], ["", "mars", "12"], ["Total", "", "40"]]


def test_the_header_of_a_form_to_be_filled_is_a_row_of_cells() -> None:
    rules = Rules(strokes=grid([0, 100, 200, 300, 400], [0, 60, 100]))
    words: list[PlacedWord] = []
    for column in range(4):
        words += [word("Statut", 5 + 100 * column, 20), word(f"actuel{column}", 5 + 100 * column, 32)]
    assert cells_of(rules, words) == [[f"Statut actuel{column}" for column in range(4)]]
