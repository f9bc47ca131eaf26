"""Which PDFs belong to which notice: a pure function of what is in the catalogue, whatever came first."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from os.path import commonpath
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from assistant.index.facets import LiveDocument
from assistant.text import tokens

_SUFFIX = re.compile(r"(?:\.(?:pdf|docx?|odt|html?))+$", re.IGNORECASE)
_COPY = re.compile(r"(?:\s*\(\d{1,2}\)|[\s_-]+copie)+$|^copie de\s+", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\s*(?:…|\.{3}|\[…\]|\[\.{3}\])$")
_EXPLNUM = re.compile(r"explnum(?:_?id)?[^0-9a-z]{0,3}(\d+)(?!\d)", re.IGNORECASE)
_CUT_SHORT = 12
"""Characters from which a name that ends with « … » tells the file whose name begins so."""
_CUT_SILENTLY = 40
"""The same for a name that was cut without saying so, as a file system or a form does."""
_TELLING_TITLE = 4
"""Words from which a notice and a PDF of one title are one work, though no attached file is named so."""

Finder = Callable[[LiveDocument], Iterator[Sequence[LiveDocument]]]


def link_works(documents: Iterable[LiveDocument]) -> dict[str, str]:
    """Work of each document: a PDF that a notice names joins the notice's work, any other is its own.

    A PDF is named by its file name first, by its title else; accents, case, punctuation and suffix are ignored. What
    the names leave is told by PMB's number of the file (``explnum_id``), by a name cut short or a copy's name, by a
    folder or a file called as the notice, then by a title that both bear. Of several PDFs of one name, those beside
    the notice are taken; if there is none the name is ambiguous and links nothing. A PDF that several notices name
    goes to the nearest by folder, then to the first by file.

    Args:
        documents: All the live documents.

    Returns:
        Work id by document id; a work's id is the id of its notice, or of the PDF that stands alone.
    """
    ordered = sorted(documents, key=lambda document: (document.file, document.path))
    works = {document.id: document.id for document in ordered}
    notices = [document for document in ordered if document.kind == "notice"]
    shelf = _Shelf([document for document in ordered if document.kind == "pdf"])
    linked: set[str] = set()
    for finder in (shelf.named, shelf.numbered, shelf.nearly_named, shelf.beside, shelf.titled):
        nearest: dict[str, int] = {}
        for notice in notices:
            for candidates in finder(notice):
                for pdf in _chosen(notice, candidates):
                    shared = len(PurePath(commonpath([notice.path, pdf.path])).parts)
                    if pdf.id not in linked and shared > nearest.get(pdf.id, -1):
                        nearest[pdf.id] = shared
                        works[pdf.id] = notice.id
        linked |= nearest.keys()
    return works


def link_key(name: str) -> str:
    """What is compared of the name of an attachment, a file or a title."""
    told = unicodedata.normalize("NFC", unquote(name)).strip()  # macOS writes accents apart
    return " ".join(tokens(_SUFFIX.sub("", told).replace("_", " ")))


class _Shelf:
    """The PDFs, by what may tell them. Each method yields the PDFs that one name of a notice may stand for."""

    def __init__(self, pdfs: Sequence[LiveDocument]) -> None:
        self._by_file = _grouped((link_key(_base(pdf)), pdf) for pdf in pdfs)
        self._by_title = _grouped((link_key(pdf.title), pdf) for pdf in pdfs)
        self._by_number = _grouped((number, pdf) for pdf in pdfs if (number := _number(_base(pdf))))
        self._by_plain = _grouped((_plain_key(_base(pdf)), pdf) for pdf in pdfs)
        self._by_stem = _grouped((PurePath(pdf.path).stem, pdf) for pdf in pdfs)
        self._by_folder = _grouped((PurePath(pdf.path).parent.name, pdf) for pdf in pdfs)
        self._names = sorted({*self._by_file, *self._by_title})

    def named(self, notice: LiveDocument) -> Iterator[Sequence[LiveDocument]]:
        """By the names of the attached files, and those of their paths and addresses."""
        for key in _keys(notice):
            yield self._of_name(key)

    def numbered(self, notice: LiveDocument) -> Iterator[Sequence[LiveDocument]]:
        """By PMB's number of an attached file, which its address and a saved file's name hold."""
        for told in (*notice.facets.attachments, *notice.facets.attached):
            if number := _number(told):
                yield self._by_number.get(number, [])

    def nearly_named(self, notice: LiveDocument) -> Iterator[Sequence[LiveDocument]]:
        """By a name of which one is a copy's, or one is cut short."""
        for name in notice.facets.attachments:
            plain = _plain_key(name)
            yield self._by_plain.get(plain) or self._of_name(plain) or self._cut(name)

    def beside(self, notice: LiveDocument) -> Iterator[Sequence[LiveDocument]]:
        """By a folder called as the notice's file, as a harvest makes, or by a file called so in the same folder."""
        path = PurePath(notice.path)
        same = [pdf for pdf in self._by_stem.get(path.stem, []) if PurePath(pdf.path).parent == path.parent]
        near = [pdf for pdf in self._by_folder.get(path.stem, []) if _close(path, PurePath(pdf.path))]
        yield from ([pdf] for pdf in (*same, *near))

    def titled(self, notice: LiveDocument) -> Iterator[Sequence[LiveDocument]]:
        """By the title of the notice, when it says enough."""
        key = link_key(notice.title)
        if len(key.split()) >= _TELLING_TITLE:
            yield self._of_name(key)

    def _of_name(self, key: str) -> list[LiveDocument]:
        return self._by_file.get(key) or self._by_title.get(key) or []

    def _cut(self, name: str) -> list[LiveDocument]:
        """The PDFs of the one name that begins as this one, or that this one begins with."""
        bare = _SUFFIX.sub("", name.strip())
        key = link_key(_ELLIPSIS.sub("", bare))
        longer: list[str] = []
        if len(key) >= (_CUT_SHORT if _ELLIPSIS.search(bare) else _CUT_SILENTLY):
            at = bisect_left(self._names, key)
            longer = [one for one in self._names[at : at + 2] if one.startswith(key)]
        if len(longer) == 1:
            return self._of_name(longer[0])
        if longer:
            return []
        shorter = (key[:size] for size in range(len(key) - 1, _CUT_SILENTLY - 1, -1))
        return next((found for one in shorter if (found := self._by_file.get(one))), [])


def _keys(notice: LiveDocument) -> list[str]:
    told = [unquote(PurePath(urlsplit(one).path).name) for one in notice.facets.attached]
    files = (name for name in told if _SUFFIX.search(name))
    return [key for name in (*notice.facets.attachments, *files) if (key := link_key(name))]


def _base(pdf: LiveDocument) -> str:
    return pdf.file.rsplit("/", 1)[-1]


def _number(told: str) -> str:
    match = _EXPLNUM.search(told)
    return match.group(1) if match else ""


def _plain_key(name: str) -> str:
    return link_key(_COPY.sub("", _SUFFIX.sub("", unquote(name).strip())))


def _close(notice: PurePath, pdf: PurePath) -> bool:
    """True for ``a/x.xml`` and ``a/x/f.pdf``, and for ``h/records/x.xml`` and ``h/attachments/x/f.pdf``."""
    return pdf.parent.parent == notice.parent or pdf.parent.parent.parent == notice.parent.parent


def _grouped(pairs: Iterable[tuple[str, LiveDocument]]) -> dict[str, list[LiveDocument]]:
    groups: dict[str, list[LiveDocument]] = {}
    for key, document in pairs:
        if key:
            groups.setdefault(key, []).append(document)
    return groups


def _chosen(notice: LiveDocument, candidates: Sequence[LiveDocument]) -> Sequence[LiveDocument]:
    if len(candidates) <= 1:
        return candidates
    folder = PurePath(notice.path).parent
    beside = [pdf for pdf in candidates if PurePath(pdf.path).parent == folder]
    return beside if len(beside) == 1 else []
