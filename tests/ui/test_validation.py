"""Validating, correcting, withdrawing and renewing on the page, without Gradio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.errors import OperationError
from assistant.models import Listing
from assistant.ui import texts
from assistant.ui.handlers import Handlers
from assistant.ui.session import Session
from assistant.ui.validation import Reply, ValidationHandlers
from assistant.ui.validation_view import controls, label, listed
from assistant.ui.views import conversation
from tests.ui.fake_assistant import HOSTILE, FakeAssistant

FIELDS = {"by": "Claire", "text": "Le 1er juin [1].", "sources": "", "expires": "", "note": ""}


def asked(fake: FakeAssistant, question: str = "Quand ?") -> Session:
    session = list(Handlers(fake).ask(question, Session()))[-1].session
    assert session
    return session


def act(fake: FakeAssistant, data: object, session: Session, user: str | None = None) -> Reply:
    return ValidationHandlers(fake).act(data, session, user)


def sent(action: str, target: int, **fields: str) -> dict[str, object]:
    return {"do": action, "target": target, "fields": {**FIELDS, **fields}}


def test_a_form_opens_with_the_text_of_the_answer_and_its_markers(fake: FakeAssistant) -> None:
    reply = act(fake, {"do": "correct", "target": 1}, asked(fake))
    assert reply.session is None
    assert "Le comité régional valide les **engagements**. [2]</textarea>" in reply.dialog
    assert 'name="by"' in reply.dialog


def test_a_validated_answer_is_kept_and_shown_with_its_name(fake: FakeAssistant) -> None:
    reply = act(fake, sent("validate", 1), asked(fake))
    (kept,) = fake.validated.kept
    assert (kept.validated.by, kept.validated.corrected) == ("Claire", False)
    assert reply.session is not None
    assert texts.VALIDATED_DONE in reply.dialog
    shown = conversation(reply.session, (), "", "")
    assert "Réponse validée par Claire le 3\u00a0mai\u00a02026" in shown
    assert texts.SEE_AUTOMATIC in shown


def test_a_corrected_text_replaces_that_of_the_answer(fake: FakeAssistant) -> None:
    reply = act(fake, sent("correct", 1), asked(fake))
    assert reply.session is not None
    (exchange,) = reply.session.exchanges
    assert [one.text for one in exchange.sentences] == ["Le 1er juin [1]."]
    assert "Réponse rédigée et validée par Claire" in label(exchange.answer, 1)


def test_the_name_is_asked_once(fake: FakeAssistant) -> None:
    session = act(fake, sent("validate", 1), asked(fake)).session
    assert session is not None
    again = list(Handlers(fake).ask("Où ?", session))[-1].session
    assert again is not None
    assert 'value="Claire"' in act(fake, {"do": "validate", "target": 2}, again).dialog


def test_what_is_refused_comes_back_with_what_was_typed(fake: FakeAssistant) -> None:
    reply = act(fake, sent("correct", 1, by=" ", text="Mon texte"), asked(fake))
    assert 'role="alert">Le nom est vide.' in reply.dialog
    assert "Mon texte</textarea>" in reply.dialog
    assert fake.validated.kept == []


def test_an_authenticated_name_is_used_whatever_is_typed(fake: FakeAssistant) -> None:
    session = asked(fake)
    assert 'name="by"' not in act(fake, {"do": "validate", "target": 1}, session, "paul").dialog
    act(fake, sent("validate", 1, by="Claire"), session, "paul")
    assert fake.validated.kept[0].validated.by == "paul"


@pytest.mark.parametrize("action", ["validate", "correct", "withdraw", "renew"])
def test_who_may_not_validate_is_refused_whatever_the_page_sends(fake: FakeAssistant, action: str) -> None:
    session = asked(fake)
    assert texts.NO_VALIDATION in act(fake, sent(action, 1), session, "lecteur").dialog
    fake.settings = fake.settings.model_copy(update={"validate_on_page": False})
    assert texts.NO_VALIDATION in act(fake, sent(action, 1), session).dialog
    assert fake.validated.kept == []


@pytest.mark.parametrize(
    "data",
    [None, {}, {"do": "validate"}, {"do": "drop", "target": 1}, {"do": "validate", "target": 9}, {"target": True},
     {"do": "withdraw", "target": 1}, {"do": "validate", "target": 0}],
)  # fmt: skip
def test_a_forged_action_does_nothing(fake: FakeAssistant, data: object) -> None:
    reply = act(fake, data, asked(fake))
    assert reply.session is None
    assert fake.validated.kept == []


def test_nothing_is_validated_while_an_answer_is_being_made(fake: FakeAssistant) -> None:
    session = asked(fake)
    running = session.ask("Et après ?", session.exchanges[0].filters, "…")
    assert texts.BUSY in act(fake, sent("validate", 1), running).dialog


def test_an_answer_is_withdrawn_then_renewed_from_the_list(fake: FakeAssistant) -> None:
    session = act(fake, sent("validate", 1), asked(fake)).session
    assert session is not None
    act(fake, sent("withdraw", 1), session)
    assert "retirée à la main" in ValidationHandlers(fake).listed(None)
    act(fake, sent("renew", 1), session)
    shown = ValidationHandlers(fake).listed(None)
    assert "1\u00a0réponse validée, 0\u00a0retirée" in shown
    assert 'data-do="withdraw"' in shown
    assert "data-do" not in ValidationHandlers(fake).listed("lecteur")


def test_a_failure_is_told_in_french(fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise OperationError("Le catalogue est occupé.")

    monkeypatch.setattr(fake.validated, "validate", busy)
    assert "Le catalogue est occupé." in act(fake, sent("validate", 1), asked(fake)).dialog
    monkeypatch.setattr(fake.validated, "validate", lambda *_, **__: 1 / 0)
    assert texts.UNEXPECTED in act(fake, sent("validate", 1), asked(fake)).dialog


def test_the_automatic_answer_can_be_asked_for(fake: FakeAssistant) -> None:
    session = asked(fake)
    list(Handlers(fake).ask_clicked({"exchange": 1, "automatic": True}, session))
    assert fake.automatic == [False, True]
    assert next(Handlers(fake).ask_clicked({"exchange": 7, "automatic": True}, session)).session is None


def test_the_buttons_fit_the_answer(fake: FakeAssistant) -> None:
    (answered,) = asked(fake).exchanges
    (silent,) = asked(fake, "Quelle météo ?").exchanges
    assert answered.answer is not None
    assert 'data-do="validate"' in controls(answered, 1)
    assert 'data-do="validate"' not in controls(silent, 1)
    assert texts.WRITE_ANSWER in controls(silent, 1)
    assert controls(replace(answered, may_validate=False), 1) == ""
    assert controls(replace(answered, answer=replace(answered.answer, listing=Listing("works", 1))), 1) == ""


def test_markup_in_names_texts_and_notes_is_shown_as_text(fake: FakeAssistant) -> None:
    session = act(fake, sent("correct", 1, by=HOSTILE, text=HOSTILE, note=HOSTILE), asked(fake)).session
    assert session is not None
    shown = listed(fake.validated.kept, may=True) + conversation(session, (), "", "")
    shown += act(fake, {"do": "withdraw", "target": 1}, session).dialog
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown
