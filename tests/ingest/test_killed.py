"""An ingestion killed at any moment: what was written is searched, and the next run ends where it would have."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.index.library import found, opened
from tests.ingest.exports import held, write_export

INGEST = """
import sys, time
from pathlib import Path
import assistant.ingest
from assistant.ingest import ingest
from assistant.settings import Settings
from tests.fakes import HashedEncoder
from tests.index.library import opened
from tests.ingest.exports import ExportParser

class Slow(HashedEncoder):
    def encode_passages(self, texts):
        print("encoding", flush=True)
        time.sleep(0.01 * len(texts))
        return super().encode_passages(texts)

assistant.ingest._FLUSH_DOCUMENTS = 6
folder, data = map(Path, sys.argv[1:])
encoder = Slow()
with opened(data, encoder) as index:
    print("reading", flush=True)
    report = ingest([folder], index, encoder, Settings(data_dir=data), parser=ExportParser())
    print(len(encoder.passages_encoded), flush=True)
"""


def write_library(folder: Path, version: int) -> dict[str, str]:
    """Files and an export, some of which change, come and go from one version to the next; their texts by file."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    texts = {}
    for n in range(version, 20 + version):
        told = f"Le document {n} en version {version if n % 2 else 0}."
        (folder / f"{n:02}.txt").write_text(f"Titre\n{told}")
        texts[f"{n:02}.txt"] = told
    records = {str(n): f"La notice {n} en version {version if n % 3 else 0}." for n in range(version, 60 + version)}
    write_export(folder / "portail.xml", records)
    return texts | {f"portail.xml#{key}": text for key, text in records.items()}


def start(root: Path, folder: Path, data: Path) -> subprocess.Popen[str]:
    """An ingestion in a process of its own, on the point of reading."""
    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(folder), str(data)], cwd=root, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    return process


@pytest.mark.long
def test_killed_twenty_times_in_a_row_an_ingestion_ends_as_if_it_had_not_been(tmp_path: Path, root: Path) -> None:
    chance = random.Random(20)  # noqa: S311 - moments of a test
    folder, data = tmp_path / "fonds", tmp_path / "data"
    versions: dict[str, set[str]] = {}
    texts: dict[str, str] = {}
    killed = 0
    for turn in range(20):
        if turn % 7 == 0:
            texts = write_library(folder, turn // 7)
            for file, text in texts.items():
                versions.setdefault(file, set()).add(text)
        process = start(root, folder, data)
        for _ in range(chance.randrange(4)):  # by progress rather than by the clock: a busy machine is slow
            assert process.stdout is not None
            process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.1))
        killed += process.poll() is None
        process.kill()
        process.communicate()
        with opened(data) as index:
            now = held(index)
            assert all(len(passages) == 1 and passages[0] in versions[file] for file, passages in now.items())
            searched = [text for passages in now.values() for text in passages]
            for hits in found(index, "document notice en version", k=100).values():
                assert sorted(hits) == sorted(searched)
    assert killed >= 15
    last = start(root, folder, data)
    said, _ = last.communicate()
    assert last.returncode == 0
    assert int(said.split()[-1]) < len(texts)  # what the killed ones had written was not encoded again
    with opened(data) as index:
        assert held(index) == {file: [text] for file, text in texts.items()}
        ends = {(one.id, one.work_id, one.file) for one in index.documents()}
    start(root, folder, tmp_path / "whole").communicate()
    with opened(tmp_path / "whole") as index:
        assert {(one.id, one.work_id, one.file) for one in index.documents()} == ends
    again = start(root, folder, data)
    assert again.communicate()[0] == "0\n"
