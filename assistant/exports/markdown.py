"""Markdown with footnotes (``[^1]``), as pandoc, GitHub and most editors read them."""

from __future__ import annotations

import re

from assistant.exports.report import HEADINGS, NBSP, SIGNATURE, TITLE, WARNINGS, Call, Line, Report, Span

_SPECIAL = re.compile(r"[\\`*_\[\]<>~$^|]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\d+)([.)])(?=\s|$)|^([#+\-=:>])")
_IN_ADDRESS = {"<": "%3C", ">": "%3E", "\\": "%5C"}


def markdown(report: Report) -> bytes:
    """The export as UTF-8 Markdown."""
    parts = [
        f"# {escaped(TITLE)}",
        "\n".join(f"- **{escaped(name)}{NBSP}:** {escaped(value)}" for name, value in report.facts),
        f"## {HEADINGS[report.level]}",
        *(_line(line) for line in report.lines),
        "\n".join(f"- {escaped(item)}" for item in report.items),
    ]
    if report.warnings:
        parts += [f"## {WARNINGS}", "\n".join(f"- {escaped(warning)}" for warning in report.warnings)]
    parts += ["---", f"*{escaped(SIGNATURE)}*"]
    parts += [f"[^{note.n}]: {''.join(map(_span, note.spans))}" for note in report.notes]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def escaped(text: str) -> str:
    """Text with the characters that Markdown would read as marks kept as they are."""
    shown = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    return _LINE_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", shown)


def _line(line: Line) -> str:
    return "".join(f"[^{piece.note}]" if isinstance(piece, Call) else _span(piece) for piece in line)


def _span(span: Span) -> str:
    if span.style == "link":
        return f"<{''.join(_IN_ADDRESS.get(character, character) for character in span.text)}>"
    shown = escaped(span.text)
    return f"*{shown}*" if span.style == "title" else shown
