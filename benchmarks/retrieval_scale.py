"""How long a warm search takes, from the question's encoding to the hits, as the index grows and filters narrow it.

Usage: python benchmarks/retrieval_scale.py DATA [--sizes 5000 50000 200000] [--questions FILE.jsonl…] [--keep FOLDER]

``DATA`` is the data folder of an ingestion with ``vector_adapter = false``, which is only read: its passages and their
vectors make indexes of each size through the product's own writer, nothing being encoded but the questions. Beyond what
it holds, documents come again with sentences exchanged between passages and vectors moved a little. Documents are given
invented descriptors, authors and dates, so that filters keep a known share of them. Each size is written, then asked,
in a process of its own; ``--keep`` keeps the indexes for another run. Questions are lines with a ``text`` or a
``question``, each asked under each filter. Where other programs share the machine, read the processor time.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scale_library import Passages, entries, read_passages

from assistant.adapter import AdaptedEncoder, load_search_encoder
from assistant.chunking import embedding_input
from assistant.embeddings import Encoder, load_encoder
from assistant.index.store import Index
from assistant.models import Filters
from assistant.service import Assistant
from assistant.settings import load_settings

ROOT = Path(__file__).parents[1]

FILTERS = {
    "none": Filters(),
    "nothing kept": Filters(descriptors=("inconnu",)),
    "one document": Filters(descriptors=("SEUL",)),
    "1 %": Filters(descriptors=("UN POUR CENT",)),
    "10 %": Filters(descriptors=("DIX POUR CENT",)),
    "60 %": Filters(descriptors=("SOIXANTE POUR CENT",)),
    "author, 10 %": Filters(authors=("organisme dix",)),
    "one year, 4 %": Filters(date_from="2020-01-01", date_to="2020-12-31"),
    "since a year, 24 %": Filters(date_from="2019-01-01"),
}

STAGES = ("encode_queries", "allowed_documents", "dense", "lexical", "passages", "copies_of_each", "document_frequency")
"""Methods of the encoder and of the index whose time is told; what one calls is counted in it."""

_BATCH = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--sizes", nargs="+", type=int, default=[5_000, 50_000, 200_000])
    parser.add_argument("--questions", nargs="+", type=Path, default=[ROOT / "eval/data/dev.jsonl"])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--filters", nargs="+", choices=list(FILTERS), default=list(FILTERS))
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    questions = spread([question for file in options.questions for question in questions_of(file)], options.count)
    with tempfile.TemporaryDirectory() as temporary:
        for size in options.sizes:
            folder = (options.keep or Path(temporary)) / str(size)
            if not (folder / "done").exists():
                alone(write, options.data, folder, size)
            print(f"\n{size} passages", flush=True)
            alone(ask, folder, questions, options.filters)


def alone(call: Callable[..., None], *arguments: object) -> None:
    """Run in a process of its own, whose memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(call, *arguments).result()


def questions_of(file: Path) -> list[str]:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [line.get("standalone") or line.get("question") or line["text"] for line in lines]


def spread(questions: Sequence[str], count: int) -> list[str]:
    """As many different questions, taken evenly."""
    different = list(dict.fromkeys(questions))
    return [different[place * len(different) // count] for place in range(min(count, len(different)))]


# Writing


class PreparedEncoder:
    """Gives the vectors that passages have already, adapted as the encoder's are; in all else the encoder."""

    def __init__(self, encoder: Encoder) -> None:
        self._adapter = encoder.adapter if isinstance(encoder, AdaptedEncoder) else None
        self.name, self.dimension, self.max_tokens = encoder.name, encoder.dimension, encoder.max_tokens
        self.fingerprint = encoder.fingerprint
        self.encode_queries, self.count_tokens = encoder.encode_queries, encoder.count_tokens
        self.known: dict[str, np.ndarray] = {}

    def encode_passages(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of ``known``."""
        vectors = np.stack([self.known[text] for text in texts])
        return self._adapter.passages(vectors) if self._adapter else vectors


def write(data: Path, folder: Path, size: int) -> None:
    """Write an index of so many passages through the product's own writer."""
    began, source = time.perf_counter(), read_passages(data)
    encoder = PreparedEncoder(load_search_encoder(load_settings(overrides={"data_dir": folder})))
    index = Index.open(folder, encoder)
    with index.writer() as writer:
        for some in batches(source, size):
            pairs = [pair for entry, vectors in some for pair in zip(entry.passages, vectors, strict=True)]
            encoder.known = {embedding_input(passage): vector for passage, vector in pairs}
            writer.put_all([entry for entry, _ in some])
        writer.link()
    documents, passages = len(index.documents()), index.passage_count()
    index.close()
    (folder / "done").touch()
    took, peak = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nwritten: {documents} documents, {passages} passages, {took:.0f} s, peak {peak:.0f} MiB", flush=True)


def batches(source: Passages, size: int) -> Iterator[list[Any]]:
    """Entries and their vectors until there are enough passages, some at a time."""
    some: list[Any] = []
    held = written = 0
    for entry, vectors in entries(source):
        some.append((entry, vectors))
        held += len(entry.passages)
        written += len(entry.passages)
        if held >= _BATCH or written >= size:
            yield some
            some, held = [], 0
        if written >= size:
            return


# Asking


@dataclass(slots=True)
class Laps:
    """Milliseconds of each question in all, of the processor, and by stage."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)
    within: bool = False


def ask(folder: Path, questions: Sequence[str], filters: Sequence[str]) -> None:
    """Open an index, ask, and print."""
    settings = load_settings(overrides={"data_dir": folder})
    load_encoder(settings).encode_queries(["Un modèle qui est déjà dans la mémoire du disque."])
    model, began = memory(), time.perf_counter()
    assistant = Assistant.open(settings)
    opened = time.perf_counter()
    assistant.search(questions[0])
    first = time.perf_counter()
    assistant.search(questions[0])
    second = time.perf_counter()
    laps = Laps()
    for owner in (assistant._encoder, assistant._index):
        for stage in STAGES:
            if hasattr(owner, stage):
                watch(owner, stage, laps)
    print(
        f"opened in {opened - began:.1f} s, first question {first - opened:.1f} s, second {second - first:.2f} s,",
        end=" ",
    )
    print(f"{memory():.0f} MiB ({model:.0f} of them the model)")
    print(f"{'filter':20s}    p50    p95  processor p50 | mean by stage, ms")
    for name in filters:
        laps.wall, laps.processor, laps.stages = [], [], {}
        for question in questions:
            one(assistant, question, FILTERS[name], laps)
        print(line(name, laps), flush=True)
    assistant.close()
    print(f"at the end {memory():.0f} MiB")


def one(assistant: Assistant, question: str, filters: Filters, laps: Laps) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    assistant.search(question, filters=filters)
    laps.wall.append((time.perf_counter() - wall) * 1000)
    laps.processor.append((time.process_time() - processor) * 1000)


def watch(owner: object, stage: str, laps: Laps) -> None:
    """Add up the time of a method of an object."""
    method = getattr(owner, stage)

    def timed(*arguments: object, **named: object) -> object:
        if laps.within:
            return method(*arguments, **named)
        began, laps.within = time.perf_counter(), True
        try:
            return method(*arguments, **named)
        finally:
            laps.within = False
            laps.stages[stage] = laps.stages.get(stage, 0.0) + (time.perf_counter() - began) * 1000

    setattr(owner, stage, timed)


def line(name: str, laps: Laps) -> str:
    p50, p95 = statistics.median(laps.wall), statistics.quantiles(laps.wall, n=20)[-1]
    count = len(laps.wall)
    stages = {stage: total / count for stage, total in laps.stages.items()}
    stages["rest"] = sum(laps.wall) / count - sum(stages.values())
    told = ", ".join(f"{stage} {mean:.1f}" for stage, mean in stages.items())
    return f"{name:20s} {p50:6.1f} {p95:6.1f} {statistics.median(laps.processor):14.1f} | {told}"


def memory() -> float:
    """Memory of the process, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
