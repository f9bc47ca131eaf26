from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations import ConversationLog
from assistant.index.database import Database
from assistant.models import Turn
from assistant.settings import Settings

QUESTION, ANSWER = Turn("user", "Qui a signé ?"), Turn("assistant", "L'État et la Région.")
DAY = 86_400


class Clock:
    """A clock that the test moves."""

    now = 1_000_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with closing(Database.open(tmp_path / "c.sqlite3")) as made:
        yield made


def log(database: Database, clock: Clock, *, keep: bool = True, days: int = 30) -> ConversationLog:
    return ConversationLog(database, Settings(keep_conversations=keep, log_retention_days=days), clock)


def test_nothing_is_kept_by_default(database: Database) -> None:
    kept = ConversationLog(database, Settings())
    kept.record("a", QUESTION)
    assert kept.turns("a") == []


def test_turns_are_kept_in_order_and_apart(database: Database) -> None:
    kept = log(database, Clock())
    kept.record("a", QUESTION)
    kept.record("b", Turn("user", "Autre"))
    kept.record("a", ANSWER)
    assert kept.turns("a") == [QUESTION, ANSWER]
    assert kept.turns("b") == [Turn("user", "Autre")]


def test_turns_go_after_their_time_when_another_comes(database: Database) -> None:
    clock = Clock()
    kept = log(database, clock, days=2)
    kept.record("a", QUESTION)
    clock.now += 2 * DAY - 1
    kept.record("a", ANSWER)
    assert kept.turns("a") == [QUESTION, ANSWER]
    clock.now += 2
    kept.record("b", QUESTION)
    assert kept.turns("a") == [ANSWER]


def test_turns_go_after_their_time_even_when_nothing_is_kept_any_more(database: Database) -> None:
    clock = Clock()
    log(database, clock).record("a", QUESTION)
    clock.now += 31 * DAY
    assert log(database, clock, keep=False).turns("a") == []


def test_a_purge_says_how_many_turns_it_deleted(database: Database) -> None:
    clock = Clock()
    kept = log(database, clock)
    kept.record("a", QUESTION)
    clock.now += 31 * DAY
    assert (kept.purge(), kept.purge()) == (1, 0)


def test_a_conversation_can_be_forgotten_alone(database: Database) -> None:
    kept = log(database, Clock())
    kept.record("a", QUESTION)
    kept.record("b", QUESTION)
    kept.forget("a")
    assert (kept.turns("a"), kept.turns("b")) == ([], [QUESTION])


def test_what_is_deleted_leaves_no_trace_in_the_file(database: Database) -> None:
    kept = log(database, Clock())
    kept.record("a", Turn("user", "un secret bien gardé"))
    kept.forget("a")
    database.close()
    assert "secret bien" not in database.path.read_bytes().decode("utf-8", "replace")
