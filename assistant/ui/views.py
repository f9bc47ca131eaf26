"""The HTML of the conversation, of the source cards and of the header: pure functions.

Every text goes through ``escape``: those of documents as well as ours. Elements that carry ``data-act`` are obeyed by
the page's script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

from assistant.models import Answer, AnswerSentence, Citation, CorpusView, Filters
from assistant.text import one_line
from assistant.ui import texts
from assistant.ui.exports import export_menu
from assistant.ui.filters import describe
from assistant.ui.listing_view import conditions_line, listing, searched_too
from assistant.ui.session import Exchange, Session
from assistant.ui.texts import NBSP, THIN
from assistant.ui.validation_view import controls, label
from assistant.ui.verification_view import verification

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def header(corpus: CorpusView) -> str:
    """Name of the product, what it is, what it knows and since when."""
    notices = sum(1 for document in corpus.documents if document.kind == "notice")
    state = texts.count(notices, "notice") + ", " + texts.count(len(corpus.documents) - notices, "PDF", "PDF")
    read = ""
    if corpus.last_ingestion:
        read = f" <span>lus le {escape(texts.french_moment(corpus.last_ingestion))}</span>"
    return (
        f'<header class="top"><a class="skip" href="#question" data-act="skip">{escape(texts.SKIP)}</a>'
        f'<div class="brand"><h1>{escape(texts.PRODUCT)}</h1>'
        f"<p>{escape(texts.TAGLINE)} <strong>{escape(texts.CHECK)}</strong></p></div>"
        f'<p class="corpus-state"><span>Corpus{NBSP}: {escape(state)}</span>{read}</p></header>'
    )


def conversation(session: Session, examples: Sequence[str], contact: str, privacy: str) -> str:
    """The whole conversation, as a log that assistive technology reads as it grows."""
    if session.exchanges:
        inside = "".join(
            _exchange(exchange, number, contact) for number, exchange in enumerate(session.exchanges, start=1)
        )
    else:
        inside = _welcome(examples, privacy)
    return (
        f'<div class="log" role="log" aria-live="polite" aria-relevant="additions text" '
        f'aria-label="{escape(texts.CONVERSATION)}">{inside}</div>'
    )


def sources(session: Session) -> str:
    """Cards of every cited passage: those of the last question first, the others folded away."""
    groups = [(number, exchange) for number, exchange in enumerate(session.exchanges, start=1) if exchange.citations]
    inside = f'<p class="empty">{escape(texts.NO_SOURCES)}</p>'
    last = len(session.exchanges)
    if groups:
        inside = ""
        if groups[-1][0] == last:
            inside = _cards(*groups.pop())
        for number, exchange in reversed(groups):
            title = f"{texts.OLDER_SOURCES.format(number=number)}{NBSP}: {texts.tidy(_short(exchange.question))}"
            inside += f'<details class="older"><summary>{escape(title)}</summary>{_cards(number, exchange)}</details>'
    name = escape(texts.SOURCES)
    return f'<section class="sources" aria-label="{name}"><h2>{name}</h2>{inside}</section>'


def active_filters(filters: Filters) -> str:
    """The conditions in force, shown above the question; empty when there are none."""
    phrases = describe(filters)
    if not phrases:
        return ""
    chips = "".join(f"<li>{escape(phrase)}</li>" for phrase in phrases)
    return f'<div class="active-filters"><span>{escape(texts.FILTER_ACTIVE)}</span><ul>{chips}</ul></div>'


def notice(message: str) -> str:
    """Why a question was not sent, read at once by assistive technology."""
    return f'<div role="alert" class="notice">{escape(message)}</div>'


def page_name(citation: Citation, label: str | None) -> str:
    """« Page 3 », « Page 3 (numérotée 1) », or the kind for a notice, which has no pages."""
    if not is_pdf(citation):
        return texts.KINDS["notice"]
    return f"Page{NBSP}{citation.page}" + (f" (numérotée{NBSP}{label})" if label else "")


def is_pdf(citation: Citation) -> bool:
    """True when the citation is of a PDF file."""
    return citation.file.lower().endswith(".pdf")


def quote_html(text: str) -> str:
    """A quotation on one line between French marks; its white space is that of a page, not its own."""
    return escape(texts.quoted(one_line(text)))


def contact_html(contact: str) -> str:
    """The documentation desk as the settings name it, its address or mail clickable."""
    shown, end = "", 0
    for match in re.finditer(f"{_URL.pattern}|{_EMAIL.pattern}", contact):
        target = match[0] if match[0].startswith("http") else f"mailto:{match[0]}"
        shown += f'{escape(contact[end : match.start()])}<a href="{escape(target)}">{escape(match[0])}</a>'
        end = match.end()
    return shown + escape(contact[end:])


def _welcome(examples: Sequence[str], privacy: str) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-act="example" data-example="{index}">'
        f"{escape(texts.tidy(text))}</button></li>"
        for index, text in enumerate(examples)
    )
    listed = f'<h3>{escape(texts.EXAMPLES)}</h3><ul class="examples">{buttons}</ul>' if examples else ""
    return (
        f'<div class="welcome"><p class="lead">{escape(texts.WELCOME)}</p><p>{escape(texts.WELCOME_MORE)}</p>{listed}'
        f'<p class="privacy">{escape(privacy)}</p></div>'
    )


def _exchange(exchange: Exchange, number: int, contact: str) -> str:
    """One exchange. Its parts keep their order while it grows, so that only what is new is announced."""
    answer = exchange.answer
    understood = ""
    if answer and _differs(answer.standalone_question, exchange.question):
        understood = f"{escape(texts.UNDERSTOOD)} {escape(texts.tidy(answer.standalone_question))}"
    scope = "" if exchange.filters.empty else f"{escape(texts.SCOPE)} {escape(' · '.join(describe(exchange.filters)))}"
    too = escape(searched_too(answer.added)) if answer else ""
    return (
        f'<article class="exchange" aria-label="Question {number}">'
        f'<h3 class="question"><span class="sr-only">{escape(texts.QUESTION)}{NBSP}: </span>'
        f"{escape(texts.tidy(exchange.question))}</h3>"
        f"{_optional('understood', understood)}{_optional('scope', scope)}{_optional('scope', too)}"
        f"{_conditions(answer, number)}"
        f'{label(answer, number)}<div class="answer">{_body(exchange, number)}</div>'
        f'<p class="progress"{"" if exchange.running else " hidden"}>{escape(exchange.progress or "")}</p>'
        f"{_ending(exchange, number, contact)}</article>"
    )


def _conditions(answer: Answer | None, number: int) -> str:
    return conditions_line(answer.conditions, f'data-act="drop" data-exchange="{number}"') if answer else ""


def _body(exchange: Exchange, number: int) -> str:
    answer = exchange.answer
    if answer and answer.abstained:
        return ""
    sentences = exchange.sentences
    if answer and answer.listing:  # our own words, not those of a document
        sentences = tuple(replace(sentence, text=texts.tidy(sentence.text)) for sentence in sentences)
    told = "".join(_sentence(sentence, number, exchange.citations) for sentence in sentences)
    return told + (listing(answer.listing) if answer and answer.listing else "")


def _sentence(sentence: AnswerSentence, number: int, citations: Iterable[Citation]) -> str:
    known = {citation.n: citation for citation in citations}
    markers = "".join(_marker(known[n], number) for n in sentence.citations if n in known)
    opening = '<p class="lead">' if sentence.lead else "<p>"
    return f"{opening}{escape(sentence.text)}{NBSP + markers if markers else ''}</p>"


def _marker(citation: Citation, number: int) -> str:
    return (
        f'<a class="marker" href="#{_card_id(number, citation.n)}" data-act="marker" '
        f'aria-label="Source {citation.n}{NBSP}: {escape(citation.title)}">[{citation.n}]</a>'
    )


def _ending(exchange: Exchange, number: int, contact: str) -> str:
    """What follows the sentences: an error, an abstention, warnings, and the ways to take the answer away."""
    if exchange.error:
        return f'<div class="problem"><p>{escape(exchange.error)}</p></div>'
    answer = exchange.answer
    if not answer:
        return ""
    if answer.abstained:
        told = _abstention(answer, number, contact) + _warnings(answer) + verification(answer.verification)
        return told + export_menu(exchange, number) + controls(exchange, number)
    told = _warnings(answer) + verification(answer.verification)
    return told + export_menu(exchange, number) + controls(exchange, number)


def _abstention(answer: Answer, number: int, contact: str) -> str:
    """What the assistant says when it does not answer, and whom to ask when its text does not say it already."""
    to_check = answer.level == "to_check"
    known = not contact or contact in answer.text
    desk = "" if known else f'<p class="desk">{escape(texts.CONTACT)} {contact_html(contact)}</p>'
    return (
        f'<div class="abstention {"to-check" if to_check else "not-found"}">'
        f'<p class="abstention-title">{escape(_silence_title(answer))}</p>'
        f"<p>{_clickable(answer, number, contact).replace(chr(10), '<br>')}</p>{desk}</div>"
    )


def _silence_title(answer: Answer) -> str:
    if answer.listing:
        return texts.NOTHING_LISTED
    if answer.level == "none" and answer.reason in texts.SPEAKS:
        return texts.SPEAKS[answer.reason]
    return texts.TO_CHECK if answer.level == "to_check" else texts.NOT_FOUND


def _clickable(answer: Answer, number: int, contact: str) -> str:
    """The text of an abstention with its markers and the documentation desk clickable, and nothing else in it."""
    markers = {f"[{citation.n}]": _marker(citation, number) for citation in answer.citations}
    links = markers | ({contact: contact_html(contact)} if contact else {})
    shown, end = "", 0
    for match in re.finditer("|".join(map(re.escape, links)) or r"(?!)", answer.text):
        shown += escape(texts.tidy(answer.text[end : match.start()])) + links[match[0]]
        end = match.end()
    return shown + escape(texts.tidy(answer.text[end:]))


def _warnings(answer: Answer) -> str:
    if not answer.warnings:
        return ""
    items = "".join(f"<li>{escape(warning)}</li>" for warning in answer.warnings)
    return f'<div class="warnings"><p>{escape(texts.WARNINGS)}</p><ul>{items}</ul></div>'


def _cards(number: int, exchange: Exchange) -> str:
    labels = dict(exchange.labels)
    to_check = exchange.answer is not None and exchange.answer.abstained
    items, before = "", None
    for citation in exchange.citations:
        again = before is not None and before.document_id == citation.document_id
        items += f"<li>{_card(citation, number, labels.get(citation.n), to_check, again)}</li>"
        before = citation
    return f'<ul class="cards">{items}</ul>'


def _card(citation: Citation, number: int, label: str | None, to_check: bool, again: bool = False) -> str:
    """A source; ``again`` when the one before is in the same document, whose title and reference are not repeated."""
    action = texts.SEE_PAGE if is_pdf(citation) else texts.SEE_NOTICE
    badge = f'<p class="badge">{escape(texts.TO_CHECK)}</p>' if to_check else ""
    title = f'<h3 class="again">{escape(texts.SAME_DOCUMENT)}</h3>' if again else f"<h3>{escape(citation.title)}</h3>"
    told = again or citation.reference == citation.title
    reference = "" if told else f'<p class="reference">{escape(citation.reference)}</p>'
    only_title = one_line(citation.quote) == one_line(citation.title)  # as for a document of a list
    quote = "" if only_title else f"<blockquote>{quote_html(citation.quote)}</blockquote>"
    return (
        f'<article class="card{" to-check" if to_check else ""}" id="{_card_id(number, citation.n)}">{badge}'
        f'<div class="card-head"><span class="number">{citation.n}</span>{title}</div>'
        f"{reference}{quote}"
        f'<div class="card-foot"><span class="page-name">{escape(_place(citation, label))}</span>'
        f'<button type="button" class="open" data-act="open" data-exchange="{number}" data-n="{citation.n}" '
        f'aria-label="{escape(action)}{NBSP}: source {citation.n}, {escape(citation.title)}">{escape(action)}</button>'
        f"</div></article>"
    )


def _place(citation: Citation, label: str | None) -> str:
    """« Page 3 · 1er juin 2023 »: where a quote stands and the date of its document, where it is known."""
    return " · ".join(filter(None, [page_name(citation, label), texts.french_date(citation.date)]))


def _card_id(number: int, n: int) -> str:
    return f"source-{number}-{n}"


def _optional(name: str, inside: str) -> str:
    return f'<p class="{name}"{"" if inside else " hidden"}>{inside}</p>'


def _differs(one: str, other: str) -> bool:
    def plain(text: str) -> str:
        return " ".join(text.split()).rstrip(" ?" + NBSP + THIN).casefold()

    return bool(one) and plain(one) != plain(other)


def _short(text: str, limit: int = 70) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
