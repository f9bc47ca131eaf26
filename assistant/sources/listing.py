"""The files of the folders that are given to be read."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

_SAVED_PAGE_PARTS = ("_files", "_fichiers")
"""Endings of the folder that a browser writes beside a saved page, for its images and frames."""


_FIRST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A file to be read: its absolute path, and its path relative to the folder given, with ``/``."""

    path: Path
    file: str
    root: Path


@dataclass
class Listing:
    """What stands under the paths given. ``closed`` are folders that may not be listed."""

    roots: list[Path] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    closed: list[Path] = field(default_factory=list)

    @cached_property
    def paths(self) -> frozenset[Path]:
        """The paths found, once all are."""
        return frozenset(found.path for found in self.found)

    def misses(self, path: Path) -> bool:
        """True when a file was looked for where it stood, and is not there."""
        if path in self.paths or any(folder in path.parents for folder in self.closed):
            return False
        return any(root == path or root in path.parents for root in self.roots)


def list_files(paths: Sequence[Path], suffixes: Collection[str], leave_out: Path) -> Listing:
    """Files under some paths, each once, in order of name within a path.

    Hidden files and folders are left out, and in folders the files that cannot be read by their suffix, the parts of
    saved web pages, and JSON lines that are not passages. A file that is given by itself is kept whatever it is.

    Args:
        paths: Folders and files that exist.
        suffixes: Ends of the names that can be read, in lower case with their dot (``.pdf``, ``.jsonl.gz``).
        leave_out: A folder that is never entered: the assistant's own data.
    """
    listing = Listing()
    seen: set[Path] = set()
    leave_out = leave_out.resolve()
    for path in paths:
        root = path.resolve()
        listing.roots.append(root)
        inside = _walk(root, suffixes, leave_out, listing) if root.is_dir() else [Found(root, root.name, root.parent)]
        for found in inside:
            if found.path not in seen:
                seen.add(found.path)
                listing.found.append(found)
    return listing


def _walk(root: Path, suffixes: Collection[str], leave_out: Path, listing: Listing) -> list[Found]:
    found: list[Found] = []
    ends = tuple(suffixes)

    def note_closed(error: OSError) -> None:
        listing.closed.append(Path(error.filename))

    for folder, folders, names in os.walk(root, onerror=note_closed):
        here = Path(folder)
        pages = {Path(name).stem for name in names if Path(name).suffix.lower() in {".html", ".htm"}}
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and here / name != leave_out and not _belongs_to_a_page(name, pages)
        )
        for name in sorted(names):
            path = here / name
            if not name.startswith(".") and name.lower().endswith(ends) and path.is_file() and not _of_others(path):
                found.append(Found(path, path.relative_to(root).as_posix(), root))
    return sorted(found, key=lambda one: one.file)


def _of_others(path: Path) -> bool:
    """True for JSON lines that hold something else than passages, such as the list of a folder's files.

    What cannot be told from its first line is not left out: it is read, and refused with its reason.
    """
    name = path.name.lower()
    if not name.endswith((".jsonl", ".jsonl.gz")):
        return False
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
            first = json.loads(stream.readline(_FIRST_LINE))
    except (OSError, EOFError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and not first.keys() & {"doc", "text"}


def _belongs_to_a_page(folder: str, pages: Collection[str]) -> bool:
    return any(folder.endswith(end) and folder.removesuffix(end) in pages for end in _SAVED_PAGE_PARTS)
