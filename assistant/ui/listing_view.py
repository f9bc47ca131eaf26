"""The HTML of what was understood of a question: its conditions, and the listing that the catalogue gives."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.addresses import safe_url
from assistant.models import AddedWords, Condition, ListedDocument, Listing
from assistant.ui import texts
from assistant.ui.views_links import link

UNSAID = frozenset({"date", "number"})
"""Sources of added words that readers need not be told of."""

LISTED = 20
"""Documents shown at once; the others are folded away."""


def conditions_line(conditions: Sequence[Condition], action: str) -> str:
    """The conditions read in a question, each with the button that asks again without it; empty for none.

    ``action`` holds the attributes of the buttons, to which the place of the condition is added.
    """
    items = "".join(
        f'<li><button type="button" class="condition" {action} data-index="{index}" '
        f'aria-label="{escape(texts.WITHOUT.format(label=one.label))}">{escape(texts.tidy(one.label))}'
        f' <span aria-hidden="true">✕</span></button></li>'
        if one.applied
        else f'<li class="left-out">{escape(texts.tidy(one.label))} ({escape(texts.NO_EFFECT)})</li>'
        for index, one in enumerate(conditions)
    )
    return f'<div class="conditions"><span>{escape(texts.CONDITIONS)}</span><ul>{items}</ul></div>' if items else ""


def searched_too(added: Sequence[AddedWords]) -> str:
    """The words searched beside those of the question, as text; other writings of a date or a number go unsaid."""
    shown = dict.fromkeys(one.shown for one in added if one.source not in UNSAID)
    return f"{texts.SEARCHED_TOO} {', '.join(shown)}" if shown else ""


def listing(found: Listing) -> str:
    """The documents of a listing, in its order."""
    if not found.documents:
        return ""
    items = [f"<li>{_line(one)}</li>" for one in found.documents]
    rest = items[LISTED:]
    more = (
        f'<details class="more"><summary>{escape(texts.others(len(rest)))}</summary>'
        f'<ol class="listing" start="{LISTED + 1}">{"".join(rest)}</ol></details>'
        if rest
        else ""
    )
    return f'<ol class="listing">{"".join(items[:LISTED])}</ol>{more}'


def facts_line(one: ListedDocument) -> str:
    """Date and authors on one line."""
    return " · ".join(filter(None, [texts.french_date(one.date), ", ".join(one.authors)]))


def _line(one: ListedDocument) -> str:
    online = f" · {link(one.url, texts.IN_CATALOGUE)}" if safe_url(one.url) else ""
    facts = " · ".join(filter(None, [texts.KINDS[one.kind], facts_line(one)]))
    return (
        f'<button type="button" class="as-link" data-act="open" data-document="{escape(one.document_id)}">'
        f'{escape(one.title)}</button><span class="facts">{escape(facts)}{online}</span>'
    )
