"""The bibliographic reference of a document, in French, after ISO 690:2021 (NF ISO 690).

Order of the elements: creators, title, medium, those who helped, host, edition, type, place and publisher, date, page,
numbers, file, address and day of consultation. Names of authors are in capitals, as French practice has it. An element
that is not known is left out, save the date, which is then « [s. d.] ».
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.models import Agent, Document
from assistant.sources.descriptions import Description, description, is_person, role_of

_MONTH_NAMES = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_MONTHS = _MONTH_NAMES.split()
_NAMED_AUTHORS = 3
"""With more creators, the first is named and followed by « et al. »."""

NO_DATE = "[s. d.]"


def reference(
    document: Document, notice: Document | None = None, page: int | None = None, consulted: str | None = None
) -> str:
    """Reference of a document, ending with a full stop (or with its address).

    Args:
        document: A notice or a PDF.
        notice: For a PDF, the notice it is joined to: the reference is then that of the work, the file named.
        page: Physical page cited, 1-based; told for a PDF only, with the printed number where it differs.
        consulted: ISO 8601 day of the consultation; told for what has an address only.
    """
    cited = page if document.kind == "pdf" else None
    return written(description(document, notice), page_label(document, cited), consulted)


def page_label(document: Document, page: int | None) -> str:
    """« p. 3 », « p. 3 (numérotée 1) » where another number is printed on the page; empty without a page."""
    if page is None:
        return ""
    printed = document.printed_label(page)
    return f"p. {page} (numérotée {printed})" if printed else f"p. {page}"


def written(told: Description, page: str = "", consulted: str | None = None) -> str:
    """A description as a reference; ``page`` is a label, ``consulted`` an ISO 8601 day."""
    medium = f" [{told.medium}]" if told.medium else ""
    joined = bool(told.file) and told.medium != "PDF"
    extent = f"{told.extent} p" if told.extent and not page and not joined else ""
    parts = [
        _names(told.creators),
        f"{told.title.rstrip(' .')}{medium}",
        *(_name(agent) for agent in told.contributors),
        f"In : {told.host}" if told.host else "",
        told.edition,
        told.document_type[:1].upper() + told.document_type[1:],
        _imprint(told, "" if joined else page),
        extent,
        *(f"ISBN {number}" for number in told.isbns),
        *(f"ISSN {number}" for number in told.issns),
        *told.identifiers,
        _file(told, page if joined else "", joined=joined),
    ]
    return _join(parts) + _address(told, consulted)


def french_date(iso: str | None) -> str:
    """« 1er juin 2023 » for ``2023-06-01``; as precise as the date; empty for None."""
    if not iso:
        return ""
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return year
    number = {"": "", "01": "1er "}.get(day) if day in {"", "01"} else f"{int(day)} "
    return f"{number}{_MONTHS[int(month) - 1]} {year}"


def _join(parts: Sequence[str]) -> str:
    """Elements ended by a full stop, those that already end a sentence left as they are."""
    shown = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in shown)


def _names(agents: Sequence[Agent]) -> str:
    names = [_name(agent) for agent in agents]
    if len(names) > _NAMED_AUTHORS:
        return f"{names[0]} et al."
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _name(agent: Agent) -> str:
    """« DUPONT, Jean (dir.) »."""
    surname, comma, given = agent.name.partition(",")
    name = f"{surname.upper()}{comma}{given}" if is_person(agent) else agent.name.upper()
    role = role_of(agent)
    return f"{name} ({role})" if role else name


def _imprint(told: Description, page: str) -> str:
    """« Nantes : Région Pays de la Loire, 1er juin 2023, p. 3 »."""
    house = " : ".join(part for part in (", ".join(told.places), ", ".join(told.publishers)) if part)
    return ", ".join(part for part in (house, french_date(told.published) or NO_DATE, page) if part)


def _file(told: Description, page: str, *, joined: bool) -> str:
    """« Fichier joint : « Protocole » (protocole.pdf), p. 3 »."""
    if not told.file:
        return ""
    name = f"« {told.file_title} » ({told.file})" if joined and told.file_title else told.file
    return ", ".join(part for part in (f"{'Fichier joint' if joined else 'Fichier'} : {name}", page) if part)


def _address(told: Description, consulted: str | None) -> str:
    if not told.url:
        return ""
    available = "Notice disponible sur" if told.only_record else "Disponible sur"
    day = f" [consulté le {french_date(consulted)}]." if consulted else ""
    return f" {available} : {told.url}{day}"
