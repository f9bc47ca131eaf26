from __future__ import annotations

import gc
import threading
import time
from types import AsyncGeneratorType

import pytest

from assistant.answering.chat_models import load_chat_model
from assistant.answering.model import Failed, ModelEvent, Supported
from assistant.answering.model_events import Unshown
from assistant.settings import Settings
from tests.answering.chat_server import ChatServer, Reply, refused_url
from tests.answering.fakes_model import GOOD, PLAIN, SIGNED, TEXTS, answerer, dropped, events, evidence, of, said


def failure(found: list[ModelEvent]) -> Failed:
    last = found[-1]
    assert isinstance(last, Failed)
    return last


def suspended() -> set[int]:
    """The asynchronous generators that nobody closed, by identity."""
    generators = (each for each in gc.get_objects() if type(each) is AsyncGeneratorType)
    return {id(each) for each in generators if each.ag_frame is not None}


def test_a_server_that_is_down_is_a_notice_in_french() -> None:
    settings = Settings(chat_model="openai:essai", chat_base_url=refused_url())
    [event] = events(of(load_chat_model(settings)))
    assert isinstance(event, Failed)
    assert event.cause == "unreachable"
    assert event.notice == (
        "Le modèle « essai » est injoignable (réglage chat_base_url) ; réponse extraite des documents."
    )


@pytest.mark.parametrize(
    ("status", "cause"),
    [(500, "error"), (401, "refused_key"), (403, "refused_key"), (404, "unknown_model"), (429, "overload")],
)
def test_an_error_of_the_server_is_named(server: ChatServer, status: int, cause: str) -> None:
    server.script(*[Reply(status=status)] * 3)
    found = failure(events(answerer(server)))
    assert found.cause == cause
    assert "scripted" not in found.message


def test_one_error_is_tried_again(server: ChatServer) -> None:
    server.script(Reply(status=500), GOOD)
    assert said(events(answerer(server))) == [PLAIN]
    assert len(server.requests) == 2


def test_a_server_that_asks_to_wait_is_obeyed_within_the_limit(server: ChatServer) -> None:
    server.script(Reply(status=429, retry_after="1"), GOOD)
    started = time.monotonic()
    assert said(events(answerer(server))) == [PLAIN]
    assert time.monotonic() - started >= 1


def test_a_server_that_asks_to_wait_longer_than_the_limit_is_left_at_once(server: ChatServer) -> None:
    server.script(Reply(status=429, retry_after="3600"))
    started = time.monotonic()
    assert failure(events(answerer(server))).cause == "overload"
    assert time.monotonic() - started < 5
    assert len(server.requests) == 1


def test_what_is_refused_for_good_is_not_tried_again(server: ChatServer) -> None:
    server.script(*[Reply(status=401)] * 3)
    events(answerer(server))
    assert len(server.requests) == 1


def test_a_text_begun_is_not_asked_for_twice(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} Le comité", fault="break"), GOOD)
    assert said(events(answerer(server))) == [PLAIN]
    assert len(server.requests) == 1


@pytest.mark.parametrize(("text", "told"), [("", "n'a pas répondu en 0,4 s"), (f"{GOOD} Le", "s'est tu pendant 0,4 s")])
def test_a_silence_is_left_before_the_whole_limit(server: ChatServer, text: str, told: str) -> None:
    server.script(Reply(text, fault="hang", size=50))
    model = load_chat_model(Settings(chat_model="openai:essai", chat_base_url=server.base_url))
    started = time.monotonic()
    found = events(of(model, timeout_s=30, silence_s=0.4))
    assert time.monotonic() - started < 10
    assert told in failure(found).message
    assert said(found) == ([PLAIN] if text else [])


def test_a_passage_longer_than_the_window_is_told_and_the_others_are_shown(server: ChatServer) -> None:
    server.script("Le protocole compte 17 engagements [2].")
    found = events(answerer(server, context_tokens=1200), evidence("mot " * 2000, TEXTS[0]))
    assert isinstance(found[0], Unshown)
    assert found[0].notice == (
        "Un passage trop long (« Titre 1 ») n'a pas été montré au modèle : sa fenêtre est de 1200 jetons"
        " (réglage chat_context_tokens)."
    )
    assert said(found) == [PLAIN]
    assert "mot mot" not in server.prompt()


TOO_LONG = Reply("request (5120 tokens) exceeds the available context size (4096 tokens)", status=400)


def test_a_model_that_finds_the_request_too_long_is_shown_fewer_passages(server: ChatServer) -> None:
    server.script(TOO_LONG, GOOD)
    passages = evidence(TEXTS[0], *["autre mot " * 300] * 4)
    assert said(events(answerer(server, context_tokens=2400), passages)) == [PLAIN]
    assert [server.prompt(request).count("<passage") for request in (0, 1)] == [3, 2]


def test_a_request_that_stays_too_long_is_told(server: ChatServer) -> None:
    server.script(*[TOO_LONG] * 3)
    found = failure(events(answerer(server, context_tokens=2400), evidence(*["mot " * 200] * 6)))
    assert found.cause == "too_long"
    assert "refuse une demande aussi longue" in found.message


def test_a_window_too_small_for_any_passage_asks_nothing(server: ChatServer) -> None:
    found = failure(events(answerer(server, context_tokens=300)))
    assert (found.cause, server.requests) == ("no_room", [])
    assert "une fenêtre trop petite pour un seul passage (300 jetons" in found.notice


def test_a_silent_server_is_left_after_the_limit(server: ChatServer) -> None:
    server.script(Reply(fault="hang"))
    started = time.monotonic()
    found = failure(events(answerer(server, timeout_s=0.5)))
    assert time.monotonic() - started < 5
    assert (found.cause, found.partial) == ("timeout", False)
    assert "n'a pas répondu en 0,5 s" in found.message
    assert server.left.wait(5)


def test_a_server_that_falls_silent_in_the_middle_keeps_what_was_verified(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} {SIGNED} Le comité", fault="hang"))
    found = events(answerer(server, timeout_s=1.0))
    assert len(said(found)) == 2
    assert dropped(found) == [("Le comité", "unfinished")]
    assert failure(found).partial
    assert failure(found).notice.endswith("la réponse est incomplète.")


def test_a_connection_that_breaks_keeps_what_was_verified(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} Il a été signé le 1er juin 2023 en Mayenne", fault="break"))
    found = events(answerer(server))
    assert said(found) == [PLAIN]
    assert failure(found).cause == "broken"


@pytest.mark.parametrize("text", [f"{SIGNED} ", "mot ", "\n", "<think>hum</think> "])
def test_a_text_that_never_ends_is_cut_and_its_connection_closed(server: ChatServer, text: str) -> None:
    server.script(Reply(text, fault="endless", size=20))
    before = suspended()
    started = time.monotonic()
    found = events(answerer(server, max_tokens=60, timeout_s=3))
    assert time.monotonic() - started < 6
    assert failure(found).cause in ("cut", "timeout")
    assert len(said(found)) <= 1
    assert server.left.wait(5)
    deadline = time.monotonic() + 5
    while (left := suspended() - before) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not left


def test_a_text_cut_by_the_server_is_said_to_be_incomplete(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} Il a été signé le 1er", finish="length"))
    found = events(answerer(server))
    assert said(found) == [PLAIN]
    assert (failure(found).cause, failure(found).partial) == ("cut", True)


def test_a_last_sentence_without_a_stop_counts_only_if_the_server_says_that_it_ended(server: ChatServer) -> None:
    server.script(Reply(PLAIN[:-1], finish="stop"), Reply("Le protocole compte 17 [1] engagements", finish=None))
    events(answerer(server))
    found = events(answerer(server))
    assert dropped(found) == [("Le protocole compte 17 engagements", "unfinished")]


def test_an_empty_reply_is_a_failure(server: ChatServer) -> None:
    server.script("<think>rien</think>")
    assert failure(events(answerer(server))).cause == "empty"


def test_leaving_an_answer_closes_the_connection(server: ChatServer) -> None:
    server.script(Reply(f"{GOOD} ", fault="endless", pause_s=0.005))
    stream = answerer(server).stream("Combien ?", [], evidence())
    assert isinstance(next(stream), Supported)
    stream.close()  # type: ignore[attr-defined]
    assert server.left.wait(5)


def test_two_readers_at_once_get_each_their_own_answer(server: ChatServer) -> None:
    server.script(*[Reply(GOOD, pause_s=0.002)] * 8)
    answers = answerer(server)
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(said(events(answers)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[PLAIN]] * 8
