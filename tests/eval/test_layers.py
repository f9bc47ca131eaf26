"""Imports inside the harness go one way, metrics know nothing of how answers were made, and little is loaded early."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "eval"

MEASURING = ("eval.metrics", "eval.statistics", "eval.questions", "eval.jsonlines", "eval.errors", "eval.given")
"""What is pure: it may import this, and nothing else of the harness."""


def name_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path: Path) -> set[str]:
    """Modules of the harness that a file imports, inside functions and for types included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            while name and name not in MODULES:
                name = name.rpartition(".")[0]
            found |= {name} - {""}
    return found


def test_no_import_goes_round_in_a_circle() -> None:
    order = TopologicalSorter({name: imported(path) - {name} for name, path in MODULES.items()})
    assert len(list(order.static_order())) == len(MODULES)


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("eval.metrics", "eval.statistics"))])
def test_what_measures_knows_only_questions_and_answers(name: str) -> None:
    others = {one for one in imported(MODULES[name]) if one != "eval" and not one.startswith(MEASURING)}
    assert others == set()


def test_comparing_two_runs_loads_no_model() -> None:
    code = (
        "import eval.runs, eval.compare, eval.gate, eval.report.comparison_page, sys;"
        "heavy = ('torch', 'chromadb', 'sentence_transformers', 'tantivy');"
        "sys.exit(' '.join(n for n in heavy if n in sys.modules) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=PACKAGE.parent)
    assert done.returncode == 0, done.stderr
