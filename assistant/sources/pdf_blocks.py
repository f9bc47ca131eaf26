"""From lines in reading order to blocks: paragraphs, items, footnotes, tables of contents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.models import BlockKind
from assistant.sources.hyphens import HYPHENS
from assistant.sources.pdf_headings import structural_number
from assistant.sources.pdf_lines import MARKER, Line
from assistant.sources.pdf_tables import Table

_ENDS_SENTENCE = re.compile(r"[.!?…:;»”\"][)\]»”\"’]*$")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{6,}\s*\d+$")
_BARE_NUMBER = re.compile(r"^\(?(\d{1,2}(?:\.\d{1,2})*|(?:[a-zA-Z]|[ivxIVX]{1,4})(?=[.)°]))[.)°]?[-–]?$")
_NOTE_MARK = re.compile(r"^[\[(]?(?:\d{1,3}|[⁰¹²³⁴-⁹]{1,3}|[*†‡]{1,3})[\])]?$")

_NOTE_SIZE = 0.92  # type of footnotes relative to the body, at most
_NOTE_ZONE = 0.45  # footnotes stand below this part of the page


@dataclass(slots=True)
class Draft:
    """A block before it is written: its lines or its table, on page ``index`` (from 0)."""

    kind: BlockKind
    index: int
    lines: list[Line] = field(default_factory=list)
    table: Table | None = None
    number: str | None = None
    level: int = 0
    search_text: str = ""
    continues: bool = False

    @property
    def text(self) -> str:
        """Its lines joined by a space, hyphens left as they are."""
        return " ".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """Size of most of its type, in points."""
        sizes: dict[float, int] = {}
        for line in self.lines:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
        return max(sizes, key=lambda size: sizes[size]) if sizes else 0.0

    @property
    def bold(self) -> float:
        """Share of its characters that are bold."""
        total = sum(len(line.text) for line in self.lines)
        return sum(line.bold * len(line.text) for line in self.lines) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Typography:
    """What is usual in a document: size of the running text and, for each size, distance between baselines."""

    body_size: float
    leading: dict[int, float]

    def line_step(self, size: float) -> float:
        """Usual distance between the baselines of two lines of a paragraph, in points."""
        known = self.leading.get(round(size), 1.25 * size)
        return min(max(known, 1.0 * size), 1.9 * size)


def typography(pages: Sequence[Sequence[Line]]) -> Typography:
    """Body size and line steps of a document, weighted by characters."""
    sizes: dict[float, int] = {}
    steps: dict[int, list[float]] = {}
    for lines in pages:
        for before, line in pairwise(lines):
            step = line.baseline - before.baseline
            if before.region == line.region and abs(before.size - line.size) < 0.5 and 0 < step < 3 * line.size:
                steps.setdefault(round(line.size), []).append(step)
        for line in lines:
            key = round(2 * line.size) / 2
            sizes[key] = sizes.get(key, 0) + sum(len(word.text) for word in line.words)
    body = max(sizes, key=lambda size: sizes[size]) if sizes else 10.0
    # The lower part of the distances: those between paragraphs are larger.
    return Typography(body or 10.0, {size: sorted(found)[int(0.35 * len(found))] for size, found in steps.items()})


def page_size(drafts: Sequence[Draft]) -> float:
    """The size of the running text of one page, or 0 when no size makes up most of it."""
    sizes: dict[float, int] = {}
    for draft in drafts:
        for line in draft.lines:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    size = max(sizes, key=lambda key: sizes[key], default=0.0)
    return size if sizes and sizes[size] > max(0.6 * sum(sizes.values()), 400) else 0.0


def page_blocks(
    index: int, lines: Sequence[Line], tables: Sequence[Table], height: float, usual: Typography
) -> list[Draft]:
    """Blocks of one page in reading order, its footnotes last."""
    body, notes = _set_notes_aside(lines, height, usual)
    drafts: list[Draft] = []
    for position, line in enumerate(body):
        if line.table is not None:
            drafts.append(Draft("table", index, table=tables[line.table]))
            continue
        last = drafts[-1] if drafts else None
        if last is None or last.table is not None or _starts_block(last, body, position, usual):
            drafts.append(_open(index, line))
        else:
            last.lines.append(line)
    for note in notes:
        if not drafts or drafts[-1].kind != "note" or _opens_note(note, usual):
            drafts.append(Draft("note", index, number=_note_number(note)))
        drafts[-1].lines.append(note)
    return drafts


def _open(index: int, line: Line) -> Draft:
    draft = Draft("paragraph", index, [line])
    if is_contents_line(line):
        draft.kind = "metadata"
    elif _is_item(line):
        draft.kind = "item"
        bare = _BARE_NUMBER.match(line.words[0].text)
        draft.number = bare.group(1) if bare else None
    return draft


def is_contents_line(line: Line) -> bool:
    """True for a line of a table of contents: a title, leaders, a page number."""
    text = line.text
    return bool(_LEADERS.search(text)) and text[-1:].isdigit() and (len(line.words) > 1 or text[:1].isalpha())


def _is_item(line: Line) -> bool:
    return len(line.words) > 1 and bool(MARKER.match(line.words[0].text))


def ends_sentence(text: str) -> bool:
    """True when a line ends with the punctuation that closes a sentence, a list's head or an item."""
    return bool(_ENDS_SENTENCE.search(text))


def _starts_block(last: Draft, lines: Sequence[Line], position: int, usual: Typography) -> bool:
    line, before = lines[position], last.lines[-1]
    if is_contents_line(line) or last.kind == "metadata":
        return not (last.kind == "metadata" and not is_contents_line(before) and line.region == before.region)
    if not _same_style(before, line):
        return True
    if before.words[-1].text.endswith(HYPHENS) and line.words[0].text[:1].islower():
        return False
    if line.region != before.region:
        return ends_sentence(before.text) or not line.text[:1].islower()
    step = line.baseline - before.baseline
    if step > 1.3 * usual.line_step(line.size) or step < 0:
        return True
    if _is_item(line) and _item_starts(last, before, line):
        return True
    if structural_number(line.text) and (ends_sentence(before.text) or _ended_early(lines, position)):
        return True
    return _indented(last, before, line) or (_ended_early(lines, position) and not line.text[:1].islower())


def _same_style(before: Line, line: Line) -> bool:
    """True when two lines may be one paragraph: same size, and no change between bold and plain at the break."""
    if abs(before.size - line.size) > 0.08 * max(before.size, line.size):
        return False
    if before.words[-1].bold == line.words[0].bold:
        return True
    whole_before, whole = before.bold, line.bold
    if whole_before > 0.95 and whole < 0.5:
        return line.text[:1].islower() and before.rect.x1 > before.left + 0.85 * (before.right - before.left)
    return not (whole > 0.95 and whole_before < 0.5 and ends_sentence(before.text))


def _item_starts(last: Draft, before: Line, line: Line) -> bool:
    """True when a line that begins like an item is one: a dash or a number may just begin a line of a sentence."""
    marker = line.words[0].text
    if marker not in ("-", "–", "—", "−") and not marker[0].isalnum() and marker[0] not in "(":
        return True
    if ends_sentence(before.text) or before.text.endswith(","):
        return True
    return last.kind == "item" and abs(line.rect.x0 - last.lines[0].rect.x0) < 2.0


def _indented(last: Draft, before: Line, line: Line) -> bool:
    """True for the indent of a first line, and for text that comes back to the left of an item's mark."""
    if last.kind == "item" and len(last.lines) >= 1:
        text_left = last.lines[0].words[1].x0 if len(last.lines[0].words) > 1 else last.lines[0].rect.x0
        left = text_left if len(last.lines) == 1 else before.rect.x0
        return left - line.rect.x0 > 0.6 * line.size and ends_sentence(before.text)
    moved = line.rect.x0 - before.rect.x0
    return 0.8 * line.size < moved < 6 * line.size and ends_sentence(before.text)


def _ended_early(lines: Sequence[Line], position: int) -> bool:
    """True when the first word of a line would have fitted at the end of the line before: the break was wanted."""
    line, before = lines[position], lines[position - 1]
    around = [
        other
        for other in lines[max(0, position - 4) : position + 4]
        if other.region == line.region and abs(other.size - line.size) < 0.1 * line.size and other.table is None
    ]
    right = max(other.rect.x1 for other in around)
    first = line.words[0]
    room = right - before.rect.x1
    if before.size > 0 and _is_display(before) and _is_display(line):
        return False
    margin = 1.0 if ends_sentence(before.text) else 2.5
    return room > (first.x1 - first.x0) + margin * line.size


def _is_display(line: Line) -> bool:
    """True for centred lines in bold or capitals: the lines of one title are as long as their words allow."""
    centred = abs((line.rect.x0 - line.left) - (line.right - line.rect.x1)) < 0.06 * (line.right - line.left)
    return centred and (line.bold > 0.9 or line.text.isupper()) and line.rect.x0 > line.left + line.size


def _set_notes_aside(lines: Sequence[Line], height: float, usual: Typography) -> tuple[list[Line], list[Line]]:
    """Lines of the body, and those of the footnotes: the last small lines of a column, from a note's mark on."""
    body: list[Line] = []
    notes: list[Line] = []
    regions: dict[int, list[Line]] = {}
    for line in lines:
        regions.setdefault(line.region, []).append(line)
    aside: set[int] = set()
    for column in regions.values():
        start = len(column)
        while start > 0 and _is_small(column[start - 1], height, usual):
            start -= 1
        while start < len(column) and not _opens_note(column[start], usual):
            start += 1
        aside.update(id(line) for line in column[start:])
    for line in lines:
        (notes if id(line) in aside else body).append(line)
    return body, notes


def _is_small(line: Line, height: float, usual: Typography) -> bool:
    return line.table is None and line.size <= _NOTE_SIZE * usual.body_size and line.rect.top > _NOTE_ZONE * height


def _opens_note(line: Line, usual: Typography) -> bool:
    first = line.words[0]
    if _NOTE_MARK.match(first.text):
        return len(line.words) > 1
    return first.size < 0.8 * line.size and first.text[0].isdigit()


def _note_number(line: Line) -> str | None:
    mark = unicodedata.normalize("NFKC", line.words[0].text).strip("[]()")
    return mark if _NOTE_MARK.match(mark) else None
