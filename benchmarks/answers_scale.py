"""How long an extractive answer takes on an index that is already there.

Usage: python benchmarks/answers_scale.py DATA_DIR QUESTIONS [--count N]

QUESTIONS is a file of JSON lines with a ``text`` or a ``question``. Each question is asked once, its sentences never
seen before (their vectors are emptied), as on the first question of a day. Given in milliseconds at the median and the
95th percentile, and as ratios to one encoding of a question in the same run, since machines differ: until the first
words about the search, the first sentence, the whole answer.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from assistant.models import Completed, VerifiedSentence
from assistant.service import Assistant
from assistant.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data_dir", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    lines = [json.loads(line) for line in options.questions.read_text(encoding="utf-8").splitlines()][: options.count]
    questions = [line.get("text") or line["question"] for line in lines]
    with Assistant.open(load_settings(overrides={"data_dir": options.data_dir})) as assistant:
        assistant.warm()
        assistant.ask("Quelles sont les conditions d'une aide ?")
        bare = [_timed(lambda q=q: assistant._encoder.encode_queries([q])) for q in questions]
        measured = [_ask(assistant, question) for question in questions]
        passages = assistant.corpus().passages
    answered = [sentence for _, sentence, _ in measured if sentence is not None]
    print(f"{passages} passages, {len(questions)} questions, {len(answered)} answered")
    base = statistics.median(bare)
    for name, values in (
        ("one encoding", bare),
        ("first words", [first for first, _, _ in measured]),
        ("first sentence", answered),
        ("whole answer", [whole for _, _, whole in measured]),
    ):
        middle = statistics.median(values)
        high = statistics.quantiles(values, n=20)[-1]
        print(f"{name:15} p50 {middle:7.0f} ms  p95 {high:7.0f} ms  ({middle / base:.1f} encodings)")


def _ask(assistant: Assistant, question: str) -> tuple[float, float | None, float]:
    """Milliseconds to the first event, to the first sentence (None when nothing is answered) and to the end."""
    assistant._answerer._vectors._known.clear()
    started = time.perf_counter()
    first: float | None = None
    sentence: float | None = None
    for event in assistant.stream(question):
        now = (time.perf_counter() - started) * 1000
        first = now if first is None else first
        if isinstance(event, VerifiedSentence) and sentence is None:
            sentence = now
        if isinstance(event, Completed):
            return first, sentence, now
    raise AssertionError("a stream ends with Completed")


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
