"""A whole run on small sets with the hashed encoder: every figure there, vectors and indexes kept for the next."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from assistant.settings import load_settings
from eval.errors import DatasetError
from eval.metrics.ranking import NAMES
from eval.retrieval.run import RetrievalResult, run_retrieval
from eval.retrieval.systems import SYSTEMS
from eval.retrieval.text import retrieval_text
from tests.eval.retrieval.small_sets import WOOD, WOOD_QUERIES, passage, query, write_set
from tests.fakes import HashedEncoder

VERRE = [
    passage("bois-0", str(WOOD[0]["text"]), title="Titre d'une autre fiche"),
    passage("verre-0", "Le verre se souffle à chaud.", title="Le verre"),
]


@dataclass
class CountingEncoder(HashedEncoder):
    queries_encoded: list[str] = field(default_factory=list)

    def encode_queries(self, texts: Any) -> Any:
        self.queries_encoded.extend(texts)
        return HashedEncoder.encode_queries(self, texts)


@pytest.fixture
def sets(tmp_path: Path) -> list[Path]:
    unanswerable = [query("u1", "Qui fond le plomb ?", removed_doc="plomb")]
    return [
        write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES, unanswerable),
        write_set(tmp_path / "verrerie", VERRE, [query("v1", "Comment souffler le verre ?", "verre-0")]),
    ]


def run(sets: list[Path], tmp_path: Path, **changes: Any) -> RetrievalResult:
    asked: dict[str, Any] = {"pool": True, "half": "all", "encoder": HashedEncoder()} | changes
    settings = load_settings(overrides=asked.pop("settings", {}))
    return run_retrieval(sets, settings=settings, cache=tmp_path / "cache", **asked)


def test_every_figure_of_the_contract_is_there(sets: list[Path], tmp_path: Path) -> None:
    metrics = run(sets, tmp_path).metrics
    json.dumps(metrics, allow_nan=False)
    assert (metrics["kind"], metrics["half"]) == ("retrieval", "all")
    assert list(metrics["systems"]) == list(SYSTEMS)
    for part in ("systems", "intervals"):
        for found in metrics[part].values():
            assert set(found) == {"alone", "alone_mean", "pool"}
            assert set(found["alone"]) == {"atelier", "verrerie"}
            assert set(found["pool"]) == {"atelier", "verrerie", "mean"}
            assert tuple(found["pool"]["mean"]) == tuple(found["alone_mean"]) == NAMES
    assert set(metrics["against_hybrid"]) == {"lexical", "e5", "rrf", "dense"}
    assert set(metrics["abstention"]["dense"]["pool"]) == {"atelier", "verrerie", "strong"}
    assert metrics["sets"]["atelier"]["unanswerable"] == 1
    config = metrics["config"]
    assert config["sets"] == {name: metrics["sets"][name]["sha256"] for name in ("atelier", "verrerie")}
    assert config["settings"]["dense_weight"] == 0.45
    assert (config["half"], config["depth"]) == ("all", 20)


def test_every_question_is_told_with_what_each_system_found(sets: list[Path], tmp_path: Path) -> None:
    lines = {line["id"]: line for line in run(sets, tmp_path).queries}
    assert list(lines) == ["q1", "q2", "q3", "q4", "u1", "v1"]
    first = lines["q1"]
    assert (first["set"], first["unit"], first["answerable"]) == ("atelier", "q1", True)
    assert first["systems"]["lexical"]["alone"]["ranking"][0] == "bois-0"
    assert first["systems"]["lexical"]["pool"]["ranking"][0] == "atelier/bois-0"
    assert first["systems"]["lexical"]["pool"]["values"]["success@1"] == 1.0
    silent = lines["u1"]["systems"]["dense"]["alone"]
    assert (silent["values"], silent["loss"]) == ({}, 1)


def test_a_copy_in_the_pool_is_neither_a_hit_nor_a_miss(sets: list[Path], tmp_path: Path) -> None:
    lines = {line["id"]: line for line in run(sets, tmp_path).queries}
    for system in SYSTEMS:
        found = lines["q1"]["systems"][system]["pool"]
        assert "verrerie/bois-0" not in found["ranking"]
        # The product shows a text once: its own copy must not be lost with the other.
        assert found["ranking"][0] == "atelier/bois-0"
        assert set(found["values"].values()) == {1.0}
    elsewhere = lines["q2"]["systems"]["lexical"]["pool"]["ranking"]
    assert {"atelier/bois-0", "verrerie/bois-0"} <= set(elsewhere), "both copies stay for the other questions"


def test_what_answers_a_question_in_another_set_is_hidden_from_it_alone(sets: list[Path], tmp_path: Path) -> None:
    write_set(sets[0], WOOD, WOOD_QUERIES, [query("u1", "Qui souffle le verre sur le bois ?", removed_doc="verre")])
    lines = {line["id"]: line for line in run(sets, tmp_path).queries}
    for system in SYSTEMS:
        assert "verrerie/verre-0" not in lines["u1"]["systems"][system]["pool"]["ranking"]
        assert lines["u1"]["systems"][system]["pool"]["ranking"], "the rest is searched"
        assert lines["v1"]["systems"][system]["pool"]["ranking"][0] == "verrerie/verre-0"


def test_a_second_run_encodes_nothing_and_finds_the_same(sets: list[Path], tmp_path: Path) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    before = run(sets, tmp_path, encoder=first)
    assert len(first.passages_encoded) == len(WOOD) + len(VERRE)
    after = run(sets, tmp_path, encoder=second)
    assert (second.passages_encoded, second.queries_encoded) == ([], [])
    assert (after.metrics, after.queries) == (before.metrics, before.queries)


def test_without_a_pool_there_is_none(sets: list[Path], tmp_path: Path) -> None:
    found = run(sets, tmp_path, pool=False)
    assert all(set(system) == {"alone", "alone_mean"} for system in found.metrics["systems"].values())
    assert set(found.queries[0]["systems"]["hybrid"]) == {"alone"}
    assert "Tous les jeux dans un même index" not in retrieval_text(found.metrics)


def test_the_weight_of_the_settings_turns_a_signal_off(sets: list[Path], tmp_path: Path) -> None:
    for weight, signal, other in ((0.0, "lexical", "dense"), (1.0, "dense", "lexical")):
        found = run(sets, tmp_path, settings={"dense_weight": weight})
        assert found.metrics["config"]["settings"]["dense_weight"] == weight
        rankings = {
            name: {line["id"]: set(line["systems"][name]["alone"]["ranking"]) for line in found.queries}
            for name in SYSTEMS
        }
        assert rankings["hybrid"] == rankings[signal] != rankings[other]


def test_a_half_asks_its_own_questions_only(tmp_path: Path) -> None:
    queries = [query(f"q{n}", "Quel bois est dur ?", "bois-0", group=n) for n in range(12)]
    folder = write_set(tmp_path / "atelier", WOOD, queries)
    halves = {half: {line["id"] for line in run([folder], tmp_path, half=half).queries} for half in ("tune", "report")}
    assert not halves["tune"] & halves["report"]
    assert halves["tune"] | halves["report"] == {f"q{n}" for n in range(12)}


def test_a_set_without_a_question_in_the_half_is_named(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "atelier", WOOD, [WOOD_QUERIES[0]])  # one key: it is in one half only
    refused = []
    for half in ("tune", "report"):
        try:
            run([folder], tmp_path, half=half)
        except DatasetError as error:
            refused.append(error.path)
    assert refused == [folder]


def test_a_half_that_does_not_exist_and_no_set_at_all_are_refused(sets: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run(sets, tmp_path, half="other")
    with pytest.raises(UsageError):
        run([], tmp_path)


def test_progress_is_told_in_stages_that_come_to_their_end(sets: list[Path], tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run(sets, tmp_path, progress=lambda *stage: told.append(stage))
    last = {stage: (done, total) for stage, done, total in told}
    assert last["Questions, atelier"] == (5, 5)
    assert last["Questions, tous les jeux"] == (6, 6)
    assert last["Intervalles"] == (1, 1)
