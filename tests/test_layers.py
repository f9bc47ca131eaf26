"""Imports go one way, and the commands start without the heavy libraries."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "assistant"

LAYERS = (
    {"__main__"},
    {"cli"},
    {"cli_asking", "cli_corpus", "cli_validated"},
    {"cli_report", "cli_run", "cli_session"},
    {"cli_export", "cli_french", "cli_harvest", "cli_options", "cli_output", "cli_parsing", "cli_search", "cli_text"},
    {"ui"},
    {"service"},
    {"searching"},
    {"wiring"},
    {"documents", "harvest", "ingest", "ingest_known", "ingest_reading", "overview", "file_reports"},
    {"conversations", "validation"},
    {"exports"},
    {"answering"},
    {"retrieval"},
    {"index"},
    {"adapter"},
    {"embeddings", "packaged_e5"},
    {"chunking", "dedup"},
    {"sources"},
    {"acronyms"},
    {"text", "ids", "questions"},
    {"settings"},
    {"addresses", "invisible", "models", "errors", "__init__"},
)
"""The parts of ``assistant/`` from the highest to the lowest: each may import its own layer and those below."""

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "tantivy",
    "gradio",
    "langchain",
    "langchain_core",
    "matplotlib",
    "scipy",
    "sklearn",
    "ir_measures",
)

THE_PAGE_MAY_IMPORT = {"ui", "service", "settings", "addresses", "models", "errors", "questions", "text", "__init__"}


def part_of(path: Path) -> str:
    """The part a file belongs to: its folder, or its own name at the top."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    """The parts of ``assistant`` that a file imports, inside functions and for types included."""
    parts: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path} has a relative import"
            continue
        for words in (name.split(".") for name in names if name.split(".")[0] == "assistant"):
            is_part = len(words) > 1 and ((PACKAGE / f"{words[1]}.py").is_file() or (PACKAGE / words[1]).is_dir())
            parts.add(words[1] if is_part else "__init__")
    return parts


def level(part: str) -> int:
    """The layer of a part, 0 for the highest."""
    found = [n for n, layer in enumerate(LAYERS) if part in layer]
    assert found, f"assistant/{part} is in no layer: add it to LAYERS, where the design puts it"
    return found[0]


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_a_file_imports_its_own_layer_and_those_below_only(path: Path) -> None:
    upwards = {part for part in imported_parts(path) if level(part) < level(part_of(path))}
    assert upwards == set()


@pytest.mark.parametrize("path", sorted((PACKAGE / "ui").rglob("*.py")), ids=lambda path: path.name)
def test_the_page_reaches_the_rest_through_the_service_only(path: Path) -> None:
    assert imported_parts(path) <= THE_PAGE_MAY_IMPORT


def evaluation_imports(tree: ast.AST) -> int:
    """How many imports of ``eval`` a piece of code holds."""
    count = 0
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        count += sum(name.split(".")[0] == "eval" for name in names)
    return count


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(PACKAGE)) for path in FILES])
def test_nothing_in_the_assistant_knows_the_evaluation_but_its_command(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = 0
    if path == PACKAGE / "cli.py":
        (command,) = (n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "evaluate")
        allowed = evaluation_imports(command)
        assert allowed == 1
    assert evaluation_imports(tree) == allowed


@pytest.mark.parametrize(
    "statement",
    [
        "import assistant",
        "import assistant.settings, assistant.models, assistant.errors",
        "import assistant.cli",
        "import assistant.cli; assistant.cli.main(['--help'])",
        "import assistant.cli; assistant.cli.main(['ask', '--help'])",
        "import assistant.cli; assistant.cli.main(['ask', ''])",
        "import assistant.cli; assistant.cli.main(['eval', 'answers', '--help'])",
        "import assistant.cli; assistant.cli.main(['eval', 'retrieval'])",
        "import assistant.cli; assistant.cli.main(['--data-dir', 'no-such-folder', 'status'])",
    ],
)
def test_the_commands_start_without_the_heavy_libraries(statement: str) -> None:
    code = f"{statement}\nimport sys\nsys.exit(' '.join(n for n in {HEAVY!r} if n in sys.modules) or None)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=PACKAGE.parent, timeout=60
    )
    assert done.returncode == 0, done.stderr
