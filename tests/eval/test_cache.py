"""The folder of what is long to make: made once, whole or not at all, and never after the code changed."""

from __future__ import annotations

import os
import threading
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.errors import OperationError
from eval import cache
from eval.cache import KEPT, cache_folder, code_digest, kept


def filled(folder: Path) -> None:
    (folder / "content").write_text("made", encoding="utf-8")


def refused(_folder: Path) -> None:
    raise AssertionError("made twice")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    first = kept(tmp_path / "root", "key", filled)
    assert first == tmp_path / "root" / "key"
    assert kept(tmp_path / "root", "key", refused) == first
    assert (first / "content").read_text(encoding="utf-8") == "made"


def test_a_making_that_fails_leaves_nothing_and_can_be_tried_again(tmp_path: Path) -> None:
    def fails(folder: Path) -> None:
        filled(folder)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        kept(tmp_path, "key", fails)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
    assert (kept(tmp_path, "key", filled) / "content").exists()


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".key.abc").mkdir()
    (tmp_path / ".other.abc").mkdir()
    kept(tmp_path, "key", filled)
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"key", ".other.abc"}


def test_two_at_once_make_it_once(tmp_path: Path) -> None:
    made: list[str] = []

    def slowly(folder: Path) -> None:
        made.append(folder.name)
        time.sleep(0.1)
        filled(folder)

    threads = [threading.Thread(target=kept, args=(tmp_path, "key", slowly)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_the_folders_used_longest_ago_go_and_one_just_used_stays(tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        kept(tmp_path, f"key{number}", filled)
    assert len(list(tmp_path.glob("key*[0-9]"))) == KEPT + 2, "all were used within the hour"
    for number in range(KEPT + 2):
        then = time.time() - 7200 - number
        os.utime(tmp_path / f"key{number}", (then, then))
    kept(tmp_path, f"key{KEPT + 1}", refused)  # the oldest is used again
    # Fourteen folders, twelve stay: the one just used and the eleven next; key11 and key12 were used longest ago.
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert left == {f"key{number}" for number in range(KEPT - 1)} | {f"key{KEPT + 1}"}


def test_a_folder_that_somebody_holds_is_not_pruned_and_lock_files_stay(tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        kept(tmp_path, f"key{number}", filled)
    for number in range(KEPT + 2):
        then = time.time() - 7200 - number
        os.utime(tmp_path / f"key{number}", (then, then))
    locks = {path.name for path in tmp_path.glob("*.lock")}
    with FileLock(tmp_path / f"key{KEPT + 1}.lock"):
        kept(tmp_path, "key0", refused)
        assert (tmp_path / f"key{KEPT + 1}").is_dir()
        assert not (tmp_path / f"key{KEPT}").exists()
    kept(tmp_path, "key0", refused)
    assert not (tmp_path / f"key{KEPT + 1}").exists()
    assert {path.name for path in tmp_path.glob("*.lock")} == locks
    assert len(locks) == KEPT + 2


def test_the_digest_changes_with_the_version_of_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = dict.fromkeys(cache.LIBRARIES, "1.0")

    def version(library: str) -> str:
        if library not in versions:
            raise PackageNotFoundError(library)
        return versions[library]

    monkeypatch.setattr(cache, "version", version)
    digests = {code_digest(tmp_path)}
    for library in cache.LIBRARIES:
        versions[library] = "1.1"
        digests.add(code_digest(tmp_path))
    del versions["torch"]
    digests.add(code_digest(tmp_path))
    assert len(digests) == len(cache.LIBRARIES) + 2
    versions["torch"] = "none"
    assert code_digest(tmp_path) in digests, "one that is not installed has no version"


def test_a_root_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OperationError, match="--cache"):
        kept(tmp_path / "file" / "root", "key", filled)


def test_the_digest_changes_with_code_and_data_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.json").write_text("{}", encoding="utf-8")
    first = code_digest(tmp_path)
    (tmp_path / "notes.md").write_text("words", encoding="utf-8")
    assert code_digest(tmp_path) == first
    (tmp_path / "data" / "b.json").write_text("[]", encoding="utf-8")
    second = code_digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "c.py")
    assert len({first, second, code_digest(tmp_path), code_digest()}) == 4


def test_the_folder_given_is_used_else_that_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_folder(tmp_path) == tmp_path
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert cache_folder(None) == tmp_path / "assistant-documentaire" / "evaluation"
