"""Read every PDF of a folder as an ingestion does, and print one line a file: pages, characters, outcome. No text.

    python tools/read_report.py FOLDER [--ocr never|auto|always] [--table]

The totals give the time for the whole folder and the largest memory of a reading process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from assistant.errors import SourceError
from assistant.models import Document
from assistant.sources.worker import ParseLimits, ParserPool


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file. ``blank`` counts the pages that gave no text, ``scanned`` those read by OCR."""

    file: str
    outcome: str
    pages: int = 0
    blank: int = 0
    scanned: int = 0
    characters: int = 0
    seconds: float = 0.0
    reason: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ocr", default="never", help="as in `assistant ingest` (default: never)")
    parser.add_argument("--table", action="store_true", help="print a Markdown table")
    arguments = parser.parse_args()
    limits = ParseLimits()
    if hasattr(limits, "ocr"):
        limits = replace(limits, ocr=arguments.ocr)
    files = sorted(arguments.folder.glob("*.pdf"))
    start = time.perf_counter()
    with ParserPool(limits) as pool:
        lines = [read(pool, path) for path in files]
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # kilobytes on Linux
    for line in lines:
        print(row(line) if arguments.table else line)
    counts = {outcome: sum(line.outcome == outcome for line in lines) for outcome in sorted({x.outcome for x in lines})}
    told = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    print(f"\n{len(lines)} files in {seconds:.0f} s, largest process {peak:.0f} MB, {told}")


def read(pool: ParserPool, path: Path) -> Line:
    start = time.perf_counter()
    try:
        document = pool.parse(path, path.name)
    except SourceError as error:
        reason = str(error).partition(" : ")[2].partition(" ;")[0]
        return Line(path.name, "refused", seconds=time.perf_counter() - start, reason=reason)
    return told(document, time.perf_counter() - start)


def told(document: Document, seconds: float) -> Line:
    blank = sum(page.origin == "none" for page in document.pages)
    scanned = sum(page.origin == "ocr" for page in document.pages)
    outcome = "unread" if blank == len(document.pages) else "partly read" if blank else "read"
    characters = sum(len(page.text) for page in document.pages)
    return Line(document.file, outcome, len(document.pages), blank, scanned, characters, seconds)


def row(line: Line) -> str:
    cells = [line.file, line.pages or "", line.blank or "", line.characters or "", f"{line.seconds:.1f}", line.outcome]
    return "| " + " | ".join(map(str, cells)) + f" | {line.reason} |"


if __name__ == "__main__":
    main()
