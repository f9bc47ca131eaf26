"""Small retrieval sets written on disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]


def passage(identifier: str, text: str, doc: str = "", title: str = "", section: str = "", **more: Any) -> Line:
    """A line of passages; its document is its id without what follows the last dash, unless given."""
    doc = doc or identifier.rpartition("-")[0]
    return {"id": identifier, "doc": doc, "title": title, "section": section, "text": text, **more}


def query(identifier: str, text: str, *relevant: str, **more: Any) -> Line:
    """A line of questions, answerable or not."""
    return {"id": identifier, "text": text, "relevant": list(relevant), **more}


def write_set(
    folder: Path,
    passages: Sequence[Line],
    queries: Sequence[Line],
    unanswerable: Sequence[Line] | None = None,
    options: Line | None = None,
) -> Path:
    """Write the files of a set."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"passages": passages, "queries": queries, "unanswerable": unanswerable}
    for name, lines in files.items():
        if lines is not None:
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    if options is not None:
        (folder / "set.json").write_text(json.dumps(options), encoding="utf-8")
    return folder


WOOD = [
    passage("bois-0", "Le chêne est un bois dur et lourd.", title="Le bois", section="Essences"),
    passage("bois-1", "Le sapin est un bois tendre.", title="Le bois", section="Essences"),
    passage("bois-2", "La scie coupe les planches.", title="Le bois", section="Outils"),
    passage("cuir-0", "Le cuir de vache se tanne.", title="Le cuir"),
    passage("cuir-1", "La peau de chèvre est souple.", title="Le cuir"),
]
"""Five passages of two documents."""

WOOD_QUERIES = [
    query("q1", "Quel bois est dur ?", "bois-0"),
    query("q2", "Quel bois est tendre ?", "bois-1"),
    query("q3", "Avec quoi coupe-t-on les planches ?", "bois-2"),
    query("q4", "Comment tanner le cuir ?", "cuir-0", "cuir-1"),
]
