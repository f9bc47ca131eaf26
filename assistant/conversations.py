"""Conversations, kept only when the settings ask for it, and no longer than they say.

By default nothing is written: a conversation lives in the page that holds it. What an earlier setting kept is still
deleted on time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from assistant.index.schema import TurnRow
from assistant.models import Turn

if TYPE_CHECKING:
    from assistant.index.database import Database
    from assistant.settings import Settings

_DAY_S = 86_400.0


class ConversationLog:
    """Turns in the database of the catalogue; a rebuild of the index does not touch them.

    Args:
        database: The catalogue's database.
        settings: ``keep_conversations`` and ``log_retention_days``.
        clock: Seconds since 1970.
    """

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._keep = settings.keep_conversations
        self._retention_s = settings.log_retention_days * _DAY_S
        self._clock = clock
        self.purge()

    def record(self, conversation: str, turn: Turn) -> None:
        """Keep a turn of a conversation, if turns are kept; old ones go at the same time."""
        if not self._keep:
            return
        now = self._clock()
        with self._database.write() as connection:
            connection.execute(delete(TurnRow).where(TurnRow.at < now - self._retention_s))
            connection.execute(
                insert(TurnRow).values(conversation=conversation, at=now, role=turn.role, content=turn.content)
            )

    def turns(self, conversation: str) -> list[Turn]:
        """The turns kept of a conversation, oldest first."""
        query = select(TurnRow.role, TurnRow.content).where(TurnRow.conversation == conversation).order_by(TurnRow.id)
        with self._database.read() as connection:
            return [Turn(row.role, row.content) for row in connection.execute(query)]

    def forget(self, conversation: str) -> None:
        """Delete a conversation."""
        with self._database.write() as connection:
            connection.execute(delete(TurnRow).where(TurnRow.conversation == conversation))

    def purge(self) -> int:
        """Delete what is older than the retention, and return how many turns that was."""
        limit = self._clock() - self._retention_s
        with self._database.read() as connection:
            if connection.execute(select(TurnRow.id).where(TurnRow.at < limit).limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            return int(connection.execute(delete(TurnRow).where(TurnRow.at < limit)).rowcount)
