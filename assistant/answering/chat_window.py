"""How many tokens a chat model reads, as its file or its server declares it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.settings import DEFAULT_CONTEXT_TOKENS, Settings

logger = logging.getLogger(__name__)

MOST_TOKENS = 32_768
"""A declared window is taken up to here: a dozen passages fill a fraction of it, and a large one costs memory."""

_ASKING_S = 2.0
_LONGEST_REPLY = 1 << 20
_NAMES = ("max_model_len", "loaded_context_length", "n_ctx", "context_length", "max_context_length")
"""Under which vLLM, LM Studio, llama.cpp, and Mistral and OpenRouter declare it."""


def declared_window(settings: Settings) -> int | None:
    """The window of the model, None when ``chat_context_tokens`` is set or nothing is declared.

    Only a server that ``chat_base_url`` names is asked: ``GET …/models``, of OpenAI's protocol.
    """
    name = (settings.chat_model or "").strip()
    if settings.chat_context_tokens is not None:
        return None
    if name.startswith("gguf:"):
        from assistant.answering.chat_models import local_file
        from assistant.answering.gguf import read_gguf

        return window_of_file(read_gguf(local_file(name)).context_length)
    if not settings.chat_base_url or name.startswith("ollama:"):
        return None
    return _of_server(settings.chat_base_url, name.partition(":")[2], settings)


def window_of_file(context_length: int) -> int:
    """The window opened for a local model, whose memory grows with it."""
    return min(context_length or DEFAULT_CONTEXT_TOKENS, 2 * DEFAULT_CONTEXT_TOKENS)


def _of_server(base_url: str, model: str, settings: Settings) -> int | None:
    import httpx

    key = settings.chat_api_key.get_secret_value() if settings.chat_api_key else "local"
    try:
        reply = httpx.get(
            f"{base_url.rstrip('/')}/models",
            headers={"Authorization": f"Bearer {key}"},
            timeout=min(_ASKING_S, settings.chat_timeout_s / 4),
        )
        told = json.loads(reply.content[:_LONGEST_REPLY]) if reply.is_success else None
    except (httpx.HTTPError, ValueError) as error:
        logger.info("the chat server does not tell its window: %s", type(error).__name__)
        return None
    return window_told(told, model)


def window_told(told: Any, model: str) -> int | None:
    """The window that the list of models of a server gives for one of them, or for the only one that it has."""
    listed = told.get("data") if isinstance(told, dict) else None
    models = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    named = [one for one in models if one.get("id") == model] or (models if len(models) == 1 else [])
    found = [size for one in named for size in _sizes(one)]
    return min(found[0], MOST_TOKENS) if found else None


def _sizes(model: Mapping[str, Any]) -> Iterator[int]:
    meta = model.get("meta")
    for holder in (model, meta if isinstance(meta, dict) else {}):
        for name in _NAMES:
            value = holder.get(name)
            if isinstance(value, int) and not isinstance(value, bool) and value >= 1024:
                yield value
