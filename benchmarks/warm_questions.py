"""How long a warm question takes on the sample corpus, beside the bare encoding of the question in the same run.

Usage: python benchmarks/warm_questions.py [--rounds N]

Ingests ``corpus/`` into a temporary folder, asks the questions of ``eval/data/dev.jsonl`` once to warm up with other
words, then measures each once: figures in milliseconds and as ratios to one encoding of a question, since machines
differ. « Warm » means that the process has answered before; the sentences of most passages are then known already,
so a second figure is given with the memory of sentence vectors emptied before each question.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from assistant.service import Assistant
from assistant.settings import load_settings

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1)
    rounds = parser.parse_args().rounds
    lines = [json.loads(line) for line in (ROOT / "eval/data/dev.jsonl").read_text(encoding="utf-8").splitlines()]
    questions = [line.get("standalone") or line["question"] for line in lines] * rounds
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        assistant = Assistant.open(load_settings(overrides={"data_dir": Path(folder)}))
        opened = time.perf_counter()
        report = assistant.ingest([ROOT / "corpus"])
        ingested = time.perf_counter()
        assistant.ask("Qui finance les formations préalables à l'embauche ?")
        encoding = [_milliseconds(lambda q=q: assistant._encoder.encode_queries([q])) for q in questions]
        cold = [_milliseconds(lambda q=q: _ask_afresh(assistant, q)) for q in questions]
        warm = [_milliseconds(lambda q=q: assistant.ask(q)) for q in questions]
        assistant.close()
    base = statistics.median(encoding)
    print(f"open {opened - started:.1f} s; ingest {len(report.files)} files in {ingested - opened:.1f} s")
    _line("encoding of the question", encoding, base)
    _line("answer, sentences not seen", cold, base)
    _line("answer, sentences seen", warm, base)


def _ask_afresh(assistant: Assistant, question: str) -> None:
    assistant._answerer._vectors._known.clear()
    assistant.ask(question)


def _milliseconds(call) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def _line(name: str, values: list[float], base: float) -> None:
    p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
    print(f"{name:28s} p50 {p50:7.1f} ms ({p50 / base:5.1f}x)  p95 {p95:7.1f} ms ({p95 / base:5.1f}x)  n {len(values)}")


if __name__ == "__main__":
    main()
