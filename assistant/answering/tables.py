"""Tables as chat models read them best: Markdown, made from the rows and cells of a passage."""

from __future__ import annotations

from assistant.text import normalise_space

_CELL_BREAK = "\t"
_SHOWN_BREAK = " | "


def markdown_tables(text: str, context: str = "") -> str:
    """A passage whose rows of cells, separated by tabs, are written as one Markdown table; other text as it is.

    Args:
        text: The passage. From its first line with cells to the last one, each line is a row.
        context: Its context: where the passage begins in the middle of a table, its last line names the columns.

    Returns:
        The text with the table in its place, every row with the same number of cells.
    """
    lines = text.split("\n")
    rows = [number for number, line in enumerate(lines) if _CELL_BREAK in line]
    if not rows:
        return text
    first, last = rows[0], rows[-1]
    table = [_cells(line) for line in lines[first : last + 1]]
    width = max(map(len, table))
    header = [_escaped(cell) for cell in context.rpartition("\n")[2].split(_SHOWN_BREAK)]
    if len(header) != width:
        header = table.pop(0)
    written = [_row(header, width), "|" + " --- |" * width, *(_row(cells, width) for cells in table)]
    return "\n".join([*lines[:first], *written, *lines[last + 1 :]])


def _cells(line: str) -> list[str]:
    return [_escaped(cell) for cell in line.split(_CELL_BREAK)]


def _escaped(cell: str) -> str:
    return normalise_space(cell).replace("|", "\\|")


def _row(cells: list[str], width: int) -> str:
    return "|" + "".join(f" {cell} |" for cell in cells + [""] * (width - len(cells)))
