"""What a run was made with: written in its ``metrics.json``, so that a figure can be made again."""

from __future__ import annotations

import datetime as dt
import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant import __version__
from assistant.settings import Settings
from eval.statistics import RESAMPLES, SEED

PACKAGES = (
    "torch",
    "sentence-transformers",
    "chromadb",
    "tantivy",
    "langchain-core",
    "ir-measures",
    "pytrec-eval-terrier",
    "scipy",
    "scikit-learn",
    "numpy",
    "pypdfium2",
    "pdfplumber",
    "selectolax",
    "simplemma",
    "PyStemmer",
    "text2num",
)
"""Libraries that a figure may depend on."""


_OF_THE_MACHINE = frozenset({"data_dir", "model_cache_dir", "host", "port", "examples", "contact", "keep_conversations",
                             "log_retention_days"})  # fmt: skip
"""Settings that change no figure."""


def configuration(settings: Settings) -> dict[str, Any]:
    """Settings, versions, machine, commit, seed and date; no name of a machine, no secret."""
    return {
        "settings": {name: value for name, value in settings.masked().items() if name not in _OF_THE_MACHINE},
        "embedding_model": settings.embedding_model,
        "versions": {"assistant": __version__, **{name: _version(name) for name in PACKAGES}},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processeurs",
        "commit": commit(),
        "seed": SEED,
        "resamples": RESAMPLES,
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def commit() -> str | None:
    """The commit of the code that runs, with « + » when files changed since; None when no repository follows it."""
    try:
        _git(
            "ls-files", "--error-unmatch", Path(__file__).name
        )  # installed inside somebody else's repository: not ours
        return _git("rev-parse", "--short=12", "HEAD") + (
            "+" if _git("status", "--porcelain", "--", ".", "../assistant") else ""
        )
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=Path(__file__).parent, capture_output=True, check=True)
    return done.stdout.decode().strip()
