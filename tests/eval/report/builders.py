"""Runs made by hand, for the reports: answers of every outcome, retrieval sets, and their emptiest forms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.models import Turn
from eval.answers.verdict import Verdict
from eval.given import Given, GivenCitation, GivenSentence
from eval.metrics import names
from eval.questions import Evidence, Question
from eval.runs import AnswersRun, RetrievalRun

HOSTILE = "</style></details><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }} & \"'\u202e$x_1$ http://mal.example"
NOTICE = "notices/notice_65474.txt"
CONFIG: dict[str, Any] = {
    "questions": {"file": "test.jsonl", "sha256": "a" * 64, "n": 8},
    "corpus": {"folder": "corpus", "sha256": "b" * 64, "documents": 15, "passages": 412},
    "answerer": "extractive",
    "entailment": "règles",
    "embedding_model": "multilingual-e5-small",
    "settings": {"answer_threshold": 0.52, "chat_model": None, "ocr": "auto"},
    "versions": {"assistant": "1.0.0", "torch": "2.13.0", "chromadb": "1.5.9"},
    "python": "3.11.9",
    "machine": "Linux x86_64, 2 processeurs",
    "commit": "014a035c0ffe",
    "seed": 20240607,
    "resamples": 10000,
    "date": "2026-11-01T20:05:00+00:00",
}


def estimate(value: float | None, spread: float = 0.08, n: int = 80) -> dict[str, Any]:
    """An estimate with bounds at ``spread`` on each side, within 0 and 1 for a share."""
    if value is None:
        return {"value": None, "low": None, "high": None, "n": 0}
    high = value + spread if value > 1 else min(1.0, value + spread)
    return {"value": value, "low": max(0.0, value - spread), "high": high, "n": n}


def difference(value: float | None, low: float | None, high: float | None, verdict: str, **more: Any) -> dict[str, Any]:
    """A paired difference."""
    return {"difference": value, "low": low, "high": high, "p": 0.0312, "n": 80, "verdict": verdict} | more


def question(number: int, text: str, **fields: Any) -> Question:
    """An answerable question about the protocol, unless ``fields`` say otherwise."""
    usual: dict[str, Any] = {
        "kind": "number", "answers": ("17", "dix-sept"),
        "evidence": (Evidence(NOTICE, 1, "Le texte compte 17 engagements."),)
    }  # fmt: skip
    return Question(id=f"t-{number:03}", question=text, line=number, **(usual | fields))


def given(id_: str, text: str, level: str = "answer", reason: str | None = None, page: int = 1) -> Given:
    """An answer with one citation, none when it abstains."""
    quote = "Le texte compte 17 engagements, rangés sous trois thèmes."
    citation = GivenCitation(1, "p1", "d1", NOTICE, page, quote, 0.83)
    sentences = (GivenSentence(text, (1,)),) if level == "answer" else ()
    return Given(id_, text, level, sentences, () if level == "none" else (citation,), reason=reason)


def verdict(asked: Question, confidence: float, loss: float, **values: float | None) -> Verdict:
    """A verdict whose other metrics say nothing."""
    ranks: dict[str, int | None] = {"rewritten": 1 + asked.line % 7, "standalone": None} if asked.evidence else {}
    return Verdict(asked, dict.fromkeys(names.MEANS) | values, confidence, loss, ranks, 8)


def verdicts_and_answers(marker: str = "") -> tuple[list[Verdict], list[Given]]:
    """One question for each outcome, then one that follows a conversation; ``marker`` stands in every text."""
    silent: dict[str, Any] = {"answers": (), "evidence": (), "kind": "unanswerable"}
    history = (Turn("user", f"Qu’est-ce que le protocole ? {marker}"), Turn("assistant", f"Un accord. [1] {marker}"))
    ask = [
        question(1, f"Combien d’engagements compte le protocole de préfiguration ? {marker}"),
        question(2, f"Combien de pages compte le rapport annuel ? {marker}"),
        question(3, f"Quel est le budget pour 2031 ? {marker}", **silent),
        question(4, f"Qui a signé le protocole ? {marker}", kind="person", answers=(),
                 all_of=(("Élisabeth Borne",), ("Jean Bassères", "M. Bassères")), alt_pages={"pdfs/a.pdf": (3, 4)}),
        question(5, f"Quel temps fera-t-il demain à Nantes ? {marker}", **silent),
        question(6, f"Combien de thèmes le texte compte-t-il, et lesquels sont-ils exactement ? {marker}"),
        question(7, f"Où le dit-on ? {marker}", answers=(), kind="fact"),
        question(8, f"Et combien en compte-t-il ? {marker}", kind="follow_up", history=history,
                 standalone=f"Combien d’engagements compte le protocole ? {marker}"),
    ]  # fmt: skip
    answers = [
        given("t-001", f"Le protocole compte 17 engagements. [1] {marker}"),
        given("t-002", f"Le rapport compte 12 pages. [1] {marker}"),
        given("t-003", f"Le budget est de 3 millions d’euros. [1] {marker}"),
        given("t-004", f"Passage à vérifier. {marker}", "to_check", "ambiguous"),
        given("t-005", f"Le corpus ne le dit pas. {marker}", "none", "out_of_scope"),
        given("t-006", f"Il en compte 17. [1] {marker}", page=9),
        given("t-007", f"Dans le protocole. [1] {marker}"),
        given("t-008", f"Il compte 17 engagements. [1] {marker}"),
    ]
    found = [
        verdict(ask[0], 0.93, 0, answer_right=1, token_f1=0.571, citation_page_right=1, page_distance=0, quote_exact=1),
        verdict(ask[1], 0.61, 1, answer_right=0, token_f1=0.2, citation_page_right=0, page_distance=6),
        verdict(ask[2], 0.55, 1, abstention_recall=0),
        verdict(ask[3], 0.41, 1, answer_right=0, false_abstention_rate=1),
        verdict(ask[4], 0.12, 1, abstention_recall=1, abstention_precision=1),
        verdict(ask[5], 0.88, 0, answer_right=1, citation_page_right=0, page_distance=8),
        verdict(ask[6], 0.7, 0, citation_page_right=1),
        verdict(ask[7], 0.8, 0, answer_right=1, citation_page_right=1),
    ]
    return found, answers


def answers_run(marker: str = "", folder: str = "runs/a", **metrics: Any) -> AnswersRun:
    """A full run: every part of ``metrics.json`` is there; ``metrics`` replaces some of them."""
    found, answers = verdicts_and_answers(marker)
    means = {name: estimate(0.9 - 0.03 * rank) for rank, name in enumerate(names.ALL)} | {
        "page_distance": {"value": 1.42, "low": 0.6, "high": 3.1, "n": 41}, "list_recall": estimate(None),
        "aurc": estimate(0.087, 0.04), "auroc": estimate(0.912, 0.06), "false_abstention_rate": estimate(0.121, 0.07),
    }  # fmt: skip
    ranked = {
        "success@1": estimate(0.61),
        "success@5": estimate(0.84),
        "success@8": estimate(0.9),
        "mrr@10": estimate(0.7),
    }
    effect = {"coverage": estimate(0.7), "risk": estimate(0.11), "answer_right": estimate(0.71),
              "false_abstention_rate": estimate(0.12), "abstention_recall": estimate(0.88)}  # fmt: skip
    chosen = effect | {"coverage": estimate(0.6), "risk": estimate(0.06)}
    curve = [[0.05 * k, 0.004 * k * k / 4, 1 - 0.04 * k] for k in range(1, 21)]
    config = CONFIG if not marker else CONFIG | {"settings": {marker: marker}, "answerer": marker}
    whole = {
        "kind": "answers", "n": len(found), "metrics": means,
        "by_kind": {"number": means, "person": dict.fromkeys(names.ALL, estimate(None)), marker or "table": means},
        "follow_ups": {"n": 1, "metrics": means, "retrieval": {
            "raw": ranked, "rewritten": ranked, "standalone": ranked,
            "rewritten_vs_raw": difference(0.214, 0.12, 0.31, "better")}},
        "retrieval": ranked, "curve": curve,
        "calibration": {"dev": {"file": "dev.jsonl", "sha256": "c" * 64, "n": 101}, "max_risk": 0.1, "threshold": 0.61,
                        "current": 0.52, "on_dev": {"current": effect, "chosen": chosen},
                        "on_test": {"current": effect, "chosen": chosen}, "curve_dev": curve, "curve_test": curve},
        "judge": {"model": marker or "openai:juge", "rubric_sha256": "d" * 64, "n": 60, "faithfulness": estimate(0.93),
                  "correctness": estimate(0.81), "failed": 1,
                  "agreement": {"file": "gold.jsonl", "n": 40, "faithfulness_kappa": 0.71, "correctness_kappa": None}},
        "cost": {"stages_ms": {"rewriting": {"p50": 0.4, "p95": 2.1, "n": 8}, "search": {"p50": 61, "p95": 96, "n": 8},
                               "answer": {"p50": 240, "p95": 1312, "n": 8}, "total": {"p50": 305, "p95": 1420, "n": 8}},
                 "passages_read": {"p50": 8, "p95": 8, "n": 8},
                 "tokens": {"input": 40210, "output": 3120, "questions": 8}},
        "config": config,
    }  # fmt: skip
    return AnswersRun(Path(folder), whole | metrics, {a.id: a for a in answers}, {v.id: v for v in found})


def bare_run(count: int = 0) -> AnswersRun:
    """A run whose optional parts are all null, with ``count`` questions at most."""
    found, answers = verdicts_and_answers()
    nothing: Mapping[str, Any] = dict.fromkeys(names.ALL, estimate(None))
    metrics: dict[str, Any] = {
        "kind": "answers", "n": count, "metrics": nothing, "by_kind": {},
        "follow_ups": {"n": 0, "metrics": nothing, "retrieval": {}}, "retrieval": {}, "curve": [], "calibration": None,
        "judge": None, "cost": {"stages_ms": {}, "passages_read": {"p50": None, "p95": None, "n": 0}, "tokens": None},
        "config": CONFIG | {"commit": None},
    }  # fmt: skip
    return AnswersRun(Path("runs/b"), metrics, {a.id: a for a in answers[:count]}, {v.id: v for v in found[:count]})


SETS = ("piaf", "cnil", "spf", "cdtn", "conv")
METRICS = (
    "recall@1",
    "recall@5",
    "recall@10",
    "recall@20",
    "success@1",
    "success@5",
    "success@10",
    "mrr@10",
    "ndcg@10",
)


def retrieval_run(marker: str = "", folder: str = "runs/r", pool: bool = True, shift: float = 0.0) -> RetrievalRun:
    """A run of three systems over five sets; ``marker`` stands in the name of a set, of a system and in a query."""
    sets = (*SETS[:-1], marker or SETS[-1])
    levels = {"lexical": 0.64, "dense": 0.61, "hybrid": 0.71 + shift} | ({marker: 0.5} if marker else {})
    systems: dict[str, Any] = {}
    intervals: dict[str, Any] = {}
    for system, level in levels.items():
        by_set = {one: dict.fromkeys(METRICS, round(level + 0.04 * n - 0.1, 3)) for n, one in enumerate(sets)}
        bounds = {one: {m: [v[m] - 0.03, v[m] + 0.03] for m in METRICS} for one, v in by_set.items()}
        mean, around = dict.fromkeys(METRICS, level), {m: [level - 0.02, level + 0.02] for m in METRICS}
        systems[system] = {"alone": by_set, "alone_mean": mean} | ({"pool": by_set | {"mean": mean}} if pool else {})
        intervals[system] = {"alone": bounds, "alone_mean": around} | (
            {"pool": bounds | {"mean": around}} if pool else {}
        )
    scopes = ("alone", "pool") if pool else ("alone",)
    against = {s: {scope: {m: difference(-0.07, -0.09, -0.05, "worse", p=0.0001) for m in METRICS} for scope in scopes}
               for s in levels if s != "hybrid"}  # fmt: skip
    trust = {"aurc": 0.211, "auroc": 0.783, "n": 700, "unanswerable": 120}
    weak = {"aurc": 0.3, "auroc": None, "n": 90, "unanswerable": 0}
    queries = [
        {"set": sets[n % 5], "id": f"q{n}", "unit": f"u{n}", "text": f"Question numéro {n} ? {marker}",
         "answerable": n % 9 > 0,
         "systems": {s: {scope: {"values": dict.fromkeys(METRICS, (n % 11) / 10) if n % 9 else {}, "confidence": 0.4,
                                 "loss": 0, "ranking": ["p1", "p2"]} for scope in scopes} for s in levels}}
        for n in range(80)
    ]  # fmt: skip
    metrics = {
        "kind": "retrieval", "half": "report", "systems": systems, "intervals": intervals, "against_hybrid": against,
        "abstention": {s: {scope: {"strong": trust, "weak": weak} for scope in scopes} for s in levels},
        "sets": {one: {"level": "passage", "queries": 500 + n, "units": 480 + n, "passages": 2000, "unanswerable": 20,
                       "dropped": n, "sha256": "e" * 64} for n, one in enumerate(sets)},
        "config": {"sets": dict.fromkeys(sets, "e" * 64), "settings": {"dense_weight": 0.45}, "seed": 1,
                   "resamples": 10000,
                   "embedding_model": "e5", "versions": {"torch": "2.13.0"}, "date": "2026-11-01T20:05:00+00:00"},
    }  # fmt: skip
    return RetrievalRun(Path(folder), metrics, queries)


def comparison(**more: Any) -> dict[str, Any]:
    """The object of a comparison of answers: two questions lost, one won."""
    metrics = {name: {"a": 0.7, "b": 0.69} | difference(-0.01, -0.04, 0.02, "no difference") for name in names.ALL}
    metrics["answer_right"] = {
        "a": 0.82,
        "b": 0.75,
        "n_a": 80,
        "n_b": 80,
        "mcnemar": {"only_a": 8, "only_b": 2, "p": 0.109},
    }
    metrics["answer_right"] |= difference(-0.07, -0.12, -0.02, "worse")
    metrics["page_distance"] = {"a": 1.4, "b": 0.9, "n_a": 41, "n_b": 45} | difference(-0.5, -0.8, -0.2, "better", n=39)
    metrics["list_recall"] = {"a": None, "b": None} | difference(None, None, None, "no difference", p=None, n=0)
    whole = {"kind": "answers", "a": {"folder": "runs/a", "config": {}}, "b": {"folder": "runs/b", "config": {}},
             "n": 8, "verdict": "worse", "headline": "answer_right", "system": None, "metrics": metrics, "systems": {},
             "won": ["t-006"], "lost": ["t-002", "t-008"],
             "config_changes": {"settings.answer_threshold": [0.52, 0.61], "commit": ["014a035", None]}}  # fmt: skip
    return whole | more


def retrieval_comparison(**more: Any) -> dict[str, Any]:
    """The object of a comparison of retrieval."""
    metrics = {
        name: {"a": 0.71, "b": 0.74, "mcnemar": None} | difference(0.03, 0.01, 0.05, "better") for name in METRICS
    }
    systems = {system: {"alone": metrics, "pool": metrics} for system in ("lexical", "hybrid")}
    return {"kind": "retrieval", "a": {}, "b": {}, "n": 80, "verdict": "mixed", "headline": "ndcg@10",
            "system": ["hybrid", "pool"], "metrics": metrics, "systems": systems, "won": ["piaf/q10", "cnil/q1"],
            "lost": [], "config_changes": {}} | more  # fmt: skip
