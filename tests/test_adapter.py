"""The adapter: a linear map on the vectors of one model, and what is done for any other."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from assistant.adapter import FILE, AdaptedEncoder, Adapter, adapted, load_adapter, plain
from tests.fakes import HashedEncoder

TURN = np.array([[0.0, 1.0], [-1.0, 0.0]], dtype=np.float32)


def adapter(model: str = "m", matrix: np.ndarray = TURN) -> Adapter:
    return Adapter(model, np.array([1.0, 0.0]), np.array([0.0, 1.0]), matrix, "0" * 8)


def test_vectors_are_centred_brought_to_unit_norm_then_mapped() -> None:
    found = adapter().queries(np.array([[4.0, 4.0]]))
    # (4, 4) - (1, 0) = (3, 4), of norm 5; turned by a quarter: (-.8, .6).
    assert found == pytest.approx(np.array([[-0.8, 0.6]]))
    assert adapter().passages(np.array([[3.0, 5.0]])) == pytest.approx(np.array([[-0.8, 0.6]]))


def test_mapped_vectors_are_of_unit_norm_in_single_precision() -> None:
    wide = adapter(matrix=np.array([[3.0, 0.0], [0.0, 7.0]]))
    found = wide.queries(np.random.default_rng(1).normal(size=(20, 2)))
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(20), abs=1e-6)
    assert found.dtype == np.float32


def test_no_text_gives_no_vector() -> None:
    assert adapter().queries(np.zeros((0, 2))).shape == (0, 2)


def test_a_written_adapter_is_read_back(tmp_path: Path) -> None:
    adapter("model@1").save(tmp_path / "a.npz")
    found = load_adapter(tmp_path / "a.npz")
    assert (found.model, found.matrix.tolist()) == ("model@1", TURN.tolist())
    assert found.digest == hashlib.sha256((tmp_path / "a.npz").read_bytes()).hexdigest()[:8]


def test_another_model_is_left_as_it_is() -> None:
    encoder = HashedEncoder()
    assert adapted(encoder) is encoder
    assert plain(encoder) is encoder


def test_an_adapted_encoder_maps_both_kinds_of_text_and_changes_its_fingerprint() -> None:
    encoder = HashedEncoder()
    size = encoder.dimension
    packaged = Adapter(encoder.fingerprint, np.zeros(size), np.ones(size), -np.eye(size), "abcd1234")
    found = AdaptedEncoder(encoder, packaged)
    assert found.fingerprint == f"{encoder.fingerprint}+abcd1234"
    assert found.encode_queries(["bois"]) == pytest.approx(-encoder.encode_queries(["bois"]), abs=1e-6)
    assert found.encode_passages(["bois"]) == pytest.approx(packaged.passages(encoder.encode_passages(["bois"])))
    assert (found.name, found.dimension, found.max_tokens) == (encoder.name, size, encoder.max_tokens)
    assert found.count_tokens("un deux") == encoder.count_tokens("un deux")
    assert plain(found) is encoder


def test_the_packaged_adapter_says_what_it_was_learned_on() -> None:
    told = json.loads(FILE.with_suffix(".json").read_text())
    packaged = load_adapter()
    assert packaged.model == told["model"]
    assert packaged.matrix.shape == (384, 384)
    assert told["half"] == "tune"
    assert sorted(told["sets"]) == ["cdtn", "cnil", "conv", "piaf", "spf"]
    assert FILE.stat().st_size < 400_000
