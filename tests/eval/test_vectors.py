"""Vectors kept on disk: each text encoded once, by model, precision and role, and a damaged file made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.errors import OperationError
from eval import vectors
from eval.vectors import FILE, CachedEncoder
from tests.fakes import HashedEncoder


@dataclass
class CountingEncoder(HashedEncoder):
    """A hashed encoder that notes what it is asked, role by role."""

    asked: list[tuple[str, list[str]]] = field(default_factory=list)

    def encode_queries(self, texts):  # type: ignore[no-untyped-def]
        self.asked.append(("query", list(texts)))
        return HashedEncoder.encode_queries(self, texts)

    def encode_passages(self, texts):  # type: ignore[no-untyped-def]
        self.asked.append(("passage", list(texts)))
        return HashedEncoder.encode_queries(self, texts)


Kept = Callable[..., CachedEncoder]


@pytest.fixture
def kept() -> Iterator[Kept]:
    """Makes encoders that remember, closed at the end."""
    made: list[CachedEncoder] = []

    def make(*args: Any, **options: Any) -> CachedEncoder:
        made.append(CachedEncoder(*args, **options))
        return made[-1]

    yield make
    for encoder in made:
        encoder.close()


def test_a_second_encoder_gives_the_same_vectors_without_a_call(tmp_path: Path, kept: Kept) -> None:
    first, second = CountingEncoder(), CountingEncoder()
    texts = ["Le bois de chêne.", "Le cuir.", "Le bois de chêne.", ""]
    made = kept(first, tmp_path).encode_passages(texts)
    again = kept(second, tmp_path).encode_passages(texts)
    assert made.dtype == np.float32
    assert made.shape == (4, first.dimension)
    assert np.array_equal(made, HashedEncoder().encode_queries(texts))
    assert np.array_equal(made, again)
    assert second.asked == []
    assert first.asked == [("passage", ["", "Le cuir.", "Le bois de chêne."])], "each text once, the shortest first"


def test_only_what_is_missing_is_encoded(tmp_path: Path, kept: Kept) -> None:
    encoder = CountingEncoder()
    cached = kept(encoder, tmp_path)
    cached.encode_queries(["a", "b"])
    cached.encode_queries(["b", "c"])
    assert encoder.asked == [("query", ["a", "b"]), ("query", ["c"])]


def test_a_question_and_a_passage_of_the_same_text_are_two(tmp_path: Path, kept: Kept) -> None:
    encoder = CountingEncoder()
    cached = kept(encoder, tmp_path)
    cached.encode_queries(["le bois"])
    cached.encode_passages(["le bois"])
    assert [role for role, _ in encoder.asked] == ["query", "passage"]


def test_another_model_or_another_precision_encodes_anew(tmp_path: Path, kept: Kept) -> None:
    encoder = CountingEncoder()
    kept(encoder, tmp_path, "float32").encode_queries(["le bois"])
    kept(encoder, tmp_path, "bfloat16").encode_queries(["le bois"])
    other = CountingEncoder(revision="2")
    kept(other, tmp_path, "float32").encode_queries(["le bois"])
    assert len(encoder.asked) == 2
    assert len(other.asked) == 1


def test_texts_are_encoded_and_written_slice_by_slice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: Kept
) -> None:
    monkeypatch.setattr(vectors, "ENCODE_SLICE", 2)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept(CountingEncoder(), tmp_path, progress=stop).encode_passages(["aaaaa", "a", "aaa", "aa", "aaaa"])
    assert told == [(2, 5), (4, 5)]
    encoder = CountingEncoder()
    kept(encoder, tmp_path).encode_passages(["a", "aa", "aaa", "aaaa", "aaaaa"])
    assert encoder.asked == [("passage", ["aaaaa"])], "the two slices before the interruption are kept"


def test_no_text_gives_no_vector(tmp_path: Path, kept: Kept) -> None:
    assert kept(CountingEncoder(), tmp_path).encode_queries([]).shape == (0, 256)


def test_what_it_gives_may_be_written_over(tmp_path: Path, kept: Kept) -> None:
    cached = kept(HashedEncoder(), tmp_path)
    first = cached.encode_queries(["le bois"])
    first[:] = 0
    assert cached.encode_queries(["le bois"]).any()


def test_a_damaged_file_is_made_anew_with_a_message(tmp_path: Path, kept: Kept) -> None:
    (tmp_path / FILE).write_bytes(b"this is no database at all, " * 50)
    told: list[str] = []
    encoder = CountingEncoder()
    cached = kept(encoder, tmp_path, notify=told.append)
    cached.encode_queries(["le bois"])
    cached.encode_queries(["le bois"])
    assert len(told) == 1
    assert FILE in told[0]
    assert len(encoder.asked) == 1


def test_a_file_damaged_in_its_middle_is_made_anew_too(tmp_path: Path, kept: Kept) -> None:
    texts = [f"mot {number}" for number in range(200)]
    cached = kept(HashedEncoder(), tmp_path)
    made = cached.encode_passages(texts)
    cached.close()
    path = tmp_path / FILE
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    told: list[str] = []
    again = kept(CountingEncoder(), tmp_path, notify=told.append).encode_passages(texts)
    assert len(told) == 1
    assert np.array_equal(made, again)


def test_a_vector_of_another_length_is_encoded_again(tmp_path: Path, kept: Kept) -> None:
    cached = kept(HashedEncoder(), tmp_path)
    made = cached.encode_queries(["le bois"])
    cached.close()
    connection = sqlite3.connect(tmp_path / FILE)
    with connection:
        connection.execute("UPDATE vectors SET vector = ?", (b"\x00" * 10,))
    connection.close()
    encoder = CountingEncoder()
    assert np.array_equal(kept(encoder, tmp_path).encode_queries(["le bois"]), made)
    assert len(encoder.asked) == 1


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path, kept: Kept) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OperationError, match="--cache"):
        kept(HashedEncoder(), tmp_path / "file")


def test_it_speaks_for_the_encoder_behind(tmp_path: Path, kept: Kept) -> None:
    encoder = HashedEncoder()
    cached = kept(encoder, tmp_path)
    shown = (cached.name, cached.dimension, cached.max_tokens, cached.fingerprint)
    assert shown == (encoder.name, encoder.dimension, encoder.max_tokens, encoder.fingerprint)
    assert cached.count_tokens("le bois de chêne") == encoder.count_tokens("le bois de chêne")
