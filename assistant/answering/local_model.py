"""A GGUF file as a LangChain chat model: its server runs in this process, from the first answer to ``close``.

The server is llama.cpp's, by the optional package xllamacpp; it speaks OpenAI's protocol on this machine alone, with
a key made for it, so that LangChain's own client talks to it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from pydantic import PrivateAttr

from assistant.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
    from langchain_core.messages import BaseMessage
    from langchain_core.outputs import ChatGenerationChunk, ChatResult
    from langchain_openai import ChatOpenAI


class LocalChatModel(BaseChatModel):
    """Answers with a GGUF file; the file is loaded when it is first asked something."""

    path: Path
    context_tokens: int
    max_tokens: int
    _server: Any = PrivateAttr(None)
    _client: Any = PrivateAttr(None)
    _starting: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "gguf"

    @property
    def model_name(self) -> str:
        """Name of the file."""
        return self.path.name

    def start(self) -> ChatOpenAI:
        """Load the file and start its server, once; what asks it.

        Raises:
            ModelError: The file cannot be loaded.
        """
        with self._starting:
            if self._client is None:
                key = secrets.token_urlsafe(32)
                self._server = _serve(self.path, self.context_tokens, key)
                self._client = self._make_client(key)
            client: ChatOpenAI = self._client
            return client

    def close(self) -> None:
        """Stop the server and give its memory back; another question would start it again."""
        with self._starting:
            self._server = self._client = None

    def _make_client(self, key: str) -> ChatOpenAI:
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        return ChatOpenAI(
            model=self.path.stem,
            base_url=f"{self._server.listening_address}/v1",
            api_key=SecretStr(key),
            temperature=0,
            max_tokens=self.max_tokens,
            max_retries=0,
        )

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return self.start()._generate(messages, stop, run_manager, **kwargs)

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        client = await asyncio.to_thread(self.start)
        async for chunk in client._astream(messages, stop, run_manager, **kwargs):
            yield chunk


def _serve(path: Path, context_tokens: int, key: str) -> Any:
    """A running server; dropping the last reference stops it."""
    # Threads that wait by spinning would slow down the search on the same cores; read when the library is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context_tokens
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = _cores()
    parameters.api_keys = [key]
    parameters.ui = parameters.endpoint_slots = parameters.warmup = False
    parameters.verbosity = 0
    try:
        return xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise ModelError(
            f"Modèle local refusé par llama.cpp : {path.name} (architecture inconnue, ou fichier abîmé)."
        ) from error


def _cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
