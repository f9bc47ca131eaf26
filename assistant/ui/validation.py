"""What validating, correcting, withdrawing and renewing do on the page.

Whatever comes from the browser is untrusted: an answer is named by its place in the session's own exchanges, and
whether somebody may act is decided here and by the desk, whatever buttons the page showed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.errors import AssistantError, UsageError
from assistant.models import Answer, ValidatedAnswer, Validation
from assistant.ui import payload, texts
from assistant.ui.assets import VALIDATION_ON_LOAD
from assistant.ui.exports import MAIL
from assistant.ui.port import PageAssistant
from assistant.ui.search_tab import html_piece, typed
from assistant.ui.session import Exchange, Session
from assistant.ui.validation_view import Form, done, form, listed

if TYPE_CHECKING:
    import gradio as gr

log = logging.getLogger(__name__)

ACTIONS = frozenset({"validate", "correct", "withdraw", "renew"})
_LONGEST = 20_000
"""Characters of a field that are read at all; the desk says what is too long."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the page shows after an action: the dialog, and the session when it changed."""

    dialog: str
    session: Session | None = None


class ValidationHandlers:
    """The actions, each a plain method that knows nothing of Gradio. ``user`` is the authenticated name, if any."""

    def __init__(self, assistant: PageAssistant) -> None:
        self._assistant = assistant

    def act(self, data: object, session: Session, user: str | None) -> Reply:
        """Open the form of an action, or do it when the form comes back filled."""
        action, target = payload.text(data, "do"), payload.number(data, "target")
        if not self._assistant.settings.validate_on_page or not self._may(user):
            return Reply(done(texts.NO_VALIDATION))
        if action not in ACTIONS or target is None:
            return Reply(done(texts.UNKNOWN_ANSWER))
        try:
            opened = self._opened(action, target, session, user)
            if opened is None:
                return Reply(done(texts.UNKNOWN_ANSWER))
            if not isinstance(data, Mapping) or not isinstance(data.get("fields"), Mapping):
                return Reply(form(opened))
            filled = _filled(opened, data["fields"])
            return self._done(filled, session)
        except AssistantError as error:
            return Reply(done(str(error)))
        except Exception:
            # As for an answer: something in French, and the traceback in the log.
            log.exception("The validation failed")
            return Reply(done(texts.UNEXPECTED))

    def listed(self, user: str | None) -> str:
        """HTML of the list of validated answers."""
        may = self._assistant.settings.validate_on_page and self._may(user)
        try:
            return listed(self._assistant.validated.all(), may=may)
        except AssistantError as error:
            return done(str(error))

    def _may(self, user: str | None) -> bool:
        return user is None or self._assistant.validated.may_validate(user)

    def _opened(self, action: str, target: int, session: Session, user: str | None) -> Form | None:
        if action in {"withdraw", "renew"}:
            kept = next((one for one in self._assistant.validated.all() if one.id == target), None)
            return Form(action, target, kept.standalone, by=session.person, user=user) if kept else None
        exchange = session.exchange(target)
        answer = exchange.answer if exchange else None
        if answer is None:
            return None
        text = "" if answer.abstained else _with_markers(answer)
        question = answer.standalone_question or answer.question
        return Form(action, target, question, by=session.person, text=text, user=user)

    def _done(self, filled: Form, session: Session) -> Reply:
        by = filled.user if filled.user is not None else filled.by
        try:
            if filled.action == "withdraw":
                self._assistant.validated.withdraw(filled.target, by, filled.note)
                return Reply(done(texts.WITHDRAWN_DONE), replace(session, person=by))
            if filled.action == "renew":
                self._assistant.validated.renew(filled.target, by, filled.expires or None)
                return Reply(done(texts.RENEWED_DONE), replace(session, person=by))
            return self._validated(filled, by, session)
        except UsageError as error:
            return Reply(form(replace(filled, problem=str(error))))

    def _validated(self, filled: Form, by: str, session: Session) -> Reply:
        if session.running:
            raise UsageError(texts.BUSY)
        exchange = session.exchange(filled.target)
        answer = exchange.answer if exchange else None
        if exchange is None or answer is None:
            return Reply(done(texts.UNKNOWN_ANSWER))
        correct = filled.action == "correct"
        given = Validation(
            text=filled.text if correct else None,
            sources=tuple(filled.sources.splitlines()) if correct else (),
            expires=filled.expires or None,
            note=filled.note,
            filters=exchange.filters,
        )
        kept = self._assistant.validated.validate(answer, by, given)
        changed = self._shown(exchange, answer, kept)
        exchanges = (*session.exchanges[: filled.target - 1], changed, *session.exchanges[filled.target :])
        return Reply(done(texts.VALIDATED_DONE), replace(session, exchanges=exchanges, person=by))

    def _shown(self, exchange: Exchange, answer: Answer, kept: ValidatedAnswer) -> Exchange:
        """The exchange with the answer as it was validated."""
        given = replace(
            answer, level="answer", reason=None, text=kept.text, sentences=kept.sentences, citations=kept.citations,
            validated=kept.validated,
        )  # fmt: skip
        mail = self._assistant.export(given, MAIL).content.decode()
        return replace(exchange, answer=given, sentences=kept.sentences, citations=kept.citations, mail=mail)


@dataclass(frozen=True, slots=True)
class ValidationParts:
    """The components of the list and of the dialog."""

    tab: gr.Tab
    list: gr.HTML
    dialog: gr.HTML


def wire_validation(
    parts: ValidationParts, session: Any, drawn: list[Any], draw: Any, handlers: ValidationHandlers, options: Any
) -> None:
    """Opening and sending the form, and the list.

    Args:
        parts: Our components.
        session: The session's state.
        drawn: The components of the conversation.
        draw: Their values for a session.
        handlers: What is done.
        options: Those of every event.
    """
    import gradio as gr

    def act(event: Any, held: Session, request: Any) -> tuple[Any, ...]:
        user = _user(request)
        reply = handlers.act(event._data, held, user)
        if reply.session is None:
            return reply.dialog, gr.skip(), gr.skip(), *(gr.skip() for _ in drawn)
        return reply.dialog, handlers.listed(user), reply.session, *draw(reply.session)

    parts.dialog.select(
        typed(act, event=gr.EventData, request=gr.Request), session, [parts.dialog, parts.list, session, *drawn],
        trigger_mode="multiple", **options,
    )  # fmt: skip

    def show(request: Any) -> str:
        return handlers.listed(_user(request))

    parts.tab.select(typed(show, request=gr.Request), None, parts.list, **options)


def build_list() -> gr.HTML:
    """The place of the list, filled when its tab is opened."""
    html_piece(f"<h2>{texts.VALIDATED}</h2>", "validated-title")
    return html_piece(listed((), may=False), "validated-list")


def build_dialog() -> gr.HTML:
    """What carries the dialog to the page's script."""
    return html_piece("", "validation", VALIDATION_ON_LOAD)


def _user(request: Any) -> str | None:
    """The name under which somebody logged in; None when the page asks for no account."""
    name = getattr(request, "username", None)
    return name if isinstance(name, str) and name else None


def _with_markers(answer: Answer) -> str:
    return "\n".join(f"{one.text} {''.join(f'[{n}]' for n in one.citations)}".rstrip() for one in answer.sentences)


def _filled(opened: Form, fields: Mapping[str, Any]) -> Form:
    names = ("by", "text", "sources", "expires", "note")
    typed_in: dict[str, Any] = {name: payload.text(fields, name)[:_LONGEST] for name in names}
    return replace(opened, **typed_in)
