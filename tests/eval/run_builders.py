"""Run folders for tests: a few questions or queries written as a run leaves them, and read back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.answers.verdict import Verdict
from eval.metrics import names
from eval.metrics.ranking import NAMES
from eval.questions import Question
from eval.runs import AnswersRun, RetrievalRun, load_run, verdict_json, write_run
from eval.statistics import Estimate

SHA256 = "a" * 64
CONFIG: dict[str, Any] = {
    "questions": {"file": "questions.jsonl", "sha256": SHA256, "n": 4},
    "corpus": {"folder": "corpus", "sha256": SHA256, "documents": 2, "passages": 9},
    "answerer": "extractive",
    "entailment": "rules",
    "settings": {"top_k": 8, "min_support": 0.5},
    "date": "2026-01-01T10:00:00+00:00",
}
REST: dict[str, Any] = {
    "by_kind": {},
    "follow_ups": {"n": 0},
    "retrieval": {},
    "curve": [],
    "calibration": None,
    "judge": None,
    "cost": {},
}
"""What else ``metrics.json`` holds."""


def verdict(
    id_: str, right: bool | None, *, abstained: bool = False, confidence: float = 0.9, **values: Any
) -> Verdict:
    """The verdict of a question, ``right`` None when the corpus does not answer it.

    An answer that is right cites the right page; ``values`` replaces any metric.
    """
    answerable = right is not None
    found: dict[str, float | None] = dict.fromkeys(names.MEANS)
    if answerable:
        found |= {"answer_right": float(bool(right)), "false_abstention_rate": float(abstained)}
        found |= {} if abstained else {"citation_page_right": float(bool(right))}
    else:
        found["abstention_recall"] = float(abstained)
    if abstained:
        found["abstention_precision"] = float(not answerable)
    question = Question(id_, f"Question {id_} ?", answers=("17",) if answerable else ())
    wrong = not right if answerable else not abstained
    return Verdict(question, {**found, **values}, confidence, float(wrong))


def answer_line(found: Verdict, text: str) -> dict[str, Any]:
    """The line of ``answers.jsonl`` of a question."""
    abstained = found.values.get("abstention_precision") is not None
    return {
        "id": found.id,
        "question": found.question.question,
        "answer": text,
        "level": "none" if abstained else "answer",
        "sentences": [],
        "citations": [],
    }


def answers_run(
    folder: Path,
    verdicts: Sequence[Verdict],
    *,
    texts: Mapping[str, str] | None = None,
    metrics: Mapping[str, Estimate] | None = None,
    config: Mapping[str, Any] | None = None,
) -> AnswersRun:
    """Write a run over questions and read it back.

    Args:
        folder: Where to.
        verdicts: What was found of each question.
        texts: The answer shown for a question, by its id; « Dix-sept. » by default.
        metrics: The estimates of ``metrics.json``; the others have no value.
        config: Entries of the configuration that replace those of ``CONFIG``.
    """
    empty = {name: Estimate(None, None, None, 0) for name in names.ALL}
    write_run(
        folder,
        {
            "kind": "answers",
            "n": len(verdicts),
            "metrics": {name: found.json() for name, found in {**empty, **(metrics or {})}.items()},
            **REST,
            "config": {**CONFIG, **(config or {})},
        },
        answers=[answer_line(found, (texts or {}).get(found.id, "Dix-sept.")) for found in verdicts],
        verdicts=[verdict_json(found) for found in verdicts],
    )
    run = load_run(folder)
    assert isinstance(run, AnswersRun)
    return run


def query(
    set_: str, id_: str, systems: Mapping[str, Mapping[str, float | None]], unit: str | None = None
) -> dict[str, Any]:
    """The line of ``queries.jsonl`` of a query: one value of all measures by system and scope, or None."""
    return {
        "set": set_,
        "id": id_,
        "unit": unit or id_,
        "text": f"requête {id_}",
        "answerable": any(value is not None for scopes in systems.values() for value in scopes.values()),
        "systems": {
            system: {
                scope: {
                    "values": {} if value is None else dict.fromkeys(NAMES, value),
                    "confidence": 0.5,
                    "loss": 0,
                    "ranking": [],
                }
                for scope, value in scopes.items()
            }
            for system, scopes in systems.items()
        },
    }


def retrieval_run(
    folder: Path,
    queries: Sequence[Mapping[str, Any]],
    *,
    half: str = "report",
    sha256: str = SHA256,
    systems: Mapping[str, Any] | None = None,
    intervals: Mapping[str, Any] | None = None,
    config: Mapping[str, Any] | None = None,
) -> RetrievalRun:
    """Write a run over retrieval sets and read it back; each set has the SHA-256 given."""
    counts = Counter((line["set"], line["answerable"]) for line in queries)
    write_run(
        folder,
        {
            "kind": "retrieval",
            "half": half,
            "systems": systems or {},
            "intervals": intervals or {},
            "sets": {
                name: {"sha256": sha256, "queries": counts[name, True], "unanswerable": counts[name, False]}
                for name, _ in counts
            },
            "config": {"embedding_model": "e5", "date": "2026-01-01T10:00:00+00:00", **(config or {})},
        },
        queries=queries,
    )
    run = load_run(folder)
    assert isinstance(run, RetrievalRun)
    return run
