"""One chat model that scores one answer at a time; a failure is named, never scored."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.chat_models import load_chat_model
from assistant.answering.model_stream import Cause, StreamError, stream_text
from assistant.errors import ModelError
from assistant.settings import Settings
from eval.given import Given
from eval.judge.parsing import UnusableOutputError, read_scores
from eval.judge.rubric import REMINDER, JudgePrompt, inert, judge_prompt
from eval.questions import Question

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

TAG = "judge"
"""Tag of the judge's events in LangChain's callbacks."""

SILENCES = 3
"""After as many questions in a row without any answer, the judge is given up."""

TIMEOUT_S = 120.0

_MOST_CHARACTERS = 40_000
"""Of one reply, reasoning included; a model that goes on is left."""

_CHARACTERS_A_TOKEN = 3
"""Low for French, so that tokens are rather over-counted."""

_STOPPED_SHORT = frozenset({"length", "max_tokens"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The scores of one answer, each 0, 0.5 or 1, higher for better, and why in a sentence."""

    id: str
    faithfulness: float
    correctness: float
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeFailure:
    """An answer that the judge did not score, and why, as a French clause without its final stop."""

    id: str
    why: str


class Judge:
    """Scores answers with a chat model, at temperature 0 when made by ``load_judge``."""

    def __init__(
        self,
        model: BaseChatModel,
        name: str,
        *,
        timeout_s: float = TIMEOUT_S,
        prompt_tokens: int | None = None,
    ) -> None:
        """Bind a model to its limits.

        Args:
            model: Any LangChain chat model.
            name: What it is called in messages and in the run.
            timeout_s: Seconds from a request to the end of its reply, retries of the connection included.
            prompt_tokens: The longest prompt sent, None to leave that to the server.
        """
        self._model = model
        self._timeout_s = timeout_s
        self._prompt_tokens = prompt_tokens
        self._silences = 0
        self.name = name

    def judge(self, question: Question, given: Given, premises: Mapping[int, str]) -> Judgement | JudgeFailure:
        """Score one answer; a reply that cannot be used is asked for once more.

        Args:
            question: What was asked and is expected.
            given: The answer.
            premises: The text of each cited passage by its marker, from 1.

        Raises:
            ModelError: ``SILENCES`` questions in a row got no answer at all.
        """
        prompt = judge_prompt(question, given, premises)
        if self._too_long(prompt):
            return JudgeFailure(question.id, "demande plus longue que la fenêtre du juge (chat_context_tokens)")
        why = ""
        for reminder in (False, True):
            user = prompt.user + (REMINDER.render(why=inert(why)) if reminder else "")
            try:
                text, cut = self._ask(JudgePrompt(prompt.system, user))
            except StreamError as error:
                return JudgeFailure(question.id, self._unanswered(error))
            self._silences = 0
            try:
                scores = read_scores(text)
            except UnusableOutputError as error:
                why = f"{error}, texte coupé (chat_max_tokens)" if cut else str(error)
            else:
                return Judgement(question.id, scores.faithfulness, scores.correctness, scores.reason)
        return JudgeFailure(question.id, f"réponse inutilisable, deux fois : {why}")

    def _ask(self, prompt: JudgePrompt) -> tuple[str, bool]:
        """The text of the model, and True when it was cut before its end."""
        from langchain_core.messages import HumanMessage, SystemMessage

        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        text, finish = "", None
        with closing(stream_text(self._model, messages, timeout_s=self._timeout_s, config={"tags": [TAG]})) as pieces:
            for piece in pieces:
                text, finish = text + piece.text, piece.finish or finish
                if len(text) > _MOST_CHARACTERS:
                    return text, True
        return text, finish in _STOPPED_SHORT

    def _too_long(self, prompt: JudgePrompt) -> bool:
        characters = len(prompt.system) + len(prompt.user)
        return self._prompt_tokens is not None and characters / _CHARACTERS_A_TOKEN > self._prompt_tokens

    def _unanswered(self, error: StreamError) -> str:
        """Why there is no reply; a refusal of one long prompt is an answer of a server that is well."""
        why = self._why(error.cause, error.detail)
        self._silences = 0 if error.cause == "too_long" else self._silences + 1
        if self._silences >= SILENCES:
            raise ModelError(
                f"Le juge « {self.name} » ne répond pas, {SILENCES} questions de suite ({why})."
                " Vérifiez son nom, son adresse (chat_base_url) et sa clé (chat_api_key), puis relancez."
            ) from error
        return why

    def _why(self, cause: Cause, detail: str) -> str:
        seconds = f"{self._timeout_s:g}".replace(".", ",")
        return {
            "unreachable": "serveur injoignable",
            "timeout": f"pas de réponse complète en {seconds} s",
            "refused_key": "clé refusée",
            "unknown_model": "modèle inconnu du serveur",
            "overload": "trop de demandes pour le serveur",
            "too_long": "demande trop longue pour le modèle",
            "broken": "réponse interrompue",
            "error": f"erreur du serveur ({detail})",
        }[cause]


def load_judge(settings: Settings) -> Judge:
    """The judge named by ``chat_model``, at temperature 0, with the limits of the other ``chat_…`` settings.

    Raises:
        ModelError: The model cannot be loaded.
    """
    name = (settings.chat_model or "").strip()
    # Ollama alone is told the window, and cuts a longer prompt without a word: the rubric would be lost.
    window = settings.context_tokens - settings.chat_max_tokens if name.startswith("ollama:") else None
    return Judge(load_chat_model(settings), name, timeout_s=settings.chat_timeout_s, prompt_tokens=window)
