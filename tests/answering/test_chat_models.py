from __future__ import annotations

import pytest
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI

from assistant.answering import chat_models
from assistant.answering.chat_models import load_chat_model
from assistant.errors import ModelError
from assistant.settings import Settings
from tests.answering.chat_server import ChatServer


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
