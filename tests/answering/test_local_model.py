"""A GGUF file as the chat model: what is wrong with it is told in French, and a real one answers in this process."""

from __future__ import annotations

import importlib.util
import os
import struct
import threading
import time
from pathlib import Path

import httpx
import pytest

from assistant.answering import chat_models, gguf
from assistant.answering.chat_models import load_chat_model, local_file, shown_name
from assistant.answering.chat_window import declared_window
from assistant.answering.gguf import GgufModel, read_gguf
from assistant.answering.model import Failed, Supported
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.answering.fakes_model import PLAIN, events, of, said
from tests.answering.tiny_gguf import write_gguf

WORDS = ("Le", "protocole", "compte", "17", "engagements", "[1].")
GIB = 1 << 30


def head(**values: str | int) -> bytes:
    """The head of a GGUF 3 file with these values, dots written as two underscores."""
    data = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    for name, value in values.items():
        key = name.replace("__", ".").encode()
        data += struct.pack("<Q", len(key)) + key
        if isinstance(value, str):
            data += struct.pack("<IQ", 8, len(value)) + value.encode()
        else:
            data += struct.pack("<II", 4, value)
    return data


LLAMA = {
    "general__architecture": "llama",
    "llama__context_length": 131072,
    "llama__block_count": 28,
    "llama__embedding_length": 3072,
    "llama__attention__head_count": 24,
    "llama__attention__head_count_kv": 8,
}


def settings(path: Path, **values: object) -> Settings:
    return Settings(chat_model=f"gguf:{path}", **values)  # type: ignore[arg-type]  # values of any setting


def refused(path: Path, **values: object) -> str:
    with pytest.raises(ModelError) as caught:
        load_chat_model(settings(path, **values))
    message = str(caught.value)
    assert "\n" not in message
    return message


# What a file says of itself


def test_the_head_of_a_file_tells_its_window_and_its_memory(tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(head(**LLAMA) + bytes(1000))
    model = read_gguf(file)
    assert (model.architecture, model.context_length, model.layers) == ("llama", 131072, 28)
    # 3072 / 24 = 128 numbers a head, 8 heads of keys and as many of values, 28 layers, 2 bytes each.
    assert model.key_value_width == 8 * 128
    assert model.memory(4096) - model.memory(0) == 4096 * 28 * 2 * 8 * 128 * 2


def test_a_model_in_several_files_counts_them_all(tmp_path: Path) -> None:
    for part in (1, 2):
        (tmp_path / f"m-0000{part}-of-00002.gguf").write_bytes(head(**LLAMA) + bytes(1000 * part))
    first = read_gguf(tmp_path / "m-00001-of-00002.gguf")
    assert first.size == 2 * len(head(**LLAMA)) + 3000


def test_the_window_is_that_of_the_file_within_reason_unless_it_is_set(tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(head(**LLAMA))
    assert declared_window(settings(file)) == 8192
    assert declared_window(settings(file, chat_context_tokens=2048)) is None
    file.write_bytes(head(**LLAMA | {"llama__context_length": 2048}))
    assert declared_window(settings(file)) == 2048


def test_the_folder_of_a_file_is_not_shown_in_messages() -> None:
    assert shown_name("gguf:/srv/modeles/petit.gguf") == "gguf:petit.gguf"
    assert shown_name("openai:petit") == "openai:petit"
    assert local_file("gguf:~/petit.gguf") == Path.home() / "petit.gguf"


# What cannot be used


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "introuvable" in refused(tmp_path / "absent.gguf")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "illisible" in refused(tmp_path)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "n'est pas un modèle au format GGUF"),
        (b"%PDF-1.7 not a model", "n'est pas un modèle au format GGUF"),
        (b"GGUF", "incomplet ou abîmé"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 5), "incomplet ou abîmé"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1 << 60), "incomplet ou abîmé"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "version 1"),
        (head(**LLAMA)[:-7], "incomplet ou abîmé"),
    ],
)
def test_what_is_not_a_whole_gguf_is_told(tmp_path: Path, data: bytes, told: str) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(data)
    assert told in refused(file)


def test_a_model_too_large_for_the_memory_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = GgufModel(tmp_path / "big.gguf", 40 * GIB, "llama", 8192, 80, 1024)
    monkeypatch.setattr(gguf, "read_gguf", lambda path: big)
    monkeypatch.setattr(gguf, "free_memory", lambda: 8 * GIB)
    # 80 layers of 1,024 keys and values of 2 bytes for 8,192 tokens: 2.5 GiB, and 0.3 GiB beside.
    assert "il faut 42,8 Go de mémoire et il en reste 8,0 Go" in refused(big.path)


def test_without_the_package_the_extra_to_install_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(head(**LLAMA | {"llama__block_count": 1}))
    find = importlib.util.find_spec
    monkeypatch.setattr(
        chat_models.importlib.util, "find_spec", lambda name: None if name == "xllamacpp" else find(name)
    )
    assert 'pip install "assistant-documentaire[gguf]"' in refused(file)


def test_a_window_smaller_than_an_answer_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    file.write_bytes(head(**LLAMA | {"llama__context_length": 512}))
    assert "trop petite pour chat_max_tokens" in refused(file)


def test_the_memory_left_is_told_by_the_system() -> None:
    free = gguf.free_memory()
    assert free is not None
    assert free > 1 << 20


# A real file


@pytest.fixture
def real() -> None:
    pytest.importorskip("xllamacpp", reason="the gguf extra is not installed")
    pytest.importorskip("gguf", reason="it writes the model of the test")


def test_a_local_model_answers_is_verified_and_gives_its_memory_back(real: None, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "petit.gguf", WORDS)
    model = load_chat_model(settings(file, chat_context_tokens=2048))
    answers = of(model, context_tokens=2048)
    assert said(events(answers)) == [PLAIN]
    address = model._server.listening_address  # type: ignore[attr-defined]  # of a GGUF model
    assert os.environ["OMP_WAIT_POLICY"] == "passive"
    with httpx.Client(trust_env=False) as client:
        question = {"messages": [{"role": "user", "content": "?"}]}
        assert client.post(f"{address}/v1/chat/completions", json=question).status_code == 401
        answers.close()
        with pytest.raises(httpx.ConnectError):
            client.get(f"{address}/health")
    assert said(events(answers)) == [PLAIN]
    answers.close()


def test_a_local_model_that_never_stops_is_cut_and_closed(real: None, tmp_path: Path) -> None:
    file = write_gguf(tmp_path / "sans-fin.gguf", WORDS, endless=True)
    model = load_chat_model(settings(file, chat_context_tokens=2048, chat_max_tokens=100))
    answers = of(model, context_tokens=2048, max_tokens=100)
    found = events(answers)
    assert len([event for event in found if isinstance(event, Supported)]) == 1
    assert isinstance(found[-1], Failed)
    assert found[-1].cause == "cut"
    started = time.monotonic()
    answers.close()
    assert time.monotonic() - started < 5
    assert "chat-model" in {thread.name for thread in threading.enumerate()}


def test_a_file_that_llama_cpp_refuses_leaves_the_extractive_answer(real: None, tmp_path: Path) -> None:
    file = tmp_path / "vide.gguf"
    file.write_bytes(head(**LLAMA | {"llama__block_count": 1}))
    found = events(of(load_chat_model(settings(file))))
    assert isinstance(found[-1], Failed)
    assert "n'a pas pu répondre" in found[-1].notice
    assert found[-1].notice.endswith("réponse extraite des documents.")
