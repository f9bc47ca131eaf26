"""What a run over retrieval prints: the figures in French, and differences that say no more than they show."""

from __future__ import annotations

import copy
from typing import Any

from eval.metrics.ranking import NAMES
from eval.retrieval.text import retrieval_text

HIGH, LOW = dict.fromkeys(NAMES, 0.813), dict.fromkeys(NAMES, 0.5)
BOUNDS = dict.fromkeys(NAMES, (0.75, 0.875))


def difference(verdict: str, value: float, low: float, high: float, p: float) -> dict[str, Any]:
    return {"difference": value, "low": low, "high": high, "p": p, "n": 40, "verdict": verdict}


def metrics() -> dict[str, Any]:
    worse = difference("worse", -0.313, -0.4, -0.2, 0.0001)
    unclear = difference("no difference", 0.01, -0.02, 0.04, 0.42)
    trust = {"aurc": 0.25, "auroc": 0.75, "n": 50, "unanswerable": 10}
    return {
        "kind": "retrieval",
        "half": "report",
        "systems": {
            name: {"alone": {"cnil": values}, "alone_mean": values, "pool": {"cnil": values, "mean": values}}
            for name, values in (("lexical", LOW), ("hybrid", HIGH))
        },
        "intervals": {
            name: {"alone": {"cnil": BOUNDS}, "alone_mean": BOUNDS, "pool": {"cnil": BOUNDS, "mean": BOUNDS}}
            for name in ("lexical", "hybrid")
        },
        "against_hybrid": {
            "lexical": {"alone": dict.fromkeys(NAMES, worse), "pool": dict.fromkeys(NAMES, unclear)},
        },
        "abstention": {
            name: {scope: {"cnil": trust, "strong": trust} for scope in ("alone", "pool")}
            for name in ("lexical", "hybrid")
        },
        "sets": {
            "cnil": {"level": "passage", "queries": 40, "units": 40, "passages": 1226, "unanswerable": 10,
                     "dropped": 0, "sha256": "0"},
        },
    }  # fmt: skip


def lines_with(text: str, *words: str) -> list[str]:
    return [line for line in text.splitlines() if all(word in line for word in words)]


def test_sets_and_half_are_said_first() -> None:
    first, *_ = retrieval_text(metrics()).splitlines()
    assert first.replace("\u00a0", " ").replace("\u202f", " ") == (
        "1 jeu, 1 226 passages, 40 questions et 10 sans réponse (moitié de mesure)."
    )


def test_a_mean_comes_with_its_interval() -> None:
    assert len(lines_with(retrieval_text(metrics()), "hybride", "0,813 [0,750 ; 0,875]")) == 2


def test_a_difference_is_said_with_its_interval_and_what_it_shows() -> None:
    text = retrieval_text(metrics())
    assert len(lines_with(text, "mots", "nDCG@10", "−0,313 [−0,400 ; −0,200]", "moins bien que l'hybride")) == 1
    assert len(lines_with(text, "mots", "nDCG@10", "+0,010 [−0,020 ; +0,040]", "aucune différence démontrée")) == 1


def test_confidence_is_shown_by_kind_of_label_where_there_is_a_question_without_answer() -> None:
    text = retrieval_text(metrics())
    assert len(lines_with(text, "étiquettes sûres", "0,250", "0,750")) == 4
    assert "étiquettes faibles" not in text
    without = copy.deepcopy(metrics())
    for scopes in without["abstention"].values():
        for scope in scopes.values():
            scope["strong"] = {"aurc": 0.25, "auroc": None, "n": 40, "unanswerable": 0}
    assert "savoir se taire" not in retrieval_text(without)


def test_questions_put_aside_are_told() -> None:
    told = metrics()
    assert "de côté" not in retrieval_text(told)
    told["sets"]["cnil"]["dropped"] = 3
    assert len(lines_with(retrieval_text(told), "cnil", "3", "de côté")) == 1


def test_without_a_pool_nothing_is_said_of_one() -> None:
    told = metrics()
    for part in ("systems", "intervals"):
        for found in told[part].values():
            del found["pool"]
    assert "même index" not in retrieval_text(told)
