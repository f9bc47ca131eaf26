"""A reader, as the chat is, while another process writes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from assistant.index.store import Index
from tests.index.library import entry, found, opened, write

WRITE = """
import sys
from pathlib import Path
from tests.index.library import entry, opened
with opened(Path(sys.argv[1])) as index:
    for turn in range(int(sys.argv[2])):
        with index.writer() as writer:
            writer.put_all([entry(f"d{n}", f"texte {n} version {turn}") for n in range(5)])
        if turn == 5:
            with index.writer() as writer, writer.rebuild():
                writer.put_all([entry(f"d{n}", f"texte {n} version rebuilt") for n in range(5)])
"""


def test_a_reader_never_fails_and_ends_with_the_last_version(tmp_path: Path, root: Path) -> None:
    with opened(tmp_path) as reader:
        write(reader, entry("d0", "texte 0 version first"))
        process = subprocess.Popen([sys.executable, "-c", WRITE, str(tmp_path), "12"], cwd=root)
        seen = {read_once(reader)}
        while process.poll() is None:
            seen.add(read_once(reader))
        assert process.returncode == 0
        reader.refresh()
        assert read_once(reader) == "11"
        assert len(found(reader, "texte version", k=9)["dense"]) == 5
        assert len(seen) > 2


def read_once(reader: Index) -> str:
    """Search as a question does; the version of the first document, which is there whatever is being written."""
    reader.refresh()
    for texts in found(reader, "texte version", k=9).values():
        assert all(text.startswith("texte ") for text in texts)
    document = reader.document("d0")
    assert document is not None
    return document.text.split()[-1]


def test_threads_of_one_process_search_while_it_writes(tmp_path: Path) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def read(index: Index) -> None:
        try:
            while not done.is_set():
                read_once(index)
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)

    with opened(tmp_path) as index:
        write(index, entry("d0", "texte 0 version first"))
        threads = [threading.Thread(target=read, args=(index,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for turn in range(8):
            write(index, entry("d0", f"texte 0 version {turn}"), entry("d1", f"texte 1 version {turn}"))
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
