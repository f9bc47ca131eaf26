from __future__ import annotations

import time

import pytest
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI

from assistant.answering import chat_models
from assistant.answering.chat_models import load_chat_model
from assistant.answering.chat_window import MOST_TOKENS, declared_window, window_told
from assistant.answering.model import Failed
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.answering.chat_server import ChatServer, Reply, refused_url
from tests.answering.fakes_model import events, of, said


def settings(name: str | None, **values: object) -> Settings:
    return Settings(chat_model=name, **values)  # type: ignore[arg-type]


def test_an_openai_compatible_server_is_asked_with_the_settings(server: ChatServer) -> None:
    server.script("Bonjour.")
    model = load_chat_model(
        settings("openai:essai:8b", chat_base_url=server.base_url, chat_api_key="key-1", chat_max_tokens=123)
    )
    assert model.invoke([HumanMessage("Bonjour")]).text == "Bonjour."
    [request] = server.requests
    assert (request["model"], request["temperature"], request["max_completion_tokens"]) == ("essai:8b", 0, 123)


def test_the_key_of_the_settings_is_sent_and_not_that_of_the_environment(
    server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-environment")
    server.script("a", "b")
    load_chat_model(settings("openai:x", chat_base_url=server.base_url, chat_api_key="key-1")).invoke("?")
    load_chat_model(settings("openai:x", chat_base_url=server.base_url)).invoke("?")
    assert server.keys == ["Bearer key-1", f"Bearer {chat_models.LOCAL_KEY}"]


def test_time_and_tries_are_bounded() -> None:
    model = load_chat_model(settings("openai:x", chat_base_url="http://127.0.0.1:9/v1", chat_timeout_s=12.5))
    assert isinstance(model, ChatOpenAI)
    assert (model.request_timeout, model.max_retries) == (13, chat_models.MAX_RETRIES)


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        (None, {}, "nom de modèle incomplet"),
        ("essai", {}, "nom de modèle incomplet"),
        ("openai:", {}, "nom de modèle incomplet"),
        ("nimporte:x", {}, "fournisseur « nimporte » inconnu"),
        ("anthropic:x", {}, "pip install langchain-anthropic"),
        ("openai:x", {}, "chat_api_key"),
        ("openai:x", {"chat_api_key": "clé-secrète"}, "copiez-la de nouveau"),
        ("openai:x", {"chat_base_url": "serveur:8080"}, "attendu http://serveur:port/v1"),
    ],
)
def test_what_cannot_be_loaded_is_one_line_with_a_remedy(name: str | None, values: dict[str, str], said: str) -> None:
    with pytest.raises(ModelError) as caught:
        load_chat_model(settings(name, **values))
    message = str(caught.value)
    assert said in message
    assert "\n" not in message
    assert "chat_" in message
    assert "secrète" not in message


def test_ollama_is_given_its_own_names_for_the_same_settings() -> None:
    options = chat_models._options("ollama", settings("ollama:x", chat_timeout_s=30, chat_max_tokens=100))
    assert options == {"temperature": 0, "num_predict": 100, "num_ctx": 4096, "client_kwargs": {"timeout": 30.0}}


# Other providers, on the same server


def test_mistral_answers_by_its_own_client(server: ChatServer) -> None:
    pytest.importorskip("langchain_mistralai", reason="the mistralai extra is not installed")
    server.script("Le protocole compte 17 engagements [1].", Reply(status=401), *[Reply(status=429)] * 3)
    model = load_chat_model(settings("mistralai:petit", chat_base_url=server.base_url, chat_api_key="key-1"))
    assert said(events(of(model))) == ["Le protocole compte 17 engagements."]
    assert server.keys == ["Bearer key-1"]
    for cause in ("refused_key", "overload"):
        found = events(of(model))[-1]
        assert isinstance(found, Failed)
        assert found.cause == cause


def test_ollama_answers_by_its_own_protocol(server: ChatServer) -> None:
    pytest.importorskip("langchain_ollama", reason="the ollama extra is not installed")
    server.script("Le protocole compte 17 engagements [1].", Reply(status=404))
    address = server.base_url.removesuffix("/v1")
    model = load_chat_model(settings("ollama:petit", chat_base_url=address, chat_max_tokens=100))
    assert said(events(of(model))) == ["Le protocole compte 17 engagements."]
    assert server.requests[0]["options"] == {"num_ctx": 4096, "num_predict": 100, "temperature": 0}
    found = events(of(model))[-1]
    assert isinstance(found, Failed)
    assert found.cause == "unknown_model"


@pytest.mark.parametrize("name", ["openai:x", "mistralai:x", "ollama:x"])
def test_whatever_the_provider_a_server_that_is_down_is_told_within_the_limit(name: str) -> None:
    provider = name.partition(":")[0]
    pytest.importorskip(f"langchain_{provider}")
    values = {"chat_base_url": refused_url().removesuffix("/v1" if provider == "ollama" else ""), "chat_api_key": "k"}
    started = time.monotonic()
    found = events(of(load_chat_model(settings(name, **values)), timeout_s=5.0))
    assert time.monotonic() - started < 6
    assert isinstance(found[-1], Failed)
    assert found[-1].cause == "unreachable"


# The window that a server declares


@pytest.mark.parametrize(
    ("listed", "window"),
    [
        ([{"id": "petit", "max_model_len": 8192}], 8192),
        ([{"id": "autre", "max_model_len": 2048}, {"id": "petit", "max_model_len": 16_384}], 16_384),
        ([{"id": "chemin/petit.gguf", "meta": {"n_ctx": 4096, "n_ctx_train": 131_072}}], 4096),
        ([{"id": "petit", "context_length": 1_000_000}], MOST_TOKENS),
        ([{"id": "autre", "max_model_len": 2048}, {"id": "encore", "max_model_len": 4096}], None),
        ([{"id": "petit", "max_model_len": True}], None),
        ([{"id": "petit"}], None),
        ([], None),
    ],
)
def test_the_window_is_that_of_the_model_as_its_server_lists_it(
    server: ChatServer, listed: list[dict[str, object]], window: int | None
) -> None:
    server.models = listed
    assert declared_window(settings("openai:petit", chat_base_url=server.base_url)) == window


def test_a_window_that_is_set_is_not_asked_for_nor_one_of_a_server_that_is_down() -> None:
    named = settings("openai:petit", chat_base_url=refused_url(), chat_context_tokens=2048)
    assert declared_window(named) is None
    assert declared_window(settings("openai:petit", chat_base_url=refused_url())) is None
    assert declared_window(settings("openai:petit")) is None


@pytest.mark.parametrize("told", [None, [], {"data": None}, {"data": ["petit"]}, {"object": "error"}])
def test_a_server_that_lists_its_models_otherwise_declares_nothing(told: object) -> None:
    assert window_told(told, "petit") is None
