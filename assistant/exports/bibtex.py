"""BibTeX in UTF-8, as Biber, Zotero and JabRef read it; ``url`` and ``urldate`` are fields of BibLaTeX.

What stands outside entries is a comment there: the question, the level and the warnings open the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.exports.report import NBSP, TITLE, WARNINGS, Report, clean
from assistant.exports.works import CitedWork, WorkType, cited_works
from assistant.models import Agent
from assistant.sources.descriptions import is_person, role_of

_TYPES: dict[WorkType, str] = {
    "report": "techreport", "article": "article", "book": "book", "thesis": "phdthesis", "conference": "proceedings",
    "law": "misc", "web": "misc", "other": "misc",
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_ADDRESS = re.compile(r"[{}\\^`\"|%](?![0-9A-Fa-f]{2})|[{}\\^`\"|]")
_EDITORS = frozenset({"éd.", "dir.", "coord."})


def bibtex(report: Report) -> bytes:
    """The works cited; the opening comment alone when nothing is cited."""
    opening = [TITLE, *(f"{name}{NBSP}: {value}" for name, value in report.facts)]
    opening += [f"{WARNINGS}{NBSP}: {warning}" for warning in report.warnings]
    comment = "\n".join(f"% {line.replace('@', '(a)')}" for line in opening)  # an @ would open an entry
    return "\n\n".join([comment, *(_entry(work, report.day) for work in cited_works(report))]).encode() + b"\n"


def escaped(text: str) -> str:
    """Text with the characters that TeX reads as commands kept as they are; accents stay."""
    return "".join(_SPECIAL.get(character, character) for character in clean(text))


def _entry(work: CitedWork, day: str) -> str:
    kind = _TYPES[work.type]
    if kind == "article" and not work.told.host:
        kind = "misc"  # an article without its journal is refused by the usual styles
    fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(work, kind, day) if value)
    return f"@{kind}{{{work.key},\n{fields}\n}}"


def _fields(work: CitedWork, kind: str, consulted: str) -> Iterator[tuple[str, str]]:
    told = work.told
    edited = [agent for agent in told.creators if role_of(agent) in _EDITORS and kind in {"book", "proceedings"}]
    yield "author", _names([agent for agent in told.creators if agent not in edited])
    yield "editor", _names(edited)
    yield "title", f"{{{escaped(told.title)}}}"  # doubled: a style must not lower the capitals of « RSA »
    yield "journal", escaped(told.host) if kind == "article" else ""
    yield "edition", escaped(told.edition)
    house = f"{{{escaped(', '.join(told.publishers))}}}" if told.publishers else ""
    if kind == "techreport":
        yield "institution", house or _names(told.creators[:1])
        yield "type", escaped(told.document_type)
    else:
        yield {"phdthesis": "school", "misc": "howpublished"}.get(kind, "publisher"), house
    yield "address", escaped(", ".join(told.places))
    year, month, day = (*(told.published or "").split("-"), "", "")[:3]
    yield "year", year
    yield "month", month.lstrip("0")
    yield "day", day.lstrip("0")
    yield "isbn", escaped(", ".join(told.isbns))
    yield "issn", escaped(", ".join(told.issns))
    yield "language", escaped(", ".join(told.languages))
    yield "keywords", ", ".join(_whole(escaped(label)) for label in told.descriptors)
    yield "url", _ADDRESS.sub(lambda match: f"%{ord(match[0]):02X}", told.url or "")
    yield "urldate", consulted if told.url else ""
    yield "note", escaped(". ".join(work.notes))


def _names(agents: Sequence[Agent]) -> str:
    return " and ".join(escaped(one.name) if is_person(one) else f"{{{escaped(one.name)}}}" for one in agents)


def _whole(label: str) -> str:
    """A keyword that holds a comma is kept whole."""
    return f"{{{label}}}" if "," in label else label
