"""The HTML of the search tab: works found as cards, facets with their counts at the side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.models import FacetValue, FoundWork, ResultList
from assistant.text import one_line, stems, tokenise
from assistant.ui import texts
from assistant.ui.listing_view import conditions_line, facts_line
from assistant.ui.search_state import FACETS, SearchState, chosen
from assistant.ui.texts import NBSP
from assistant.ui.viewer import marked
from assistant.ui.views_links import link, safe_url

EXTRACT = 320
"""Characters of an extract at most."""

WORKS_SHOWN = 20
"""Works shown at once; the others are folded away."""

VALUES_SHOWN = 8
"""Values of a facet shown at once; the others are folded away."""


def results(found: ResultList | None, state: SearchState) -> str:
    """The facets and the cards; before any search, what the tab is for."""
    if found is None:
        return f'<p class="empty">{escape(texts.SEARCH_INTRO)}</p>'
    count = texts.count(len(found.works), "document")
    for_question = f" pour {texts.quoted(state.question)}" if state.question else ""
    understood = conditions_line(found.conditions, 'data-act="keep-out"')
    items = [f"<li>{_card(work, found.question)}</li>" for work in found.works]
    cards, folded = "".join(items[:WORKS_SHOWN]), items[WORKS_SHOWN:]
    others = f'<details class="more"><summary>{escape(texts.others(len(folded)))}</summary>' if folded else ""
    others += f'<ol class="cards results">{"".join(folded)}</ol></details>' if folded else ""
    more = f'<p class="results-note">{escape(texts.SEARCH_NEAREST)}</p>' if state.question and found.works else ""
    body = f'<ol class="cards results">{cards}</ol>' if cards else f'<p class="empty">{escape(texts.SEARCH_NONE)}</p>'
    return (
        f'<div class="search-layout"><div class="search-main">'
        f'<h3 class="results-count" role="status">{escape(count + for_question)}</h3>'
        f'<a class="to-facets" href="#facets">{escape(texts.SEARCH_FACETS)}</a>{understood}{body}{others}{more}</div>'
        f"{_facets(found, state)}</div>"
    )


def failure(message: str) -> str:
    """The tab when a search could not be made."""
    return f'<div class="problem" role="alert"><p>{escape(message)}</p></div>'


def extract(text: str, question: str) -> str:
    """A stretch of a passage around the first word of the question, all of them marked, as escaped HTML."""
    shown = one_line(text)
    wanted = set(stems(question))
    spans = [(token.start, token.end) for token in tokenise(shown) if token.stem in wanted]
    first = max(0, min((start for start, _ in spans), default=0) - EXTRACT // 3) if len(shown) > EXTRACT else 0
    first = shown.rfind(" ", 0, first) + 1
    last = first + EXTRACT if len(shown) > first + EXTRACT else len(shown)
    last = shown.rfind(" ", first, last) if last < len(shown) else last
    inside = marked(shown[first:last], first, [span for span in spans if first <= span[0] and span[1] <= last])
    return f"{'… ' if first else ''}{inside}{' …' if last < len(shown) else ''}"


def _card(work: FoundWork, question: str) -> str:
    document, hit = work.document, work.hit
    opened = hit.passage.document_id if hit else document.document_id
    page = f' data-page="{hit.passage.pages[0]}"' if hit and hit.kind == "pdf" and hit.passage.pages else ""
    badges = "".join(f'<span class="kind">{escape(texts.KINDS[kind])}</span>' for kind in work.kinds)
    quote = f"<blockquote>{extract(hit.passage.text, question)}</blockquote>" if hit else ""
    online = f" {link(document.url, texts.IN_CATALOGUE)}" if safe_url(document.url) else ""
    action = texts.SEE_PAGE if page else texts.SEE_NOTICE if not hit or hit.kind == "notice" else texts.SEE_DOCUMENT
    return (
        f'<article class="card"><div class="card-head"><h4>{escape(document.title)}</h4></div>'
        f'<p class="reference">{badges} {escape(facts_line(document))}</p>{quote}'
        f'<div class="card-foot"><span>{online}</span><button type="button" class="open" data-act="open" '
        f'data-document="{escape(opened)}"{page} aria-label="{escape(action)}{NBSP}: {escape(document.title)}">'
        f"{escape(action)}</button></div></article>"
    )


def _facets(found: ResultList, state: SearchState) -> str:
    groups = []
    for name, title in FACETS.items():
        values: Sequence[FacetValue] = getattr(found.facets, name)
        known = {value.value for value in values}
        picked = chosen(state.filters, name)
        kept = [FacetValue(value, texts.KINDS.get(value, value), 0) for value in picked if value not in known]
        groups.append(_facet(name, title, [*kept, *values], picked))
    name = escape(texts.SEARCH_FACETS)
    return f'<aside id="facets" class="facets" aria-label="{name}"><h3>{name}</h3>{"".join(groups)}</aside>'


def _facet(name: str, title: str, values: Sequence[FacetValue], picked: Sequence[str]) -> str:
    if not values:
        return ""
    ordered = sorted(values, key=lambda value: value.value not in picked)
    items = [_value(name, value, value.value in picked) for value in ordered]
    shown, folded = items[:VALUES_SHOWN], items[VALUES_SHOWN:]
    rest = f"<ul>{''.join(folded)}</ul></details>"
    more = f'<details class="more"><summary>{escape(texts.others(len(folded)))}</summary>{rest}' if folded else ""
    return (
        f'<section class="facet"><h4 id="facet-{name}">{escape(title)}</h4>'
        f'<ul aria-labelledby="facet-{name}">{"".join(shown)}</ul>{more}</section>'
    )


def _value(name: str, value: FacetValue, picked: bool) -> str:
    label = texts.KINDS.get(value.value, value.label) if name == "kinds" else value.label
    return (
        f'<li><button type="button" class="facet-value" data-act="facet" data-facet="{name}" '
        f'data-value="{escape(value.value)}" aria-pressed="{"true" if picked else "false"}">'
        f'<span>{escape(label)}</span> <span class="count">{texts.thousands(value.count)}</span></button></li>'
    )
