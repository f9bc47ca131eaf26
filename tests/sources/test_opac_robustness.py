"""Whatever is in a file, reading it as a notice ends soon, with a notice or a ``SourceError``."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.models import Notice
from assistant.sources.notice_document import notice_document
from assistant.sources.opac import read_notice

GOLDEN = sorted((Path(__file__).parent / "golden").glob("notice_*.[th]*"))
ODD_BYTES = st.sampled_from(
    [b"", b"\x00", b"\xff", b"\n", b"<", b"</td>", b"[", b"]", b";", b", Auteur", b"(2023)", b": "]
)
HOSTILE = {
    "brackets": "[a" * 50_000,
    "dashes": "-" * 100_000 + "x",
    "commas": "mot, " * 20_000,
    "parentheses": "(" * 100_000,
    "colons": "a:" * 50_000,
    "dates": "01/06/" * 20_000,
    "spaces": " - " * 50_000,
}


def read(data: bytes) -> Notice | None:
    with suppress(SourceError):
        return read_notice(data, "notice_1.txt")
    return None


@given(st.sampled_from(GOLDEN), st.data())
@settings(max_examples=200, deadline=None)
def test_a_damaged_notice_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 200))] = data.draw(ODD_BYTES)
    notice = read(bytes(content))
    if notice:
        assert notice.title
        assert notice_document(notice, "a.txt", "").text.startswith(notice.title)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    notice = read(content)
    assert notice is None or notice.title


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "frame", ["Région, Auteur ;\n(07/09/2023)\nTitre\n{}\n-\n", "{}\nTitre : a\nAuteurs : {}\nEditeur : {}\n"]
)
def test_a_line_made_to_slow_a_pattern_down_does_not(frame: str, text: str) -> None:
    begun = time.perf_counter()
    read(frame.replace("{}", text).encode())
    assert time.perf_counter() - begun < 5
