from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import CatalogueError, IndexLockedError
from assistant.index.lock import Holder, holder, writer_lock

HOLD = """
import sys
from pathlib import Path
from assistant.index.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holding(folder: Path, root: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path, root: Path) -> None:
    with holding(tmp_path, root) as process:
        expected = rf"processus {process.pid} sur {socket.gethostname()} depuis le \d\d/\d\d/\d{{4}} à \d\d:\d\d"
        with pytest.raises(IndexLockedError, match=expected), writer_lock(tmp_path):
            pass
        process.communicate("")


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path, root: Path) -> None:
    with holding(tmp_path, root) as process:
        process.kill()
    assert holder(tmp_path) is not None
    with writer_lock(tmp_path):
        pass


def test_two_writers_of_one_process_exclude_each_other(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexLockedError), writer_lock(tmp_path):
        pass


def test_the_holder_is_named_while_the_lock_is_held_and_no_longer(tmp_path: Path) -> None:
    with writer_lock(tmp_path):
        who = holder(tmp_path)
        assert isinstance(who, Holder)
        assert who.pid == os.getpid()
    assert holder(tmp_path) is None


def test_a_holder_that_was_not_written_yet_is_somebody_else(tmp_path: Path, root: Path) -> None:
    with holding(tmp_path, root) as process:
        (tmp_path / "writer.json").write_text("{")
        with pytest.raises(IndexLockedError, match="par un autre programme"), writer_lock(tmp_path):
            pass
        process.communicate("")


def test_a_folder_that_may_not_be_written_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "writer.lock").mkdir()
    with pytest.raises(CatalogueError, match="Écriture impossible dans"), writer_lock(tmp_path):
        pass


def test_the_lock_holds_even_where_its_holder_cannot_be_named(tmp_path: Path, root: Path) -> None:
    (tmp_path / "writer.json").mkdir()
    with writer_lock(tmp_path), pytest.raises(IndexLockedError, match="par un autre programme"), writer_lock(tmp_path):
        pass
