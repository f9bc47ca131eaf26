"""What is to be said beside an answer: what was not read, read with doubts, replaced since, or past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering import messages
from assistant.answering.masking import mask
from assistant.answering.timeliness import warnings_of_dates
from assistant.answering.versions import warnings_of_versions
from assistant.index.linking import link_key
from assistant.models import Citation

if TYPE_CHECKING:
    from assistant.index.store import Index


def remarks(citations: Sequence[Citation], index: Index, today: date) -> list[str]:
    """Warnings in French about what is cited, the gravest first.

    Args:
        citations: The citations of an answer.
        index: Where their documents are.
        today: The day taken as today.
    """
    return [
        *only_notices(citations, index),
        *doubtful_readings(citations, index),
        *warnings_of_versions(citations, index.versions_of, index.document),
        *warnings_of_dates(citations, today),
    ]


def doubtful_readings(citations: Sequence[Citation], index: Index) -> Iterator[str]:
    """A warning when cited pages were read by OCR with doubts."""
    found = []
    for citation in citations:
        document = index.document(citation.document_id)
        page = next((one for one in document.pages if one.number == citation.page), None) if document else None
        if page and page.doubtful:
            found.append((citation.n, citation.page, page.confidence or 0.0))
    if found:
        yield messages.doubtful_reading(found)


def only_notices(citations: Sequence[Citation], index: Index) -> Iterator[str]:
    """A warning for each cited notice whose attached files are not in the corpus."""
    pdfs = [summary for summary in index.documents() if summary.kind == "pdf"]
    read = {link_key(name) for pdf in pdfs for name in (pdf.title, pdf.file.rsplit("/", 1)[-1])}
    for document_id in dict.fromkeys(citation.document_id for citation in citations):
        document = index.document(document_id)
        if document is None or document.notice is None or not document.notice.attachments:
            continue
        names = [attachment.name for attachment in document.notice.attachments]
        joined = any(summary.work_id == document.work_id for summary in pdfs)
        if not joined and not any(link_key(name) in read for name in names):
            yield messages.only_notice(document.title, [mask(name, ()) for name in names])
