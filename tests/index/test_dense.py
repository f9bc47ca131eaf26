from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.index import dense
from assistant.index.dense import DenseIndex

NAMES = [f"k{number}" for number in range(40)]

WRITE_ELSEWHERE = """
import sys
from pathlib import Path
import numpy as np
from assistant.index.dense import DenseIndex
index = DenseIndex(Path(sys.argv[1]), "passages-1")
index.upsert(["new"], np.eye(8, dtype=np.float32)[:1] * -1)
index.close()
"""


def vectors(count: int = len(NAMES), size: int = 8) -> np.ndarray:
    made = np.random.default_rng(7).normal(size=(count, size)).astype(np.float32)
    unit: np.ndarray = made / np.linalg.norm(made, axis=1, keepdims=True)
    return unit


@pytest.fixture
def index(tmp_path: Path) -> Iterator[DenseIndex]:
    with closing(DenseIndex(tmp_path / "vectors", "passages-1")) as made:
        yield made


def test_an_index_that_nobody_wrote_is_empty_and_makes_no_folder(index: DenseIndex, tmp_path: Path) -> None:
    assert index.search(vectors()[0], 3, NAMES) == []
    assert (index.count(), index.keys()) == (0, set())
    index.clear()
    index.drop_others()
    assert not (tmp_path / "vectors").exists()


def test_the_nearest_come_first_with_their_cosine(index: DenseIndex) -> None:
    index.upsert(["a", "b", "c"], np.array([[1, 0], [0.6, 0.8], [-1, 0]], dtype=np.float32))
    hits = index.search(np.array([1, 0], dtype=np.float32), 3, ["a", "b", "c"])
    assert [key for key, _ in hits] == ["a", "b", "c"]
    assert [score for _, score in hits] == pytest.approx([1, 0.6, -1], abs=1e-6)


@pytest.mark.parametrize("allowed", [NAMES, NAMES[::7], NAMES[:1], ["k3", "not there"]])
def test_comparing_all_and_asking_the_graph_agree(
    index: DenseIndex, monkeypatch: pytest.MonkeyPatch, allowed: list[str]
) -> None:
    index.upsert(NAMES, vectors())
    exact = index.search(vectors()[5], 4, allowed)
    monkeypatch.setattr(dense, "IN_MEMORY", 0)
    by_graph = index.search(vectors()[5], 4, allowed)
    assert [key for key, _ in by_graph] == [key for key, _ in exact]
    assert [score for _, score in by_graph] == pytest.approx([score for _, score in exact], abs=1e-5)


def test_writing_a_key_again_replaces_it(index: DenseIndex) -> None:
    index.upsert(["a"], np.array([[1, 0]], dtype=np.float32))
    index.upsert(["a"], np.array([[0, 1]], dtype=np.float32))
    [(key, score)] = index.search(np.array([0, 1], dtype=np.float32), 1, ["a"])
    assert key == "a"
    assert score == pytest.approx(1)
    assert index.count() == 1


def test_more_than_a_batch_is_written_whole(index: DenseIndex) -> None:
    names = [f"n{i}" for i in range(2 * dense.WRITE_BATCH + 3)]
    index.upsert(names, vectors(len(names)))
    assert index.keys() == set(names)
    index.delete([*names[1:], "not there"])
    assert index.keys() == {"n0"}


def test_what_another_process_writes_is_seen_once_reopened(index: DenseIndex, tmp_path: Path, root: Path) -> None:
    index.upsert(NAMES, vectors())
    asked = np.eye(8, dtype=np.float32)[0] * -1
    with closing(DenseIndex(tmp_path / "vectors", "passages-1")) as second:
        second.search(asked, 1, NAMES)
        subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, str(tmp_path / "vectors")], check=True, cwd=root)
        index.reopen()
        for reader in (index, second):
            key, score = reader.search(asked, 1, [*NAMES, "new"])[0]
            assert key == "new"
            assert score == pytest.approx(1)


def test_one_collection_leaves_the_others_alone_until_told(index: DenseIndex, tmp_path: Path) -> None:
    with closing(DenseIndex(tmp_path / "vectors", "passages-2")) as other:
        other.upsert(["b"], vectors(1))
        index.upsert(["a"], vectors(1))
        assert (index.keys(), other.keys()) == ({"a"}, {"b"})
        other.drop_others()
        assert other.keys() == {"b"}
        assert index.search(vectors()[0], 1, ["a"]) == []


def test_a_search_while_its_collection_goes_away_finds_what_was_read_of_it(
    index: DenseIndex, tmp_path: Path, root: Path
) -> None:
    index.upsert(NAMES, vectors())
    assert index.search(vectors()[0], 1, NAMES[:5])[0][0] == NAMES[0]
    drop = WRITE_ELSEWHERE.replace("passages-1", "passages-2").replace("index.close()", "index.drop_others()")
    subprocess.run([sys.executable, "-c", drop, str(tmp_path / "vectors")], check=True, cwd=root)
    assert index.search(vectors()[0], 1, NAMES)[0][0] == NAMES[0]
    assert index.search(vectors()[6], 1, NAMES[5:]) == []


def test_threads_search_while_another_writes(index: DenseIndex) -> None:
    index.upsert(NAMES, vectors())
    failures: list[BaseException] = []

    def read() -> None:
        try:
            for number in range(30):
                assert index.search(vectors()[number], 1, NAMES)[0][0] == NAMES[number]
                index.reopen()
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for start in range(5):
        index.upsert([f"more{start}-{i}" for i in range(20)], vectors(20) * -1)
    for thread in threads:
        thread.join()
    assert failures == []
