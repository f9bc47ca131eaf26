"""Passages, a verifier and short ways to ask, for the tests of the model answerer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from assistant.answering.base import Evidence, Support
from assistant.answering.chat_models import load_chat_model
from assistant.answering.model import Dropped, ModelAnswerer, ModelEvent, Supported
from assistant.models import DropReason, Hit, Passage
from assistant.settings import Settings
from assistant.text import numbers, stems
from tests.answering.chat_server import ChatServer

TEXTS = (
    "Le protocole compte 17 engagements. Il a été signé le 1er juin 2023 en Mayenne.",
    "Le comité régional est coprésidé par le préfet de région et la présidente du conseil régional.",
    "Ne sont pas concernés par la mesure : les apprentis, les stagiaires.",
)

GOOD = "Le protocole compte 17 engagements [1]."
SIGNED = "Il a été signé le 1er juin 2023 en Mayenne [1]."
PLAIN = "Le protocole compte 17 engagements."


def evidence(*texts: str) -> list[Evidence]:
    """Passages numbered from 1."""
    passages = [
        Passage(f"p{n}", f"d{n}", text, 0, len(text), (1,), context=f"Titre {n}")
        for n, text in enumerate(texts or TEXTS, start=1)
    ]
    return [
        Evidence(passage, Hit(passage, n, {"fused": 1.0}, title=f"Titre {n}"), n)
        for n, passage in enumerate(passages, start=1)
    ]


class WordVerifier:
    """Supports a sentence when one passage has its numbers and negation and 80 % of its stems; remembers calls."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[int, ...]]] = []

    def verify(self, sentence: str, evidence: Sequence[Evidence]) -> Support | None:
        """The passage that covers most of the sentence."""
        self.calls.append((sentence, tuple(item.n for item in evidence)))
        found = [(self._coverage(sentence, item.passage.text), item) for item in evidence]
        best = max(found, key=lambda pair: pair[0], default=None)
        if best is None or best[0] < 0.8:
            return None
        return Support(best[1], best[1].passage.start, best[1].passage.end, best[0])

    def why_not(self, sentence: str, evidence: Sequence[Evidence]) -> DropReason:
        """One reason for all."""
        return "unsupported"

    def _coverage(self, sentence: str, source: str) -> float:
        known, asked = set(stems(source)), set(stems(sentence))
        values = {mention.value for mention in numbers(source)}
        if any(mention.value not in values for mention in numbers(sentence)):
            return 0.0
        if (" pas " in sentence) != (" pas " in source):
            return 0.0
        return len(asked & known) / max(len(asked), 1)


def count_words(text: str) -> int:
    """A tokenizer of words."""
    return len(text.split())


def answerer(
    server: ChatServer, *, timeout_s: float = 10.0, max_tokens: int = 200, context_tokens: int = 4096
) -> ModelAnswerer:
    settings = Settings(chat_model="openai:essai", chat_base_url=server.base_url, chat_timeout_s=timeout_s)
    return of(load_chat_model(settings), timeout_s=timeout_s, max_tokens=max_tokens, context_tokens=context_tokens)


def of(
    model: BaseChatModel,
    *,
    timeout_s: float = 10.0,
    max_tokens: int = 200,
    context_tokens: int = 4096,
    silence_s: float = math.inf,
) -> ModelAnswerer:
    return ModelAnswerer(
        model,
        WordVerifier(),
        max_tokens=max_tokens,
        timeout_s=timeout_s,
        silence_s=silence_s,
        context_tokens=context_tokens,
        count_tokens=count_words,
    )


def events(answers: ModelAnswerer, passages: list[Evidence] | None = None) -> list[ModelEvent]:
    return list(answers.stream("Combien d'engagements ?", [], passages or evidence()))


def said(found: list[ModelEvent]) -> list[str]:
    return [event.text for event in found if isinstance(event, Supported)]


def dropped(found: list[ModelEvent]) -> list[tuple[str, str]]:
    return [(event.text, event.why) for event in found if isinstance(event, Dropped)]
