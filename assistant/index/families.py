"""Which documents are versions of one another: a pure function of what is in the catalogue, whatever came first.

Versions bear one name, are cut alike, and say mostly the same. Each condition alone joins what is not one: two leaflets
of one series have the same paragraphs, and agreements of two regions are named alike and written from one model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import PurePosixPath

import numpy as np

from assistant.index.facets import LiveDocument
from assistant.index.signatures import Signature, common_headings, resemblance
from assistant.models import DocumentSummary
from assistant.text import dates, fold, tokens

NEAR = 0.6
"""Share of five-word runs from which two documents of one name are versions (measured: docs/reading.md)."""

SAME_HEADINGS = 0.5

SHORTEST = 40
"""Five-word runs below which a document is too short to be compared."""

LONG = 1_000
"""Five-word runs from which names may differ by a number, as « niveau 1 » and « niveau 2 » by mistake."""

_LARGEST_BLOCK = 5_000
_VERSION_MARK = re.compile(
    r"\bv\.?\s?\d[\d.]*\b|\b(?:versions?|rev|revisions?|maj|mise a jour|editions?)\b(?:\s*(?:n\s?°|du|de))?[\s.:-]*"
    r"(?:\d[\d.]*\b)?|\b(?:consolidee?|provisoire|definitive?|vmodif)\b"
)
_FILE_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of a document.

    ``date`` is as ``version_date`` tells; ``newer`` is None when the dates do not say which came first.
    """

    document_id: str
    file: str
    title: str
    date: str | None
    newer: bool | None


def versions(of: LiveDocument, others: Iterable[LiveDocument], shown: Mapping[str, DocumentSummary]) -> list[Version]:
    """Other documents as versions of one, the newest first and those without a date last.

    Args:
        of: The document.
        others: The others of its family.
        shown: Lines of the list of documents by id, where a PDF has the date of its notice.
    """
    own = version_date(of, shown[of.id].date)
    found = []
    for other in sorted(others, key=lambda one: (one.file, one.id)):
        date = version_date(other, shown[other.id].date)
        told = True if newer(date, own) else False if newer(own, date) else None
        found.append(Version(other.id, other.file, other.title, date, told))
    return sorted(found, key=lambda version: version.date or "", reverse=True)


def families(documents: Iterable[LiveDocument], signatures: Mapping[int, Signature]) -> dict[str, str]:
    """Family of each document that has another version: the first of their ids.

    Args:
        documents: All the live documents, with their works.
        signatures: By version of the catalogue; a document without any is left alone.
    """
    compared = [d for d in documents if d.version in signatures and signatures[d.version].shingles >= SHORTEST]
    long = [d for d in compared if signatures[d.version].shingles >= LONG]
    leader: dict[str, str] = {}
    for a, b in (*_pairs(compared, version_name, signatures), *_pairs(long, _wordy_name, signatures)):
        first, second = sorted((_root(leader, a.id), _root(leader, b.id)))
        leader[first] = first
        leader[second] = first
    return {name: _root(leader, name) for name in leader}


def version_name(title: str) -> str:
    """What of a title its versions have in common: neither dates nor marks of a version.

    >>> version_name("Règlement intérieur – version 2 (juin 2023)") == version_name("Règlement intérieur, V3, 2024")
    True
    """
    kept, done = "", 0
    for mention in dates(title):
        kept += title[done : mention.start] + " "
        done = mention.end
    return " ".join(tokens(_VERSION_MARK.sub(" ", fold(kept + title[done:]).replace("_", " "))))


def version_date(document: LiveDocument, notice_date: str | None = None) -> str | None:
    """When a version dates from: its date, else that of its title, of its file's name, of its notice.

    Returns:
        An ISO year, month or day, or None.
    """
    if document.date:
        return document.date
    told = [mention.iso for mention in dates(document.title) if mention.iso]
    return (told[-1] if told else None) or _file_date(PurePosixPath(document.file).stem) or notice_date


def newer(a: str | None, b: str | None) -> bool:
    """True when ``a`` is surely after ``b``: the month 2023-06 is not after the day 2023-06-01."""
    return bool(a and b) and str(a) > str(b) and not str(a).startswith(str(b))


def _file_date(stem: str) -> str | None:
    found = ["-".join(part for part in match.groups() if part) for match in _FILE_DATE.finditer(stem)]
    return max(found or _YEAR.findall(stem), default=None)


def _wordy_name(title: str) -> str:
    return " ".join(word for word in version_name(title).split() if word.isalpha())


def _pairs(
    documents: Sequence[LiveDocument], name: Callable[[str], str], signatures: Mapping[int, Signature]
) -> Iterator[tuple[LiveDocument, LiveDocument]]:
    """Pairs of versions among documents of one name."""
    blocks: dict[str, list[LiveDocument]] = {}
    for document in documents:
        if key := name(document.title):
            blocks.setdefault(key, []).append(document)
    for block in blocks.values():
        for a, b in _near(block, signatures):
            of_one_work = a.work_id == b.work_id and a.kind != b.kind
            one, other = signatures[a.version], signatures[b.version]
            if not of_one_work and common_headings(one, other) >= SAME_HEADINGS:
                yield a, b


def _near(
    block: Sequence[LiveDocument], signatures: Mapping[int, Signature]
) -> Iterator[tuple[LiveDocument, LiveDocument]]:
    if len(block) <= 8:
        yield from (
            (a, b)
            for a, b in combinations(block, 2)
            if resemblance(signatures[a.version], signatures[b.version]) >= NEAR
        )
        return
    ordered = sorted(block, key=lambda d: (signatures[d.version].shingles, d.id))[:_LARGEST_BLOCK]
    sizes = np.array([signatures[d.version].shingles for d in ordered])
    table = np.stack([signatures[d.version].hashes for d in ordered])
    ends = np.searchsorted(sizes, sizes / NEAR, side="right")  # a text twice as long cannot be near
    for row, end in enumerate(ends):
        shares = (table[row + 1 : end] == table[row]).mean(axis=1)
        for other in np.flatnonzero(shares >= NEAR):
            yield ordered[row], ordered[row + 1 + int(other)]


def _root(leader: dict[str, str], name: str) -> str:
    while leader.get(name, name) != name:
        name = leader[name]
    return name
