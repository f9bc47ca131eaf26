"""Repeats across documents in a real index: reached from any of them, counted, and encoded once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.chunking import embedding_input
from assistant.dedup import keep_once, text_key
from assistant.index.copies import BOILERPLATE, Copy, Repeats
from assistant.index.store import Index
from assistant.index.writer import Entry
from tests.fakes import HashedEncoder
from tests.index.library import entry, found, make_notice, opened, write

RELEASE = "La Région signe un protocole pour l'emploi des jeunes."


def passage_of(index: Index, document_id: str, words: str) -> str:
    return next(p.id for p in index.document_passages(document_id) if words in p.text)


def test_a_text_of_several_documents_is_reached_from_each(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, entry("a", RELEASE), entry("b", "Autre.", RELEASE.upper()), entry("c", "Rien de commun."))
        first, second = passage_of(index, "a", "signe"), passage_of(index, "b", "SIGNE")
        assert index.copies_of(first) == [Copy("b", second, "b.pdf", "b", 1)]
        assert index.copies_of(second) == [Copy("a", first, "a.pdf", "a", 1)]
        assert index.copies_of(passage_of(index, "c", "Rien")) == []
        assert index.copies_of("unknown") == []
        with index.writer() as writer:
            writer.remove("b")
        assert index.copies_of(first) == []


def test_a_text_repeated_in_its_document_is_reached_at_its_page(tmp_path: Path) -> None:
    made = entry("a", RELEASE, "Autre.", RELEASE.upper())
    with opened(tmp_path) as index:
        write(index, Entry(made.document, keep_once(made.passages), made.path))
        kept = passage_of(index, "a", "signe")
        assert index.copies_of(kept) == [Copy("a", kept, "a.pdf", "a", 1)]
        assert index.repeats() == Repeats(0, 0, 0, 0, within=1)


def test_repeats_and_boilerplate_are_counted(tmp_path: Path) -> None:
    common = [entry(f"n{n}", "Notice rédigée par le centre.", f"Texte {n}.") for n in range(BOILERPLATE + 1)]
    with opened(tmp_path) as index:
        write(index, *common, entry("x", RELEASE), entry("y", RELEASE))
        assert index.repeats() == Repeats(
            texts=2, passages=BOILERPLATE + 1, boilerplate=1, boilerplate_passages=BOILERPLATE + 1, within=0
        )


def test_the_same_text_and_context_are_encoded_once_and_found_in_both_documents(tmp_path: Path) -> None:
    encoder = HashedEncoder()
    with opened(tmp_path, encoder) as index:
        write(index, entry("a", RELEASE), entry("b", RELEASE, "Un mot de plus."))
        write(index, entry("c", RELEASE))
        assert sorted(encoder.passages_encoded) == sorted([RELEASE, "Un mot de plus."])
        assert found(index, RELEASE)["dense"].count(RELEASE) == 3


def test_the_same_text_under_another_title_is_encoded_again(tmp_path: Path) -> None:
    encoder = HashedEncoder()
    notices = [entry(name, RELEASE, notice=make_notice(f"Notice {name}")) for name in "ab"]
    with opened(tmp_path, encoder) as index:
        write(index, *notices)
    assert sorted(encoder.passages_encoded) == sorted(embedding_input(one.passages[0]) for one in notices)


def test_a_vector_that_a_crash_left_out_is_made(tmp_path: Path) -> None:
    class CrashError(Exception):
        pass

    def stop(step: str) -> None:
        if step == "pending":
            raise CrashError

    with opened(tmp_path) as index:
        with pytest.raises(CrashError), index.writer(checkpoint=stop) as writer:
            writer.put_all([entry("a", RELEASE)])
        write(index, entry("b", RELEASE))
        assert found(index, RELEASE)["dense"] == [RELEASE]


def test_a_rebuild_encodes_anew_and_each_text_once(tmp_path: Path) -> None:
    entries = [entry("a", RELEASE), entry("b", RELEASE)]
    with opened(tmp_path) as index:
        write(index, *entries)
    encoder = HashedEncoder()
    with opened(tmp_path, encoder) as index:
        with index.writer() as writer, writer.rebuild():
            for one in entries:
                writer.put_all([one])
        assert encoder.passages_encoded == [RELEASE]
        assert found(index, RELEASE)["dense"] == [RELEASE, RELEASE]


def versions_written(index: Index) -> None:
    names = ["une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"]
    clauses = [f"La clause {name} règle le cas des salariés de ce secteur." for name in names]
    for name, date, last in (("a", "2022-01", "Elle vaut dix ans."), ("b", "2024-01", "Elle vaut cinq ans.")):
        made = entry(name, *clauses, last, date=date)
        write(index, Entry(replace(made.document, title="Accord"), made.passages, made.path))


def test_versions_of_a_document_are_linked_at_the_end_of_an_ingestion_and_parted_when_one_goes(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        versions_written(index)
        assert [(one.document_id, one.date, one.newer) for one in index.versions_of("a")] == [("b", "2024-01", True)]
        assert [(one.document_id, one.newer) for one in index.versions_of("b")] == [("a", False)]
        assert index.families() == {"a": ("a", "2022-01"), "b": ("a", "2024-01")}
        with index.writer() as writer:
            writer.remove("b")
        assert (index.versions_of("a"), dict(index.families())) == ([], {})


def test_a_catalogue_of_before_gets_its_texts_and_families(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        versions_written(index)
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as connection, connection:
        connection.executescript(
            "DROP TABLE validated_events; DROP TABLE validated; DROP INDEX passages_by_text;"
            "ALTER TABLE passages DROP COLUMN text_key; DROP TABLE signatures;"
            "ALTER TABLE documents DROP COLUMN family; UPDATE state SET schema_version = 2;"
        )
    with opened(tmp_path) as index:
        first = index.document_passages("a")[0]
        assert [copy.document_id for copy in index.copies_of(first.id)] == ["b"]
        assert index.versions_of("a") == []
        with index.writer() as writer:
            writer.link()
        assert [one.document_id for one in index.versions_of("a")] == ["b"]
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite3")) as connection:
        keys = dict(connection.execute("SELECT text, text_key FROM passages").fetchall())
    assert keys == {text: text_key(text) for text in keys}
