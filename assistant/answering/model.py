"""The model answerer: a chat model writes from numbered passages, and only what is verified comes out.

The model's text is held until a sentence ends; its markers are bound to passages numbered beforehand; the sentence
is checked against the passages that it cites, then against the others. What nothing supports is dropped.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from assistant.answering.base import Evidence, SentenceVerifier
from assistant.answering.model_events import Dropped, Failed, FailureCause, ModelEvent, Refused, Supported, Unshown
from assistant.answering.model_judge import Judge
from assistant.answering.model_output import ReasoningFilter, SentenceBuffer, Unit
from assistant.answering.model_stream import Piece, StreamError, stream_text
from assistant.answering.prompts import Prompt, answer_prompt
from assistant.models import Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

__all__ = ["Dropped", "Failed", "ModelAnswerer", "ModelEvent", "Refused", "Supported"]

TAG = "answer"
"""Tag of the model's events in LangChain's callbacks."""

_PARTS = (1, 2, 4)
"""What the window is divided by when the model finds the request too long: its tokens are not those counted here."""

_SHORTEST_S = 0.1
"""Time left to a model at least, once its server has been asked for its window."""

_LONGEST_TOKEN = 16
"""Characters of text that count for one token at least."""

_STOPPED_SHORT = frozenset({"length", "max_tokens", "content_filter"})


class ModelAnswerer:
    """Writes answers with a chat model, behind a verifier."""

    def __init__(
        self,
        chat_model: BaseChatModel,
        verifier: SentenceVerifier,
        *,
        max_tokens: int,
        timeout_s: float,
        context_tokens: int,
        count_tokens: Callable[[str], int],
        name: str = "",
        silence_s: float = math.inf,
        read_context: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Bind the model to its verifier and its limits.

        Args:
            chat_model: Any LangChain chat model.
            verifier: Decides whether passages support a sentence.
            max_tokens: Length of an answer at most; what goes on is cut.
            timeout_s: Seconds from the request to the end of the text, retries included.
            context_tokens: Window of the model, prompt and answer together.
            count_tokens: Any tokenizer's count; figures are taken with a margin.
            name: What the model is called in messages; by default its own name.
            silence_s: Seconds that may pass without a word, before the first one or between two.
            read_context: Asks the server for its window, once; None where it does not tell.
        """
        self._chat_model = chat_model
        self._verifier = verifier
        self._max_tokens = max_tokens
        self._timeout_s = timeout_s
        self._silence_s = min(silence_s, timeout_s)
        self._context_tokens = context_tokens
        self._read_context = cache(read_context)
        self._count_tokens = count_tokens
        self.name = name or str(getattr(chat_model, "model_name", "") or getattr(chat_model, "model", "") or "choisi")

    def stream(
        self,
        question: str,
        history: Sequence[Turn],
        evidence: Sequence[Evidence],
        config: RunnableConfig | None = None,
    ) -> Iterator[ModelEvent]:
        """Sentences as they are verified, those dropped, and a last ``Refused`` or ``Failed`` where there is one.

        Args:
            question: The standalone question.
            history: The conversation, oldest first.
            evidence: The numbered passages; those beyond the model's window are not shown to it.
            config: LangChain callbacks of the caller.
        """
        deadline = time.monotonic() + self._timeout_s
        context = self._read_context() or self._context_tokens
        count = len(evidence)
        for part in _PARTS:
            window = (context - self._max_tokens) // part
            prompt = answer_prompt(question, history, evidence, window=window, count_tokens=self._count_tokens)
            if part > 1 and not 0 < len(prompt.shown) < count:
                yield Failed(self._message("too_long", "", begun=False), "too_long")
                return
            if not prompt.shown:
                yield Failed(self._message("no_room", str(context), begun=False), "no_room")
                return
            if prompt.too_long and part == 1:
                yield Unshown(prompt.too_long, context)
            count = len(prompt.shown)
            too_long = yield from self._ask(prompt, evidence, deadline, config, last=part == _PARTS[-1])
            if not too_long:
                return

    def _ask(
        self,
        prompt: Prompt,
        evidence: Sequence[Evidence],
        deadline: float,
        config: RunnableConfig | None,
        *,
        last: bool,
    ) -> Generator[ModelEvent, None, bool]:
        """The events of one request; True, and no failure told, when it was too long and is not the last."""
        pieces = self._pieces(prompt, max(deadline - time.monotonic(), _SHORTEST_S), config)
        judge = Judge(self._verifier, evidence, prompt.shown)
        with closing(pieces), closing(self._events(pieces, judge)) as events:
            for event in events:
                if isinstance(event, Failed) and event.cause == "too_long" and not last and not event.partial:
                    return True
                yield event
                if isinstance(event, Refused):
                    break
        return False

    def close(self) -> None:
        """Release a model that runs in this process."""
        from assistant.answering.chat_models import release

        release(self._chat_model)

    def _pieces(self, prompt: Prompt, timeout_s: float, config: RunnableConfig | None) -> Generator[Piece, None, None]:
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        tagged: RunnableConfig = {**(config or {}), "tags": [*((config or {}).get("tags") or []), TAG]}
        return stream_text(self._chat_model, messages, timeout_s=timeout_s, silence_s=self._silence_s, config=tagged)

    def _events(self, pieces: Iterator[Piece], judge: Judge) -> Generator[ModelEvent, None, None]:
        reader = _Reader(self._max_tokens, self._count_tokens)
        failure: FailureCause | None = None
        detail = ""
        try:
            for piece in pieces:
                for unit in reader.read(piece):
                    yield from judge.events(unit)
                if reader.full:
                    break
        except StreamError as error:
            failure, detail = error.cause, error.detail
        stopped_short = failure is not None or reader.full or reader.finish in _STOPPED_SHORT
        units, unfinished = reader.close(ended=not stopped_short)
        for unit in units:
            yield from judge.events(unit)
        if unfinished is not None:
            yield Dropped(unfinished.text, "unfinished")
        yield from judge.close()
        failure = failure or ("cut" if stopped_short else "empty" if reader.blank else None)
        if failure:
            yield Failed(self._message(failure, detail, begun=not reader.blank), failure, partial=judge.supported > 0)

    def _message(self, cause: FailureCause, detail: str, *, begun: bool) -> str:
        seconds = _seconds(self._timeout_s)
        silent = "s'est tu pendant" if begun else "n'a pas répondu en"
        what = {
            "unreachable": "est injoignable (réglage chat_base_url)",
            "timeout": f"n'a pas {'terminé sa réponse' if begun else 'répondu'} en {seconds} s",
            "silent": f"{silent} {_seconds(self._silence_s)} s",
            "no_room": f"a une fenêtre trop petite pour un seul passage ({detail} jetons, réglage chat_context_tokens)",
            "refused_key": "refuse la clé (réglage chat_api_key)",
            "unknown_model": "est inconnu de son serveur (réglage chat_model)",
            "overload": "reçoit trop de demandes",
            "too_long": "refuse une demande aussi longue (réglage chat_context_tokens)",
            "broken": "a interrompu sa réponse",
            "error": f"n'a pas pu répondre ({detail})",
            "cut": f"n'a pas terminé sa réponse (limite de {self._max_tokens} jetons)",
            "empty": "n'a rien répondu",
        }[cause]
        return f"Le modèle « {self.name} » {what}"


def _seconds(value: float) -> str:
    return f"{value:g}".replace(".", ",")


class _Reader:
    """Turns pieces into sentences and counts their tokens."""

    def __init__(self, max_tokens: int, count_tokens: Callable[[str], int]) -> None:
        self._max_tokens = max_tokens
        self._count_tokens = count_tokens
        self._reasoning = ReasoningFilter()
        self._buffer = SentenceBuffer()
        self._tokens = 0
        self._uncounted = ""
        self.blank = True
        self.finish: str | None = None

    @property
    def full(self) -> bool:
        return self._tokens > self._max_tokens

    def read(self, piece: Piece) -> list[Unit]:
        """Sentences settled by this piece; reasoning counts as text of the model."""
        self.finish = piece.finish or self.finish
        self._count(piece.text)
        visible = self._reasoning.feed(piece.text)
        if self._reasoning.restarted:
            self._buffer = SentenceBuffer()
        return self._feed(visible)

    def close(self, *, ended: bool) -> tuple[list[Unit], Unit | None]:
        """The last sentences, and the one that was left unfinished; ``ended`` is false for a text that was cut."""
        units = self._feed(self._reasoning.close()) + self._buffer.close()
        if not units:
            return [], None
        last = units[-1]
        finished = {
            "stop": ended or bool(last.markers),
            "soft": ended,
            "open": ended and self.finish is not None,
        }[last.ending]
        return (units, None) if finished else (units[:-1], last)

    def _feed(self, text: str) -> list[Unit]:
        self.blank = self.blank and not text.strip()
        return self._buffer.feed(text)

    def _count(self, text: str) -> None:
        """Count by stretches of 200 to 400 characters: often enough, and within the window of an encoder."""
        self._uncounted += text
        if len(self._uncounted) >= 200:
            stretches = range(0, len(self._uncounted), 400)
            counted = sum(self._count_tokens(self._uncounted[at : at + 400]) for at in stretches)
            # A tokenizer sees nothing in a model that writes only spaces or one endless word.
            self._tokens += max(counted, len(self._uncounted) // _LONGEST_TOKEN)
            self._uncounted = ""
