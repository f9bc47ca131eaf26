"""Passages of sets in the product's index: as they are, with title, section and text, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.chunking import embedding_input
from assistant.index.store import Index
from eval.retrieval import indexing
from eval.retrieval.indexing import entries, opened_index
from eval.retrieval.sets import load_set
from tests.eval.retrieval.small_sets import WOOD, WOOD_QUERIES, passage, write_set
from tests.fakes import HashedEncoder


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody is told."""


def test_a_document_holds_its_passages_as_they_are_under_its_sections(tmp_path: Path) -> None:
    one = load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES))
    wood, leather = entries([one])
    assert wood.document.title == "Le bois"
    assert [wood.document.text[b.start : b.end] for b in wood.document.blocks if b.kind == "heading"] == [
        "Essences", "Outils",
    ]  # fmt: skip
    assert [p.id for p in (*wood.passages, *leather.passages)] == [f"atelier/{line['id']}" for line in WOOD]
    for entry in (wood, leather):
        assert all(p.text == entry.document.text[p.start : p.end] for p in entry.passages)
    assert [p.text for p in wood.passages] == [line["text"] for line in WOOD[:3]]


def test_a_passage_is_encoded_with_its_title_and_section(tmp_path: Path) -> None:
    lines = [
        passage("a-0", "Le chêne est dur.", title="Le bois", section="Essences"),
        passage("b-0", "Le chêne est dur.", title="Le chêne", section="Essences"),  # the text opens with the title
        passage("c-0", "Le chêne est dur.", section="Essences"),
        passage("d-0", "Le chêne est dur."),
    ]
    one = load_set(write_set(tmp_path / "atelier", lines, [WOOD_QUERIES[0] | {"relevant": ["a-0"]}]))
    assert [embedding_input(p) for entry in entries([one]) for p in entry.passages] == [
        "Le bois › Essences\nLe chêne est dur.",
        "Essences\nLe chêne est dur.",
        "Essences\nLe chêne est dur.",
        "Le chêne est dur.",
    ]


def test_no_other_field_can_be_found(tmp_path: Path) -> None:
    lines = [*WOOD, passage("laine-0", "La laine se file.", question_title="Comment carder ?", keywords="mouton")]
    one = load_set(write_set(tmp_path / "atelier", lines, WOOD_QUERIES))
    with opened_index([one], HashedEncoder(), "float32", tmp_path / "cache", silent) as index:
        assert [name for name, _ in index.lexical("laine", 5)] == ["atelier/laine-0"]
        assert index.lexical("carder mouton laine-0", 5) == index.lexical("laine", 5)
        assert index.passage_count() == 6


def test_two_sets_with_the_same_ids_keep_both(tmp_path: Path) -> None:
    sets = [load_set(write_set(tmp_path / name, WOOD, WOOD_QUERIES)) for name in ("a", "b")]
    with opened_index(sets, HashedEncoder(), "float32", tmp_path / "cache", silent) as index:
        assert {name for name, _ in index.lexical("sapin", 5)} == {"a/bois-1", "b/bois-1"}


def test_an_index_is_made_once_whatever_the_order_of_the_sets(tmp_path: Path) -> None:
    first, second = (load_set(write_set(tmp_path / name, WOOD, WOOD_QUERIES)) for name in ("a", "b"))
    told: list[str] = []
    for sets in ([first, second], [second, first]):
        with opened_index(sets, HashedEncoder(), "float32", tmp_path / "cache", lambda *stage: told.append(stage[0])):
            pass
    assert told == ["Index"]


@pytest.mark.parametrize("change", ["text", "model", "precision", "code"])
def test_an_index_is_made_anew_when_what_decides_of_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    def made(folder: Path, revision: str = "1", precision: str = "float32") -> int:
        encoder = HashedEncoder(revision=revision)
        with opened_index([load_set(folder)], encoder, precision, tmp_path / "cache", silent):
            return len(encoder.passages_encoded)

    folder = write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES)
    assert made(folder) > 0
    assert made(folder) == 0
    if change == "text":
        write_set(folder, [*WOOD[:4], dict(WOOD[4]) | {"text": "La peau."}], WOOD_QUERIES)
    if change == "code":
        monkeypatch.setattr(indexing, "code_digest", lambda: "other")
    asked = {"revision": "2"} if change == "model" else {"precision": "bfloat16"} if change == "precision" else {}
    assert made(folder, **asked) > 0


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    one = load_set(write_set(tmp_path / "atelier", WOOD, WOOD_QUERIES))
    with opened_index([one], HashedEncoder(), "float32", tmp_path / "cache", silent) as index:
        folder = index.data_dir
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xff" * 5000)
    with opened_index([one], HashedEncoder(), "float32", tmp_path / "cache", silent) as index:
        assert isinstance(index, Index)
        assert index.lexical("sapin", 1)[0][0] == "atelier/bois-1"
