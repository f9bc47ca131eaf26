"""The search tab: its components and its events. Gradio is imported inside functions: it takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.models import ResultList
from assistant.ui import texts
from assistant.ui.assets import SEARCH_ON_LOAD
from assistant.ui.handlers import Handlers
from assistant.ui.search_state import SearchState
from assistant.ui.search_view import failure, results

if TYPE_CHECKING:
    import gradio as gr


@dataclass(frozen=True, slots=True)
class SearchParts:
    """The components of the search tab."""

    state: gr.State
    query: gr.Textbox
    button: gr.Button
    results: gr.HTML


def build_search() -> SearchParts:
    """The field, its button and the place of the results."""
    import gradio as gr

    state = gr.State(SearchState())
    with gr.Row(elem_id="search-row"):
        query = gr.Textbox(
            label=texts.SEARCH_FIELD, placeholder=texts.SEARCH_HINT, lines=1, max_lines=1, elem_id="search-query",
            scale=1, min_width=200,
        )  # fmt: skip
        button = gr.Button(texts.SEARCH_BUTTON, variant="primary", elem_id="search-button")
    return SearchParts(state, query, button, html_piece(results(None, SearchState()), "results", SEARCH_ON_LOAD))


def wire_search(parts: SearchParts, handlers: Handlers, options: dict[str, Any]) -> None:
    """A search from the field or its button, and a click on a facet or a condition."""
    import gradio as gr

    def drawn(outcome: tuple[SearchState, ResultList | None, str]) -> tuple[SearchState, str]:
        state, found, problem = outcome
        return state, failure(problem) if problem else results(found, state)

    def find(question: str, state: SearchState) -> tuple[SearchState, str]:
        return drawn(handlers.find(question, state))

    def refine(event: Any, state: SearchState) -> tuple[SearchState, str]:
        return drawn(handlers.refine(event._data, state))

    outputs = [parts.state, parts.results]
    gr.on(
        [parts.query.submit, parts.button.click], find, [parts.query, parts.state], outputs,
        trigger_mode="always_last", **options,
    )  # fmt: skip
    parts.results.select(typed(refine, event=gr.EventData), parts.state, outputs, trigger_mode="multiple", **options)


def html_piece(value: str, name: str, on_load: str | None = None) -> gr.HTML:
    """A piece of the page that is ours: its id, no style of Gradio's, and the script that links it to its events."""
    import gradio as gr

    return gr.HTML(value, elem_id=name, js_on_load=on_load, apply_default_css=False)


def typed(function: Callable[..., Any], **kinds: type) -> Callable[..., Any]:
    """``function``, told the types by which Gradio recognises its own arguments.

    They cannot be written in the signature, since Gradio is not imported when this module is.
    """
    function.__annotations__ = kinds
    return function
