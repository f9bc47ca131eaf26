"""Addresses of a PMB catalogue: the notice's own, and those of its files."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

_LEVELS = ("notice_display", "bulletin_display")
_FILE_NUMBER = re.compile(r"(?:explnum_id(?:=|%3D)|sendToVisionneuse(?:_|\s*,\s*))(?P<id>\d{1,12})", re.IGNORECASE)


def web_address(href: str, base: str | None) -> str | None:
    """Absolute address of a link, None unless it is one of the web (``javascript:`` and the like are refused)."""
    try:
        address = urljoin(base or "", href.strip())
        parts = urlsplit(address)
    except ValueError:  # « http://[ » is no address
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None


def canonical_url(href: str, base: str | None) -> str | None:
    """Address of a notice without what a session or a search adds to it; None when it is not one of the web."""
    address = web_address(href, base)
    if address is None:
        return None
    parts = urlsplit(address)
    query = parse_qs(parts.query)
    level, number = query.get("lvl", [""])[0], query.get("id", [""])[0]
    if level not in _LEVELS or not number.isdigit():
        return urlunsplit(parts._replace(fragment=""))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, f"lvl={level}&id={number}", ""))


def notice_id(url: str | None) -> str | None:
    """Number of the notice of an address such as ``…?lvl=notice_display&id=65474``."""
    if not url:
        return None
    try:
        query = parse_qs(urlsplit(url).query)
    except ValueError:  # not an address
        return None
    number = query.get("id", [""])[0]
    return number if query.get("lvl", [""])[0] in _LEVELS and number.isdigit() else None


def notice_url(number: str, base: str | None) -> str | None:
    """Address of a notice of a known portal."""
    return web_address(f"index.php?lvl=notice_display&id={number}", base) if base and number.isdigit() else None


def portal(url: str | None) -> str | None:
    """Host of an address."""
    return urlsplit(url).hostname if url else None


def file_url(link: str, base: str | None) -> str | None:
    """Address of a joined file, from its link or from the script that opens it (viewer, or log in first)."""
    match = _FILE_NUMBER.search(link)
    return web_address(f"doc_num.php?explnum_id={match['id']}", base) if match else None
