"""Plain text to paste into a mail: the answer, then its numbered sources."""

from __future__ import annotations

from assistant.exports.report import HEADINGS, LEVEL, LEVELS, NBSP, SIGNATURE, SOURCES, WARNINGS, Call, Line, Report


def mail(report: Report) -> str:
    """The text, its lines separated by line feeds."""
    parts = [
        f"Question{NBSP}: {report.question}",
        f"{HEADINGS[report.level]}{NBSP}:" if report.level == "answer" else f"{LEVEL}{NBSP}: {LEVELS[report.level]}",
        "\n".join([*map(_line, report.lines), *(f"- {item}" for item in report.items)]),
    ]
    if report.warnings:
        parts.append("\n".join([f"{WARNINGS}{NBSP}:", *(f"- {warning}" for warning in report.warnings)]))
    if report.notes:
        parts.append("\n".join([f"{SOURCES}{NBSP}:", *(f"[{note.n}] {note.text}" for note in report.notes)]))
    told = {"Question"} if report.level == "answer" else {"Question", LEVEL}
    left = [f"{name}{NBSP}: {value}" for name, value in report.facts if name not in told]
    return "\n\n".join([*parts, "\n".join([*left, SIGNATURE])]) + "\n"


def _line(line: Line) -> str:
    calls = "".join(f" [{piece.note}]" for piece in line if isinstance(piece, Call))
    return "".join(piece.text for piece in line if not isinstance(piece, Call)) + calls
