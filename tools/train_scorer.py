"""Fit ``assistant/answering/scorer.json``: the weights of the sentence scorer and its thresholds.

Usage: python tools/train_scorer.py RETRIEVAL_FOLDER ADAPTERS [--write] [--cache FOLDER]

Data: the tuning halves of the sets ``piaf`` and ``cnil`` of RETRIEVAL_FOLDER (French questions with their answers, and
questions whose documents were taken out), and ``eval/data/dev.jsonl`` on the sample corpus. No text of theirs is
kept: the file written holds weights, thresholds, and the name, size and SHA-256 of what they were fitted on.

Every question is asked of the product's own retrieval, with vectors adapted by a map that was not learned on it: for
the sets, those of the folds, which ``tools/train_adapter.py --folds ADAPTERS`` keeps; for ours, the packaged one. Each
sentence of the passages found is an example, right when it holds the answer.
Thresholds are chosen on predictions made by five-fold cross-validation over questions.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scorer_training.asked import Asked, load, save
from scorer_training.examples import OWN_FILES, ROOT, of_corpus, of_sets
from scorer_training.figures import learning_curve, report, thresholds
from scorer_training.fitting import cross_validate, fit_confidence, fit_ranking
from scorer_training.sets import FILES, SETS, lines_of

from assistant.answering.scoring import CONFIDENCE_FEATURES
from assistant.answering.signals import FEATURES

SCORER = ROOT / "assistant/answering/scorer.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("retrieval", type=Path)
    parser.add_argument("adapters", type=Path)
    parser.add_argument("--write", action="store_true", help="write scorer.json")
    parser.add_argument("--cache", type=Path, help="folder that keeps the signals between two runs")
    options = parser.parse_args()
    every = _cached(options.cache, lambda: [*of_sets(options.retrieval, options.adapters), *of_corpus()])
    asked = [a for a in every if len(a.rows)]  # the others are answered by silence, whatever the weights
    print(f"{len(asked)} questions, {sum(len(a.rows) for a in asked)} candidates")
    predicted, firsts = cross_validate(asked)
    for name in ("own", *SETS):
        report(name, [a for a in asked if a.id.startswith(f"{name}/")], predicted)
    learning_curve(asked)
    answer_from, check_from = thresholds(asked, predicted)
    ranking = fit_ranking(asked)
    confidence, intercept = fit_confidence(asked, firsts)
    data = {
        "ranking": {name: round(float(w), 4) for name, w in zip(FEATURES, ranking, strict=True)},
        "confidence": {name: round(float(w), 4) for name, w in zip(CONFIDENCE_FEATURES, confidence, strict=True)},
        "intercept": round(intercept, 4),
        "answer_from": round(answer_from, 3),
        "check_from": round(check_from, 3),
        "data": _provenance(options.retrieval),
    }
    print(json.dumps({key: value for key, value in data.items() if key != "data"}, indent=2))
    if options.write:
        SCORER.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _cached(folder: Path | None, make: Callable[[], list[Asked]]) -> list[Asked]:
    path = folder / "signals.npz" if folder else None
    kept = load(path) if path else None
    if kept is not None:
        return kept
    made = make()
    if path:
        save(path, made)
    return made


def _provenance(folder: Path) -> list[dict[str, Any]]:
    named = [(f"{name}/{file} (tuning half)", folder / name / file) for name in SETS for file in FILES]
    named += [(str(path.relative_to(ROOT)), path) for path in OWN_FILES]
    return [
        {"name": name, "lines": len(lines_of(path)), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
        for name, path in named
    ]


if __name__ == "__main__":
    main()
