"""The repository itself: nothing of a machine in it, nothing loaded from outside, and docs that are true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from assistant import cli
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
TEXT_SUFFIXES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".json",
    ".jsonl",
    ".yml",
    ".yaml",
    ".ttl",
    ".sh",
    "",
}

# Written in pieces, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.>-])/(tmp|root|home|work)/(?!\*)")
REGISTRIES = re.compile(
    r"(pypi|registry\.npmjs|pythonhosted|deb\.debian|archive\.ubuntu|download\.pytorch)" + r"\.(org|com)", re.IGNORECASE
)
DELIVERY = re.compile(
    r"//[\w.-]*(cdn|unpkg|jsdelivr|cloudflare|googleapis|gstatic|bootcdn)" + r"[\w-]*\.(com|net|org)", re.IGNORECASE
)


def tracked_files() -> list[Path]:
    """The files that git follows or would follow."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("not a git repository: the list of its files is not known")
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def as_documented(default: object) -> str:
    """A default value as the table of settings writes it."""
    if default in (None, "", ()):
        return "none"
    if isinstance(default, tuple):
        return f"{len(default)} questions"
    if isinstance(default, bool):
        return str(default).lower()
    return f"{default:g}" if isinstance(default, float) else str(default)


def commands_in(text: str) -> set[str]:
    """The commands of ``assistant`` that a document shows, in code only."""
    code = re.findall(r"```(?:bash|sh|console|toml|text)?\n(.*?)```|`([^`\n]+)`", text, flags=re.DOTALL)
    lines = [line.strip() for block in code for part in block for line in part.splitlines()]
    found = (re.match(r"(?:\.venv/bin/)?assistant (?:--\S+ \S+ )*([a-z]+)\b", line) for line in lines)
    return {match[1] for match in found if match}


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES, DELIVERY], ids=["machine", "registry", "delivery"])
def test_no_file_names_a_machine_a_registry_or_a_delivery_network(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()[:120]}"
        for path in tracked_files()
        if path.suffix.lower() in TEXT_SUFFIXES and path.name != "LICENSE"
        for n, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_dependency_is_explained_with_the_range_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    table = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = dict(re.findall(r"^\| `([A-Za-z0-9-]+)` \| `([^`]+)` \|", table, flags=re.MULTILINE))
    declared = {re.split(r"[=<>]", entry)[0]: re.sub(r"^[A-Za-z0-9-]+", "", entry) for entry in wanted}
    assert explained == declared


def test_every_dependency_has_an_upper_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert [entry for entry in wanted if "<" not in entry and "==" not in entry] == []


def test_every_command_of_the_documents_exists() -> None:
    known = {command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback}
    known |= {group.name for group in cli.app.registered_groups if group.name}
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = {path.name: commands_in(path.read_text(encoding="utf-8")) - known for path in documents}
    assert {name: unknown for name, unknown in shown.items() if unknown} == {}
    assert {"ask", "ingest", "serve", "status"} <= commands_in(readme())


def test_every_make_target_of_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = {
        t for path in documents for t in re.findall(r"(?m)(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"))
    }
    assert shown <= targets
    assert {"run", "test"} <= shown


def test_every_link_between_documents_leads_to_a_file() -> None:
    documents = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").glob("*.md")),
    ]
    broken = [
        f"{path.name}: {target}"
        for path in documents
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_the_table_of_settings_is_complete_and_tells_the_defaults() -> None:
    table = (ROOT / "docs" / "tuning.md").read_text(encoding="utf-8").partition("## What requires")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|", table, flags=re.MULTILINE))
    expected = {name: as_documented(field.default) for name, field in Settings.model_fields.items()}
    assert {name: value.strip().strip("`") for name, value in rows.items()} == expected


def test_the_page_of_the_commands_is_the_help_of_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "tools/make_cli_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"docs/cli.md is behind the help of the commands: run make docs\n{done.stderr}"


def test_the_changelog_has_an_entry_for_the_version() -> None:
    from assistant import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_version_is_the_one_of_the_installed_package() -> None:
    from importlib import metadata

    from assistant import __version__

    try:
        installed = metadata.version("assistant-documentaire")
    except metadata.PackageNotFoundError:
        pytest.skip("the package is not installed: the tests run on the sources alone")
    assert installed == __version__


def _unexplained(source: str) -> list[int]:
    """The lines of the broad ``except`` that swallow or change an error without a word on their line or the next."""
    lines, found = source.splitlines(), []
    for node in ast.walk(ast.parse(source)):
        broad = isinstance(node, ast.ExceptHandler) and (
            node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        if not broad or (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None):
            continue
        said = re.sub(r"noqa: ?[A-Z\d, ]+", "", lines[node.lineno - 1].partition("#")[2]).strip(" #-")
        if not said and not lines[node.lineno].lstrip().startswith("# "):
            found.append(node.lineno)
    return found


def test_a_broad_except_says_why_it_is_right() -> None:
    files = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "assistant").rglob("*.py")
    }
    assert {name: lines for name, source in files.items() if (lines := _unexplained(source))} == {}


@pytest.mark.parametrize(
    ("comment", "body", "lines"),
    [("  # noqa: BLE001", "x = 1", [3]), ("  # noqa: BLE001 - why", "x = 1", []), ("", "# why\n    x = 1", []),
     ("", "raise", [])],
)  # fmt: skip
def test_a_broad_except_without_a_reason_is_seen(comment: str, body: str, lines: list[int]) -> None:
    assert _unexplained(f"try:\n    pass\nexcept Exception:{comment}\n    {body}\n") == lines
