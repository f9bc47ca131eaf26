"""One index of all the hostile documents beside two of the sample corpus, with and without a chat model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.store import Index
from assistant.models import IngestReport
from assistant.service import Assistant
from assistant.settings import load_settings
from tests.answering.chat_server import ChatServer
from tests.fakes import CompressedEncoder
from tests.hostile.cases import CASES

OURS = ("notice_65474.txt", "notice_65110.html")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> tuple[Path, IngestReport]:
    """The folder of the index, and what its ingestion said."""
    folder = tmp_path_factory.mktemp("hostile")
    documents = folder / "documents"
    documents.mkdir()
    for name in OURS:
        shutil.copy(root / "corpus" / "notices" / name, documents / name)
    for case in CASES:
        case.write(documents)
    settings = load_settings(overrides={"data_dir": folder / "data", "ocr": "never"})
    encoder = CompressedEncoder()
    with Assistant(settings, Index.open(folder / "data", encoder), encoder) as opened:
        report = opened.ingest([documents])
    return folder / "data", report


@pytest.fixture(scope="session")
def extractive(built: tuple[Path, IngestReport]) -> Iterator[Assistant]:
    """The assistant without a chat model."""
    encoder = CompressedEncoder()
    settings = load_settings(overrides={"data_dir": built[0]})
    with Assistant(settings, Index.open(built[0], encoder), encoder) as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[ChatServer]:
    """The server of a chat model that writes what it is told to."""
    with pytest.MonkeyPatch.context() as patch, ChatServer() as running:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
        yield running


@pytest.fixture(scope="session")
def obeying(built: tuple[Path, IngestReport], server: ChatServer) -> Iterator[Assistant]:
    """The assistant with a chat model that obeys whatever document the test says."""
    encoder = CompressedEncoder()
    values = {"chat_model": "openai:test", "chat_base_url": server.base_url, "answer_k": 12}
    settings = load_settings(overrides={"data_dir": built[0], **values})
    with Assistant(settings, Index.open(built[0], encoder), encoder) as opened:
        yield opened
