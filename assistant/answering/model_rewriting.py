"""Follow-ups made self-contained by a chat model, refused unless they only rearrange what was said."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.answering.masking import foreign_contacts
from assistant.answering.model_output import ReasoningFilter, read_unit
from assistant.answering.model_stream import StreamError, stream_text
from assistant.answering.prompts import is_refusal, rewrite_prompt
from assistant.models import Turn
from assistant.text import STOP_WORDS, dates, fold, numbers, sentences, stems, tokenise, tokens

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

logger = logging.getLogger(__name__)

MAX_CHARACTERS = 300
"""A rewritten question is shorter than this."""

TAG = "rewriting"
"""Tag of the model's events in LangChain's callbacks."""

_LONGEST_TEXT = 8 * MAX_CHARACTERS
_NEW_SHARE = 0.5
_LABEL = re.compile(r"^(?:question|question r[ée][ée]crite|r[ée]ponse|reformulation)\s*:\s*", re.IGNORECASE)
_QUOTES = ' \t"«»“”'
_COMMON_CAPITALS = STOP_WORDS | {"quels", "lesquels", "existe", "citez", "donnez", "indiquez", "presentez", "resumez"}
"""Words that may begin a question with a capital without being names."""


class ModelRewriter:
    """Rewrites a follow-up with a chat model; without a safe result the caller keeps its own way."""

    def __init__(self, chat_model: BaseChatModel, *, timeout_s: float = 15.0) -> None:
        """Bind the model; ``timeout_s`` is the wait at most, retries included."""
        self._chat_model = chat_model
        self._timeout_s = timeout_s

    def rewrite(self, question: str, history: Sequence[Turn], config: RunnableConfig | None = None) -> str | None:
        """The question made self-contained, or None when the model failed or its text is not safe to search with."""
        if not history or not question.strip():
            return None
        try:
            written = self._ask(question, history, config)
        except StreamError as error:
            logger.warning("rewriting by the model failed: %s", error)
            return None
        return safe_rewriting(written, question, history)

    def _ask(self, question: str, history: Sequence[Turn], config: RunnableConfig | None) -> str:
        from langchain_core.messages import HumanMessage, SystemMessage

        prompt = rewrite_prompt(question, history, characters=MAX_CHARACTERS)
        messages = [SystemMessage(prompt.system), HumanMessage(prompt.user)]
        tagged: RunnableConfig = {**(config or {}), "tags": [*((config or {}).get("tags") or []), TAG]}
        reasoning, text = ReasoningFilter(), ""
        with closing(stream_text(self._chat_model, messages, timeout_s=self._timeout_s, config=tagged)) as pieces:
            for piece in pieces:
                visible = reasoning.feed(piece.text)
                text = visible if reasoning.restarted else text + visible
                if len(text) > _LONGEST_TEXT:
                    return text
        return text + reasoning.close()


def safe_rewriting(written: str, question: str, history: Sequence[Turn]) -> str | None:
    """``written`` as one clean question, or None when it is not one or brings in what nobody said.

    It must be one sentence of fewer than ``MAX_CHARACTERS`` characters; every number, date and name must stand in
    the question or in the conversation, and so must at least half of its content words.
    """
    lines = [line for line in written.strip().splitlines() if line.strip()]
    if len(lines) != 1 or len(lines[0]) > _LONGEST_TEXT:
        return None
    text = _LABEL.sub("", read_unit(lines[0]).text.strip(_QUOTES)).strip(_QUOTES)
    if not text or len(text) >= MAX_CHARACTERS or len(sentences(text)) != 1 or is_refusal(text):
        return None
    said = " \n ".join([question, *(turn.content for turn in history)])
    if _new_facts(text, said) or foreign_contacts(text, [said]):
        return None
    content, known = stems(text), set(stems(said))
    new = [stem for stem in content if stem not in known]
    if not content or len(new) > _NEW_SHARE * len(content):
        return None
    return text if text.endswith("?") else text.rstrip(" .!…:;") + " ?"


def _new_facts(text: str, said: str) -> bool:
    """True when the text has a number, a date or a name that was not said."""
    values = {(mention.value, mention.unit) for mention in numbers(said)}
    if any((mention.value, mention.unit) not in values for mention in numbers(text)):
        return True
    days = {mention.iso for mention in dates(said)}
    if any(mention.iso not in days for mention in dates(text)):
        return True
    known = set(tokens(said))
    for token in tokenise(text):
        word = text[token.start : token.end]
        named = any(character.isdigit() or character.isupper() for character in word)
        common = token.start == 0 and fold(word) in _COMMON_CAPITALS
        if named and not common and token.folded not in known:
            return True
    return False
