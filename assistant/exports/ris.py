"""RIS, read by Zotero, EndNote and Mendeley.

Tags after the specification of Research Information Systems (2011): lines end with CR LF, dates are
``year/month/day/``, a name with a comma is « Surname, Given name ».
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.exports.report import Report, clean
from assistant.exports.works import CitedWork, WorkType, cited_works
from assistant.models import Agent
from assistant.sources.descriptions import is_person, role_of

_TYPES: dict[WorkType, str] = {
    "report": "RPRT", "article": "JOUR", "book": "BOOK", "thesis": "THES", "conference": "CONF", "law": "STAT",
    "web": "ELEC", "other": "GEN",
}  # fmt: skip
_EDITORS = frozenset({"éd.", "dir.", "coord."})


def ris(report: Report) -> bytes:
    """The works cited, in UTF-8; empty when nothing is cited."""
    lines = [line for work in cited_works(report) for line in (*_entry(work, report.day), "ER  - ", "")]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _entry(work: CitedWork, day: str) -> Iterator[str]:
    for tag, value in _fields(work, day):
        if shown := clean(value):
            yield f"{tag}  - {shown}"


def _fields(work: CitedWork, day: str) -> Iterator[tuple[str, str]]:
    told = work.told
    yield "TY", _TYPES[work.type]
    yield "ID", work.key
    for agent in told.creators:
        yield "ED" if role_of(agent) in _EDITORS and work.type != "report" else "AU", _name(agent)
    yield from (("A4", _name(agent)) for agent in told.contributors)
    yield "TI", told.title
    yield "T2", told.host
    yield "ET", told.edition
    yield "M3", told.document_type
    yield "PY", (told.published or "")[:4]
    yield "DA", _date(told.published)
    yield from (("PB", name) for name in told.publishers[:1])
    yield from (("CY", place) for place in told.places[:1])
    yield from (("SN", number) for number in (*told.isbns, *told.issns))
    yield from (("LA", name) for name in told.languages)
    yield from (("KW", label) for label in told.descriptors)
    yield "UR", told.url or ""
    yield "L1", told.file_url or ""
    yield "Y2", _date(day) if told.url else ""
    yield from (("N1", note) for note in work.notes)


def _name(agent: Agent) -> str:
    """A person as it is; an organisation without its commas, which would make it a surname and a given name."""
    return agent.name if is_person(agent) else agent.name.replace(",", " -")


def _date(iso: str | None) -> str:
    """« 2023/06/01/ » for ``2023-06-01``, « 2023/06// » for ``2023-06``."""
    year, month, day = (*(iso or "").split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/" if year else ""
