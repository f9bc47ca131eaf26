"""The notices of the sample corpus read with a few regular expressions, to count them without the code under test."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

PDFS = {"64215": 1, "65474": 1, "65890": 1, "66231": 2, "66540": 1}
"""How many PDFs of the corpus are joined to a notice; each bears the date of its notice."""


@dataclass(frozen=True)
class PlainNotice:
    """One notice: what its file says."""

    number: str
    title: str
    authors: tuple[str, ...]
    descriptors: tuple[str, ...]
    published: str
    type: str
    text: str

    @property
    def pdfs(self) -> int:
        """How many PDFs of the corpus are joined to it."""
        return PDFS.get(self.number, 0)

    def by(self, name: str) -> bool:
        """True when an author has exactly this name."""
        return name in self.authors

    def on(self, label: str) -> bool:
        """True when it has this descriptor."""
        return label in self.descriptors


def read_notices(folder: Path) -> list[PlainNotice]:
    """Every notice of the sample corpus."""
    return [_read(path) for path in sorted((folder / "notices").iterdir())]


def _read(path: Path) -> PlainNotice:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    page = path.suffix == ".html"
    if page:
        text = html.unescape(re.sub(r"<(?!/?(?:tr|p|td|div|h\d)\b)[^>]*>", "", text))
        text = re.sub(r"<[^>]*>", "\n", text)
        title = re.search(r"^\s*(.+?) - Portail documentaire", text, re.M)
        people = re.search(r"Auteurs\s*:\s*(.+?, Auteur)\s*$", text, re.M | re.S)
        date = re.search(r"Date de publication\s*:\s*([\d/]+)", text) or re.search(r"publication\s*:\s*(\d{4})", text)
        kind = re.search(r"Type de document\s*:\s*(\w+)", text)
    else:
        title = re.search(r"\(\d\d/\d\d/\d{4}\)\s+(.+)", text)
        people = re.search(r"\A\s*(.+?, Auteur) - ", text, re.S)
        date = re.search(r"^(\d\d/\d\d/\d{4})\s*$", text, re.M)
        kind = None
    assert title, path
    assert people, path
    assert date, path
    names = [re.sub(r",\s*Auteur\s*$", "", one).strip() for one in re.split(r"\s*;\s*", people[1])]
    labels = re.findall(r"\[Thesaurus Centre-Inffo\] (.+?)(?: \d{5})?\s*$", text, re.M)
    return PlainNotice(
        re.sub(r"\D", "", path.stem), title[1].strip(), tuple(names), tuple(labels),
        "-".join(reversed(date[1].split("/"))), kind[1] if kind else "", text,
    )  # fmt: skip
