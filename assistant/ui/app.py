"""The layout of the page and its start. Gradio is imported inside functions: it takes seconds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import OperationError, UsageError, os_reason
from assistant.ui import texts
from assistant.ui.assets import CONVERSATION_ON_LOAD, EXPORT_ON_LOAD, VIEWER_ON_LOAD
from assistant.ui.corpus_view import corpus
from assistant.ui.filters import read_filters
from assistant.ui.handlers import Handlers, Screen
from assistant.ui.port import PageAssistant
from assistant.ui.search_state import SearchState
from assistant.ui.search_tab import SearchParts, build_search, html_piece, typed, wire_search
from assistant.ui.server import Gate, documents_route, forget_when_left, free_port
from assistant.ui.session import Session
from assistant.ui.theme import theme
from assistant.ui.validation import ValidationHandlers, ValidationParts, build_dialog, build_list, wire_validation
from assistant.ui.views import active_filters, conversation, header, notice, sources

if TYPE_CHECKING:
    import gradio as gr

HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Options of every event: our own progress lines, and nothing in a list of public calls."""

GRADIO_QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    # After each event Gradio recounts all former ones with pandas, for a page that is switched off.
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
}
"""No measure of use is sent, nor kept."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The components of the page that events read or write."""

    session: gr.State
    header: gr.HTML
    conversation: gr.HTML
    sources: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    notice: gr.HTML
    chips: gr.HTML
    fields: tuple[Any, ...]
    viewer: gr.HTML
    exported: gr.HTML
    corpus: gr.HTML
    reset: gr.Button
    clear: gr.Button
    refresh: gr.Button
    corpus_tab: gr.Tab


def build_ui(assistant: PageAssistant) -> gr.Blocks:
    """The page as Gradio blocks, its events wired to ``assistant``. It holds nothing of any conversation."""
    os.environ.update(GRADIO_QUIET)
    import gradio as gr

    blocks = gr.Blocks(title=texts.PRODUCT, fill_width=True, analytics_enabled=False)
    with blocks:
        session = gr.State(Session())
        top = html_piece(header(assistant.corpus()), "top")
        with gr.Tabs():
            with gr.Tab(texts.TAB_CHAT), gr.Row(elem_id="workspace"):
                with gr.Column(scale=7, min_width=320, elem_id="chat"):
                    chat = _chat(assistant)
                with gr.Column(scale=5, min_width=320):
                    cards = html_piece(sources(Session()), "sources")
            with gr.Tab(texts.TAB_SEARCH):
                search = build_search()
            with gr.Tab(texts.TAB_VALIDATED) as validated_tab:
                validated = build_list()
            with gr.Tab(texts.TAB_CORPUS) as corpus_tab:
                with gr.Row(elem_id="corpus-bar"):
                    html_piece(f"<h2>{texts.CORPUS_TITLE}</h2>", "corpus-title")
                    refresh = gr.Button(texts.CORPUS_REFRESH, size="sm", elem_id="refresh")
                listing = html_piece(corpus(assistant.corpus()), "corpus")
        viewer = html_piece("", "viewer", VIEWER_ON_LOAD)
        exported = html_piece("", "exported", EXPORT_ON_LOAD)
        parts = _Parts(
            session=session, header=top, sources=cards, viewer=viewer, exported=exported, corpus=listing,
            refresh=refresh, corpus_tab=corpus_tab, **chat,
        )  # fmt: skip
        desk = ValidationParts(validated_tab, validated, build_dialog())
        handlers = Handlers(assistant)
        _wire_questions(parts, handlers, assistant)
        wire_validation(
            desk, session, [parts.conversation, parts.sources],
            lambda held: (_conversation(assistant, held), sources(held)), ValidationHandlers(assistant), HIDDEN,
        )  # fmt: skip
        _wire_the_rest(parts, handlers, search)
        wire_search(search, handlers, HIDDEN)
        _wire_forgetting(blocks)
    blocks.queue(default_concurrency_limit=4, max_size=64, api_open=False)
    return blocks


def _chat(assistant: PageAssistant) -> dict[str, Any]:
    import gradio as gr

    with gr.Row(elem_id="chat-bar"):
        html_piece(f"<h2>{texts.CONVERSATION}</h2>", "chat-title")
        reset = gr.Button(texts.NEW_CONVERSATION, size="sm", elem_id="new-conversation")
    talk = html_piece(_conversation(assistant, Session()), "conversation", CONVERSATION_ON_LOAD)
    with gr.Column(elem_id="composer"):
        chips = html_piece("", "chips")
        with gr.Row(elem_id="ask-row"):
            question = gr.Textbox(
                label=texts.QUESTION, placeholder=texts.QUESTION_HINT, lines=1, max_lines=6, elem_id="question",
                scale=1, min_width=200,
            )  # fmt: skip
            send = gr.Button(texts.SEND, variant="primary", elem_id="send")
            stop = gr.Button(texts.STOP, variant="stop", visible=False, elem_id="stop")
        message = html_piece(notice(""), "notice")
        with gr.Accordion(texts.FILTERS, open=False, elem_id="filters"):
            fields = _filter_fields(assistant)
            clear = gr.Button(texts.FILTER_CLEAR, size="sm")
    return {
        "reset": reset, "conversation": talk, "chips": chips, "question": question, "send": send, "stop": stop,
        "notice": message, "fields": fields, "clear": clear,
    }  # fmt: skip


def _filter_fields(assistant: PageAssistant) -> tuple[Any, ...]:
    import gradio as gr

    view = assistant.corpus()
    with gr.Row():
        start = gr.Textbox(label=texts.FILTER_FROM, info=texts.FILTER_DATE_INFO, elem_id="filter-from")
        end = gr.Textbox(label=texts.FILTER_TO, info=texts.FILTER_DATE_INFO, elem_id="filter-to")
    descriptors = gr.Dropdown(
        list(view.descriptors), value=[], multiselect=True, label=texts.FILTER_DESCRIPTORS, elem_id="filter-descriptors"
    )
    authors = gr.Dropdown(
        list(view.authors), value=[], multiselect=True, label=texts.FILTER_AUTHORS, elem_id="filter-authors"
    )
    kinds = gr.CheckboxGroup(
        [(name, kind) for kind, name in texts.KINDS.items()], label=texts.FILTER_KINDS, elem_id="filter-kinds"
    )
    return (start, end, descriptors, authors, kinds)


def _conversation(assistant: PageAssistant, session: Session) -> str:
    settings = assistant.settings
    kept = texts.PRIVACY_KEPT.format(days=settings.log_retention_days)
    privacy = kept if settings.keep_conversations else texts.PRIVACY
    return conversation(session, assistant.examples(), settings.contact, privacy)


def _wire_questions(parts: _Parts, handlers: Handlers, assistant: PageAssistant) -> None:
    """Asking, asking an example, stopping, starting again: each draws the whole chat from the session."""
    import gradio as gr

    outputs = [
        parts.session, parts.conversation, parts.sources, parts.notice, parts.question, parts.send, parts.stop
    ]  # fmt: skip

    def draw(screen: Screen) -> tuple[Any, ...]:
        question = gr.skip() if screen.question is None else screen.question
        if screen.session is None:
            return gr.skip(), gr.skip(), gr.skip(), notice(screen.notice), question, gr.skip(), gr.skip()
        running = screen.session.running
        return (
            screen.session,
            _conversation(assistant, screen.session),
            sources(screen.session),
            notice(screen.notice),
            question,
            gr.update(visible=not running),
            gr.update(visible=running),
        )

    def ask(question: str, session: Session, *fields: Any) -> Iterator[tuple[Any, ...]]:
        yield from map(draw, handlers.ask(question, session, *fields))

    def ask_clicked(event: Any, session: Session, *fields: Any) -> Iterator[tuple[Any, ...]]:
        yield from map(draw, handlers.ask_clicked(event._data, session, *fields))

    asked = gr.on(
        [parts.question.submit, parts.send.click], ask, [parts.question, parts.session, *parts.fields], outputs,
        concurrency_limit=4, trigger_mode="multiple", **HIDDEN,
    )  # fmt: skip
    example = parts.conversation.select(
        typed(ask_clicked, event=gr.EventData), [parts.session, *parts.fields], outputs,
        trigger_mode="multiple", **HIDDEN,
    )  # fmt: skip
    for event in (asked, example):
        event.then(lambda: header(handlers.corpus()), None, parts.header, **HIDDEN)
    cancelled = [asked, example]
    parts.stop.click(lambda session: draw(handlers.stop(session)), parts.session, outputs, cancels=cancelled, **HIDDEN)

    def begin_again(session: Session) -> tuple[Any, ...]:
        return draw(Screen(Session(person=session.person), question=""))

    parts.reset.click(begin_again, parts.session, outputs, cancels=cancelled, **HIDDEN)


def _wire_the_rest(parts: _Parts, handlers: Handlers, search: SearchParts) -> None:
    """Opening a source, exporting an answer, the filters, the list of the corpus."""
    import gradio as gr

    def show(event: Any, session: Session, state: SearchState) -> str:
        return handlers.open_source(event._data, session, state)

    parts.viewer.select(
        typed(show, event=gr.EventData), [parts.session, search.state], parts.viewer, trigger_mode="always_last",
        **HIDDEN,
    )  # fmt: skip

    def save(event: Any, session: Session) -> str:
        return handlers.export(event._data, session)

    parts.exported.select(
        typed(save, event=gr.EventData), parts.session, parts.exported, trigger_mode="multiple", **HIDDEN
    )

    def chips(*fields: Any) -> str:
        try:
            return active_filters(read_filters(*fields))
        except UsageError as error:
            return notice(str(error))

    for event in (*(field.change for field in parts.fields[2:]), *(field.blur for field in parts.fields[:2])):
        event(chips, list(parts.fields), parts.chips, **HIDDEN)

    def no_filters() -> tuple[Any, ...]:
        return "", "", [], [], [], ""

    parts.clear.click(no_filters, None, [*parts.fields, parts.chips], **HIDDEN)

    def read_again() -> tuple[Any, ...]:
        view = handlers.corpus()
        choices = [gr.update(choices=list(names)) for names in (view.descriptors, view.authors)]
        return header(view), corpus(view), *choices

    listed = [parts.header, parts.corpus, *parts.fields[2:4]]
    parts.refresh.click(read_again, None, listed, **HIDDEN)
    parts.corpus_tab.select(read_again, None, listed, **HIDDEN)
    gr.on(None, read_again, None, listed, **HIDDEN)


def _wire_forgetting(blocks: gr.Blocks) -> None:
    import gradio as gr

    def left(request: Any) -> None:
        forget_when_left(blocks, request.session_hash)

    blocks.unload(typed(left, request=gr.Request))


def start(assistant: PageAssistant, host: str, port: int) -> gr.Blocks:
    """Serve the page without waiting, on ``port`` or the next free one; ``local_url`` is its address.

    Raises:
        OperationError: The address is not one of this machine, or no port is free.
    """
    blocks = build_ui(assistant)
    from starlette.middleware import Middleware

    # Gradio calls its own address when it starts: a proxy set for the internet must not answer in its place.
    for name in ("NO_PROXY", "no_proxy"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1", "localhost", host]))
    try:
        chosen = free_port(host, port)
    except OSError as error:
        raise OperationError(
            f"La page ne peut pas être servie sur {host}:{port} ({os_reason(error)})."
            " Choisissez une autre adresse avec --host et --port."
        ) from error
    blocks.launch(
        server_name=host, server_port=chosen, theme=theme(), footer_links=[], run_history=False,
        enable_monitoring=False, share=False, ssr_mode=False, quiet=True, show_error=False, prevent_thread_lock=True,
        max_file_size=1, state_session_capacity=1000, mcp_server=False, pwa=False,
        app_kwargs={"routes": [documents_route(assistant)], "middleware": [Middleware(Gate)],
                    "docs_url": None, "redoc_url": None, "openapi_url": None},
    )  # fmt: skip
    return blocks


def launch(assistant: PageAssistant, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve the page, announce its address once it answers, and wait until the process is told to stop.

    Raises:
        OperationError: The address is not one of this machine, or no port is free.
    """
    blocks = start(assistant, host, port)
    try:
        announce(str(blocks.local_url))
        blocks.server.thread.join()
    except KeyboardInterrupt:
        blocks.close(verbose=False)
