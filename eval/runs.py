"""What a run leaves on disk, read back to be compared, gated or shown.

A folder holds ``metrics.json`` and, of a run over answers, ``answers.jsonl`` (one ``ask --json`` object a line with
its ``id``) and ``verdicts.jsonl`` (one question a line with what was found of it); of a run over retrieval,
``queries.jsonl`` (one query a line with what each system found).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from assistant.cli_output import dump
from assistant.errors import MissingPathError, OperationError, os_reason
from eval.answers.verdict import Verdict
from eval.errors import DatasetError, RunError
from eval.given import Given, read_given
from eval.jsonlines import read_lines, write_lines
from eval.questions import Question
from eval.run_schema import check_metrics, check_query, read_verdict

METRICS = "metrics.json"
ANSWERS = "answers.jsonl"
VERDICTS = "verdicts.jsonl"
QUERIES = "queries.jsonl"
REPORT = "report.html"
OWNED = (METRICS, ANSWERS, VERDICTS, QUERIES, "judgements.jsonl", REPORT, "comparison.html")
"""What a run or a comparison may leave in its folder: replaced together, so that no two runs are mixed."""

Judged = TypeVar("Judged", Given, Verdict)


@dataclass(frozen=True, slots=True)
class AnswersRun:
    """A run over a question file. ``metrics`` is the object of ``metrics.json``."""

    folder: Path
    metrics: Mapping[str, Any]
    given: Mapping[str, Given]
    verdicts: Mapping[str, Verdict]
    kind: Literal["answers"] = "answers"


@dataclass(frozen=True, slots=True)
class RetrievalRun:
    """A run over retrieval sets. ``queries`` are the objects of ``queries.jsonl``."""

    folder: Path
    metrics: Mapping[str, Any]
    queries: Sequence[Mapping[str, Any]]
    kind: Literal["retrieval"] = "retrieval"


def load_run(folder: Path) -> AnswersRun | RetrievalRun:
    """Read a run folder and check it whole: each field, and that no line is missing, added or given twice.

    Metrics of ``metrics.json`` and ``verdicts.jsonl`` that are no longer known are passed over.

    Raises:
        MissingPathError: There is no such folder.
        RunError: It holds no run, or an incomplete or a damaged one; the file and, where known, the line are named.
    """
    if not folder.is_dir():
        raise MissingPathError(f"Dossier introuvable : {folder}. Donnez le dossier d'une évaluation (--out).")
    if not (folder / METRICS).exists():
        raise RunError(f"{folder} n'est pas le dossier d'une évaluation : {METRICS} n'y est pas.")
    try:
        metrics = _metrics(folder / METRICS)
        if metrics["kind"] == "retrieval":
            return RetrievalRun(folder, metrics, _queries(folder / QUERIES, metrics["sets"]))
        given = _by_id(folder / ANSWERS, read_given)
        verdicts = _by_id(folder / VERDICTS, read_verdict)
        _check_whole(folder, metrics["n"], given, verdicts)
    except (DatasetError, MissingPathError) as error:
        raise RunError(f"Évaluation incomplète ou abîmée. {error} Refaites-la.") from error
    return AnswersRun(folder, metrics, given, verdicts)


def _metrics(path: Path) -> dict[str, Any]:
    try:
        metrics = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DatasetError(path, None, f"illisible ({os_reason(error)}).") from error
    except (ValueError, RecursionError) as error:
        raise DatasetError(path, None, "n'est pas du JSON valide.") from error
    if not isinstance(metrics, dict) or metrics.get("kind") not in ("answers", "retrieval"):
        raise DatasetError(path, None, "sorte d'évaluation inconnue.")
    with _at(path):
        check_metrics(metrics)
    return metrics


def _by_id(path: Path, read: Callable[[Mapping[str, Any]], Judged]) -> dict[str, Judged]:
    found: dict[str, Judged] = {}
    for number, value in read_lines(path):
        with _at(path, number):
            one = read(value)
        if one.id in found or value.get("id") != one.id:
            raise DatasetError(path, number, f"identifiant {one.id} donné deux fois, ou autre que celui de la ligne.")
        found[one.id] = one
    return found


def _check_whole(folder: Path, n: int, given: Mapping[str, Given], verdicts: Mapping[str, Verdict]) -> None:
    """Check that each question has its answer and its verdict."""
    if len(verdicts) != n:
        raise DatasetError(folder / VERDICTS, None, f"{len(verdicts)} questions sur {n}.")
    if odd := sorted(given.keys() ^ verdicts.keys()):
        raise DatasetError(folder / ANSWERS, None, f"les questions ne sont pas celles de {VERDICTS}, comme {odd[0]}.")


def _queries(path: Path, sets: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    queries, seen = [], set()
    for number, value in read_lines(path):
        with _at(path, number):
            check_query(value)
        key = (value["set"], value["id"])
        if key in seen:
            raise DatasetError(path, number, f"requête donnée deux fois : {'/'.join(key)}.")
        seen.add(key)
        queries.append(value)
    told = {(name, True): of["queries"] for name, of in sets.items()}
    told |= {(name, False): of["unanswerable"] for name, of in sets.items()}
    counted = Counter((query["set"], query["answerable"]) for query in queries)
    for name, answerable in dict.fromkeys([*told, *counted]):
        if counted[name, answerable] != told.get((name, answerable)):
            raise DatasetError(path, None, f"le nombre de requêtes de {name} n'est pas celui de {METRICS}.")
    return queries


@contextmanager
def _at(path: Path, line: int | None = None) -> Iterator[None]:
    """Name the file and the line of what is refused."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        raise DatasetError(path, line, str(error)) from error


def write_run(folder: Path, metrics: Mapping[str, Any], **lines: Sequence[Mapping[str, Any]]) -> None:
    """Write a run: ``metrics.json`` last, so that a folder that holds it is whole.

    Args:
        folder: Made if needed; the files of a run before (``OWNED``) are removed first, others are left alone.
        metrics: The object of ``metrics.json``.
        lines: The objects of each JSONL file, by its name without ``.jsonl``.

    Raises:
        OperationError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in OWNED:
            (folder / name).unlink(missing_ok=True)
        for stem, values in lines.items():
            write_lines(folder / f"{stem}.jsonl", values)
        (folder / METRICS).write_text(dump(metrics) + "\n", encoding="utf-8")
    except OSError as error:
        raise OperationError(f"Impossible d'écrire l'évaluation dans {folder} ({os_reason(error)}).") from error


def write_text(path: Path, text: str) -> None:
    """Write a page of a run.

    Raises:
        OperationError: The folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OperationError(f"Impossible d'écrire {path} ({os_reason(error)}).") from error


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """The line of ``verdicts.jsonl``."""
    return {
        "id": verdict.id,
        "question": question_json(verdict.question),
        "values": dict(verdict.values),
        "confidence": verdict.confidence,
        "loss": verdict.loss,
        "ranks": dict(verdict.ranks),
        "passages_read": verdict.passages_read,
    }


def question_json(question: Question) -> dict[str, Any]:
    """A question with every field, as in a question file."""
    return {
        "id": question.id,
        "line": question.line,
        "question": question.question,
        "kind": question.kind,
        "answers": list(question.answers),
        "all_of": [list(group) for group in question.all_of],
        "evidence": [{"file": e.file, "page": e.page, "quote": e.quote} for e in question.evidence],
        "alt_pages": {file: list(pages) for file, pages in question.alt_pages.items()},
        "standalone": question.standalone,
        "history": [{"role": turn.role, "content": turn.content} for turn in question.history],
    }
