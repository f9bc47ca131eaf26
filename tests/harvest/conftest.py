"""A harvest into a folder of the test, without waiting."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.harvest.run import HarvestReport, ProgressCallback, Request, harvest
from assistant.harvest.transport import Manners
from assistant.settings import Settings
from tests.harvest.oai_server import OaiServer


@dataclass
class Harvester:
    """Runs harvests of one server; ``waits`` are the seconds that it would have waited."""

    server: OaiServer
    settings: Settings
    waits: list[float] = field(default_factory=list)
    told: list[tuple[str, int, int]] = field(default_factory=list)
    public: Sequence[str] = ()
    retries: int = 2

    def run(self, progress: ProgressCallback | None = None, **options: Any) -> HarvestReport:
        manners = Manners(
            delay_s=0, timeout_s=0.4, retries=self.retries, sleep=self.waits.append, now=lambda: 0.0,
            jitter=lambda low, high: high,
        )  # fmt: skip
        request = Request(**{"url": self.server.url, **options})
        self.server.asked.clear()
        self.server.got.clear()
        return harvest(request, self.settings, progress or self.tell, manners=manners, resolve=self.resolve)

    def tell(self, what: str, done: int, total: int) -> None:
        """Keep what was told."""
        self.told.append((what, done, total))

    def resolve(self, host: str) -> Sequence[str]:
        """The addresses of a host; those of ``public`` are given one of the internet."""
        return ["8.8.8.8"] if host in self.public else ["127.0.0.1"]

    @property
    def folder(self) -> Path:
        (folder,) = (self.settings.data_dir / "harvest").iterdir()
        return folder

    def records(self) -> list[str]:
        """The numbers of the records kept, as their files say."""
        return sorted(path.stem.split("-")[2] for path in (self.folder / "records").iterdir())

    def pdfs(self) -> dict[str, bytes]:
        """The files downloaded, by number of the record and name."""
        found = (self.folder / "attachments").glob("*/[!.]*")
        return {f"{path.parent.name.split('-')[2]}/{path.name}": path.read_bytes() for path in found}

    def state(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        return value

    def hidden(self) -> list[str]:
        """Hidden files other than the lock and the lists of attached files: what should not stay."""
        known = {".lock", ".files.json"}
        return [path.name for path in self.folder.rglob(".*") if path.name not in known]


@pytest.fixture
def server() -> Iterator[OaiServer]:
    with OaiServer() as running:
        yield running


@pytest.fixture
def harvester(server: OaiServer, tmp_path: Path) -> Harvester:
    return Harvester(server, Settings(data_dir=tmp_path / "data", harvest_free_mb=0, harvest_page_mb=1, max_file_mb=1))
