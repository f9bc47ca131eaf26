from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.exceptions import ContextOverflowError
from langchain_core.language_models import FakeListChatModel
from langchain_core.outputs import ChatGenerationChunk

from assistant.errors import ModelError, OperationError
from assistant.settings import Settings
from eval.given import Given
from eval.judge.judge import Judge, JudgeFailure, Judgement, load_judge
from eval.judge.rubric import judge_prompt
from eval.questions import Question
from tests.answering.chat_server import ChatServer, Reply, refused_url

QUESTION = Question("q1", "Combien d'engagements ?", answers=("17",))
GIVEN = Given("q1", "Le protocole compte 17 engagements [1].", "answer")
PREMISES = {1: "Le texte compte 17 engagements."}
GOOD = '{"faithfulness": 1, "correctness": 0.5, "reason": "Sans la date."}'
SCORED = Judgement("q1", 1.0, 0.5, "Sans la date.")


def judge_of(url: str, **values: object) -> Judge:
    return load_judge(Settings(chat_model="openai:juge", chat_base_url=url, **values))  # type: ignore[arg-type]


def ask(judge: Judge) -> Judgement | JudgeFailure:
    return judge.judge(QUESTION, GIVEN, PREMISES)


def test_the_server_is_sent_the_rubric_and_the_answer_at_temperature_zero(server: ChatServer) -> None:
    server.script(GOOD)
    judge = judge_of(server.base_url)
    assert ask(judge) == SCORED
    assert judge.name == "openai:juge"
    [request] = server.requests
    prompt = judge_prompt(QUESTION, GIVEN, PREMISES)
    assert (request["model"], request["temperature"]) == ("juge", 0)
    assert [(message["role"], message["content"]) for message in request["messages"]] == [
        ("system", prompt.system),
        ("user", prompt.user),
    ]


def test_any_chat_model_of_langchain_can_judge() -> None:
    assert ask(Judge(FakeListChatModel(responses=[GOOD]), "essai")) == SCORED


def test_an_unusable_reply_is_asked_for_once_more_with_the_reason(server: ChatServer) -> None:
    server.script("Très bonne réponse.", GOOD)
    assert ask(judge_of(server.base_url)) == SCORED
    first, second = (request["messages"][1]["content"] for request in server.requests)
    assert second.startswith(first)
    assert "pas utilisable (pas d'objet JSON" in second.removeprefix(first)


def test_two_unusable_replies_are_a_failure_and_never_a_score(server: ChatServer) -> None:
    server.script("Très bien.", '{"faithfulness": 0.8, "correctness": 1}', GOOD)
    failure = ask(judge_of(server.base_url))
    assert failure == JudgeFailure(
        "q1", "réponse inutilisable, deux fois : faithfulness hors de l'échelle 0, 0.5, 1 : 0.8"
    )
    assert len(server.requests) == 2


def test_a_reply_cut_by_the_server_says_which_setting_to_raise(server: ChatServer) -> None:
    server.script(*[Reply("<think>Voyons", finish="length")] * 2)
    failure = ask(judge_of(server.base_url))
    assert isinstance(failure, JudgeFailure)
    assert failure.why.endswith("texte coupé (chat_max_tokens)")


def test_a_reply_that_never_ends_is_left(server: ChatServer) -> None:
    server.script(*[Reply("mot " * 2500, fault="endless", size=5000)] * 2)
    failure = ask(judge_of(server.base_url))
    assert isinstance(failure, JudgeFailure)
    assert "texte coupé" in failure.why
    assert server.left.wait(5)


def test_a_silent_server_is_a_failure_after_the_limit(server: ChatServer) -> None:
    server.script(Reply(fault="hang"))
    started = time.monotonic()
    assert ask(judge_of(server.base_url, chat_timeout_s=0.5)) == JudgeFailure("q1", "pas de réponse complète en 0,5 s")
    assert time.monotonic() - started < 5


def test_a_server_that_is_down_is_a_failure() -> None:
    assert ask(judge_of(refused_url())) == JudgeFailure("q1", "serveur injoignable")


@pytest.mark.parametrize(("status", "why"), [(401, "clé refusée"), (404, "modèle inconnu du serveur")])
def test_an_error_of_the_server_is_named(server: ChatServer, status: int, why: str) -> None:
    server.script(Reply(status=status))
    assert ask(judge_of(server.base_url)) == JudgeFailure("q1", why)


def test_three_questions_in_a_row_without_an_answer_stop_the_judge(server: ChatServer) -> None:
    server.script(*[Reply(status=401)] * 3)
    judge = judge_of(server.base_url)
    assert [ask(judge), ask(judge)] == [JudgeFailure("q1", "clé refusée")] * 2
    with pytest.raises(OperationError) as caught:
        ask(judge)
    assert str(caught.value) == (
        "Le juge « openai:juge » ne répond pas, 3 questions de suite (clé refusée)."
        " Vérifiez son nom, son adresse (chat_base_url) et sa clé (chat_api_key), puis relancez."
    )


def test_a_server_that_answers_in_between_is_not_dead_even_when_its_text_is_unusable(server: ChatServer) -> None:
    down = Reply(status=401)
    server.script(down, down, GOOD, down, down, "rien", "rien", down, down)
    judge = judge_of(server.base_url)
    found = [ask(judge) for _ in range(7)]
    assert [isinstance(outcome, Judgement) for outcome in found] == [False, False, True, False, False, False, False]


class NarrowModel(FakeListChatModel):
    """Refuses every prompt as too long, as a server does that knows its window."""

    async def _astream(self, *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        raise ContextOverflowError
        yield


def test_long_prompts_that_a_server_refuses_do_not_make_it_a_dead_one() -> None:
    judge = Judge(NarrowModel(responses=[]), "essai")
    assert [ask(judge) for _ in range(4)] == [JudgeFailure("q1", "demande trop longue pour le modèle")] * 4


def test_a_prompt_beyond_the_window_of_ollama_is_not_sent_since_it_would_be_cut_in_silence() -> None:
    model = FakeListChatModel(responses=[GOOD])
    prompt = judge_prompt(QUESTION, GIVEN, PREMISES)
    exact = -(-(len(prompt.system) + len(prompt.user)) // 3)  # three characters a token
    assert ask(Judge(model, "ollama:juge", prompt_tokens=exact)) == SCORED
    failure = ask(Judge(model, "ollama:juge", prompt_tokens=exact - 1))
    assert isinstance(failure, JudgeFailure)
    assert "chat_context_tokens" in failure.why


def test_the_window_is_that_of_the_settings_for_ollama_and_the_server_s_own_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("eval.judge.judge.load_chat_model", lambda _: FakeListChatModel(responses=[GOOD]))
    narrow = {"chat_context_tokens": 1024, "chat_max_tokens": 600}
    assert isinstance(ask(load_judge(Settings(chat_model="ollama:juge", **narrow))), JudgeFailure)  # type: ignore[arg-type]
    assert ask(load_judge(Settings(chat_model="openai:juge", **narrow))) == SCORED  # type: ignore[arg-type]


def test_a_judge_that_cannot_be_loaded_is_said_before_any_question() -> None:
    with pytest.raises(ModelError, match="nom de modèle incomplet"):
        load_judge(Settings(chat_model="juge"))
