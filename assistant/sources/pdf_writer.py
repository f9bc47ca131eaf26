"""Blocks written out as the text of a document, with the place of every word in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.models import Block, Box, Word
from assistant.sources.characters import LINE_END_HYPHEN, SOFT_HYPHEN
from assistant.sources.hyphens import HYPHENS, mends
from assistant.sources.pdf_blocks import Draft
from assistant.sources.pdf_lines import Line
from assistant.sources.pdf_tables import Table
from assistant.sources.pdf_text import PageText, PlacedWord

PAGE_BREAK = "\n\n"
BLOCK_BREAK = "\n"
CELL_BREAK = "\t"
"""White space, so that a row is found on the page as it is, whatever reads the page."""

_MAX_LEADERS = 5  # « ........ » and « ________ » are shortened to this


class Writer:
    """Builds ``Document.text`` from left to right; offsets are those of the finished text."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self.length = 0
        self.blocks: list[Block] = []
        self.words: list[Word] = []
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def put(self, text: str) -> None:
        """Append text as it is."""
        self._parts.append(text)
        self.length += len(text)

    def block(self, draft: Draft, pages: Sequence[PageText]) -> None:
        """Append a block; a draft that ``continues`` prolongs the block before it, written on another page."""
        start = self.length
        header_end = None
        if draft.table is not None:
            header_end = self._table(draft.table, pages[draft.index])
        else:
            self._lines(draft.lines, pages[draft.index], draft.kind == "metadata")
        if draft.continues and self.blocks:
            before = self.blocks.pop()
            start, draft = before.start, Draft(before.kind, draft.index, number=before.number, level=before.level)
        self.blocks.append(
            Block(
                draft.kind,
                start,
                self.length,
                level=draft.level,
                number=draft.number,
                header_end=header_end,
                search_text=draft.search_text,
            )
        )

    def take_words(self) -> tuple[Word, ...]:
        """The words written since the last call."""
        words, self.words = tuple(self.words), []
        return words

    def _table(self, table: Table, page: PageText) -> int | None:
        header_end = None
        for number, row in enumerate(table.rows):
            if number:
                self.put(BLOCK_BREAK)
            for position, cell in enumerate(row):
                if position:
                    self.put(CELL_BREAK)
                self._lines(cell, page)
            if number + 1 == table.header < len(table.rows):
                header_end = self.length
        return header_end

    def _lines(self, lines: Sequence[Line], page: PageText, contents: bool = False) -> None:
        mended = True
        for position, line in enumerate(lines):
            if not mended:
                self.put(" ")
            words = [word for word in line.words if not (contents and _is_leader(word.text))] or line.words
            following = lines[position + 1].words[0].text if position + 1 < len(lines) else ""
            for rank, word in enumerate(words):
                if rank and word.spaced:
                    self.put(" ")
                last = rank == len(words) - 1
                mended = last and self._mends(words, following)
                self._word(word, page, mended)
            # A hyphen that is kept joins its two lines too: « Haut-commissariat ».
            mended = mended or (bool(following) and _holds(words[-1].text, following))

    def _mends(self, words: Sequence[PlacedWord], following: str) -> bool:
        if not following or not words[-1].text.endswith(HYPHENS):
            return False
        left = words[-1].text
        for before, word in zip(words[-2::-1], words[:0:-1], strict=False):
            if word.spaced:
                break
            left = before.text + left
        return mends(left, following, self.vocabulary)

    def _word(self, word: PlacedWord, page: PageText, mended: bool) -> None:
        text = word.text[:-1] if mended else word.text
        text = text.replace(SOFT_HYPHEN, "").replace(LINE_END_HYPHEN, "-")
        if len(text) > _MAX_LEADERS and _is_leader(text):
            text = text[:_MAX_LEADERS]
        if not text:
            return
        rect = page.displayed(word)
        start = self.length
        self.put(text)
        box = Box(page.number, *(round(value, 2) for value in rect))
        self.words.append(Word(start, self.length, box))


def _is_leader(text: str) -> bool:
    return len(text) > 2 and len(set(text)) == 1 and text[0] in "._…·-"


def _holds(last: str, following: str) -> bool:
    """True when a kept hyphen at a line's end belongs to a compound, not to a range or a dash."""
    compound = len(last) > 1 and last.endswith(HYPHENS) and last[-2].isalnum()
    return compound and (following[0].isalnum() or following[0] == "’")
