"""The sample corpus behind an assistant without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.store import Index
from assistant.service import Assistant
from assistant.settings import load_settings
from tests.fakes import CompressedEncoder


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Assistant]:
    """An assistant that has read the sample corpus; not to be changed."""
    data = tmp_path_factory.mktemp("library")
    encoder = CompressedEncoder()
    settings = load_settings(overrides={"data_dir": data, "ocr": "never"})
    with Assistant(settings, Index.open(data, encoder), encoder) as opened:
        opened.ingest([root / "corpus"])
        yield opened
