from __future__ import annotations

import pytest

from assistant.answering.chat_models import load_chat_model
from assistant.answering.model_rewriting import ModelRewriter, safe_rewriting
from assistant.models import Turn
from assistant.settings import Settings
from tests.answering.chat_server import ChatServer, Reply

HISTORY = [
    Turn("user", "Quels sont les engagements du protocole de la Mayenne ?"),
    Turn("assistant", "Le protocole compte 17 engagements, signés le 1er juin 2023."),
]
FOLLOW_UP = "et pour les jeunes ?"
GOOD = "Quels engagements du protocole de la Mayenne concernent les jeunes ?"


def rewriter(server: ChatServer, timeout_s: float = 10.0) -> ModelRewriter:
    settings = Settings(chat_model="openai:essai", chat_base_url=server.base_url)
    return ModelRewriter(load_chat_model(settings), timeout_s=timeout_s)


def test_a_follow_up_is_made_self_contained(server: ChatServer) -> None:
    server.script(GOOD)
    assert rewriter(server).rewrite(FOLLOW_UP, HISTORY) == GOOD
    assert "17 engagements" in server.prompt()


def test_a_first_question_is_not_sent_to_the_model(server: ChatServer) -> None:
    assert rewriter(server).rewrite("Combien d'engagements ?", []) is None
    assert server.requests == []


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(fault="hang"), Reply("mot ", fault="endless", size=100)])
def test_a_model_that_fails_rewrites_nothing(server: ChatServer, reply: Reply) -> None:
    server.script(reply)
    assert rewriter(server, timeout_s=1.0).rewrite(FOLLOW_UP, HISTORY) is None


@pytest.mark.parametrize(
    "written",
    [
        f"« {GOOD} »",
        f"Question réécrite : {GOOD}",
        f"**{GOOD}**",
        f"\n{GOOD}\n\n",
        GOOD.removesuffix(" ?"),
    ],
)
def test_labels_quotes_and_formatting_are_taken_off(written: str) -> None:
    assert safe_rewriting(written, FOLLOW_UP, HISTORY) == GOOD


@pytest.mark.parametrize(
    "written",
    [
        "",
        "Quels engagements du protocole concernent les 18 bassins pour les jeunes ?",
        "Quels engagements du protocole de 2024 concernent les jeunes ?",
        "Quels engagements du protocole de la Sarthe concernent les jeunes ?",
        "Sarthe : quels engagements du protocole concernent les jeunes ?",
        "Quels engagements du protocole de la DREETS concernent les jeunes ?",
        "Quelle recette de cuisine rapide préparer ce soir ?",
        "Quels sont les engagements du protocole ? Et pour les jeunes ?",
        "Quels sont les engagements du protocole\net pour les jeunes ?",
        "Quels engagements du protocole, sur https://exemple.org, pour les jeunes ?",
        "Quels engagements du protocole pour les jeunes " + "jeunes " * 60 + "?",
        "Je ne peux pas répondre à cette question.",
    ],
)
def test_a_rewriting_that_brings_in_what_nobody_said_is_refused(written: str) -> None:
    assert safe_rewriting(written, FOLLOW_UP, HISTORY) is None


def test_reasoning_is_not_part_of_the_question(server: ChatServer) -> None:
    server.script(f"<think>Il s'agit de 2024.</think>\n{GOOD}")
    assert rewriter(server).rewrite(FOLLOW_UP, HISTORY) == GOOD
