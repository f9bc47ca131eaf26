"""What a question or a click does, without Gradio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import OperationError
from assistant.ui import texts
from assistant.ui.handlers import Handlers
from assistant.ui.session import Session
from tests.ui.fake_assistant import FakeAssistant


def ask(fake: FakeAssistant, question: str, session: Session | None = None) -> Session:
    asked = list(Handlers(fake).ask(question, session or Session()))[-1].session
    assert asked
    return asked


def test_the_screen_grows_step_by_step_and_ends_with_the_whole_answer(fake: FakeAssistant) -> None:
    screens = list(Handlers(fake).ask("  Quand ?  ", Session(), "", "", [], [], []))
    last = [screen.session.exchanges[-1] for screen in screens if screen.session]
    assert [exchange.progress for exchange in last[:3]] == ["Recherche…", "Recherche…", "Lecture de 8 passages"]
    assert [len(exchange.sentences) for exchange in last] == [0, 0, 0, 1, 2, 2, 2]
    assert [exchange.running for exchange in last[-2:]] == [False, False]
    assert screens[0].question == ""
    assert fake.asked[0][0] == "Quand ?"


def test_only_printed_numbers_that_differ_are_kept(fake: FakeAssistant) -> None:
    assert ask(fake, "Quand ?").exchanges[0].labels == ((2, "1"),)


@pytest.mark.parametrize("question", ["", "   ", None, {"path": "/etc/passwd"}, ["x"]])
def test_an_empty_or_forged_question_is_refused_and_nothing_is_asked(fake: FakeAssistant, question: object) -> None:
    (screen,) = Handlers(fake).ask(question, Session())
    assert screen.notice == texts.EMPTY_QUESTION
    assert screen.session is None
    assert screen.question is None
    assert fake.asked == []


def test_a_wrong_date_keeps_the_question_in_its_field(fake: FakeAssistant) -> None:
    (screen,) = Handlers(fake).ask("Quand ?", Session(), "jadis", "", [], [], [])
    assert "jadis" in screen.notice
    assert screen.question is None


def test_a_failure_is_told_and_left_out_of_the_history(fake: FakeAssistant) -> None:
    session = ask(fake, "panne")
    assert session.exchanges[0].error == "L’index est occupé : réessayez dans un instant."
    assert session.turns() == ()
    assert ask(fake, "plante").exchanges[0].error == texts.UNEXPECTED


def test_stopping_ends_the_running_answer_only(fake: FakeAssistant) -> None:
    handlers = Handlers(fake)
    running = next(handlers.ask("Quand ?", Session())).session
    assert running
    assert [screen.notice for screen in handlers.ask("Et où ?", running)] == [texts.BUSY]
    stopped = handlers.stop(running).session
    assert stopped
    assert stopped.exchanges[0].error == texts.INTERRUPTED
    finished = ask(fake, "Quand ?")
    assert handlers.stop(finished).session == finished


@pytest.mark.parametrize("data", [{"example": 9}, {"example": -1}, {"example": "0"}, {"example": True}, None, []])
def test_an_example_that_does_not_exist_asks_nothing(fake: FakeAssistant, data: object) -> None:
    list(Handlers(fake).ask_clicked(data, Session()))
    assert fake.asked == []


def test_a_source_is_opened_only_from_ones_own_conversation(fake: FakeAssistant) -> None:
    session = ask(fake, "Quand ?")
    handlers = Handlers(fake)
    assert "<mark>" in handlers.open_source({"exchange": 1, "n": 2}, session)
    assert texts.NO_DOCUMENT in handlers.open_source({"exchange": 1, "n": 2}, Session())
    assert texts.NO_DOCUMENT in handlers.open_source({"exchange": 1, "n": 3}, session)


def test_a_document_removed_since_the_answer_is_said_to_be(fake: FakeAssistant) -> None:
    session = ask(fake, "Quand ?")
    fake.view = replace(fake.view, documents=())
    assert texts.NO_DOCUMENT in Handlers(fake).open_source({"exchange": 1, "n": 1}, session)


@pytest.mark.parametrize(("asked", "shown"), [(1, "Page\u00a01 sur 2"), (-4, "Page\u00a01"), (99, "Page\u00a02 sur 2")])
def test_pages_are_turned_within_the_document(fake: FakeAssistant, asked: int, shown: str) -> None:
    session = ask(fake, "Quand ?")
    assert shown in Handlers(fake).open_source({"exchange": 1, "n": 2, "page": asked}, session)


def test_a_page_whose_file_has_gone_is_given_as_text(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> bytes:
        raise OperationError("Le fichier a disparu.")

    monkeypatch.setattr(fake, "page_image", gone)
    shown = Handlers(fake).open_source({"document": "p1"}, Session())
    assert texts.NO_PAGE_IMAGE in shown
    assert "Protocole. Article 1." in shown


def test_the_other_places_that_have_the_passage_are_named_and_can_be_opened(fake: FakeAssistant) -> None:
    session = ask(fake, "Quand ?")
    shown = {n: Handlers(fake).open_source({"exchange": 1, "n": n}, session) for n in (1, 2)}
    repeated = next(n for n, citation in enumerate(session.exchanges[0].citations, 1) if citation.passage_id == "p1-a")
    assert "Le même texte se trouve aussi dans" in shown.pop(repeated)
    assert all("Le même texte se trouve aussi dans" not in other for other in shown.values())
    opened = Handlers(fake).open_source({"exchange": 1, "n": repeated}, session)
    assert 'data-document="n1" data-page="1">La notice du protocole</button>' in opened


def test_each_conversation_has_its_own_name_from_its_first_question(fake: FakeAssistant) -> None:
    first = ask(fake, "Quand ?")
    ask(fake, "Et où ?", first)
    ask(fake, "Quand ?")
    one, again, other = fake.conversations
    assert one == again != other
    assert one
