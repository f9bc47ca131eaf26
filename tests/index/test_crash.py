"""Whatever the moment of a crash, the last live version is whole, and the next start puts the rest right."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.index.library import entry, found, opened, write

OLD = "L'accord compte dix-sept engagements."
NEW = "L'accord compte vingt engagements."
SAME = "Le comité se réunit chaque mois."
STEPS = ("pending", "dense", "lexical", "live", "cleaned")


class Crash(BaseException):
    """A kill, as far as Python can play it."""


def crash_at(step: str) -> Callable[[str], None]:
    def checkpoint(reached: str) -> None:
        if reached == step:
            raise Crash

    return checkpoint


def states(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "catalogue.sqlite3")) as connection:
        return [state for (state,) in connection.execute("SELECT DISTINCT state FROM documents")]


def indexed(folder: Path) -> tuple[int, int, int]:
    """Passages that are searched, vectors and entries of words: all equal once put right."""
    with opened(folder) as index:
        assert index._dense is not None
        assert index._lexical is not None
        return index.passage_count(), index._dense.count(), index._lexical.count()


@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_at_any_step_of_a_replacement_one_whole_version_is_searched(tmp_path: Path, step: str) -> None:
    with opened(tmp_path) as index, opened(tmp_path) as reader:
        write(index, entry("a", OLD, SAME), entry("b", "Le budget est voté."))
        with pytest.raises(Crash), index.writer(checkpoint=crash_at(step)) as writer:
            writer.put_all([entry("a", NEW, SAME)])
        reader.refresh()
        expected = NEW if step in {"live", "cleaned"} else OLD
        for hits in found(reader, "accord engagements comité", k=9).values():
            assert [text for text in hits if text in {OLD, NEW}] == [expected]
            assert SAME in hits
    assert indexed(tmp_path) == (3, 3, 3)
    assert states(tmp_path) == ["live"]


@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_the_same_writing_done_again_gives_the_new_version(tmp_path: Path, step: str) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", OLD, SAME))
        with pytest.raises(Crash), index.writer(checkpoint=crash_at(step)) as writer:
            writer.put_all([entry("a", NEW, SAME)])
    with opened(tmp_path) as index:
        write(index, entry("a", NEW, SAME))
        assert found(index, "engagements", k=1) == {"dense": [NEW], "lexical": [NEW]}
    assert indexed(tmp_path) == (2, 2, 2)


@pytest.mark.parametrize("step", ["live", "cleaned"])
def test_after_a_crash_of_a_removal_the_document_is_gone(tmp_path: Path, step: str) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", OLD), entry("b", SAME))
        try:
            with index.writer(checkpoint=crash_at(step)) as writer:
                writer.remove("a")
        except Crash:
            pass
    assert indexed(tmp_path) == (1, 1, 1)


@pytest.mark.parametrize("step", ["pending", "dense", "lexical", "live"])
def test_after_a_crash_of_a_rebuild_one_whole_generation_is_searched(tmp_path: Path, step: str) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", OLD, SAME))
        with pytest.raises(Crash), index.writer(checkpoint=crash_at(step)) as writer, writer.rebuild():
            writer.put_all([entry("a", NEW)])
    with opened(tmp_path) as index:
        assert found(index, "engagements", k=1)["lexical"] == [NEW if step == "live" else OLD]
    assert indexed(tmp_path) == ((1, 1, 1) if step == "live" else (2, 2, 2))
    assert len(list(tmp_path.glob("words*-*"))) == 1


WRITE_FOREVER = """
import itertools, sys
from pathlib import Path
from tests.index.library import entry, opened
with opened(Path(sys.argv[1])) as index, index.writer() as writer:
    for turn in itertools.count(1):
        writer.put_all([entry(f"d{n}", f"version {turn} du texte {n}", f"suite {turn} {n}") for n in range(20)])
        if turn == 1:
            print("writing", flush=True)
"""


@pytest.mark.long
def test_a_killed_process_loses_nothing_that_was_live(tmp_path: Path, root: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - moments of a test
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOREVER, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        time.sleep(chance.uniform(0.3, 1.5))
        process.kill()
        process.communicate()
        with opened(tmp_path) as index:
            texts = {p.text for d in index.documents() for p in index.document_passages(d.id)}
            assert len(texts) == 40
            versions = {text.split()[1] for text in texts}
            assert len(versions) == 1
            for hits in found(index, "version du texte suite", k=40).values():
                assert set(hits) == texts
        assert indexed(tmp_path) == (40, 40, 40)
