"""The HTML of validated answers: their label, the buttons under an answer, the form and the list. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.models import Answer, Validated, ValidatedAnswer
from assistant.text import one_line
from assistant.ui import texts
from assistant.ui.session import Exchange
from assistant.ui.texts import NBSP

SHOWN = 100
"""Answers of the list at most; the command line has them all."""

REASONS = {
    "changed": "son document a changé",
    "gone": "son document n’est plus dans le corpus",
    "expired": "expirée",
    "replaced": "remplacée",
    "by_hand": "retirée à la main",
}


@dataclass(frozen=True, slots=True)
class Form:
    """What a documentalist typed so far.

    ``action`` is ``validate``, ``correct``, ``withdraw`` or ``renew``; ``target`` the number of the exchange for the
    first two, of the validated answer for the others. ``user`` is the authenticated name, None without accounts.
    """

    action: str
    target: int
    question: str
    by: str = ""
    text: str = ""
    sources: str = ""
    expires: str = ""
    note: str = ""
    user: str | None = None
    problem: str = ""


def label(answer: Answer | None, number: int) -> str:
    """Who validated an answer and when, with the way to the assistant's own; empty for an answer of the assistant."""
    if not answer or not answer.validated:
        return ""
    return (
        f'<p class="validated"><strong>{escape(_signed(answer.validated))}</strong>{escape(_until(answer.validated))} '
        f'<button type="button" class="as-link" data-act="automatic" data-exchange="{number}">'
        f"{escape(texts.SEE_AUTOMATIC)}</button></p>"
    )


def controls(exchange: Exchange, number: int) -> str:
    """« Valider » and « Corriger » under an answer, where they may be used."""
    answer = exchange.answer
    if not exchange.may_validate or not answer or answer.listing:
        return ""
    buttons = []
    if not answer.abstained and not answer.validated:
        buttons.append(("validate", texts.VALIDATE))
    buttons.append(("correct", texts.WRITE_ANSWER if answer.abstained else texts.CORRECT))
    return f'<p class="exchange-foot desk-buttons">{_buttons(buttons, number, f"question {number}")}</p>'


def form(given: Form) -> str:
    """The form of an action, in the frame of the dialog."""
    title = texts.DESK_TITLES[given.action]
    problem = f'<p class="problem" role="alert">{escape(given.problem)}</p>' if given.problem else ""
    first = "text" if given.action == "correct" else "by"
    fields = []
    if given.action == "correct":
        fields.append(_area("text", texts.DESK_TEXT, texts.DESK_TEXT_HELP, given.text, 7, first))
        fields.append(_area("sources", texts.DESK_SOURCES, texts.DESK_SOURCES_HELP, given.sources, 2, first))
    if given.user is None:
        fields.append(_field("by", texts.DESK_BY, "", given.by, first, 'autocomplete="name" required'))
    else:
        fields.append(f'<p class="desk-user">{escape(texts.DESK_BY)}{NBSP}: {escape(given.user)}</p>')
    if given.action != "withdraw":
        fields.append(_field("expires", texts.DESK_EXPIRES, texts.DESK_EXPIRES_HELP, given.expires, first))
    if given.action != "renew":
        fields.append(_field("note", texts.DESK_NOTE, "", given.note, first))
    return (
        f'<div class="viewer-head"><h2 id="viewer-title">{escape(title)}</h2>{_close()}</div>'
        f'<div class="viewer-body desk-body"><form class="desk-form" data-do="{given.action}" '
        f'data-target="{given.target}" novalidate><p class="desk-question">{escape(texts.quoted(given.question))}</p>'
        f'{problem}{"".join(fields)}<p class="exchange-foot"><button type="submit" class="open">'
        f"{escape(texts.DESK_SUBMITS[given.action])}</button></p></form></div>"
    )


def done(message: str) -> str:
    """The dialog once an action is done, or when it cannot be."""
    return (
        f'<div class="viewer-head"><h2 id="viewer-title">{escape(texts.VALIDATED)}</h2>{_close()}</div>'
        f'<div class="viewer-body desk-body"><p class="desk-done" role="status">{escape(message)}</p></div>'
    )


def listed(answers: Sequence[ValidatedAnswer], *, may: bool) -> str:
    """The list, the latest first; ``may`` adds what withdraws and renews."""
    valid = sum(1 for one in answers if one.state == "valid")
    withdrawn = texts.count(len(answers) - valid, "retirée")
    head = f"{texts.count(valid, 'réponse validée', 'réponses validées')}, {withdrawn}"
    if not answers:
        return f'<p class="empty">{escape(texts.NO_VALIDATED)}</p>'
    items = "".join(f"<li>{_item(one, may=may)}</li>" for one in answers[:SHOWN])
    rest = len(answers) - SHOWN
    more = f'<p class="results-note">{escape(texts.MORE_VALIDATED.format(count=rest))}</p>' if rest > 0 else ""
    return f'<p class="results-note">{escape(head)}</p><ul class="cards">{items}</ul>{more}'


def _item(answer: ValidatedAnswer, *, may: bool) -> str:
    valid = answer.state == "valid"
    state = texts.STATE_VALID if valid else f"{texts.STATE_WITHDRAWN}{NBSP}: {REASONS[answer.reason or 'by_hand']}"
    sentences = "".join(
        f"<p>{escape(one.text)} {''.join(f'[{n}]' for n in one.citations)}</p>" for one in answer.sentences
    )
    cited = "".join(f"<li>[{one.n}] {escape(one_line(one.reference or one.title))}</li>" for one in answer.citations)
    why = f'<p class="results-note">{escape(answer.detail)}</p>' if answer.detail else ""
    note = f'<p class="results-note">{escape(texts.DESK_NOTE)}{NBSP}: {escape(answer.note)}</p>' if answer.note else ""
    return (
        f'<article class="card {"" if valid else "to-check"}"><p class="badge{" valid" if valid else ""}">'
        f"{escape(state)}</p><h3>{escape(texts.tidy(answer.standalone))}</h3>"
        f'<div class="validated-text">{sentences}<ul class="supports">{cited}</ul></div>{why}{note}'
        f'<div class="card-foot"><span>{escape(_signed(answer.validated) + _until(answer.validated))}</span>'
        f"{_actions(answer) if may else ''}</div></article>"
    )


def _actions(answer: ValidatedAnswer) -> str:
    actions = [("renew", texts.RENEW)] if answer.state == "valid" or answer.reason != "replaced" else []
    if answer.state == "valid" or answer.reason in {"changed", "gone", "expired"}:
        actions.append(("withdraw", texts.WITHDRAW if answer.state == "valid" else texts.CLOSE_WITHDRAWN))
    return f'<span class="desk-buttons">{_buttons(actions, answer.id, answer.standalone)}</span>'


def _buttons(actions: Sequence[tuple[str, str]], target: int, about: str) -> str:
    """A button for each action, by its name in the form and the words on it."""
    return "".join(
        f'<button type="button" class="quiet" data-act="desk" data-do="{action}" data-target="{target}" '
        f'aria-label="{escape(name)}{NBSP}: {escape(about)}">{escape(name)}</button>'
        for action, name in actions
    )


def _signed(validated: Validated) -> str:
    words = texts.CORRECTED_BY if validated.corrected else texts.VALIDATED_BY
    return words.format(by=validated.by, on=texts.french_date(validated.on))


def _until(validated: Validated) -> str:
    return texts.VALID_UNTIL.format(day=texts.french_date(validated.expires)) if validated.expires else "."


def _close() -> str:
    return f'<button type="button" class="quiet" data-act="close">{escape(texts.CLOSE)}</button>'


def _field(name: str, words: str, help_: str, value: str, first: str, more: str = "") -> str:
    mark = " data-first" if name == first else ""
    return (
        f'<label class="desk-field">{escape(words)}{_help(help_)}'
        f'<input type="text" name="{name}" value="{escape(value)}" {more}{mark}></label>'
    )


def _area(name: str, words: str, help_: str, value: str, rows: int, first: str) -> str:
    mark = " data-first" if name == first else ""
    return (
        f'<label class="desk-field">{escape(words)}{_help(help_)}'
        f'<textarea name="{name}" rows="{rows}"{mark}>\n{escape(value)}</textarea></label>'
    )


def _help(text: str) -> str:
    return f" <small>{escape(text)}</small>" if text else ""
