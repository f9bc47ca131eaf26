"""Fit ``assistant/adapter.npz``: the linear map that fits the vectors of the packaged model to French questions.

Usage: python tools/train_adapter.py RETRIEVAL_FOLDER CACHE_FOLDER [--write] [--folds FOLDER]

Data: the tuning halves of all the sets of RETRIEVAL_FOLDER, indexed together. The loss is that of contrastive
learning (van den Oord, Li and Vinyals, « Representation Learning with Contrastive Predictive Coding », 2018) with
every passage of the pool as a negative: minus the log of the share that the relevant passages take of the softmax of
cosines over ``TEMPERATURE``. The map starts from the identity, and is held near it by ``PENALTY``. Nothing of the
reporting halves is read but their passages, as negatives and for the mean.

It prints what two-fold cross-validation over documents finds (success@5 of the vectors alone, each set pooled with the
others), and writes with ``--write`` the map fitted on the whole tuning half, with the name and SHA-256 of each set
in ``assistant/adapter.json``. ``--folds`` keeps the maps of the cross-validation, which ``tools/train_scorer.py``
needs for cosines that were not learned on its own questions. No text of the sets is kept. Two runs differ in the last
digits: sums are not made in the same order by several threads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import normalize

from assistant.adapter import FILE, Adapter
from assistant.chunking import embedding_input
from assistant.embeddings import load_encoder, normalised
from assistant.settings import load_settings
from eval.retrieval.indexing import entries, passage_name
from eval.retrieval.scoring import Judge
from eval.retrieval.sets import Query, RetrievalSet, in_half, load_sets
from eval.vectors import CachedEncoder

TEMPERATURE = 0.05
PENALTY = 0.1
EPOCHS = 12
BATCH = 128
RATE = 1e-3
SEED = 0


@dataclass(frozen=True, slots=True)
class Examples:
    """Centred unit vectors; of each question its set, its fold, and rows of what answers it and of its copies."""

    queries: torch.Tensor
    passages: torch.Tensor
    sets: np.ndarray
    folds: np.ndarray
    relevant: Sequence[np.ndarray]
    hidden: Sequence[np.ndarray]


def main() -> None:
    """Cross-validate, then fit on the whole tuning half."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=Path)
    arguments = parser.parse_args()
    sets = load_sets(sorted(path for path in arguments.folder.iterdir() if path.is_dir()))
    encoder = CachedEncoder(load_encoder(load_settings()), arguments.cache)
    examples, query_mean, passage_mean = prepare(sets, encoder)
    found = {int(fold): fit(examples, np.flatnonzero(examples.folds != fold)) for fold in (0, 1)}
    identity = np.eye(encoder.dimension, dtype=np.float32)
    print("centred:", report(examples, {0: identity, 1: identity}))
    print("cross-validated:", report(examples, found))
    for number, matrix in found.items() if arguments.folds else ():
        arguments.folds.mkdir(parents=True, exist_ok=True)
        Adapter(encoder.fingerprint, query_mean, passage_mean, matrix, "").save(fold_file(arguments.folds, number))
    if arguments.write:
        adapter = Adapter(
            encoder.fingerprint, query_mean, passage_mean, fit(examples, np.arange(len(examples.sets))), ""
        )
        adapter.save(FILE)
        FILE.with_suffix(".json").write_text(json.dumps(told(sets, encoder.fingerprint), indent=2) + "\n")
        print(f"{FILE.name}: {FILE.stat().st_size} bytes")


def prepare(sets: Sequence[RetrievalSet], encoder: CachedEncoder) -> tuple[Examples, np.ndarray, np.ndarray]:
    """Vectors of all passages and of the questions of the tuning halves, and both means."""
    pool = [passage for entry in entries(sets) for passage in entry.passages]
    rows = {passage.id: row for row, passage in enumerate(pool)}
    asked = [(one, query) for one in sets for query in one.queries if in_half(one.name, query, "tune")]
    judge = Judge(sets)
    queries = encoder.encode_queries([query.text for _, query in asked])
    passages = encoder.encode_passages([embedding_input(passage) for passage in pool])
    query_mean, passage_mean = queries.mean(0), passages.mean(0)
    examples = Examples(
        queries=torch.tensor(normalised(queries - query_mean)),
        passages=torch.tensor(normalised(passages - passage_mean)),
        sets=np.array([one.name for one, _ in asked]),
        folds=np.array([fold(one.name, query.key) for one, query in asked]),
        relevant=[np.array(sorted(rows[name] for name in relevant(one, query))) for one, query in asked],
        hidden=[np.array(sorted(rows[n] for n in judge.hidden(one, query)), dtype=int) for one, query in asked],
    )
    return examples, query_mean, passage_mean


def fold(name: str, key: str) -> int:
    """Which half of the tuning half the questions of a key are in: those on one document stay together."""
    return hashlib.sha256(f"{name}#{key}".encode()).digest()[1] % 2


def fold_file(folder: Path, number: int) -> Path:
    """Where the map for the questions of a fold is kept: it was learned on the other one."""
    return folder / f"adapter-{number}.npz"


def relevant(one: RetrievalSet, query: Query) -> set[str]:
    """Names of the passages that answer a question."""
    if one.level == "passage":
        return {passage_name(one.name, name) for name in query.relevant}
    return {passage_name(one.name, part.id) for doc in query.relevant for part in one.by_document[doc]}


def fit(examples: Examples, chosen: np.ndarray) -> np.ndarray:
    """The map, ``(d, d)``, fitted on some of the questions."""
    torch.manual_seed(SEED)
    order = np.random.default_rng(SEED)
    size = examples.queries.shape[1]
    change = torch.zeros(size, size, requires_grad=True)
    optimiser = torch.optim.Adam([change], lr=RATE)
    for _ in range(EPOCHS):
        shuffled = order.permutation(chosen)
        for start in range(0, len(shuffled), BATCH):
            loss = _loss(examples, shuffled[start : start + BATCH], torch.eye(size) + change)
            optimiser.zero_grad()
            (loss + PENALTY * (change**2).sum()).backward()  # type: ignore[no-untyped-call]
            optimiser.step()
    return (torch.eye(size) + change).detach().numpy()


def _loss(examples: Examples, rows: np.ndarray, matrix: torch.Tensor) -> torch.Tensor:
    questions = normalize(examples.queries[rows] @ matrix, dim=1)
    scores = questions @ normalize(examples.passages @ matrix, dim=1).T / TEMPERATURE
    answering = torch.zeros(scores.shape, dtype=torch.bool)
    copies = torch.zeros(scores.shape, dtype=torch.bool)
    for place, row in enumerate(rows):
        answering[place, examples.relevant[row]] = True
        copies[place, examples.hidden[row]] = True
    scores = scores.masked_fill(copies, -1e4)
    found = torch.logsumexp(scores.masked_fill(~answering, -1e4), 1)
    return (torch.logsumexp(scores, 1) - found).mean()


def report(examples: Examples, maps: dict[int, np.ndarray]) -> dict[str, float]:
    """Share of the questions of each set with a relevant passage among the first five, each by the other fold's map."""
    right: dict[str, list[bool]] = {}
    for number, matrix in maps.items():
        passages = normalised(examples.passages.numpy() @ matrix)
        for row in np.flatnonzero(examples.folds == number):
            scores = passages @ (examples.queries[row].numpy() @ matrix)
            scores[examples.hidden[row]] = -2.0
            first = np.argpartition(-scores, 5)[:5]
            right.setdefault(str(examples.sets[row]), []).append(bool(np.isin(first, examples.relevant[row]).any()))
    found = {name: round(float(np.mean(values)), 3) for name, values in sorted(right.items())}
    return found | {"mean": round(float(np.mean(list(found.values()))), 3)}


def told(sets: Sequence[RetrievalSet], model: str) -> dict[str, object]:
    """What it was fitted on and how, without any text."""
    return {
        "model": model,
        "sets": {one.name: one.sha256 for one in sets},
        "half": "tune",
        "questions": sum(in_half(one.name, query, "tune") for one in sets for query in one.queries),
        "temperature": TEMPERATURE,
        "penalty": PENALTY,
        "epochs": EPOCHS,
        "batch": BATCH,
        "rate": RATE,
        "seed": SEED,
    }


if __name__ == "__main__":
    main()
