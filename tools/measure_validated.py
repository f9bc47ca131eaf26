"""Measure when two questions are taken for the same one, on ``eval/data/same_question.jsonl``.

Usage: python tools/measure_validated.py [--misses dev] [--sets RETRIEVAL_FOLDER]

The cosine from which a paraphrase is accepted is chosen on the half ``dev`` and reported on the half ``report``. A
line gives precision, recall and their 95 % intervals (Wilson, 1927). Every question of a half is then set against
those of all the other pairs, which ask something else: how many would be taken for one another. ``--misses dev`` lists
the errors of a half. ``--sets`` does the same with the questions that people really typed, those of the tuning halves
of retrieval sets, and lists each pair that would be taken for one question, to be read. The time of a search among
1,000 validated questions comes last.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from assistant.adapter import load_search_encoder, plain
from assistant.embeddings import Encoder
from assistant.settings import load_settings
from assistant.validation.matching import THRESHOLDS, Matcher
from assistant.validation.wording import Wording, bare, may_ask_the_same, wording
from eval.retrieval.sets import in_half, load_set

ROOT = Path(__file__).parents[1]
PAIRS = ROOT / "eval/data/same_question.jsonl"
WANTED = 0.98
"""Precision that the threshold must reach on the half where it is chosen."""


@dataclass(frozen=True)
class Pair:
    """Two questions, whether they ask the same thing, and their cosine when nothing that is read tells them apart."""

    id: str
    half: str
    same: bool
    kind: str
    a: str
    b: str
    cosine: float | None


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a proportion (E. B. Wilson, JASA 22, 1927)."""
    if not of:
        return 0.0, 1.0
    p = hits / of
    middle, half = p + z * z / (2 * of), z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    return (middle - half) / (1 + z * z / of), (middle + half) / (1 + z * z / of)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--misses", choices=("dev", "report"))
    parser.add_argument("--sets", type=Path)
    given = parser.parse_args()
    encoder = plain(load_search_encoder(load_settings()))
    pairs = _read(encoder)
    threshold = chosen([pair for pair in pairs if pair.half == "dev"])
    print(f"Threshold chosen on dev: {threshold:.2f}; in the code: {THRESHOLDS[encoder.name]:.2f}")
    for half in ("dev", "report"):
        some = [pair for pair in pairs if pair.half == half]
        print(f"{half}: {_line(some, threshold)}")
        print(f"   without the cosine: {_line(some, -1.0)}")
        _across(some, encoder, threshold)
        if given.misses == half:
            _misses(some, threshold)
    if given.sets:
        _real(given.sets, encoder, threshold)
    _latency(encoder)


def chosen(pairs: Sequence[Pair]) -> float:
    """The cosine, to two decimals, of the best recall at the wanted precision; of equals, the strictest."""
    best = (0.0, 1.0)
    for hundredths in range(101):
        threshold = hundredths / 100
        accepted = [pair for pair in pairs if _accepted(pair, threshold)]
        right = sum(pair.same for pair in accepted)
        if accepted and right / len(accepted) >= WANTED and (right, threshold) >= best:
            best = (right, threshold)
    return best[1]


def _read(encoder: Encoder) -> list[Pair]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    first, second = (encoder.encode_queries([bare(row[side]) for row in rows]) for side in ("a", "b"))
    cosines = (first * second).sum(axis=1)
    return [
        Pair(**row, cosine=float(cosine) if may_ask_the_same(wording(row["a"]), wording(row["b"])) else None)
        for row, cosine in zip(rows, cosines, strict=True)
    ]


def _accepted(pair: Pair, threshold: float) -> bool:
    return pair.cosine is not None and pair.cosine >= threshold


def _line(pairs: Sequence[Pair], threshold: float) -> str:
    accepted = [pair for pair in pairs if _accepted(pair, threshold)]
    right, same = sum(pair.same for pair in accepted), sum(pair.same for pair in pairs)
    told = []
    for name, hits, of in (("precision", right, len(accepted)), ("recall", right, same)):
        low, high = wilson(hits, of)
        told.append(f"{name} {hits}/{of} = {hits / max(of, 1):.3f} [{low:.3f}, {high:.3f}]")
    return ", ".join(told)


def _across(pairs: Sequence[Pair], encoder: Encoder, threshold: float) -> None:
    """Questions of different pairs that would be taken for the same one; those listed are to be read by a person."""
    asked = [(pair.id, text) for pair in pairs for text in (pair.a, pair.b)]
    vectors = encoder.encode_queries([bare(text) for _, text in asked])
    read = [wording(text) for _, text in asked]
    total, found = 0, []
    for i, j in combinations(range(len(asked)), 2):
        if asked[i][0] == asked[j][0] or asked[i][1] == asked[j][1]:
            continue
        total += 1
        if may_ask_the_same(read[i], read[j]) and float(vectors[i] @ vectors[j]) >= threshold:
            found.append(f"{asked[i][1]} | {asked[j][1]}")
    print(f"   across pairs: {len(found)} of {total} taken for the same", *found, sep="\n      ")


def _real(folder: Path, encoder: Encoder, threshold: float) -> None:
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        queries = load_set(path).queries
        texts = list(dict.fromkeys(one.text for one in queries if not in_half(path.name, one, "report")))
        read = [wording(text) for text in texts]
        alike = [(i, j) for i, j in combinations(range(len(texts)), 2) if _candidates(read[i], read[j])]
        vectors = encoder.encode_queries([bare(text) for text in texts])
        found = [f"{texts[i]} | {texts[j]}" for i, j in alike if float(vectors[i] @ vectors[j]) >= threshold]
        pairs = len(texts) * (len(texts) - 1) // 2
        print(f"{path.name}: {len(found)} of {pairs} pairs taken for one question", *found, sep="\n      ")


def _candidates(one: Wording, other: Wording) -> bool:
    return bool(one.words) and may_ask_the_same(one, other)


def _misses(pairs: Sequence[Pair], threshold: float) -> None:
    for pair in pairs:
        if _accepted(pair, threshold) != pair.same:
            print(f"   {'missed' if pair.same else 'WRONG'} {pair.id} {pair.a} | {pair.b} ({pair.cosine})")


def _latency(encoder: Encoder) -> None:
    """Milliseconds of a search among 1,000 questions: with no candidate, and with one that must be compared."""
    questions = [f"Quel est le budget du plan {n} de la commune de Village{n} ?" for n in range(1000)]
    matcher = Matcher(encoder, THRESHOLDS[encoder.name])
    start = time.perf_counter()
    matcher.load(dict(enumerate(questions)))
    print(f"loading 1,000 questions: {1000 * (time.perf_counter() - start):.0f} ms, once")
    matcher.prepare()
    for name, ask in (
        ("nothing alike", lambda n: f"Combien de places compte l'internat du lycée numéro {n} ?"),
        ("typed alike", lambda n: f"quel est le budget du plan {n} de la commune de village{n}"),
        ("a paraphrase", lambda n: f"À combien s'élève le budget du plan {n} de la commune de Village{n} ?"),
    ):
        times = []
        for n in range(200, 300):
            start = time.perf_counter()
            matcher.find(ask(n))
            times.append(1000 * (time.perf_counter() - start))
        print(f"{name}: median {statistics.median(times):.2f} ms, 95th percentile {np.percentile(times, 95):.2f} ms")


if __name__ == "__main__":
    main()
