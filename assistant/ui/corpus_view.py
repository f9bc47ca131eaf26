"""The HTML of the corpus panel: how much was read, what was not, and the list of documents."""

from __future__ import annotations

from html import escape

from assistant.addresses import safe_url
from assistant.models import CorpusView, DocumentSummary, FileReport
from assistant.ui import texts
from assistant.ui.texts import NBSP
from assistant.ui.viewer import download_link
from assistant.ui.views_links import link

COLUMNS = ("Titre", "Type", "Date", "Fichier", "Pages", "Accès")


def corpus(view: CorpusView) -> str:
    """The panel. A notice stands before the PDFs of its work; the newest works come first."""
    if not view.documents:
        return f"<p>{escape(texts.CORPUS_EMPTY)}</p>{_not_read(view.not_read)}"
    rows = "".join(_row(document) for document in _sorted(view.documents))
    head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    return (
        f"{_figures(view)}{_not_read(view.not_read)}"
        f'<div class="corpus-list"><label class="corpus-search">{escape(texts.CORPUS_SEARCH)}'
        f'<input type="search" data-act="filter-rows" autocomplete="off"></label>'
        f"<table><caption>Notices et fichiers{NBSP}: {texts.count(len(view.documents), 'document')}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="no-row" role="status" hidden>Aucun document ne correspond.</p></div>'
    )


def _figures(view: CorpusView) -> str:
    notices = sum(1 for document in view.documents if document.kind == "notice")
    figures = [
        ("Notices", str(notices)),
        ("PDF", str(len(view.documents) - notices)),
        ("Passages", texts.thousands(view.passages)),
        ("Dernière lecture", texts.french_moment(view.last_ingestion) or "jamais"),
    ]
    return (
        '<dl class="figures">'
        + "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in figures)
        + "</dl>"
    )


def _not_read(reports: tuple[FileReport, ...]) -> str:
    if not reports:
        return ""
    items = "".join(
        f'<li><span class="badge">{escape(texts.OUTCOMES.get(report.outcome, report.outcome))}</span> '
        f"<strong>{escape(report.file)}</strong>{_reason(report)}</li>"
        for report in reports
    )
    name = escape(texts.NOT_READ)
    return f'<section class="not-read" aria-label="{name}"><h3>{name}</h3><ul>{items}</ul></section>'


def _reason(report: FileReport) -> str:
    if report.message:
        return f"{NBSP}: {escape(report.message)}"
    if report.unread_pages:
        return f"{NBSP}: pages sans texte {', '.join(map(str, report.unread_pages))}"
    return ""


def _sorted(documents: tuple[DocumentSummary, ...]) -> list[DocumentSummary]:
    newest: dict[str, str] = {}
    for document in documents:
        newest[document.work_id] = max(newest.get(document.work_id, ""), document.date or "")
    in_work = sorted(documents, key=lambda document: (document.work_id, document.kind != "notice", document.file))
    return sorted(in_work, key=lambda document: newest[document.work_id], reverse=True)


def _row(document: DocumentSummary) -> str:
    read = (
        f'<button type="button" class="open" data-act="open" data-document="{escape(document.id)}" '
        f'aria-label="Lire{NBSP}: {escape(document.title)}">Lire</button>'
    )
    access = [read]
    if document.kind == "pdf":
        access.append(download_link(document.id, "Télécharger"))
    elif safe_url(document.url):
        access.append(link(document.url, "Catalogue"))
    cells = (
        escape(texts.KINDS[document.kind]),
        escape(texts.french_date(document.date)) or "–",
        f'<span class="file">{escape(document.file)}</span>',
        str(document.pages) if document.kind == "pdf" else "–",
        f'<span class="access">{" ".join(access)}</span>',
    )
    named = "".join(f'<td data-label="{name}">{cell}</td>' for name, cell in zip(COLUMNS[1:], cells, strict=True))
    return f'<tr class="kind-{document.kind}"><th scope="row">{escape(document.title)}</th>{named}</tr>'
