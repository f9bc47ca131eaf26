"""What is long to make and does not change, kept on disk: a folder for each key, made whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from filelock import FileLock, Timeout

import assistant
from assistant.errors import OperationError, os_reason
from assistant.settings import expanded, user_cache_dir

KEPT = 12
"""Folders of one root that stay; beyond, those used longest ago go."""

_IN_USE_S = 3600.0
"""A folder used less than an hour ago may still be read by a run: it stays whatever the number."""

_DIGESTED = (".py", ".json")

LIBRARIES = (
    "pypdfium2",
    "pdfplumber",
    "selectolax",
    "simplemma",
    "PyStemmer",
    "tantivy",
    "chromadb",
    "sentence-transformers",
    "torch",
    "numpy",
)
"""What decides, beside the code, of the text of a document, of its passages, or of an index."""


def cache_folder(given: Path | None) -> Path:
    """The folder given, else ``evaluation`` in the user's cache folder. It may not exist yet."""
    return expanded(given).absolute() if given is not None else user_cache_dir() / "evaluation"


def code_digest(package: Path | None = None) -> str:
    """SHA-256 over the ``.py`` and ``.json`` files of a package, names and bytes, and the versions of ``LIBRARIES``.

    In the key of what is kept, it sees to it that nothing made by other code is served. The package is ``assistant``
    by default; a library that is not installed has the version « none ».
    """
    folder = package or Path(assistant.__file__).parent
    digest = hashlib.sha256()
    for library in LIBRARIES:
        digest.update(f"{library}=={_version(library)}\n".encode())
    for path in sorted(p for p in folder.rglob("*") if p.suffix in _DIGESTED and p.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}:{len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"


def kept(root: Path, key: str, make: Callable[[Path], None]) -> Path:
    """The folder of a key, made if it is not there.

    Two processes that want the same key make it once: the second waits. A ``make`` that fails leaves nothing. The
    folders used longest ago go when there are more than ``KEPT``.

    Args:
        root: Where folders are kept; made if needed.
        key: What decides of the content, fit for the name of a folder, such as a digest.
        make: Fills the empty folder that it is given, which is renamed afterwards: it keeps no file of it open.

    Returns:
        ``root / key``.

    Raises:
        OperationError: The folder cannot be written.
    """
    folder = root / key
    try:
        root.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            _drop_half_made(root, key)
            if not folder.is_dir():
                _make_whole(folder, make)
            os.utime(folder)
        _prune(root, folder)
    except OSError as error:
        raise OperationError(
            f"Écriture impossible dans {root} ({os_reason(error)}) : donnez un autre dossier avec --cache."
        ) from error
    return folder


def _lock(folder: Path, timeout: float = -1) -> FileLock:
    """The lock of a folder, whose file stays for ever: whoever waits for it would hold one that is gone."""
    return FileLock(folder.parent / f"{folder.name}.lock", timeout=timeout)


def _make_whole(folder: Path, make: Callable[[Path], None]) -> None:
    temporary = Path(tempfile.mkdtemp(prefix=_half_made(folder.name), dir=folder.parent))
    try:
        make(temporary)
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _half_made(key: str) -> str:
    return f".{key}."


def _drop_half_made(root: Path, key: str) -> None:
    """What a process that was killed left. Called with the lock of the key, so nobody is making it."""
    for left in root.glob(f"{_half_made(key)}*"):
        shutil.rmtree(left, ignore_errors=True)


def _prune(root: Path, used: Path) -> None:
    old = time.time() - _IN_USE_S
    by_use = sorted(_folders(root), key=lambda found: found[1], reverse=True)
    for folder, when in by_use[KEPT:]:
        if folder != used and when < old:
            _drop(folder, old)


def _drop(folder: Path, old: float) -> None:
    """Remove a folder that nobody holds and that nobody used in the meantime."""
    try:
        with _lock(folder, timeout=0):
            if folder.is_dir() and folder.stat().st_mtime < old:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout:
        return


def _folders(root: Path) -> Iterator[tuple[Path, float]]:
    for folder in root.iterdir():
        if folder.is_dir() and not folder.name.startswith("."):
            yield folder, folder.stat().st_mtime
