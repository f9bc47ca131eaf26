"""The exact search: all vectors compared, each read once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.vector_table import VectorTable

CIRCLE = {
    "east": (1.0, 0.0),
    "north-east": (0.6, 0.8),
    "north": (0.0, 1.0),
    "west": (-1.0, 0.0),
    "also-east": (1.0, 0.0),
}
EAST = np.array([1, 0], dtype=np.float32)


class Store:
    """Vectors behind the table, with what was asked of them."""

    def __init__(self, vectors: dict[str, tuple[float, float]]) -> None:
        self.vectors = dict(vectors)
        self.read_keys: list[list[str]] = []

    def read(self, keys: Sequence[str]) -> tuple[Sequence[str], np.ndarray]:
        self.read_keys.append(list(keys))
        known = [key for key in reversed(keys) if key in self.vectors]  # in any order
        return known, np.array([self.vectors[key] for key in known], dtype=np.float32)


def test_the_nearest_come_first_and_equal_ones_in_order_of_key() -> None:
    store = Store(CIRCLE)
    found = VectorTable().nearest(EAST, 4, list(CIRCLE), store.read)
    assert [key for key, _ in found] == ["also-east", "east", "north-east", "north"]
    assert [score for _, score in found] == pytest.approx([1, 1, 0.6, 0])


def test_a_tie_at_the_last_place_is_broken_by_key() -> None:
    found = VectorTable().nearest(EAST, 1, list(CIRCLE), Store(CIRCLE).read)
    assert [key for key, _ in found] == ["also-east"]


def test_each_vector_is_read_once() -> None:
    store, table = Store(CIRCLE), VectorTable()
    table.nearest(EAST, 1, ["north", "west"], store.read)
    found = table.nearest(EAST, 2, ["west", "north", "north-east"], store.read)
    assert [key for key, _ in found] == ["north-east", "north"]
    assert store.read_keys == [["north", "west"], ["north-east"]]


def test_only_the_keys_allowed_are_compared() -> None:
    store, table = Store(CIRCLE), VectorTable()
    table.nearest(EAST, 1, list(CIRCLE), store.read)
    assert [key for key, _ in table.nearest(EAST, 3, ["west", "north"], store.read)] == ["north", "west"]


def test_keys_that_nobody_knows_are_left_out() -> None:
    assert [key for key, _ in VectorTable().nearest(EAST, 3, ["nobody", "west"], Store(CIRCLE).read)] == ["west"]
    assert VectorTable().nearest(EAST, 3, ["nobody"], Store(CIRCLE).read) == []


def test_a_vector_that_is_forgotten_is_read_again() -> None:
    store, table = Store(CIRCLE), VectorTable()
    allowed = ["east", "north"]
    table.nearest(EAST, 1, allowed, store.read)
    store.vectors["east"] = (-1.0, 0.0)
    table.forget(["east"])
    assert [key for key, _ in table.nearest(EAST, 2, allowed, store.read)] == ["north", "east"]
    assert store.read_keys[-1] == ["east"]
    table.forget()
    table.nearest(EAST, 1, allowed, store.read)
    assert store.read_keys[-1] == ["east", "north"]


def test_vectors_whose_norm_is_not_quite_one_are_brought_to_it() -> None:
    [(_, score)] = VectorTable().nearest(EAST, 1, ["a"], Store({"a": (3.0, 4.0)}).read)
    assert score == pytest.approx(0.6)


def test_only_the_places_chosen_are_read_and_compared() -> None:
    store, table, keys = Store(CIRCLE), VectorTable(), ["east", "nobody", "west", "north"]
    assert [key for key, _ in table.nearest(EAST, 3, keys, store.read, np.array([1, 2, 3]))] == ["north", "west"]
    assert [key for key, _ in table.nearest(EAST, 3, keys, store.read)] == ["east", "north", "west"]
    assert store.read_keys == [["nobody", "north", "west"], ["east", "nobody"]]
    assert table.nearest(EAST, 3, keys, store.read, np.array([], dtype=np.intp)) == []


def test_what_was_loaded_is_not_read_at_the_first_question() -> None:
    store, table, keys = Store(CIRCLE), VectorTable(), list(CIRCLE)
    table.load(keys, store.read)
    table.nearest(EAST, 1, keys, store.read)
    assert store.read_keys == [sorted(keys)]


@given(st.data())
def test_every_search_is_that_of_a_plain_sort_whatever_came_before(data: st.DataObject) -> None:
    names = [f"k{number:02d}" for number in range(40)]
    angles = {
        name: float(angle) for name, angle in zip(names, np.random.default_rng(3).permutation(40) / 7, strict=True)
    }
    store = Store({name: (float(np.cos(angle)), float(np.sin(angle))) for name, angle in angles.items()})
    table = VectorTable()
    for _ in range(data.draw(st.integers(1, 4))):
        keys = data.draw(st.lists(st.sampled_from([*names, "nobody"]), unique=True))
        places = data.draw(st.none() | st.sets(st.sampled_from(range(len(keys) or 1))).map(sorted)) if keys else None
        chosen = None if places is None else np.array(places, dtype=np.intp)
        compared = [key for place, key in enumerate(keys) if key in angles and (places is None or place in places)]
        k = data.draw(st.integers(1, 6))
        plain = sorted((-float(np.float32(store.vectors[key][0])), key) for key in compared)[:k]
        found = table.nearest(EAST, k, keys, store.read, chosen)
        assert [score for _, score in found] == pytest.approx([-score for score, _ in plain], abs=1e-6)
        assert len({key for key, _ in found} & set(compared)) == len(plain)
        table.forget(data.draw(st.lists(st.sampled_from(names))))
