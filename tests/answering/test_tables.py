from __future__ import annotations

from assistant.answering.tables import markdown_tables


def test_rows_become_a_markdown_table_under_their_header() -> None:
    text = "Opérateur\tPlaces\nOrganisme 1\t12\nOrganisme 2\t8"
    assert markdown_tables(text) == ("| Opérateur | Places |\n| --- | --- |\n| Organisme 1 | 12 |\n| Organisme 2 | 8 |")


def test_a_passage_from_the_middle_of_a_table_takes_the_header_of_its_context() -> None:
    table = markdown_tables("Organisme 9\t4\nOrganisme 10\t5", "Convention › Places\nOpérateur | Places")
    assert table.split("\n") == [
        "| Opérateur | Places |",
        "| --- | --- |",
        "| Organisme 9 | 4 |",
        "| Organisme 10 | 5 |",
    ]


def test_empty_cells_and_short_rows_keep_every_value_in_its_column() -> None:
    table = markdown_tables("Nom\tDate\tTotal\nLaval\t\t12\nÉvron\tmars\nSous-total\nMayenne\tmai\t3")
    assert table.split("\n")[2:] == [
        "| Laval |  | 12 |",
        "| Évron | mars |  |",
        "| Sous-total |  |  |",
        "| Mayenne | mai | 3 |",
    ]


def test_a_bar_in_a_cell_does_not_cut_it() -> None:
    assert markdown_tables("A | B\t1\nC\t2").startswith("| A \\| B | 1 |")


def test_text_without_cells_and_text_around_a_table_stay_as_they_are() -> None:
    assert markdown_tables("Le comité se réunit.\nIl délibère.") == "Le comité se réunit.\nIl délibère."
    assert markdown_tables("Article 3\nA\t1\nB\t2\nFin.").split("\n")[0::4] == ["Article 3", "Fin."]
