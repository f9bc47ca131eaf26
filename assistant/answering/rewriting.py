"""Follow-up questions made self-contained from the conversation, by rules.

What is left unsaid is put back where French says it: « Et en 2022 ? » takes the question before with its year changed,
« Qui le préside ? » becomes « Qui préside le comité ? », « Quel est son budget ? » « Quel est le budget du plan ? ».
Where no rule applies, the question before is named: « À propos de « Qui a signé le protocole » : et quand ? ». The user
sees the question as it was understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.ellipsis import completed
from assistant.answering.follow_ups import OPENING, self_contained, without_opening
from assistant.answering.question import ABOUT, understand
from assistant.models import Turn
from assistant.retrieval.pronouns import resolved
from assistant.text import normalise_space, stems

__all__ = ["MAX_SUBJECT", "rewrite", "self_contained"]

MAX_SUBJECT = 200
"""Characters of the subject that are kept."""

MAX_LENGTH = 300
"""Characters of the questions whose words are put together; a longer one is only named."""

_TURNS = 12
"""Turns that are read back: a subject left for longer is no longer meant."""


def rewrite(question: str, history: Sequence[Turn]) -> str:
    """The question as it can be searched alone; itself when it is self-contained.

    Args:
        question: What the user typed.
        history: The turns before, oldest first.
    """
    question = normalise_space(question)
    if not question or self_contained(question, history):
        return question
    frame = answer = ""
    for turn in history[-_TURNS:]:
        if turn.role == "assistant":
            answer = turn.content
        else:
            frame = _standing_for(normalise_space(turn.content), frame, answer)
    return _standing_for(question, frame, answer)


def _standing_for(question: str, frame: str, answer: str) -> str:
    """A question self-contained, from the last self-contained one and the last answer."""
    if not frame or self_contained(question, [Turn("user", frame)]):
        return without_opening(question)
    if not question:
        return frame
    match = ABOUT.match(frame)
    asked = OPENING.sub("", question, count=1).strip() or question
    said = match["subject"] if match else frame
    if len(question) > MAX_LENGTH or len(said) > MAX_LENGTH:
        return _about(question, frame)
    whole = (None if match else completed(question, frame)) or resolved(asked, said, answer)
    return whole or _about(question, frame)


def _about(question: str, frame: str) -> str:
    """A follow-up after the question that it goes on from, and what the follow-ups between them added."""
    match = ABOUT.match(frame)
    subject = match["subject"] if match else frame
    text = subject.rstrip(" ?!.")
    added = OPENING.sub("", match["question"]).rstrip(" ?!.") if match else ""
    if added and set(understand(added).content) - set(stems(text)) - {"ca"}:
        text = f"{text} ; {added}"
    text = text[:MAX_SUBJECT].replace("«", "").replace("»", "")
    return f"À propos de « {text} » : {question[0].lower()}{question[1:]}" if text else question
