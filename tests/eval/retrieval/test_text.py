"""What a run over retrieval prints: the figures in French, and differences that say no more than they show."""

from __future__ import annotations

import copy
import re
from typing import Any

from eval.metrics.ranking import NAMES
from eval.report import words as vocabulary
from eval.report.french import NBSP, THIN
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
    plain = text.replace(NBSP, " ").replace(THIN, " ")
    return [line for line in plain.splitlines() if all(word in line for word in words)]


def test_sets_and_half_are_said_first() -> None:
    first, *_ = retrieval_text(metrics()).splitlines()
    assert first.replace("\u00a0", " ").replace("\u202f", " ") == (
        "1 jeu, 1 226 passages, 40 questions et 10 sans réponse (moitié de mesure)."
    )


def test_a_mean_comes_with_its_interval() -> None:
    assert len(lines_with(retrieval_text(metrics()), "Hybride", "0,813 [0,750 ; 0,875]")) == 2


def test_a_difference_is_said_with_its_interval_and_what_it_shows() -> None:
    text = retrieval_text(metrics())
    assert len(lines_with(text, "Mots", "nDCG@10", "−0,313 [−0,400 ; −0,200]", "moins bon")) == 1
    assert len(lines_with(text, "Mots", "nDCG@10", "+0,010 [−0,020 ; +0,040]", "aucune différence démontrée")) == 1


def test_confidence_is_shown_by_kind_of_label_where_there_is_a_question_without_answer() -> None:
    text = retrieval_text(metrics())
    assert len(lines_with(text, "Étiquettes sûres", "0,250", "0,750")) == 4
    assert "Étiquettes faibles" not in text
    without = copy.deepcopy(metrics())
    for scopes in without["abstention"].values():
        for scope in scopes.values():
            scope["strong"] = {"aurc": 0.25, "auroc": None, "n": 40, "unanswerable": 0}
    assert "savoir se taire" not in retrieval_text(without)


def test_questions_put_aside_are_told() -> None:
    told = metrics()
    assert "de côté" not in retrieval_text(told)
    told["sets"]["cnil"]["dropped"] = 3
    assert len(lines_with(retrieval_text(told), "cnil : 3 questions mises de côté")) == 1
    told["sets"]["cnil"]["dropped"] = 1
    assert len(lines_with(retrieval_text(told), "cnil : 1 question mise de côté")) == 1


def test_without_a_pool_nothing_is_said_of_one() -> None:
    told = metrics()
    for part in ("systems", "intervals"):
        for found in told[part].values():
            del found["pool"]
    assert "même index" not in retrieval_text(told)


def test_no_space_that_french_keeps_may_break_and_the_apostrophe_is_that_of_a_terminal() -> None:
    text = retrieval_text(metrics())
    assert re.findall(" [:;!?%»]|« ", text) == []
    assert f"intervalle à 95{NBSP}%" in text
    assert "l'hybride" in text


def test_a_difference_that_does_not_exist_is_not_judged() -> None:
    told = metrics()
    for scope in told["against_hybrid"]["lexical"].values():
        scope["ndcg@10"] = difference("no difference", 0, 0, 0, 1) | {"difference": None}
    assert len(lines_with(retrieval_text(told), "Mots", "nDCG@10", "sans objet", "non comparable")) == 2


def test_a_measure_at_another_rank_goes_by_the_same_words() -> None:
    told = metrics()
    for part in ("systems", "intervals"):
        for found in told[part].values():
            found["alone_mean"] = found["alone_mean"] | {"recall@3": found["alone_mean"]["recall@5"]}
    assert len(lines_with(retrieval_text(told), "Rappel@5", "Rappel@20", "Rappel@3")) == 1
    assert vocabulary.metric("recall@3").label == "Rappel dans les 3 premiers"
    assert vocabulary.metric("success@1").label == "Succès au rang 1"
    assert vocabulary.metric("mrr@10").label == "Inverse du rang (MRR@10)"
