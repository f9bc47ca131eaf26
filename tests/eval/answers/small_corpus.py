"""A corpus of two notices, and questions about it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.builders import WOOD_NOTICE

LEATHER = """Conseil du cuir, Auteur - CONSEIL DU CUIR
(12/01/2024)

Le cuir recrute dans le bocage
Le Conseil du cuir annonce 85 embauches en 2024 dans les ateliers de maroquinerie du bocage.
La sellerie Bonnaud accueille à elle seule 40 apprentis.
12/01/2024
-
[Thesaurus Centre-Inffo] MAROQUINERIE
"""

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "measures",
        "kind": "number",
        "question": "Combien de mesures compte l'accord ?",
        "answers": ["14"],
        "evidence": [{"file": "bois.txt", "page": 1, "quote": "L'accord compte 14 mesures"}],
    },
    {
        "id": "hired",
        "kind": "number",
        "question": "Combien d'embauches annonce le Conseil du cuir ?",
        "answers": ["85"],
        "evidence": [{"file": "cuir.txt", "page": 1, "quote": "85 embauches en 2024"}],
    },
    {
        "id": "apprentices",
        "kind": "follow_up",
        "question": "Et combien d'apprentis ?",
        "answers": ["40"],
        "evidence": [{"file": "cuir.txt", "page": 1, "quote": "40 apprentis"}],
        "standalone": "Combien d'apprentis la sellerie Bonnaud accueille-t-elle ?",
        "history": [
            {"role": "user", "content": "Que fait la sellerie Bonnaud ?"},
            {"role": "assistant", "content": "La sellerie Bonnaud accueille des apprentis."},
        ],
    },
    {"id": "bakers", "kind": "unanswerable", "question": "Quel est le salaire des boulangers de Rennes ?"},
    {"id": "sailors", "kind": "unanswerable", "question": "Combien de marins pêcheurs embarquent à Lorient ?"},
]


def write_corpus(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bois.txt").write_text(WOOD_NOTICE, encoding="utf-8")
    (folder / "cuir.txt").write_text(LEATHER, encoding="utf-8")
    return folder


def write_lines(path: Path, lines: Sequence[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def write_questions(path: Path) -> Path:
    return write_lines(path, QUESTIONS)
