"""What a model writes, made into sentences: reasoning removed, markers read, formatting taken off.

Everything here is pure and works on a text that arrives in pieces of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from assistant.invisible import without_marks
from assistant.text import normalise_space, sentences

_WORD = r"(?:passages?|sources?|documents?|docs?|extraits?|r[ée]f(?:[ée]rence)?s?\.?|n[°º]s?|num[ée]ros?)"
_NUMBERS = rf"\d{{1,3}}(?:\s*(?:,|;|et|&|-|–|à)\s*(?:{_WORD}\s*)*\d{{1,3}})*"
_MARKER_TEXT = (
    rf"(?:[\[【⟦]{{1,2}}\s*\^?\s*(?:{_WORD}\s*:?\s*)*{_NUMBERS}\s*(?:†[^\]】⟧\n]*)?[\]】⟧]{{1,2}}"
    rf"|\(\s*(?:{_WORD}\s*:?\s*)+{_NUMBERS}\s*\))"
)
_MARKER = re.compile(_MARKER_TEXT, re.IGNORECASE)
_SPACED_MARKER = re.compile(rf"\s*{_MARKER_TEXT}", re.IGNORECASE)
_MARKERS_AFTER_STOP = re.compile(rf"((?:\.{{3}}|…|[.!?])[»”\"')*_]*(?:\s*»)?)((?:\s*{_MARKER_TEXT})+)", re.IGNORECASE)
_OPEN_TAIL = re.compile(r"(?:[\[【⟦(][^\]】⟧)\n]{0,60}|[*_`]+)$")
_RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|à)\s*(?:[^\d\s]\S*\s*)*(\d{1,3})|(\d{1,3})")
_LONGEST_RANGE = 20

_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\([^)\n]*\)")
_HTML = re.compile(r"</?(?:sup|sub|strong|em|b|i|u|p|ul|ol|li|span|div)\s*/?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BULLET = re.compile(r"^\s*(?:(?:[-*+•‣▪◦–—]|\d{1,2}[.)]|[a-z]\))\s+)+")
_HEAD = re.compile(r"^\s*(?:#{1,6}\s+|>\s*)+")
_EMPHASIS = (
    re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]+?)(?<=\S)\*(?![\w*])"),
    re.compile(r"(?<!\w)_(?=[^\s_])([^_]+?)(?<=\S)_(?!\w)"),
)
_BOLD = re.compile(r"\*{2,}|`+(?:\w+\n)?|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[.,](?:\s|$))")
_STOP_ENDING = re.compile(r"[.!?…][»”\"')\s]*$")
_SOFT_ENDING = re.compile(rf"(?:[:;]|{_MARKER_TEXT})\s*$", re.IGNORECASE)

_CLOSE_TEXT = r"</(?:think|thinking|reasoning)>|\[/THINK\]"
_THINK_TAG = re.compile(rf"(?P<open><(?:think|thinking|reasoning)>|\[THINK\])|(?P<close>{_CLOSE_TEXT})", re.IGNORECASE)
_THINK_CLOSE = re.compile(rf"(?P<open>(?!))|(?P<close>{_CLOSE_TEXT})", re.IGNORECASE)
_LONGEST_TAG = len("</reasoning>")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence as the model wrote it.

    ``text`` is without markers and formatting; ``markers`` in order, once each, out of range or not. ``listed`` is
    true for an item of a list. ``ending`` is ``stop`` after a full stop or the like, ``soft`` after a marker, a
    colon or a semicolon, ``open`` otherwise.
    """

    text: str
    markers: tuple[int, ...] = ()
    listed: bool = False
    ending: Literal["stop", "soft", "open"] = "stop"

    @property
    def introduces(self) -> bool:
        """True for what announces the lines after it (« Les trois thèmes sont : »)."""
        return self.text.endswith(":")


class ReasoningFilter:
    """Removes ``<think>…</think>`` blocks from a text in pieces; one that is never closed hides all the rest.

    ``restarted`` is true after a piece that closes a block never opened (some servers open it in the prompt): what
    came before it was reasoning too.
    """

    def __init__(self) -> None:
        self._held = ""
        self._inside = False
        self.restarted = False

    def feed(self, piece: str) -> str:
        """The visible text that this piece settles."""
        self._held += piece
        self.restarted = False
        visible: list[str] = []
        while match := (_THINK_CLOSE if self._inside else _THINK_TAG).search(self._held):
            if match["open"]:
                visible.append(self._held[: match.start()])
            elif not self._inside:
                visible.clear()
                self.restarted = True
            self._held = self._held[match.end() :]
            self._inside = bool(match["open"])
        keep = self._partial_tag()
        if not self._inside:
            visible.append(self._held[: len(self._held) - keep])
        self._held = self._held[len(self._held) - keep :]
        return "".join(visible)

    def close(self) -> str:
        """What was held because it looked like the start of a tag."""
        rest, self._held = ("" if self._inside else self._held), ""
        return rest

    def _partial_tag(self) -> int:
        """Length of the end of the held text that may be the start of a tag."""
        tail = self._held[-_LONGEST_TAG:]
        start = max(tail.rfind("<"), tail.rfind("["))
        return len(tail) - start if start >= 0 and not re.search(r"[>\]\s]", tail[start:]) else 0


class SentenceBuffer:
    """Cuts a text in pieces into sentences; the last one is held until the next begins, for markers after a stop."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, piece: str) -> list[Unit]:
        """Sentences that this piece settles."""
        self._text += piece
        open_tail = _OPEN_TAIL.search(self._text)
        settled = self._text[: open_tail.start()] if open_tail else self._text
        tail = self._text[len(settled) :]
        # Bold would hide the capital that begins a sentence; it goes before sentences are looked for.
        settled = _markers_inside(_BOLD.sub("", settled))
        spans = sentences(settled)
        if len(spans) < 2:
            return []
        self._text = settled[spans[-1].start :] + tail
        return _units(settled[span.start : span.end] for span in spans[:-1])

    def close(self) -> list[Unit]:
        """The sentences left at the end of the text."""
        settled, self._text = _markers_inside(_BOLD.sub("", self._text)), ""
        return _units(settled[span.start : span.end] for span in sentences(settled))


def read_unit(raw: str) -> Unit:
    """One sentence of a model: its markers read and removed, its lists and emphasis marks taken off."""
    text = _LINK.sub(_link_text, _IMAGE.sub("", _BREAK.sub(" ", _HTML.sub("", raw))))
    markers = tuple(dict.fromkeys(n for match in _MARKER.finditer(text) for n in _numbers(match.group())))
    soft: Literal["soft", "open"] = "soft" if _SOFT_ENDING.search(text) else "open"
    ending: Literal["stop", "soft", "open"] = "stop" if _STOP_ENDING.search(text) else soft
    text = _HEAD.sub("", _SPACED_MARKER.sub("", text))
    bare = _BULLET.sub("", text)
    return Unit(_plain(bare), markers, listed=bare != text, ending=ending)


def _units(raw: Iterable[str]) -> list[Unit]:
    units = (read_unit(piece) for piece in raw)
    return [unit for unit in units if any(character.isalnum() for character in unit.text)]


def _markers_inside(text: str) -> str:
    """« … . [1] » becomes « … [1]. »: the same length, so that offsets outside the swap do not move."""
    return _MARKERS_AFTER_STOP.sub(lambda match: match.group(2) + match.group(1), text)


def _numbers(marker: str) -> list[int]:
    numbers: list[int] = []
    for match in _RANGE.finditer(marker.split("†")[0]):
        if match[3]:
            numbers.append(int(match[3]))
            continue
        first, last = int(match[1]), int(match[2])
        wide = last < first or last - first > _LONGEST_RANGE
        numbers += [first, last] if wide else list(range(first, last + 1))
    return numbers


def _link_text(match: re.Match[str]) -> str:
    label = match.group(1)
    return f"[{label}]" if label.strip().isdigit() else label


def _plain(text: str) -> str:
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\1", text)
    text = normalise_space(without_marks(_CONTROL.sub("", _BOLD.sub("", text))))
    return _SPACE_BEFORE_STOP.sub("", text)
