"""Pages parsed in a second, and a whole ingestion beside the bare encoder on the same passages in the same run.

Usage: python benchmarks/ingestion.py [--passages N] [--pdfs FOLDER] FILE.jsonl.gz…

The lines of the files are taken by documents, the same share of each file, until N passages. They are ingested into a
temporary folder as any file of passages, and the passages that remain (repeats set aside) are then encoded alone, in
one go. Where other programs share the machine, the ratio of processor times says more than that of wall times. The PDFs
of a folder are parsed by one worker, then by two.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.chunking import embedding_input
from assistant.embeddings import load_encoder
from assistant.errors import SourceError
from assistant.index.store import Index
from assistant.ingest import ingest
from assistant.settings import load_settings
from assistant.sources.limits import ParseLimits
from assistant.sources.worker import ParserPool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--pdfs", type=Path, default=Path("corpus"))
    options = parser.parse_args()
    one, two = parsing(options.pdfs, 1), parsing(options.pdfs, 2)
    print(f"parsing: {one:.1f} pages/s with one worker, {two:.1f} with two ({two / one:.2f}x)")
    if options.files:
        whole(options.files, options.passages)


def parsing(folder: Path, workers: int) -> float:
    """Pages in a second, text layer only."""
    paths = sorted(folder.rglob("*.pdf"), key=lambda path: -path.stat().st_size)
    with ParserPool(ParseLimits(ocr="never"), workers) as pool, ThreadPoolExecutor(workers) as threads:
        list(threads.map(lambda path: pages_of(pool, path), paths[-workers:]))  # the workers start
        began = time.perf_counter()
        pages = sum(threads.map(lambda path: pages_of(pool, path), paths))
        return pages / (time.perf_counter() - began)


def pages_of(pool: ParserPool, path: Path) -> int:
    try:
        return len(pool.parse(path, path.name).pages)
    except SourceError:
        return 0


def whole(files: list[Path], passages: int) -> None:
    """Ingest a sample, then encode what was kept of it."""
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "fonds" / "sample.jsonl"
        sample.parent.mkdir()
        sample.write_text("".join(line for file in files for line in some(file, passages // len(files))))
        settings = load_settings(overrides={"data_dir": Path(folder) / "data"})
        encoder = load_encoder(settings)
        encoder.encode_passages(["La première fois compte pour le chargement."])
        index = Index.open(settings.data_dir, encoder)
        ingestion = measured(lambda: ingest([sample], index, encoder, settings))
        texts = [embedding_input(p) for d in index.documents() for p in index.document_passages(d.id)]
        again = measured(lambda: ingest([sample], index, encoder, settings))
        index.close()
        bare = measured(lambda: encoder.encode_passages(texts))
    print(f"{len(texts)} passages kept")
    for name, one in (("bare encoder", bare), ("ingestion", ingestion), ("again, unchanged", again)):
        rate = len(texts) / one.wall
        ratios = f"{one.wall / bare.wall:.2f}x of wall time, {one.processor / bare.processor:.2f}x of processor time"
        print(f"{name:16s} {one.wall:7.1f} s {rate:8.1f} passages/s  processor {one.processor:7.1f} s  {ratios}")
    print(f"peak memory of the process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def some(file: Path, passages: int) -> Iterator[str]:
    """The first documents of a file of passages, whole, until there are enough passages."""
    taken, document = 0, ""
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            name = json.loads(line)["doc"]
            if taken >= passages and name != document:
                return
            taken, document = taken + 1, name
            yield line


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of the clock, and of the processor in this process and its ended children."""

    wall: float
    processor: float


def measured(call: Callable[[], object]) -> Cost:
    wall, processor = time.perf_counter(), _processor()
    call()
    return Cost(time.perf_counter() - wall, _processor() - processor)


def _processor() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
