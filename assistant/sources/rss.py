"""RSS 2.0 as a PMB portal gives it: the notice is in the HTML of the description, its files are enclosures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.errors import SourceError
from assistant.models import Agent, Notice
from assistant.sources.notice_agents import agent_kind
from assistant.sources.notice_attachments import PrintedAttachment, mime_type, usual_label
from assistant.sources.notice_fields import Field, Origin, build_notice, printed_date
from assistant.sources.notice_url import canonical_url, notice_id, portal, web_address
from assistant.sources.opac_text import labelled_fields, segment
from assistant.sources.record_text import clean_text, html_lines
from assistant.sources.unimarc_dates import iso_day
from assistant.sources.xml_tree import children, text_of
from assistant.text import fold

_TITLE_END = " / "
_TELLING = {"title", "authors", "abstract", "contents", "descriptors"}
"""Labels that say that a description is made of labelled lines."""

_AREA = re.compile(r"\s*\.\s+[-–—]\s+")
_TYPE = re.compile(r"\s*\[[^\[\]]{2,40}\]")
_YEAR_LAST = re.compile(r",\s*(?:cop\.\s*)?(?:19|20)\d{2}\s*\.?$")


def item_number(element: Any) -> str:
    """The number of the notice that an item leads to, else its address, empty where it has none."""
    links = [*_texts(element, "link"), *_texts(element, "guid")]
    return next((number for link in links if (number := notice_id(link))), "") or next(iter(links), "")


def notice_of_item(element: Any, fallback: str) -> Notice:
    """The notice of an ``item`` element."""
    links = [*_texts(element, "link"), *_texts(element, "guid")]
    url = next((address for link in links if (address := canonical_url(link, None))), None)
    origin = Origin(notice_id(url) or fallback, url, portal(url))
    files = list(_enclosures(element))
    bodies = [text_of(child) for name in ("encoded", "description") for child in children(element, name)]
    lines = html_lines(next((body for body in bodies if body.strip()), ""))
    title = next(iter(_texts(element, "title")), "")
    fields, printed = _described(lines, title)
    told = any(field.name == "recorded" for field in fields)
    if not told and (day := next((day for text in _texts(element, "pubDate") if (day := _day(text))), None)):
        fields.append(Field("recorded", (printed_date(day),)))
    fields.append(Field("keywords", tuple(_texts(element, "category")), exact=True))
    agents = [Agent(name, None, agent_kind(name)) for name in _texts(element, "creator")]
    notice = build_notice(fields, _named(files, printed), origin, agents=agents)
    return replace(notice, title=_cut_title(notice))


def _described(lines: Sequence[str], title: str) -> tuple[list[Field], Sequence[PrintedAttachment]]:
    """Fields of a description: labelled lines, as a copied notice, or else as an abstract."""
    fields, before = labelled_fields(lines)
    if not any(field.name in _TELLING for field in fields):
        try:
            found = segment(lines, "rss")
        except SourceError:  # a description need not be a whole notice
            return [Field("title", (title,)), Field("abstract", tuple(lines))], ()
        if any(field.name in {"authors", "descriptors"} for field in found.fields):
            return [field for field in found.fields if field.name != "permalink"], found.attachments
        return [Field("title", (title,)), Field("abstract", tuple(lines))], ()
    if not any(field.name == "title" for field in fields):
        fields = [*_statement(" ".join(before), title), *fields]
    return fields, ()


def _statement(text: str, title: str) -> Iterator[Field]:
    """« Titre [type] / A, Auteur ; B, Auteur . - Lieu : Éditeur, 2023 . - 4 p. », which PMB prints over the labels.

    ISBD, consolidated edition: areas are separated by « . - », the statement of responsibility follows « / ».
    """
    areas: list[str] = _AREA.split(text)
    first, areas = areas[0], areas[1:]
    named, _, responsibility = first.partition(_TITLE_END)
    named = _TYPE.sub("", named).strip()
    yield Field("title", (named if named and fold(title).startswith(fold(named)) else title,))
    if responsibility:
        yield Field("authors", (responsibility,))
    published = next((area for area in areas if _YEAR_LAST.search(area)), None)
    for area in areas:
        if area.strip(" ."):
            yield Field("publishers", (area,)) if area is published else Field("site", (area,), "Importance")


def _cut_title(notice: Notice) -> str:
    """« Titre / Auteur (2023) » is what PMB writes over an item: the title stops where an author of it begins."""
    title, mark, rest = notice.title.rpartition(_TITLE_END)
    names = [fold(agent.name) for agent in notice.authors]
    return title if mark and any(fold(rest).startswith(name) for name in names) else notice.title


def _enclosures(element: Any) -> Iterator[PrintedAttachment]:
    for child in children(element, "enclosure"):
        told = child.get("type", "").strip()
        mime = told if "/" in told else mime_type(told)
        url = web_address(child.get("url", ""), None)
        if url:
            yield PrintedAttachment(_file_name(url), usual_label(mime), url, mime)


def _file_name(url: str) -> str:
    """A name for a file that the feed leaves without one."""
    _, mark, number = url.partition("explnum_id=")
    return f"Document numérique {number}" if mark else url.partition("?")[0].rpartition("/")[2] or url


def _named(files: list[PrintedAttachment], printed: Sequence[PrintedAttachment]) -> list[PrintedAttachment]:
    """The enclosures under the names that the description gives them, where it names as many."""
    if len(files) == len(printed):
        return [replace(file, name=shown.name) for file, shown in zip(files, printed, strict=True)]
    return files or list(printed)


def _texts(element: Any, name: str) -> list[str]:
    return [text for child in children(element, name) if (text := clean_text(text_of(child)))]


def _day(text: str) -> str | None:
    """ISO day of « 2023-09-07 10:00:00 » (PMB's) or of « Thu, 07 Sep 2023 10:00:00 +0200 » (the standard's)."""
    try:
        return iso_day(text) or parsedate_to_datetime(text).date().isoformat()
    except (ValueError, IndexError, OverflowError):  # no date
        return None
