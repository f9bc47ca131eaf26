"""What ``assistant harvest`` prints: the object of ``--json``, and the same for a reader."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant import cli_output, cli_text
from assistant.text import one_line

if TYPE_CHECKING:
    from assistant.harvest.run import HarvestReport
    from assistant.models import IngestReport

FAILURES_SHOWN = 20
"""Attached files that could not be had, as listed for a reader; ``--json`` gives them all."""


def harvest_json(report: HarvestReport, ingested: IngestReport | None) -> dict[str, Any]:
    """The object of ``harvest --json``; ``ingest`` is that of ``ingest --json``, null when nothing was to be read."""
    return {
        "url": report.url,
        "folder": str(report.folder),
        "set": report.set,
        "prefix": report.prefix,
        "from": report.date_from,
        "response_date": report.response_date,
        "resumed": report.resumed,
        "complete": report.complete,
        "error": report.error,
        "records": report.records.as_dict(),
        "attachments": {**asdict(report.files), "failures": [asdict(failure) for failure in report.failures]},
        "warnings": list(report.warnings),
        "ingest": cli_output.ingest_json(ingested) if ingested else None,
    }


def harvest_text(report: HarvestReport, ingested: IngestReport | None) -> str:
    """What was harvested, what is to be known, then what was read of it."""
    lines = [_records(report), *_files(report)]
    lines += [f"À savoir : {one_line(warning)}" for warning in report.warnings]
    if report.error:
        lines.append(f"Moisson arrêtée avant sa fin : {one_line(report.error)}.")
        lines.append("Ce qui précède est gardé ; la même commande reprendra.")
    lines.append(f"Dossier : {report.folder}")
    text = cli_text.printable("\n".join(lines))
    return f"{text}\n\n{cli_text.ingest_text(ingested)}" if ingested else text


def _records(report: HarvestReport) -> str:
    counts = report.records
    since = f" depuis le {report.date_from}" if report.date_from else ""
    parts = [
        _number(counts.new, "nouvelle", "nouvelles"),
        _number(counts.changed, "changée", "changées"),
        _number(counts.unchanged, "inchangée", "inchangées"),
        _number(counts.deleted + counts.no_longer_listed, "retirée", "retirées"),
    ]
    told = ", ".join(part for part in parts if part)
    received = _number(counts.received, "notice reçue", "notices reçues") or "Aucune notice reçue"
    return f"{received}{since}{f' : {told}' if told else ''} ({report.prefix})."


def _files(report: HarvestReport) -> list[str]:
    counts, failures = report.files, report.failures
    parts = [
        _number(counts.downloaded, "téléchargé", "téléchargés"),
        _number(counts.unchanged, "inchangé", "inchangés"),
        _number(counts.other_types, "d'un autre type, laissé", "d'un autre type, laissés"),
        _number(len(failures), "manquant", "manquants"),
    ]
    told = ", ".join(part for part in parts if part)
    lines = [f"Fichiers joints : {told}."] if told else []
    lines += [
        f"  {one_line(failure.name or failure.url)} ({one_line(failure.record)}) : {one_line(failure.reason)}"
        for failure in failures[:FAILURES_SHOWN]
    ]
    if len(failures) > FAILURES_SHOWN:
        lines.append(f"  … et {len(failures) - FAILURES_SHOWN} autres (--json les donne tous)")
    return lines


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
