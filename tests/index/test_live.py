"""What a search looks up: keys by document, and passages by name, none of it by going through everything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine

from assistant.index.catalogue import PassageKey
from assistant.index.copies import copies_elsewhere
from assistant.index.live import LiveView
from assistant.models import Filters
from tests.fakes import HashedEncoder
from tests.index.library import entry, make_notice, opened, write


@given(st.lists(st.sampled_from("abc"), max_size=9), st.frozensets(st.sampled_from("abcz")))
def test_keys_of_documents_are_those_of_their_passages(owners: list[str], asked: frozenset[str]) -> None:
    keys = {f"k{place}": PassageKey(f"k{place}", f"p{place}", owner) for place, owner in enumerate(owners)}
    view = LiveView(keys=keys)
    chosen, expected = view.of_documents(asked), [name for name, key in keys.items() if key.document_id in asked]
    assert list(chosen) == [view.names[place] for place in chosen.places] == expected
    assert (len(chosen), bool(chosen)) == (len(expected), bool(expected))
    assert [name for name in [*keys, "nobody"] if name in chosen] == expected


def test_documents_asked_for_after_others_have_their_own_keys() -> None:
    view = LiveView(keys={name: PassageKey(name, name, name) for name in "ab"})
    assert [list(view.of_documents(frozenset(name))) for name in "aba"] == [["a"], ["b"], ["a"]]


def test_passages_are_looked_up_by_name_and_not_among_all_that_is_live(tmp_path: Path) -> None:
    with opened(tmp_path) as index:
        write(index, *(entry(f"d{number}", "Un accord.", "Une formation.") for number in range(30)))
        keys = index.catalogue.live_keys()
        names = [key.passage_id for key in keys]
        statements: list[tuple[str, object]] = []

        def note(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
            statements.append((statement, parameters))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            index.catalogue.passages(names)
            index.catalogue.passages_by_key([key.key for key in keys])
            copies_elsewhere(index.catalogue.database, names)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        asked = [one for one in statements if one[0].startswith("SELECT")]
        assert len(asked) == 4
        with index.catalogue.database.read() as connection:
            plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all() for sql, values in asked]
        used = ["passages_by_id", "passages_by_key", "passages_by_id", "passages_by_text"]
        for plan, name in zip(plans, used, strict=True):
            assert f"USING INDEX {name}" in plan[0].detail


@pytest.mark.parametrize("filters", [Filters(), Filters(descriptors=("EMPLOI",))])
def test_what_was_loaded_answers_as_what_was_not(tmp_path: Path, filters: Filters) -> None:
    vector = HashedEncoder().encode_queries(["accord"])[0]
    with opened(tmp_path) as index:
        write(index, entry("n", "Un accord.", notice=make_notice()), entry("p", "Une formation.", "Un autre accord."))
        cold = index.dense(vector, 3, index.allowed_documents(filters))
    with opened(tmp_path) as index:
        index.load()
        assert index.dense(vector, 3, index.allowed_documents(filters)) == cold
        assert list(index.summaries().values()) == index.documents()
        assert set(index.summaries()) == {"n", "p"}
