"""The HTML of an opened source: the page image of a PDF, or the text of a notice, with the quote marked."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote as percent_encode

from assistant.addresses import safe_url, same_host, shown_host
from assistant.models import Attachment, Block, Box, Citation, Copy, Document, DocumentSummary, Notice, Page, Passage
from assistant.text import one_line
from assistant.ui import texts
from assistant.ui.texts import NBSP
from assistant.ui.views import quote_html
from assistant.ui.views_links import link

COPIES_SHOWN = 5
"""Places named at most where a passage stands again."""

HEADINGS = frozenset({"title", "heading"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A source being read.

    ``citation`` is that of an answer, ``found`` the passage of a search; neither for a document opened from a list.
    ``supports`` are the sentences of the answer that rest on the quote. ``related`` are the other documents of the
    same work, ``copies`` the other places that have the passage. ``image`` is the PNG of ``page``, where there is one.
    ``key`` names what was opened, for the buttons that turn pages.
    """

    document: Document
    page: int
    citation: Citation | None = None
    supports: tuple[str, ...] = ()
    related: tuple[DocumentSummary, ...] = ()
    copies: tuple[Copy, ...] = ()
    summary: DocumentSummary | None = None
    image: bytes | None = None
    key: tuple[tuple[str, str], ...] = ()
    found: Passage | None = None

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """What is marked, as offsets in the document."""
        marked = self.citation or self.found
        return ((marked.start, marked.end),) if marked else ()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where it is on the page that is shown."""
        marked = self.citation or self.found
        return tuple(box for box in marked.boxes if box.page == self.page) if marked else ()

    @property
    def first_page(self) -> int:
        """The page on which the document was opened."""
        if self.citation:
            return self.citation.page
        return self.found.pages[0] if self.found and self.found.pages else self.page


def viewer(opened: Opened) -> str:
    """The opened source: what is quoted on one side, the page or the notice on the other."""
    main = _pdf_page(opened) if opened.document.kind == "pdf" else _notice_text(opened)
    return _frame(opened.document.title, f'<div class="viewer-side">{_side(opened)}</div>{main}')


def failure(message: str) -> str:
    """The viewer when the source cannot be shown."""
    return _frame(texts.SOURCES, f'<p class="problem" role="alert">{escape(message)}</p>')


def download_url(document_id: str) -> str:
    """Address, relative to the page, that gives back an ingested PDF."""
    return f"documents/{percent_encode(document_id, safe='')}"


def marked(text: str, start: int, spans: Iterable[tuple[int, int]]) -> str:
    """``text``, which begins at offset ``start`` of its document, escaped, with ``spans`` of the document marked.

    >>> marked("un <mot> cité", 10, [(19, 23)])
    'un &lt;mot&gt; <mark>cité</mark>'
    """
    shown, done = "", 0
    for first, last in sorted(spans):
        left, right = max(first - start, done), min(last - start, len(text))
        if left < right:
            shown += f"{escape(text[done:left])}<mark>{escape(text[left:right])}</mark>"
            done = right
    return shown + escape(text[done:])


def _frame(title: str, inside: str) -> str:
    return (
        f'<div class="viewer-head"><h2 id="viewer-title">{escape(title)}</h2>'
        f'<button type="button" class="quiet" data-act="close">{escape(texts.CLOSE)}</button></div>'
        f'<div class="viewer-body">{inside}</div>'
    )


def _side(opened: Opened) -> str:
    citation = opened.citation
    parts = []
    if citation:
        parts.append(f'<p class="eyebrow">Source {citation.n}</p><blockquote>{quote_html(citation.quote)}</blockquote>')
    elif opened.found:
        parts.append(f'<p class="eyebrow">{escape(texts.FOUND)}</p>')
    if opened.supports:
        sentences = "".join(f"<li>{escape(sentence)}</li>" for sentence in opened.supports)
        parts.append(f'<h3>Ce passage appuie</h3><ul class="supports">{sentences}</ul>')
    reference = citation.reference if citation else opened.summary.reference if opened.summary else ""
    if reference:
        parts.append(f'<h3>Référence</h3><p class="reference">{escape(reference)}</p>')
    if opened.document.notice:
        parts.append(_notice_facts(opened.document.notice))
    parts.append(_copies(opened.copies))
    parts.append(_actions(opened))
    return "".join(parts)


def _copies(copies: Sequence[Copy]) -> str:
    """The other places of the corpus that have the passage quoted."""
    if not copies:
        return ""
    shown = "".join(
        f'<li><button type="button" class="as-link" data-act="open" data-document="{escape(copy.document_id)}" '
        f'data-page="{copy.page}">{escape(one_line(copy.title))}</button> p.{NBSP}{copy.page}</li>'
        for copy in copies[:COPIES_SHOWN]
    )
    more = f"<li>et {len(copies) - COPIES_SHOWN} autres</li>" if len(copies) > COPIES_SHOWN else ""
    return f'<h3>Le même texte se trouve aussi dans</h3><ul class="supports">{shown}{more}</ul>'


def _notice_facts(notice: Notice) -> str:
    people = [agent.name + (f" ({agent.role})" if agent.role else "") for agent in notice.authors]
    rows = [
        ("Auteurs", " ; ".join(people)),
        ("Publié le", texts.french_date(notice.dates.published)),
        ("Notice créée le", texts.french_date(notice.dates.recorded)),
        ("Type", notice.document_type or ""),
    ]
    shown = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    facts = f"<h3>Notice</h3><dl>{shown}</dl>" if shown else ""
    terms = "".join(
        f"<li>{escape(term.label)}{f' <small>{escape(term.code)}</small>' if term.code else ''}</li>"
        for term in notice.descriptors
    )
    return facts + (f'<h3>Descripteurs</h3><ul class="terms">{terms}</ul>' if terms else "")


def _actions(opened: Opened) -> str:
    """Links out: the PDF as ingested, the record on its portal, and files that the notice only names."""
    items = []
    if opened.document.kind == "pdf":
        items.append(download_link(opened.document.id, f"Télécharger le PDF ({_length(len(opened.document.pages))})"))
    for other in opened.related:
        if other.kind == "pdf":
            name = f"Télécharger le PDF joint {texts.quoted(other.title)} ({_length(other.pages)})"
            items.append(download_link(other.id, name))
        else:
            items.append(
                f'<button type="button" class="as-link" data-act="open" data-document="{escape(other.id)}">'
                f"Lire sa notice{NBSP}: {escape(other.title)}</button>"
            )
    notice = opened.document.notice
    records = [notice.url if notice else None, *(other.url for other in opened.related if other.kind == "notice")]
    online = dict.fromkeys(address for address in records if safe_url(address))
    items += [link(address, "Voir la notice dans le catalogue en ligne") for address in online]
    if notice and not any(other.kind == "pdf" for other in opened.related):
        items += [f"Fichier joint, absent du corpus{NBSP}: {_joined(file, notice)}" for file in notice.attachments]
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f'<h3>Documents</h3><ul class="actions">{listed}</ul>' if listed else ""


def _joined(file: Attachment, notice: Notice) -> str:
    """A file that a notice names: a link on the record's own host, its name and the host it is on elsewhere."""
    if not safe_url(file.url) or same_host(file.url, notice.url):
        return link(file.url, file.name)
    return f"{escape(file.name)} ({escape(shown_host(file.url or ''))})"


def download_link(document_id: str, label: str) -> str:
    """A link that downloads an ingested PDF."""
    return f'<a href="{escape(download_url(document_id))}" download>{escape(label)}</a>'


def _pdf_page(opened: Opened) -> str:
    page = next((page for page in opened.document.pages if page.number == opened.page), None)
    if page is None:
        return f'<p class="problem" role="alert">{escape(texts.NO_DOCUMENT)}</p>'
    name = _page_title(opened.document, page.number)
    if opened.image:
        data = base64.b64encode(opened.image).decode("ascii")
        picture = (
            f'<img class="page-image" alt="{escape(_alternative(opened, name))}" '
            f'data-focus="{_focus(opened, page):.3f}" src="data:image/png;base64,{data}">'
        )
    else:
        picture = f'<p class="problem">{escape(texts.NO_PAGE_IMAGE)}</p>'
    words = marked(page.text, page.start, opened.spans) or escape(texts.NO_PAGE_TEXT)
    if page.origin == "ocr":
        told = texts.read_by_ocr(page.confidence or 0.0, doubtful=page.doubtful)
        words = f'<p class="read-by-ocr">{escape(told)}</p>{words}'
    return (
        f'<div class="viewer-main" tabindex="0" role="region" aria-label="{escape(name)}">'
        f"{_turn(opened, name)}{picture}"
        f'<details class="page-text"{"" if opened.image else " open"}><summary>Texte de cette page</summary>'
        f'<div class="prose-text">{words}</div></details></div>'
    )


def _turn(opened: Opened, name: str) -> str:
    key = "".join(f' data-{attribute}="{escape(value)}"' for attribute, value in opened.key)

    def button(page: int, label: str) -> str:
        possible = 1 <= page <= len(opened.document.pages)
        return (
            f'<button type="button" class="quiet" data-act="turn" data-page="{page}"{key}'
            f"{'' if possible else ' disabled'}>{escape(label)}</button>"
        )

    first = opened.first_page
    label = texts.BACK_TO_CITED if opened.citation else texts.BACK_TO_FOUND
    back = "" if first == opened.page else button(first, label.format(page=first))
    return (
        f'<div class="turn">{button(opened.page - 1, "Page précédente")}<span aria-live="polite">{escape(name)}</span>'
        f"{button(opened.page + 1, 'Page suivante')}{back}"
        f'<button type="button" class="quiet zoom" data-act="zoom" aria-pressed="false">Agrandir</button></div>'
    )


def _notice_text(opened: Opened) -> str:
    document = opened.document
    blocks: Sequence[Block] = document.blocks or (Block("paragraph", 0, len(document.text)),)
    body = "".join(_block(document.text, block, opened.spans) for block in blocks)
    return (
        f'<div class="viewer-main" tabindex="0" role="region" aria-label="Texte de la notice">'
        f'<div class="prose-text">{body}</div></div>'
    )


def _block(text: str, block: Block, spans: Iterable[tuple[int, int]]) -> str:
    inside = marked(text[block.start : block.end], block.start, spans)
    if not inside.strip():
        return ""
    tag = "h3" if block.kind in HEADINGS else "p"
    return f'<{tag} class="block-{block.kind}">{inside}</{tag}>'


def _page_title(document: Document, page: int) -> str:
    label = document.printed_label(page)
    printed = f", numérotée{NBSP}{label}" if label else ""
    return f"Page{NBSP}{page} sur {len(document.pages)}{printed}"


def _alternative(opened: Opened, name: str) -> str:
    citation = opened.citation
    start = f"{name} du document {texts.quoted(opened.document.title)}"
    if citation and citation.page == opened.page:
        return f"{start}. Passage surligné{NBSP}: {texts.quoted(one_line(citation.quote))}"
    if opened.boxes and not citation:
        return f"{start}. Le passage trouvé y est surligné ; son texte est donné sous l’image."
    return f"{start}. Son texte est donné sous l’image."


def _focus(opened: Opened, page: Page) -> float:
    """How far down the page the quote begins, from 0 to 1: the script scrolls there."""
    tops = [box.top for box in opened.boxes]
    return min(max(min(tops) / page.height, 0.0), 1.0) if tops and page.height else 0.0


def _length(pages: int) -> str:
    return texts.count(pages, "page")
