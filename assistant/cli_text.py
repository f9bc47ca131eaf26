"""What the commands print for a reader: pure functions on the data of ``models``.

Text loses the control characters that a hostile document could hold; a cell of a table is told from the next by a bar.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.models import Answer, Citation, FileReport, Hit, IngestReport, SearchResult, Validated
from assistant.sources.references import french_date
from assistant.text import one_line

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

DOCUMENTS_SHOWN = 50
"""Documents that ``status`` lists for a reader; ``--json`` gives them all."""

_WIDEST_FILE = 60


_COPIES_SHOWN = 3

_ON_ONE_LINE = 3
"""Sentences of an answer that are shown after one another; a longer one, such as a summary, has a line for each."""


def printable(text: str) -> str:
    """Text for a terminal: no control character but the end of line and the tab, no half of a character."""
    return "".join(c for c in text if c in "\n\t" or not (ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or _surrogate(c)))


def _surrogate(character: str) -> bool:
    return 0xD800 <= ord(character) <= 0xDFFF


def search_text(result: SearchResult) -> str:
    """The passages found, for a reader."""
    if not result.hits:
        return "Aucun passage trouvé."
    lines: list[str] = []
    for hit in result.hits:
        place = f", p. {first_page(hit)}" if hit.kind == "pdf" else ""
        lines.append(f"{hit.rank}. {one_line(hit.title)} ({one_line(hit.file)}{place})")
        lines += [f"   {one_line(line)}" for line in hit.passage.text.splitlines() if line.strip()]
        if hit.copies:
            lines.append(f"   {_elsewhere(hit)}")
        lines.append("")
    return printable("\n".join(lines).rstrip())


def _elsewhere(hit: Hit) -> str:
    """Where the same text stands again, the first places only."""
    places = [f"{one_line(copy.file)}, p. {copy.page}" for copy in hit.copies[:_COPIES_SHOWN]]
    more = f" et {len(hit.copies) - _COPIES_SHOWN} autres" if len(hit.copies) > _COPIES_SHOWN + 1 else ""
    if len(hit.copies) == _COPIES_SHOWN + 1:
        more = " et un autre"
    return f"Le même texte aussi dans : {' ; '.join(places)}{more}."


def first_page(hit: Hit) -> int:
    """The page on which a passage begins."""
    return hit.passage.pages[0] if hit.passage.pages else 1


def answer_text(answer: Answer, labels: Mapping[int, str] | None = None) -> str:
    """The answer with its markers, its warnings and its sources.

    Args:
        answer: The answer.
        labels: Page numbers as printed, by marker, where they differ from the physical ones.
    """
    if answer.sentences and not answer.listing:
        between = "\n" if len(answer.sentences) > _ON_ONE_LINE else " "
        body = between.join(s.text + "".join(f" [{n}]" for n in s.citations) for s in answer.sentences)
    else:
        body = answer.text
    said = _validated(answer.validated)
    lines = [*([said] if said else []), body, *(f"Attention : {warning}" for warning in answer.warnings)]
    if answer.citations:
        lines += ["", "Sources" if answer.level == "answer" else "À vérifier"]
        for citation in answer.citations:
            place = _place(citation, (labels or {}).get(citation.n))
            lines += [f"[{citation.n}] {place}", f"   « {one_line(citation.quote)} »"]
    return printable("\n".join(lines))


def _validated(validated: Validated | None) -> str:
    """« Réponse validée par Claire Martin le 2026-05-03. »"""
    if validated is None:
        return ""
    how = "rédigée et validée" if validated.corrected else "validée"
    return f"Réponse {how} par {one_line(validated.by)} le {validated.on}."


def _place(citation: Citation, label: str | None) -> str:
    """« Reference (file, p. 3, numérotée 1) »; a notice has no pages."""
    told = one_line(citation.reference or citation.title)
    date = french_date(citation.date)
    told += f" Date du document : {date}." if date and date not in told else ""
    page = f"p. {citation.page}" if citation.file.lower().endswith(".pdf") else ""
    named = re.escape(f"{page} (numérotée {label})" if label else page)
    if page and re.search(rf"\b{named}(?!\d)", told):
        return told  # the reference names the file and the page
    printed = f", numérotée {label}" if page and label else ""
    return f"{told} ({one_line(citation.file)}{', ' if page else ''}{page}{printed})"


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over files; ``seconds`` are those of reading and cutting, without the vectors."""

    files: int
    pages: int
    passages: int
    ocr_pages: int
    copies: int
    seconds: float


def totals(files: Sequence[FileReport]) -> Totals:
    """Sums over some files."""
    return Totals(
        len(files),
        sum(one.pages for one in files),
        sum(one.passages for one in files),
        sum(one.ocr_pages for one in files),
        sum(one.copies for one in files),
        round(sum(one.seconds for one in files), 3),
    )


def totals_by_outcome(report: IngestReport) -> dict[str, Totals]:
    """Sums over the files of each outcome that there is, in the order in which outcomes are counted."""
    groups = {outcome: [one for one in report.files if one.outcome == outcome] for outcome in OUTCOMES}
    return {outcome: totals(files) for outcome, files in groups.items() if files}


def ingest_text(report: IngestReport) -> str:
    """A table of the files, one of the outcomes, then how many of each."""
    return printable("\n".join([*_table(report.files), *_totals_table(report), ingest_summary(report)]))


def ingest_summary(report: IngestReport) -> str:
    """« 4 fichiers : 3 lus, 1 refusé (1,2 s). »"""
    counts = [f"{one.files} {OUTCOMES[outcome][one.files > 1]}" for outcome, one in totals_by_outcome(report).items()]
    head = f"{_count(len(report.files), 'fichier')} : {', '.join(counts)}" if counts else "Aucun fichier à lire"
    return f"{head} ({seconds_text(report.seconds)} s)."


def seconds_text(seconds: float) -> str:
    """Seconds with a decimal, as French writes it."""
    return f"{seconds:.1f}".replace(".", ",")


def _table(files: Sequence[FileReport]) -> list[str]:
    if not files:
        return []
    rows = [("Résultat", "Fichier", "Pages", "Passages", "Remarque")]
    rows += [
        (OUTCOMES[one.outcome][0], one_line(one.file), str(one.pages), str(one.passages), remark(one)) for one in files
    ]
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    second = min(second, _WIDEST_FILE)
    lines = [f"{row[0]:<{first}}  {row[1]:<{second}}  {row[2]:>5}  {row[3]:>8}  {row[4]}".rstrip() for row in rows]
    return [*lines, ""]


def _totals_table(report: IngestReport) -> list[str]:
    if not report.files:
        return []
    rows = [(OUTCOMES[outcome][one.files > 1], one) for outcome, one in totals_by_outcome(report).items()]
    rows.append(("en tout", totals(report.files)))
    lines = [f"{'Résultat':<14}  Fichiers   Pages  Passages  Pages en OCR  Secondes"]
    lines += [
        f"{name:<14}  {one.files:>8}  {one.pages:>6}  {one.passages:>8}  {one.ocr_pages:>12}"
        f"  {seconds_text(one.seconds):>8}"
        for name, one in rows
    ]
    return [*lines, ""]


def remark(report: FileReport) -> str:
    """What is to be said of a file beside its figures."""
    if report.message:
        return one_line(report.message)
    return f"Pages sans texte : {', '.join(map(str, report.unread_pages))}." if report.unread_pages else ""


def file_text(report: FileReport) -> str:
    """One file and its outcome on one line."""
    said = remark(report)
    return printable(f"{one_line(report.file)} : {OUTCOMES[report.outcome][0]}{f' – {said}' if said else ''}")


def status_text(status: Mapping[str, Any]) -> str:
    """The state of the assistant, from ``status_json``."""
    corpus = status["corpus"]
    holdings = (
        _count(corpus["notices"], "notice"), f"{corpus['pdfs']} PDF", _count(corpus["pages"], "page"),
        _count(corpus["passages"], "passage"), *_set_apart(corpus),
    )  # fmt: skip
    lines = [
        f"Assistant {status['version']}, données dans {status['data_dir']}",
        f"Fonds : {', '.join(holdings)}",
        f"Dernière lecture : {_moment(corpus['last_ingestion']) or 'aucune'}",
        *([f"  {corpus['last_report']['summary']}"] if corpus["last_report"] else []),
        f"Dossiers : {', '.join(corpus['folders']) or 'aucun'}",
        *_documents(corpus["files"]),
    ]
    for file in corpus["not_read"]:
        report = FileReport(**{**file, "unread_pages": tuple(file["unread_pages"])})
        lines.append(f"  à voir : {file_text(report)}")
    kept = status["validated"]
    if any(kept.values()):
        lines.append(f"Réponses validées : {kept['valid']} (et {kept['withdrawn']} retirées)")
    lines += _index_lines(status["index"])
    lines.append("Réglages")
    for name, setting in status["settings"].items():
        lines.append(f"  {name} = {_shown(setting['value'])}  ({setting['source']})")
    return printable("\n".join(lines))


def _set_apart(corpus: Mapping[str, Any]) -> list[str]:
    ocr, copies = corpus["ocr_pages"], corpus["copies"]
    read = [f"{_count(ocr, 'page')} en OCR"] if ocr else []
    return [*read, f"{_count(copies, 'répétition')} mise{'s' * (copies > 1)} à part"] if copies else read


def _documents(files: Sequence[Mapping[str, Any]]) -> list[str]:
    """The documents with their ids, which ``remove`` takes."""
    if not files:
        return []
    lines = [f"  {file['document_id']}  {one_line(file['file'])}" for file in files[:DOCUMENTS_SHOWN]]
    if len(files) > DOCUMENTS_SHOWN:
        lines.append(f"  … et {len(files) - DOCUMENTS_SHOWN} de plus : assistant status --json")
    return ["Documents", *lines]


def _index_lines(index: Mapping[str, Any]) -> list[str]:
    made, writer = index["made_with"], index["writer"]
    if made is None:
        lines = ["Index : vide"]
    else:
        lines = [f"Index : modèle {made['model']} ({made['dimension']} dimensions), découpage {made['chunker']}"]
        if made["chunker"] != index["chunker"]:
            lines.append(f"  à refaire (découpage {index['chunker']}) : assistant ingest --rebuild")
    if writer:
        since = _moment(writer["since"])
        lines.append(f"  écriture en cours : processus {writer['pid']} sur {writer['host']} depuis le {since}")
    return lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number > 1)}"


def _moment(iso: str | None) -> str:
    """« 12/03/2026 à 14:05 », in the time zone of this machine."""
    return f"{datetime.fromisoformat(iso).astimezone():%d/%m/%Y à %H:%M}" if iso else ""


def _shown(value: Any) -> str:
    if value is None:
        return "(vide)"
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
