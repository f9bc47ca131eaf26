"""The model answerer: a chat model writes from numbered passages, and only what is verified comes out.

The model's text is held until a sentence ends; its markers are bound to passages numbered beforehand; the sentence
is checked against the passages that it cites, then against the others. What nothing supports is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.answering.base import Evidence, SentenceVerifier
from assistant.answering.model_events import Dropped, Failed, FailureCause, ModelEvent, Refused, Supported
from assistant.answering.model_judge import Judge
from assistant.answering.model_output import ReasoningFilter, SentenceBuffer, Unit
from assistant.answering.model_stream import Piece, StreamError, stream_text
from assistant.answering.prompts import answer_prompt
from assistant.models import Turn

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

__all__ = ["Dropped", "Failed", "ModelAnswerer", "ModelEvent", "Refused", "Supported"]

TAG = "answer"
"""Tag of the model's events in LangChain's callbacks."""

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
        """
        self._chat_model = chat_model
        self._verifier = verifier
        self._max_tokens = max_tokens
        self._timeout_s = timeout_s
        self._window = context_tokens - max_tokens
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
        prompt = answer_prompt(question, history, evidence, window=self._window, count_tokens=self._count_tokens)
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        tagged: RunnableConfig = {**(config or {}), "tags": [*((config or {}).get("tags") or []), TAG]}
        pieces = stream_text(self._chat_model, messages, timeout_s=self._timeout_s, config=tagged)
        judge = Judge(self._verifier, evidence, prompt.shown)
        with closing(pieces), closing(self._events(pieces, judge)) as events:
            for event in events:
                yield event
                if isinstance(event, Refused):
                    return

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
        seconds = f"{self._timeout_s:g}".replace(".", ",")
        what = {
            "unreachable": "est injoignable (réglage chat_base_url)",
            "timeout": f"n'a pas {'terminé sa réponse' if begun else 'répondu'} en {seconds} s",
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
