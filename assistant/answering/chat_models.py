"""The chat model named in the settings, through LangChain: an OpenAI-compatible server, Ollama, Mistral or another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

MAX_RETRIES = 1
"""A failed request is tried once more; beyond, a reader is better served by the extractive answer."""

LOCAL_KEY = "local"
"""Sent to a server of one's own that wants no key, so that no key of the environment goes there."""

_NAMES = "écrivez fournisseur:modèle, par exemple openai:nom, ollama:nom ou mistralai:nom"


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


def _options(provider: str, settings: Settings) -> Mapping[str, Any]:
    """Arguments by the names that the provider's class understands; those it does not know it would ignore."""
    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if provider == "ollama":
        return options | {
            "num_predict": settings.chat_max_tokens,
            "num_ctx": settings.chat_context_tokens,
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
