"""The index of a corpus is kept, made anew when anything that decides of it changes, and put right when damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assistant.settings import load_settings
from eval.answers import corpus as corpus_module
from eval.answers.corpus import IndexedCorpus, index_key, list_corpus, opened
from eval.given import Given, GivenCitation
from tests.eval.answers.small_corpus import write_corpus
from tests.fakes import CompressedEncoder

SETTINGS = load_settings()


@contextmanager
def open_corpus(folder: Path, cache: Path) -> Iterator[IndexedCorpus]:
    files = list_corpus(folder, SETTINGS)
    index = opened(files, SETTINGS, CompressedEncoder(), cache)
    with closing(index):
        yield IndexedCorpus(index, files)


def key_of(folder: Path, **changes: object) -> str:
    files = list_corpus(folder, SETTINGS)
    encoder = CompressedEncoder(revision=str(changes.pop("revision", "1")))
    return index_key(files, SETTINGS.model_copy(update=changes), encoder)


@pytest.mark.parametrize(
    "change",
    [{"revision": "2"}, {"max_pages": 3}, {"parse_timeout_s": 5.0}, {"embedding_dtype": "float32"}, {"ocr": "never"}],
    ids=lambda change: next(iter(change)),
)
def test_the_index_is_another_when_what_makes_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
) -> None:
    monkeypatch.setattr(corpus_module, "resolve_dtype", lambda wanted: {"auto": "bfloat16"}.get(wanted, wanted))
    folder = write_corpus(tmp_path / "corpus")
    assert key_of(folder) == key_of(folder)
    assert key_of(folder, **change) != key_of(folder)


def test_the_index_is_another_when_the_code_or_the_cut_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_corpus(tmp_path / "corpus")
    before = key_of(folder)
    monkeypatch.setattr(corpus_module, "code_digest", lambda: "other")
    assert key_of(folder) != before
    monkeypatch.undo()
    monkeypatch.setattr(corpus_module, "CHUNKER_VERSION", "other")
    assert key_of(folder) != before


def test_the_index_is_the_same_whatever_changes_no_reading(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    assert key_of(folder, dense_weight=1.0, answer_threshold=0.2, chat_model="openai:x") == key_of(folder)


def test_a_renamed_file_makes_another_corpus(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    before = list_corpus(folder, SETTINGS).sha256
    (folder / "bois.txt").rename(folder / "forêt.txt")
    assert list_corpus(folder, SETTINGS).sha256 != before


@pytest.mark.parametrize("harm", ["junk", "emptied"])
def test_a_damaged_index_is_made_again(tmp_path: Path, harm: str) -> None:
    folder, cache = write_corpus(tmp_path / "corpus"), tmp_path / "cache"
    with open_corpus(folder, cache) as corpus:
        passages = corpus.passages
    (kept,) = (path for path in (cache / "indexes").iterdir() if path.is_dir())
    for path in [one for one in kept.rglob("*") if one.is_file()]:
        path.write_bytes(b"junk" * 100) if harm == "junk" else path.unlink()
    with open_corpus(folder, cache) as corpus:
        assert corpus.passages == passages > 0


def test_pages_and_passages_are_looked_up_by_file_and_by_marker(tmp_path: Path) -> None:
    with open_corpus(write_corpus(tmp_path / "corpus"), tmp_path / "cache") as corpus:
        assert "85 embauches" in (corpus.page_text("cuir.txt", 1) or "")
        assert corpus.page_text("cuir.txt", 2) is None
        assert corpus.page_text("laine.txt", 1) is None
        assert corpus.raw_page_text("cuir.txt", 1) is None
        assert (corpus.is_notice("cuir.txt"), corpus.is_notice("laine.txt")) == (True, False)
        cited = GivenCitation(1, "nobody", "d", "cuir.txt", 1, "85")
        assert corpus.premises(Given("q", "85 [1]", "answer", citations=(cited,))) == {}


def test_a_file_that_was_not_read_says_why(tmp_path: Path) -> None:
    folder = write_corpus(tmp_path / "corpus")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    with open_corpus(folder, tmp_path / "cache") as corpus:
        assert "broken.pdf" not in corpus.files()
        assert corpus.why_unread("broken.pdf")
        assert corpus.why_unread("cuir.txt") is None
