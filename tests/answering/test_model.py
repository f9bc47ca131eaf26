from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig, RunnableGenerator

from assistant.answering.model import Dropped, ModelEvent, Refused, Supported
from assistant.answering.prompts import REFUSAL
from tests.answering.chat_server import ChatServer, Reply
from tests.answering.fakes_model import GOOD, PLAIN, SIGNED, answerer, dropped, events, evidence, of, said

# What the model writes, and what is shown of it


def test_supported_sentences_come_out_in_order_without_their_markers(server: ChatServer) -> None:
    server.script(f"{GOOD} {SIGNED}")
    found = events(answerer(server))
    assert said(found) == [PLAIN, "Il a été signé le 1er juin 2023 en Mayenne."]
    assert [type(event) for event in found] == [Supported, Supported]
    assert [support.evidence.passage.id for support in found[0].supports] == ["p1"]  # type: ignore[union-attr]


def test_a_sentence_is_shown_before_the_model_has_finished(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} {SIGNED} Il", fault="hang"))
    stream = answerer(server, timeout_s=30).stream("Combien ?", [], evidence())
    started = time.monotonic()
    first = next(stream)
    assert isinstance(first, Supported)
    assert time.monotonic() - started < 10
    stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (PLAIN, "no_marker"),
        ("Le protocole compte 17 engagements [9].", "unknown_marker"),
        ("Le protocole compte 19 engagements [1].", "unsupported"),
        ("Le protocole ne compte pas 17 engagements [1].", "unsupported"),
        ("The protocol has 17 commitments, signed by everyone [1].", "unsupported"),
    ],
)
def test_what_nothing_supports_is_dropped(server: ChatServer, written: str, why: str) -> None:
    server.script(written)
    found = events(answerer(server))
    assert [reason for _, reason in dropped(found)] == [why]
    assert said(found) == []


def test_a_link_that_the_passage_does_not_hold_is_never_shown(server: ChatServer) -> None:
    server.script(
        "Les 17 engagements sont sur https://exemple.org/17 [1]. Les 17 engagements: https://exemple.fr/17 [1]."
    )
    found = events(answerer(server), evidence("Les 17 engagements sont publiés sur le site https://exemple.fr/17."))
    assert dropped(found) == [("Les 17 engagements sont sur https://exemple.org/17.", "foreign_contact")]
    assert said(found) == ["Les 17 engagements: https://exemple.fr/17."]


def test_a_marker_on_the_wrong_passage_is_moved_to_the_one_that_supports(server: ChatServer) -> None:
    server.script("Le protocole compte 17 engagements [2].")
    [event] = events(answerer(server))
    assert isinstance(event, Supported)
    assert event.moved
    assert [support.evidence.n for support in event.supports] == [1]


def test_of_several_markers_only_those_that_support_are_kept(server: ChatServer) -> None:
    server.script("Le protocole compte 17 engagements [1][2][7].")
    [event] = events(answerer(server))
    assert isinstance(event, Supported)
    assert [support.evidence.n for support in event.supports] == [1]
    assert not event.moved


def test_a_preamble_is_dropped_and_the_answer_is_kept(server: ChatServer) -> None:
    server.script(f"Bonjour, je vais vous aider. Voici la réponse :\n\n{GOOD}\n\nN'hésitez pas à me relancer.")
    found = events(answerer(server))
    assert said(found) == [PLAIN]
    assert [why for _, why in dropped(found)] == ["no_marker", "introduction", "no_marker"]


def test_a_list_is_checked_with_the_words_that_announce_it(server: ChatServer) -> None:
    server.script(
        "Ne sont pas concernés par la mesure :\n- les apprentis [3]\n- les stagiaires [3]\n- les retraités [3]"
    )
    found = events(answerer(server))
    assert said(found) == ["Ne sont pas concernés par la mesure : les apprentis", "les stagiaires"]


def test_a_list_is_not_shown_under_an_announcement_that_turns_it_round(server: ChatServer) -> None:
    server.script("Sont concernés par la mesure :\n- les apprentis [3]\n- les stagiaires [3]")
    found = events(answerer(server))
    assert said(found) == []
    assert dropped(found)[-1] == ("Sont concernés par la mesure :", "introduction")


def test_a_sentence_said_twice_is_shown_once(server: ChatServer) -> None:
    server.script(f"{GOOD} {GOOD}")
    assert [type(event) for event in events(answerer(server))] == [Supported, Dropped]


def test_reasoning_is_not_shown(server: ChatServer) -> None:
    server.script(f"<think>{SIGNED} Je ne trouve pas de réponse.</think>{GOOD}")
    assert said(events(answerer(server))) == [PLAIN]


def test_reasoning_begun_in_the_prompt_is_not_shown(server: ChatServer) -> None:
    server.script(f"Je réfléchis : {SIGNED[:-1]}</think>{GOOD}")
    assert said(events(answerer(server))) == [PLAIN]


@pytest.mark.parametrize(
    "written",
    [REFUSAL, REFUSAL.upper(), f"{REFUSAL[:-1]} [1].", f"**{REFUSAL}** {GOOD}", f"Bonjour. {REFUSAL}"],
)
def test_a_refusal_ends_the_answer_with_nothing_shown(server: ChatServer, written: str) -> None:
    server.script(written)
    found = events(answerer(server))
    assert isinstance(found[-1], Refused)
    assert said(found) == []


def test_a_refusal_after_supported_sentences_does_not_take_them_back(server: ChatServer) -> None:
    server.script(f"{GOOD} {REFUSAL}")
    assert [type(event) for event in events(answerer(server))] == [Supported, Dropped]


# What the model is asked


def test_the_model_sees_the_numbered_passages_and_the_limits_of_the_settings(server: ChatServer) -> None:
    server.script(GOOD)
    events(answerer(server))
    prompt, request = server.prompt(), server.requests[0]
    assert [f'<passage numero="{n}">' in prompt for n in (1, 2, 3, 4)] == [True, True, True, False]
    assert REFUSAL in prompt
    assert (request["stream"], request["temperature"], request["max_completion_tokens"]) == (True, 0, 600)


def test_a_marker_of_a_passage_that_was_not_shown_is_out_of_range(server: ChatServer) -> None:
    server.script("Le comité est coprésidé par le préfet [2].")
    long = evidence("Le comité est coprésidé. " + "mot " * 300, "Le comité est coprésidé par le préfet. " * 200)
    found = events(answerer(server, context_tokens=1400), long)
    assert '<passage numero="2">' not in server.prompt()
    assert dropped(found) == [("Le comité est coprésidé par le préfet.", "unknown_marker")]


# Any LangChain model


@pytest.mark.parametrize(
    "model",
    [
        GenericFakeChatModel(messages=iter([AIMessage(f"{GOOD} {SIGNED}")])),
        FakeListChatModel(responses=[f"{GOOD} {SIGNED}"]),
    ],
)
def test_a_model_of_another_kind_answers_too(model: BaseChatModel) -> None:
    assert len(said(events(of(model)))) == 2


def test_the_model_runs_inside_the_chain_that_calls_it_and_carries_its_tag() -> None:
    class Watcher(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[tuple[list[str], bool]] = []

        def on_chat_model_start(self, *args: Any, tags: Any = None, parent_run_id: Any = None, **kwargs: Any) -> None:
            self.seen.append((list(tags or []), parent_run_id is not None))

    answers = of(FakeListChatModel(responses=[GOOD]))

    def answer(questions: Iterator[str], config: RunnableConfig) -> Iterator[ModelEvent]:
        for question in questions:
            yield from answers.stream(question, [], evidence(), config)

    watcher = Watcher()
    assert said(list(RunnableGenerator(answer).stream("Combien ?", {"callbacks": [watcher]}))) == [PLAIN]
    [(tags, inside)] = watcher.seen
    assert "answer" in tags
    assert inside
