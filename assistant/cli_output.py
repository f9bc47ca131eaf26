"""What the commands print with ``--json``: pure functions on the data of ``models``.

An empty value is ``null`` or ``[]``, never absent; ``page`` is physical and starts at 1; dates are ISO 8601.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, get_args

from assistant import __version__
from assistant.cli_search import conditions_json, explain_json, facets_json, filters_json, listing_json
from assistant.cli_text import first_page, ingest_summary, totals, totals_by_outcome
from assistant.models import (
    Answer,
    Box,
    Citation,
    DocumentSummary,
    Facets,
    FileReport,
    Hit,
    IngestReport,
    Outcome,
    SearchResult,
    Validated,
)

if TYPE_CHECKING:
    from assistant.overview import Overview
    from assistant.settings import Settings


def dump(value: Mapping[str, Any], ascii_only: bool = False) -> str:
    """One JSON object as text. C1 control characters are escaped like the others."""
    text = json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, indent=2)
    return "".join(f"\\u{ord(c):04x}" if 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def error_json(code: str, message: str) -> dict[str, Any]:
    """The object printed on stdout when a command fails."""
    return {"error": {"code": code, "message": message}}


def boxes_json(boxes: Sequence[Box]) -> list[dict[str, Any]]:
    """Rectangles on pages, in points from the top left."""
    return [asdict(box) for box in boxes]


def search_json(result: SearchResult, facets: Facets | None = None, *, explained: bool = False) -> dict[str, Any]:
    """The object of ``search --json``; ``facets`` and ``explain`` are null unless asked for."""
    return {
        "question": result.question,
        "standalone_question": result.standalone_question,
        "filters": filters_json(result.filters),
        "conditions": conditions_json(result.conditions),
        "hits": [_hit_json(hit) for hit in result.hits],
        "facets": facets_json(facets) if facets else None,
        "explain": explain_json(result) if explained else None,
        "timings_ms": dict(result.timings_ms),
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "passage_id": hit.passage.id,
        "document_id": hit.passage.document_id,
        "work_id": hit.work_id,
        "file": hit.file,
        "title": hit.title,
        "page": first_page(hit),
        "text": hit.passage.text,
        "scores": dict(hit.scores),
        "copies": [asdict(copy) for copy in hit.copies],
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """The object of ``ask --json``."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "level": answer.level,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "sentences": [{"text": s.text, "citations": list(s.citations), "lead": s.lead} for s in answer.sentences],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "warnings": list(answer.warnings),
        "conditions": conditions_json(answer.conditions),
        "listing": listing_json(answer.listing),
        "verification": [
            {"text": check.text, "outcome": check.outcome, "reason": check.reason} for check in answer.verification
        ],
        "validated": validated_json(answer.validated),
        "timings_ms": dict(answer.timings_ms),
    }


def validated_json(validated: Validated | None) -> dict[str, Any] | None:
    """Who stands behind a validated answer; null for an answer of the assistant."""
    return asdict(validated) if validated else None


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "passage_id": citation.passage_id,
        "document_id": citation.document_id,
        "work_id": citation.work_id,
        "file": citation.file,
        "title": citation.title,
        "reference": citation.reference or None,
        "page": citation.page,
        "date": citation.date,
        "quote": citation.quote,
        "boxes": boxes_json(citation.boxes),
        "support": citation.support,
    }


def ingest_json(report: IngestReport) -> dict[str, Any]:
    """The object of ``ingest --json``."""
    return {
        "files": [file_json(file) for file in report.files],
        "counts": {outcome: report.count(outcome) for outcome in get_args(Outcome)},
        "seconds": round(report.seconds, 3),
        "totals": asdict(totals(report.files)),
        "totals_by_outcome": {outcome: asdict(one) for outcome, one in totals_by_outcome(report).items()},
    }


def file_json(report: FileReport) -> dict[str, Any]:
    """What became of one file; also the object of ``remove --json``."""
    return {
        "file": report.file,
        "outcome": report.outcome,
        "pages": report.pages,
        "passages": report.passages,
        "unread_pages": list(report.unread_pages),
        "message": report.message,
        "ocr_pages": report.ocr_pages,
        "seconds": report.seconds,
        "copies": report.copies,
        "records": report.records,
        "problems": report.problems,
        "hidden": [{"page": page, "characters": count} for page, count in report.hidden],
    }


def status_json(settings: Settings, overview: Overview) -> dict[str, Any]:
    """The object of ``status --json``."""
    values, corpus, writer = settings.masked(), overview.corpus, overview.writer
    return {
        "version": __version__,
        "data_dir": str(settings.data_dir),
        "corpus": {
            "works": len({document.work_id for document in corpus.documents}),
            "documents": len(corpus.documents),
            "notices": sum(document.kind == "notice" for document in corpus.documents),
            "pdfs": sum(document.kind == "pdf" for document in corpus.documents),
            "pages": sum(document.pages for document in corpus.documents),
            "passages": corpus.passages,
            "ocr_pages": overview.ocr_pages,
            "copies": overview.copies,
            "last_ingestion": corpus.last_ingestion,
            "last_report": _run_json(overview.last_report),
            "folders": list(corpus.folders),
            "not_read": [file_json(file) for file in corpus.not_read],
            "files": [_document_json(document) for document in corpus.documents],
        },
        "index": {
            "sequence": overview.sequence,
            "made_with": asdict(overview.stamp) if overview.stamp else None,
            "chunker": overview.chunker,
            "writer": asdict(writer) if writer else None,
        },
        "validated": {"valid": overview.validated, "withdrawn": overview.withdrawn},
        "settings": {
            name: {"value": None if values[name] == "" else values[name], "source": where}
            for name, where in settings.sources.items()
        },
    }


def _run_json(report: IngestReport | None) -> dict[str, Any] | None:
    """The last ingestion without its files."""
    if report is None:
        return None
    shown = ingest_json(report)
    return {"summary": ingest_summary(report), **{name: value for name, value in shown.items() if name != "files"}}


def _document_json(document: DocumentSummary) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "work_id": document.work_id,
        "kind": document.kind,
        "file": document.file,
        "title": document.title,
        "date": document.date,
        "pages": document.pages,
        "passages": document.passages,
    }
