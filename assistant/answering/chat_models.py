"""The chat model named in the settings, through LangChain: an OpenAI-compatible server, Ollama, Mistral or another."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.settings import Settings, expanded

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_RETRIES = 0
"""Failed requests are tried again by ``model_stream``, the same way for every provider."""

LOCAL_KEY = "local"
"""Sent to a server of one's own that wants no key, so that no key of the environment goes there."""

LOCAL_FILE = "gguf"
"""Provider of a model in a file, run in this process."""

_NAMES = "écrivez fournisseur:modèle, par exemple openai:nom, ollama:nom, mistralai:nom ou gguf:/chemin/modele.gguf"


def load_chat_model(settings: Settings) -> BaseChatModel:
    """The chat model of ``chat_model``; nothing is sent to it yet.

    Raises:
        ModelError: No model is named, its provider is unknown, its package or its key is missing, or its address
            is not one.
    """
    name = (settings.chat_model or "").strip()
    provider, _, model = name.partition(":")
    if not provider or not model:
        raise ModelError(f"chat_model = « {name} » : nom de modèle incomplet ; {_NAMES}.")
    if provider == LOCAL_FILE:
        return _local(name, settings)
    _check_address(settings.chat_base_url)
    if settings.chat_api_key is not None and not settings.chat_api_key.get_secret_value().isascii():
        raise ModelError("chat_api_key : la clé contient un caractère accentué ou spécial ; copiez-la de nouveau.")
    from langchain.chat_models import init_chat_model

    try:
        loaded: BaseChatModel = init_chat_model(model, model_provider=provider, **_options(provider, settings))
    except ImportError as error:
        raise ModelError(_missing_package(name, provider, error)) from error
    except ValueError as error:
        if "Unsupported provider" in str(error):
            raise ModelError(f"chat_model = « {name} » : fournisseur « {provider} » inconnu ; {_NAMES}.") from error
        raise ModelError(f"chat_model = « {name} » : réglages refusés ({type(error).__name__}).") from error
    except Exception as error:  # a provider's constructor raises errors of its own, most often for a missing key
        raise ModelError(
            f"chat_model = « {name} » : modèle non chargé ({type(error).__name__}) ; vérifiez chat_api_key"
            " et chat_base_url."
        ) from error
    return loaded


def local_file(name: str) -> Path:
    """The file of a « gguf:… » model."""
    return expanded(name.partition(":")[2].strip())


def shown_name(name: str) -> str:
    """What a model is called in messages: without the folder of a file."""
    return f"{LOCAL_FILE}:{local_file(name).name}" if name.startswith(f"{LOCAL_FILE}:") else name


def release(chat_model: BaseChatModel) -> None:
    """Stop a model that runs in this process; nothing for one behind a server."""
    close = getattr(chat_model, "close", None)
    if callable(close):
        close()


def _local(name: str, settings: Settings) -> BaseChatModel:
    """A GGUF file, checked and not loaded yet."""
    from assistant.answering.chat_window import window_of_file
    from assistant.answering.gguf import free_memory, read_gguf

    model = read_gguf(local_file(name))
    window = settings.chat_context_tokens or window_of_file(model.context_length)
    if window <= settings.chat_max_tokens:
        raise ModelError(f"chat_model = « {name} » : fenêtre de {window} jetons, trop petite pour chat_max_tokens.")
    needed, free = model.memory(window), free_memory()
    if free is not None and needed > free:
        raise ModelError(
            f"chat_model = « {name} » : il faut {_gigabytes(needed)} de mémoire et il en reste {_gigabytes(free)} ;"
            " prenez un modèle plus petit ou abaissez chat_context_tokens."
        )
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelError(
            f"chat_model = « {name} » demande le paquet xllamacpp ; installez-le :"
            ' pip install "assistant-documentaire[gguf]".'
        )
    from assistant.answering.local_model import LocalChatModel

    return LocalChatModel(path=model.path, context_tokens=window, max_tokens=settings.chat_max_tokens)


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} Go".replace(".", ",")


def _options(provider: str, settings: Settings) -> Mapping[str, Any]:
    """Arguments by the names that the provider's class understands; those it does not know it would ignore."""
    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if provider == "ollama":
        return options | {
            "num_predict": settings.chat_max_tokens,
            "num_ctx": settings.context_tokens,
            "client_kwargs": {"timeout": settings.chat_timeout_s},
        }
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    elif settings.chat_base_url:
        options["api_key"] = LOCAL_KEY
    # Some classes want whole seconds.
    return options | {
        "timeout": math.ceil(settings.chat_timeout_s),
        "max_retries": MAX_RETRIES,
        "max_tokens": settings.chat_max_tokens,
    }


def _check_address(address: str | None) -> None:
    if address is None:
        return
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ModelError(f"chat_base_url = « {address} » : adresse refusée ; attendu http://serveur:port/v1.")


def _missing_package(name: str, provider: str, error: ImportError) -> str:
    package = f"langchain-{provider}".replace("_", "-")
    if "requires the " in str(error):
        package = str(error).split("requires the ")[1].split(" ")[0]
    return f"chat_model = « {name} » demande le paquet {package} ; installez-le : pip install {package}."
