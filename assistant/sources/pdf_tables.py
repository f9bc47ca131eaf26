"""Tables drawn with ruling lines: cells from the lines' crossings, rows of cells from the words inside.

The geometry (merging strokes, crossings, cells, tables) is pdfplumber's; the strokes and the words come from pdfium,
which is some thirty times faster than reading the page again with pdfplumber itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.sources.geometry import Rect, union
from assistant.sources.pdf_layout import rows
from assistant.sources.pdf_lines import Line, segments
from assistant.sources.pdf_rules import Rules
from assistant.sources.pdf_text import PlacedWord

_TOLERANCE = 3.0  # points between strokes that are one
_MAX_EDGES = 1500  # merged strokes; pdfplumber's search for cells is quadratic
_MIN_RULES = 4
_MIN_HEADER, _MAX_HEADER = 8.0, 40.0  # height, in points, of a painted row taken for a header
_MIN_LONE_CELLS = 4  # filled cells of a table of one row: the header of a form to be filled
_MIN_CELL = 4.0  # points: thinner cells are double rules


@dataclass(slots=True)
class Table:
    """A table. ``rows`` hold its cells from left to right, as lines of words, each in its column.

    An empty cell before a filled one is an empty list. ``columns`` are the left edges of the columns, ``header`` counts
    the rows that name them.
    """

    rect: Rect
    rows: list[list[list[Line]]]
    columns: tuple[float, ...]
    header: int = 0

    @property
    def words(self) -> list[PlacedWord]:
        """All its words."""
        return [word for row in self.rows for cell in row for line in cell for word in line.words]


def find_tables(rules: Rules, words: Sequence[PlacedWord]) -> list[Table]:
    """Tables of a page, from top to bottom.

    Args:
        rules: Ruling lines of the displayed page. Painted areas make a table only where drawn lines make none.
        words: Its words, in displayed coordinates (reading direction 0).
    """
    tables: list[Table] = []
    for lines in (rules.strokes, rules.strokes + rules.sides if rules.sides else ()):
        if len(lines) < _MIN_RULES or not words:
            continue
        for cells in _cell_groups(lines):
            table = _table(cells, words)
            if table is not None and not any(_meet(table.rect, other.rect) for other in tables):
                tables.append(table)
    taken = {id(word) for table in tables for word in table.words}
    free = [word for word in words if id(word) not in taken]
    tables = [_with_painted_header(table, rules.sides, free) for table in tables]
    return sorted(tables, key=lambda table: (table.rect.top, table.rect.x0))


def _with_painted_header(table: Table, sides: Sequence[Rect], words: Sequence[PlacedWord]) -> Table:
    """The table with the row above it that is painted but not ruled, if there is one."""
    rect = table.rect
    covered: dict[int, float] = {}
    for side in sides:
        above = rect.top - side.top
        if side.top == side.bottom and _MIN_HEADER <= above <= _MAX_HEADER:
            shared = min(side.x1, rect.x1) - max(side.x0, rect.x0)
            covered[round(above)] = covered.get(round(above), 0.0) + max(shared, 0.0)
    heights = [height for height, width in covered.items() if width > 0.7 * rect.width]
    if not heights:
        return table
    row = Rect(rect.x0, rect.top - min(heights), rect.x1, rect.top)
    cells: dict[float, list[PlacedWord]] = {}
    for word in words:
        if row.contains((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2):
            middle = (word.x0 + word.x1) / 2
            column = max((left for left in table.columns if left <= middle), default=table.columns[0])
            cells.setdefault(column, []).append(word)
    if len(cells) < 2:
        return table
    rows = [[_cell_lines(cells[column]) for column in sorted(cells)], *table.rows]
    return Table(union([row, rect]), rows, table.columns, _header_rows(rows))


def _meet(rect: Rect, other: Rect) -> bool:
    return rect.x0 < other.x1 and other.x0 < rect.x1 and rect.top < other.bottom and other.top < rect.bottom


def _cell_groups(rules: Sequence[Rect]) -> list[list[Rect]]:
    from pdfplumber import table as plumber  # a tenth of a second to import: only for pages with ruling lines

    edges = plumber.merge_edges([_edge(rule) for rule in rules], _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    edges = [edge for edge in edges if max(edge["x1"] - edge["x0"], edge["bottom"] - edge["top"]) >= 2 * _TOLERANCE]
    kinds = {edge["orientation"] for edge in edges}
    if len(edges) > _MAX_EDGES or len(kinds) < 2:
        return []
    crossings = plumber.edges_to_intersections(edges, _TOLERANCE, _TOLERANCE)
    if len(crossings) > 4 * _MAX_EDGES:
        return []
    cells = [Rect(*cell) for cell in plumber.intersections_to_cells(crossings)]
    cells = [cell for cell in cells if cell.width > _MIN_CELL and cell.height > _MIN_CELL]
    return [[Rect(*cell) for cell in group] for group in plumber.cells_to_tables(list(cells))]


def _edge(rule: Rect) -> dict[str, float | str]:
    horizontal = rule.top == rule.bottom
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.width,
        "height": rule.height,
        "orientation": "h" if horizontal else "v",
        "object_type": "line",
    }


def _table(cells: list[Rect], words: Sequence[PlacedWord]) -> Table | None:
    rect = union(cells)
    inside = [word for word in words if rect.contains((word.x0 + word.x1) / 2, (word.top + word.bottom) / 2)]
    filled: dict[Rect, list[PlacedWord]] = {}
    for word in inside:
        x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
        cell = next((cell for cell in cells if cell.contains(x, y)), None)
        if cell is None:
            continue
        filled.setdefault(cell, []).append(word)
    columns = _columns(cells)
    rows = [
        _in_columns({cell: _cell_lines(filled[cell]) for cell in row if cell in filled}, columns)
        for row in _cell_rows(cells)
        if any(cell in filled for cell in row)
    ]
    one_row = len(rows) == 1 and len(filled) >= _MIN_LONE_CELLS and any(len(cell) > 1 for cell in rows[0])
    if not one_row and (sum(len(row) > 1 for row in rows) < 2 or len(filled) < 4):
        return None
    return Table(rect, rows, columns, _header_rows(rows))


def _cell_rows(cells: list[Rect]) -> list[list[Rect]]:
    """Cells by row; a cell that spans several rows belongs to its first."""
    rows: list[list[Rect]] = []
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.x0)):
        if rows and abs(cell.top - rows[-1][0].top) <= _TOLERANCE:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return [sorted(row, key=lambda cell: cell.x0) for row in rows]


def _cell_lines(words: list[PlacedWord]) -> list[Line]:
    # Rows only: in a narrow justified cell the spaces between words look like gutters.
    return rows(segments(words))


def _columns(cells: list[Rect]) -> tuple[float, ...]:
    """Left edges of the columns; edges that differ by the thickness of a rule are one."""
    found: list[float] = []
    for x in sorted(cell.x0 for cell in cells):
        if not found or x - found[-1] > _MIN_CELL:
            found.append(round(x, 0))
    return tuple(found)


def _in_columns(cells: dict[Rect, list[Line]], columns: Sequence[float]) -> list[list[Line]]:
    """The filled cells of a row, each in its column: a cell that spans columns leaves those it covers empty.

    Empty cells at the end are left out, and a row of one filled cell is that cell alone.
    """
    if len(cells) == 1:
        return list(cells.values())
    row: list[list[Line]] = []
    for cell in sorted(cells, key=lambda cell: cell.x0):
        column = sum(x <= cell.x0 + _MIN_CELL for x in columns) - 1
        row += [[] for _ in range(column - len(row))]
        row.append(cells[cell])
    return row


def same_columns(table: Table, other: Table) -> bool:
    """True when two tables have their columns at the same places."""
    pairs = zip(table.columns, other.columns, strict=False)
    return len(table.columns) == len(other.columns) and all(abs(a - b) <= _MIN_CELL for a, b in pairs)


def _header_rows(rows: list[list[list[Line]]]) -> int:
    """How many first rows name the columns: one, two under a title that spans the table, or none."""
    if len(rows) < 2:
        return 0
    start = 1 if len(rows[0]) == 1 and len(rows) > 2 else 0
    return start + 1 if _names_columns(rows[start], rows[start + 1 :]) else 0


def _names_columns(first: list[list[Line]], rest: list[list[list[Line]]]) -> bool:
    """True for a row with as many cells as any other, in bold, or short and without figures."""
    count = sum(map(bool, first))
    if count < 2 or count < max(sum(map(bool, row)) for row in rest):
        return False

    def bold(row: list[list[Line]]) -> bool:
        return all(line.bold > 0.8 for cell in row for line in cell)

    if bold(first):
        return not all(bold(row) for row in rest)
    text = [line.text for cell in first for line in cell]
    figures = any(character.isdigit() for part in text for character in part)
    return count >= 3 and not figures and sum(map(len, text)) < 60 * count
