"""The bibliographic reference of a document, in French, after ISO 690:2021 (NF ISO 690).

Order of the elements: creators, title, edition place and publisher, date, pages or file, address. Names of people and
organisations are in capitals, as French practice has it.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from assistant.models import Agent, Document, Notice
from assistant.text import fold

_MONTH_NAMES = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
_MONTHS = _MONTH_NAMES.split()
_NAMED_AUTHORS = 3
"""With more creators, the first is named and followed by « et al. »."""


def reference(document: Document) -> str:
    """Reference of a document, ending with a full stop (or with its address).

    A notice gives its creators, publisher and date of publication (else the record's); a PDF file known by itself
    alone gives its title, its date where it has one, its length and the name of its file.
    """
    notice = document.notice
    if notice is None:
        return _join(
            [f"{_title(document.title)} [PDF]", french_date(document.date), _length(document), _file(document)]
        )
    parts = [_creators(notice), f"{_title(notice.title)} [notice]", _imprint(notice), *notice.identifiers]
    address = f" Disponible à l'adresse : {notice.url}" if notice.url else ""
    return _join(parts) + address


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


def _join(parts: list[str]) -> str:
    """Elements ended by a full stop, those that already end a sentence left as they are."""
    shown = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".?!" else f"{part}." for part in shown)


def _title(title: str) -> str:
    return title.rstrip(" .")


def _creators(notice: Notice) -> str:
    names = [_creator(agent) for agent in notice.authors]
    if len(names) > _NAMED_AUTHORS:
        return f"{names[0]} et al."
    return " et ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _creator(agent: Agent) -> str:
    surname, comma, given = agent.name.partition(",")
    return f"{surname.upper()}{comma}{given}" if agent.kind == "person" else agent.name.upper()


def _imprint(notice: Notice) -> str:
    """« Nantes : Région Pays de la Loire, 1er juin 2023 »."""
    authors = {fold(agent.name): agent.name for agent in notice.authors}
    publishers = ", ".join(authors.get(fold(name), name) for name in notice.publishers)
    place = ", ".join(notice.places)
    house = " : ".join(part for part in (place, publishers) if part)
    dates = notice.dates
    if dates.published:
        date = french_date(dates.published)
    elif dates.recorded:
        date = f"notice du {french_date(dates.recorded)}"
    else:
        date = "[s. d.]"
    return ", ".join(part for part in (house, date) if part)


def _length(document: Document) -> str:
    return f"{len(document.pages)} p" if document.pages else ""


def _file(document: Document) -> str:
    return f"Fichier : {PurePosixPath(document.file).name}"
