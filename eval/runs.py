"""What a run leaves on disk, read back to be compared, gated or shown.

A folder holds ``metrics.json`` and, of a run over answers, ``answers.jsonl`` (one ``ask --json`` object a line with
its ``id``) and ``verdicts.jsonl`` (one question a line with what was found of it); of a run over retrieval,
``queries.jsonl`` (one query a line with what each system found).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.cli_output import dump
from assistant.errors import MissingPathError, OperationError, os_reason
from assistant.models import Turn
from eval.answers.given import Given, read_given
from eval.answers.verdict import Verdict
from eval.errors import DatasetError, RunError
from eval.jsonlines import read_lines, write_lines
from eval.questions import Evidence, Question

METRICS = "metrics.json"
ANSWERS = "answers.jsonl"
VERDICTS = "verdicts.jsonl"
QUERIES = "queries.jsonl"
REPORT = "report.html"


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
    """Read a run folder.

    Raises:
        MissingPathError: There is no such folder.
        RunError: It holds no run, or an incomplete or a damaged one.
    """
    if not folder.is_dir():
        raise MissingPathError(f"Dossier introuvable : {folder}. Donnez le dossier d'une évaluation (--out).")
    metrics = _metrics(folder / METRICS)
    try:
        if metrics["kind"] == "retrieval":
            return RetrievalRun(folder, metrics, [value for _, value in read_lines(folder / QUERIES)])
        given = [read_given(value) for _, value in read_lines(folder / ANSWERS)]
        verdicts = [_verdict(value) for _, value in read_lines(folder / VERDICTS)]
    except (DatasetError, MissingPathError, KeyError, TypeError, ValueError) as error:
        raise RunError(f"Évaluation incomplète ou abîmée dans {folder} ({error}). Refaites-la.") from error
    return AnswersRun(folder, metrics, {g.id: g for g in given}, {v.id: v for v in verdicts})


def _metrics(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise RunError(f"{path.parent} n'est pas le dossier d'une évaluation : {path.name} n'y est pas.")
    try:
        metrics = json.loads(path.read_text(encoding="utf-8"))
        known = metrics["kind"] in {"answers", "retrieval"}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path} est illisible ({error}). Refaites l'évaluation.") from error
    if not known:
        raise RunError(f"{path} : sorte d'évaluation inconnue ({metrics['kind']}).")
    return dict(metrics)


def write_run(folder: Path, metrics: Mapping[str, Any], **lines: Sequence[Mapping[str, Any]]) -> None:
    """Write a run: ``metrics.json`` last, so that a folder that holds it is whole.

    Args:
        folder: Made if needed; the files of a run before are replaced.
        metrics: The object of ``metrics.json``.
        lines: The objects of each JSONL file, by its name without ``.jsonl``.

    Raises:
        OperationError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / METRICS).unlink(missing_ok=True)
        for name, values in lines.items():
            write_lines(folder / f"{name}.jsonl", values)
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


def _verdict(value: Mapping[str, Any]) -> Verdict:
    asked = value["question"]
    question = Question(
        id=asked["id"],
        question=asked["question"],
        kind=asked["kind"],
        answers=tuple(asked["answers"]),
        all_of=tuple(tuple(group) for group in asked["all_of"]),
        evidence=tuple(Evidence(e["file"], e["page"], e["quote"]) for e in asked["evidence"]),
        alt_pages={file: tuple(pages) for file, pages in asked["alt_pages"].items()},
        standalone=asked["standalone"],
        history=tuple(Turn(turn["role"], turn["content"]) for turn in asked["history"]),
        line=asked["line"],
    )
    return Verdict(
        question, value["values"], value["confidence"], value["loss"], value["ranks"], value.get("passages_read")
    )


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
