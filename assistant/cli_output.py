"""What the commands print: each result as JSON and as text. Pure functions on the data of ``models.py``.

JSON follows one rule: an empty value is ``null`` or ``[]``, never absent; ``page`` is physical and starts at 1; dates
are ISO 8601. Text loses the control characters that a hostile document could hold.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant import __version__
from assistant.models import Answer, Box, Citation, FileReport, Filters, Hit, IngestReport, SearchResult

if TYPE_CHECKING:
    from assistant.overview import Overview
    from assistant.settings import Settings

OUTCOMES = {
    "read": ("lu", "lus"),
    "unchanged": ("inchangé", "inchangés"),
    "replaced": ("remplacé", "remplacés"),
    "removed": ("retiré", "retirés"),
    "partly_read": ("lu en partie", "lus en partie"),
    "unread": ("sans texte", "sans texte"),
    "refused": ("refusé", "refusés"),
}
"""The outcomes of a file in French, singular and plural, in the order in which they are counted."""


def dump(value: Mapping[str, Any], ascii_only: bool = False) -> str:
    """One JSON object as text. C1 control characters are escaped like the others."""
    text = json.dumps(value, ensure_ascii=ascii_only, allow_nan=False, indent=2)
    return "".join(f"\\u{ord(c):04x}" if 0x7F <= ord(c) <= 0x9F or 0xD800 <= ord(c) <= 0xDFFF else c for c in text)


def printable(text: str) -> str:
    """Text for a terminal: no control character but the end of line and the tab, no half of a character."""
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or _surrogate(c)))


def _surrogate(character: str) -> bool:
    return 0xD800 <= ord(character) <= 0xDFFF


def error_json(code: str, message: str) -> dict[str, Any]:
    """The object printed on stdout when a command fails."""
    return {"error": {"code": code, "message": message}}


def filters_json(filters: Filters) -> dict[str, Any]:
    """The conditions of a search; ``from`` and ``to`` are inclusive days."""
    return {
        "from": filters.date_from,
        "to": filters.date_to,
        "descriptors": list(filters.descriptors),
        "authors": list(filters.authors),
        "kinds": list(filters.kinds),
    }


def boxes_json(boxes: Sequence[Box]) -> list[dict[str, Any]]:
    """Rectangles on pages, in points from the top left."""
    return [asdict(box) for box in boxes]


def search_json(result: SearchResult) -> dict[str, Any]:
    """The object of ``search --json``."""
    return {
        "question": result.question,
        "standalone_question": result.standalone_question,
        "filters": filters_json(result.filters),
        "hits": [_hit_json(hit) for hit in result.hits],
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
        "page": _first_page(hit),
        "text": hit.passage.text,
        "scores": dict(hit.scores),
    }


def _first_page(hit: Hit) -> int:
    return hit.passage.pages[0] if hit.passage.pages else 1


def search_text(result: SearchResult) -> str:
    """The passages found, for a reader."""
    if not result.hits:
        return "Aucun passage trouvé."
    lines: list[str] = []
    for hit in result.hits:
        place = f", p. {_first_page(hit)}" if hit.kind == "pdf" else ""
        lines += [f"{hit.rank}. {hit.title} ({hit.file}{place})", _indent(hit.passage.text), ""]
    return printable("\n".join(lines).rstrip())


def answer_json(answer: Answer) -> dict[str, Any]:
    """The object of ``ask --json``."""
    return {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "answer": answer.text,
        "level": answer.level,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "sentences": [{"text": s.text, "citations": list(s.citations)} for s in answer.sentences],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "warnings": list(answer.warnings),
        "timings_ms": dict(answer.timings_ms),
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "passage_id": citation.passage_id,
        "document_id": citation.document_id,
        "work_id": citation.work_id,
        "file": citation.file,
        "title": citation.title,
        "reference": citation.reference,
        "page": citation.page,
        "quote": citation.quote,
        "boxes": boxes_json(citation.boxes),
        "support": citation.support,
    }


def answer_text(answer: Answer) -> str:
    """The answer with its markers, its warnings and its sources, for a reader."""
    if answer.sentences:
        body = " ".join(s.text + "".join(f" [{n}]" for n in s.citations) for s in answer.sentences)
    else:
        body = answer.text
    lines = [body, *(f"Attention : {warning}" for warning in answer.warnings)]
    if answer.citations:
        lines += ["", "Sources" if answer.level == "answer" else "À vérifier"]
        for citation in answer.citations:
            lines += [f"[{citation.n}] {_place(citation)}", _indent(f"« {citation.quote} »")]
    return printable("\n".join(lines))


def _place(citation: Citation) -> str:
    reference = citation.reference or citation.title
    return f"{reference} ({citation.file}, p. {citation.page})"


def ingest_json(report: IngestReport) -> dict[str, Any]:
    """The object of ``ingest --json``."""
    return {
        "files": [file_json(file) for file in report.files],
        "counts": {outcome: report.count(outcome) for outcome in OUTCOMES},  # type: ignore[arg-type]  # same names
        "seconds": round(report.seconds, 3),
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
    }


def ingest_text(report: IngestReport) -> str:
    """The counts, then the files that need a look."""
    counts = [
        f"{n} {OUTCOMES[outcome][n > 1]}"
        for outcome in OUTCOMES
        if (n := report.count(outcome))  # type: ignore[arg-type]  # same names
    ]
    total = len(report.files)
    head = f"{total} fichier{'s' * (total > 1)} : {', '.join(counts)}" if counts else "Aucun fichier à lire"
    lines = [f"{head} ({report.seconds:.1f} s)."]
    lines += [file_text(f) for f in report.files if f.outcome in ("partly_read", "unread", "refused")]
    return printable("\n".join(lines))


def file_text(report: FileReport) -> str:
    """One file and its outcome on one line."""
    text = f"{report.file} : {OUTCOMES[report.outcome][0]}"
    if report.message:
        return printable(f"{text} – {report.message}")
    if report.unread_pages:
        return printable(f"{text} (pages sans texte : {', '.join(map(str, report.unread_pages))})")
    return printable(text)


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
            "last_ingestion": corpus.last_ingestion,
            "folders": list(corpus.folders),
            "not_read": [file_json(file) for file in corpus.not_read],
        },
        "index": {
            "sequence": overview.sequence,
            "made_with": asdict(overview.stamp) if overview.stamp else None,
            "chunker": overview.chunker,
            "writer": asdict(writer) if writer else None,
        },
        "settings": {name: {"value": values[name], "source": where} for name, where in settings.sources.items()},
    }


def status_text(status: Mapping[str, Any]) -> str:
    """The state of the assistant for a reader, from ``status_json``."""
    corpus = status["corpus"]
    holdings = ", ".join(
        f"{corpus[key]} {name}"
        for key, name in (("notices", "notice(s)"), ("pdfs", "PDF"), ("pages", "page(s)"), ("passages", "passage(s)"))
    )
    lines = [
        f"Assistant {status['version']}, données dans {status['data_dir']}",
        f"Fonds : {holdings}",
        f"Dernière lecture : {corpus['last_ingestion'] or 'aucune'}",
        f"Dossiers : {', '.join(corpus['folders']) or 'aucun'}",
    ]
    for file in corpus["not_read"]:
        report = FileReport(**{**file, "unread_pages": tuple(file["unread_pages"])})
        lines.append(f"  à voir : {file_text(report)}")
    lines += _index_lines(status["index"])
    lines.append("Réglages")
    for name, setting in status["settings"].items():
        lines.append(f"  {name} = {_shown(setting['value'])}  ({setting['source']})")
    return printable("\n".join(lines))


def _index_lines(index: Mapping[str, Any]) -> list[str]:
    made, writer = index["made_with"], index["writer"]
    if made is None:
        lines = ["Index : vide"]
    else:
        lines = [f"Index : modèle {made['model']} ({made['dimension']} dimensions), découpage {made['chunker']}"]
        if made["chunker"] != index["chunker"]:
            lines.append(f"  à refaire (découpage {index['chunker']}) : assistant ingest --rebuild")
    if writer:
        lines.append(f"  écriture en cours : processus {writer['pid']} sur {writer['host']} depuis {writer['since']}")
    return lines


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "(vide)"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _indent(text: str) -> str:
    return "\n".join(f"   {line}" for line in text.splitlines())
