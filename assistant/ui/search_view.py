"""The HTML of the search tab: works found as cards, facets with their counts at the side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.addresses import safe_url
from assistant.models import FacetValue, FoundWork, ResultList
from assistant.text import one_line, stems, tokenise
from assistant.ui import texts
from assistant.ui.listing_view import conditions_line, facts_line, searched_too
from assistant.ui.search_state import FACETS, SearchState, chosen
from assistant.ui.texts import NBSP
from assistant.ui.viewer import marked
from assistant.ui.views_links import link

EXTRACT = 320
"""Characters of an extract at most."""

WORKS_SHOWN = 20
"""Works shown at once; the others are folded away."""

VALUES_SHOWN = 8
"""Values of a facet shown at once; the others are folded away."""

_DESCRIPTOR = re.compile(r"\[[^\]]+\]\s+(.+?)(?:\s+\d{4,6})?\s*")
"""A descriptor on a line of its own, after the name of its thesaurus and before its code."""


def results(found: ResultList | None, state: SearchState) -> str:
    """The facets and the cards; before any search, what the tab is for."""
    if found is None:
        return f'<p class="empty">{escape(texts.SEARCH_INTRO)}</p>'
    count = texts.count(len(found.works), "document")
    for_question = f" pour {texts.quoted(state.question)}" if state.question else ""
    understood = conditions_line(found.conditions, 'data-act="keep-out"')
    asked = " ".join([found.question, *(one.shown for one in found.added)])
    told = searched_too(found.added)
    too = f'<p class="results-note">{escape(told)}</p>' if told else ""
    items = [f"<li>{_card(work, asked, place)}</li>" for place, work in enumerate(found.works)]
    cards, folded = "".join(items[:WORKS_SHOWN]), items[WORKS_SHOWN:]
    others = f'<details class="more"><summary>{escape(texts.others(len(folded)))}</summary>' if folded else ""
    others += f'<ol class="cards results">{"".join(folded)}</ol></details>' if folded else ""
    hits = [work.hit for work in found.works if work.hit]
    by_words = any(hit.scores.get("lexical") for hit in hits)
    nearest = f'<p class="results-note">{escape(texts.SEARCH_BY_MEANING)}</p>' if hits and not by_words else ""
    more = f'<p class="results-note">{escape(texts.SEARCH_NEAREST)}</p>' if by_words else ""
    body = f'<ol class="cards results">{cards}</ol>' if cards else f'<p class="empty">{escape(texts.SEARCH_NONE)}</p>'
    return (
        f'<div class="search-layout"><div class="search-main">'
        f'<div role="status"><h2 class="results-count">{escape(count + for_question)}</h2></div>'
        f'<a class="to-facets" href="#facets">{escape(texts.SEARCH_FACETS)}</a>{understood}{too}{nearest}'
        f"{body}{others}{more}</div>{_facets(found, state)}</div>"
    )


def failure(message: str) -> str:
    """The tab when a search could not be made."""
    return f'<div class="problem" role="alert"><p>{escape(message)}</p></div>'


def extract(text: str, question: str) -> str:
    """A stretch of a passage around the first word of the question, all of them marked, as escaped HTML."""
    shown = one_line(readable(text))
    wanted = set(stems(question))
    spans = [(token.start, token.end) for token in tokenise(shown) if token.stem in wanted]
    first = max(0, min((start for start, _ in spans), default=0) - EXTRACT // 3) if len(shown) > EXTRACT else 0
    first = shown.rfind(" ", 0, first) + 1
    last = first + EXTRACT if len(shown) > first + EXTRACT else len(shown)
    last = shown.rfind(" ", first, last) if last < len(shown) else last
    inside = marked(shown[first:last], first, [span for span in spans if first <= span[0] and span[1] <= last])
    return f"{'… ' if first else ''}{inside}{' …' if last < len(shown) else ''}"


def readable(text: str) -> str:
    """A passage that is a list of descriptors as their names alone; any other as it is."""
    lines = [_DESCRIPTOR.fullmatch(line) for line in text.strip().splitlines()]
    names = [match[1] for match in lines if match]
    return f"{NBSP}· ".join(names) if names and len(names) == len(lines) else text


def _card(work: FoundWork, question: str, place: int) -> str:
    document, hit = work.document, work.hit
    opened = f'data-found="{place}"' if hit else f'data-document="{escape(document.document_id)}"'
    on_page = bool(hit and hit.kind == "pdf" and hit.passage.pages)
    badges = "".join(f'<span class="kind">{escape(texts.KINDS[kind])}</span>' for kind in work.kinds)
    quote = f"<blockquote>{extract(hit.passage.text, question)}</blockquote>" if hit else ""
    online = f" {link(document.url, texts.IN_CATALOGUE)}" if safe_url(document.url) else ""
    action = texts.SEE_PAGE if on_page else texts.SEE_NOTICE if not hit or hit.kind == "notice" else texts.SEE_DOCUMENT
    return (
        f'<article class="card"><div class="card-head"><h3>{escape(document.title)}</h3></div>'
        f'<p class="reference">{badges} {escape(facts_line(document))}</p>{quote}'
        f'<div class="card-foot"><span>{online}</span><button type="button" class="open" data-act="open" '
        f'{opened} aria-label="{escape(action)}{NBSP}: {escape(document.title)}">'
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
    return f'<aside id="facets" class="facets" aria-label="{name}"><h2>{name}</h2>{"".join(groups)}</aside>'


def _facet(name: str, title: str, values: Sequence[FacetValue], picked: Sequence[str]) -> str:
    if not values:
        return ""
    ordered = sorted(values, key=lambda value: value.value not in picked)
    items = [_value(name, value, value.value in picked) for value in ordered]
    shown, folded = items[:VALUES_SHOWN], items[VALUES_SHOWN:]
    rest = f"<ul>{''.join(folded)}</ul></details>"
    more = f'<details class="more"><summary>{escape(texts.others(len(folded)))}</summary>{rest}' if folded else ""
    return (
        f'<section class="facet"><h3 id="facet-{name}">{escape(title)}</h3>'
        f'<ul aria-labelledby="facet-{name}">{"".join(shown)}</ul>{more}</section>'
    )


def _value(name: str, value: FacetValue, picked: bool) -> str:
    label = texts.KINDS.get(value.value, value.label) if name == "kinds" else value.label
    return (
        f'<li><button type="button" class="facet-value" data-act="facet" data-facet="{name}" '
        f'data-value="{escape(value.value)}" aria-pressed="{"true" if picked else "false"}">'
        f'<span>{escape(label)}</span> <span class="count">{texts.thousands(value.count)}</span></button></li>'
    )
