"""Follow-up questions made self-contained from the conversation, by rules.

What is left unsaid is put back where French says it: « Et en 2022 ? » takes the question before with its year changed,
« Qui le préside ? » becomes « Qui préside le comité ? », « Quel est son budget ? » « Quel est le budget du plan ? ».
Where no rule applies, the question before is named: « À propos de « Qui a signé le protocole » : et quand ? ». The user
sees the question as it was understood.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering import follow_ups
from assistant.answering.ellipsis import completed
from assistant.answering.follow_ups import OPENING, without_opening
from assistant.answering.manners import without_manner
from assistant.answering.question import ABOUT, understand
from assistant.answering.requests import request_of
from assistant.answering.small_talk import small_talk
from assistant.answering.turns import is_turn, replies, stands_alone, turned
from assistant.models import Turn
from assistant.retrieval.pronouns import resolved
from assistant.text import normalise_space, stems

__all__ = ["MAX_SUBJECT", "rewrite", "self_contained"]

MAX_SUBJECT = 200
"""Characters of the subject that are kept."""

MAX_LENGTH = 300
"""Characters of the questions whose words are put together; a longer one is only named."""

_TURNS = 40
"""Turns that are read back: « plus de détails » and thanks make a conversation long without leaving its subject."""


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
    chatting = False
    for turn in history[-_TURNS:]:
        if turn.role == "assistant":
            answer = turn.content if not chatting else answer
        elif not (chatting := _is_chat(turn.content, answer)):
            frame = _standing_for(normalise_space(turn.content), frame, answer)
    return _standing_for(question, frame, answer)


def self_contained(question: str, history: Sequence[Turn] = ()) -> bool:
    """True when a message can be read alone: a request that names its documents, small talk, a whole question.

    What answers the assistant's own question, or asks for the last answer told otherwise, cannot.
    """
    if not any(turn.role == "user" for turn in history):
        return True
    if ruled(question, history):
        return False
    if small_talk(question) is not None or stands_alone(question):
        return True
    return follow_ups.self_contained(question, history)


def ruled(question: str, history: Sequence[Turn]) -> bool:
    """True for a message that only rules complete: it answers the assistant, or asks for the last answer otherwise."""
    answer = next((turn.content for turn in reversed(history) if turn.role == "assistant"), "")
    return replies(question, answer) or is_turn(question)


def _is_chat(message: str, answer: str) -> bool:
    """True for thanks and greetings, which leave what is talked about as it was; « oui » may answer a proposal."""
    return small_talk(message) is not None and not replies(message, answer)


def _standing_for(question: str, frame: str, answer: str) -> str:
    """A question self-contained, from the last self-contained one and the last answer."""
    told = turned(question, frame, answer)
    if told is not None:
        return told
    frame = _asked_about(without_manner(frame))
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


def _asked_about(frame: str) -> str:
    """The names that a request gives, since « résume la charte » is about the charter; another question as it is."""
    request = request_of(frame)
    return " et ".join(request.names) if request and request.kind != "definition" else frame


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
