"""The page's style sheet and script, from the files beside this one, and the threads that tie it to the handlers."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

from assistant.ui import texts

CONVERSATION_ON_LOAD = "window.assistantSend = {...window.assistantSend, chat: (data) => trigger('select', data)};"
"""Gives the page's script the way to the conversation's handler."""

SEARCH_ON_LOAD = "window.assistantSend = {...window.assistantSend, search: (data) => trigger('select', data)};"
"""The same for the search tab."""

VIEWER_ON_LOAD = """
window.assistantSend = {...window.assistantSend, viewer: (data) => trigger('select', data)};
watch('value', () => {
  if (!props.value) return;
  window.assistantShow(props.value);
  props.value = '';
});
"""
"""Gives it the way to the viewer's handler, and moves what comes back into the dialog."""

EXPORT_ON_LOAD = """
window.assistantSend = {...window.assistantSend, file: (data) => trigger('select', data)};
watch('value', () => {
  if (!props.value) return;
  window.assistantSave(props.value);
  props.value = '';
});
"""
"""Gives it the way to the exports, and hands over the files that come back."""

VALIDATION_ON_LOAD = """
window.assistantSend = {...window.assistantSend, desk: (data) => trigger('select', data)};
watch('value', () => {
  if (!props.value) return;
  window.assistantShow(props.value);
  props.value = '';
});
"""
"""Gives it the way to the desk of validated answers, whose forms open in the dialog."""


def style_sheet() -> str:
    """The whole style sheet."""
    return _read("page.css")


def page_script() -> str:
    """The script that runs once, before anything else on the page, with our words in it."""
    loading = (
        f'<div class="viewer-head"><h2 id="viewer-title" role="status">{escape(texts.LOADING)}</h2>'
        f'<button type="button" class="quiet" data-act="close">{escape(texts.CLOSE)}</button></div>'
    )
    words = json.dumps({"loading": loading, "copied": texts.COPIED}).replace("<", "\\u003c")
    return _read("page.js").replace("__WORDS__", words)


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
