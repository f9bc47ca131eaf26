"""A desk over a small library, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.index.store import Index
from assistant.models import Answer, AnswerSentence, Citation
from assistant.settings import Settings
from assistant.validation.desk import ValidationDesk
from tests.fakes import HashedEncoder
from tests.index.library import entry, opened, write

TITLE = "Protocole"
FIRST = "Le protocole compte dix-sept engagements pour la formation."
SECOND = "Le comité régional se réunit chaque trimestre à Nantes."
QUESTION = "Combien d'engagements compte le protocole ?"


@dataclass
class Desk:
    """An index with one document, and its desk on 3 May 2026."""

    index: Index
    now: datetime = field(default_factory=lambda: datetime(2026, 5, 3, 9, tzinfo=UTC))
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.desk = self.another(**self.settings)

    def another(self, **settings: Any) -> ValidationDesk:
        """A second desk on the same data, as another process has."""
        values = {"validated_similarity": 0.8, **settings}
        return ValidationDesk(self.index, HashedEncoder(), Settings(**values), lambda d, p: d.title, lambda: self.now)

    def later(self, days: int) -> None:
        """Let days pass."""
        self.now += timedelta(days=days)

    def put(self, *paragraphs: str, name: str = TITLE) -> None:
        """Write a document anew."""
        write(self.index, entry(name, *paragraphs))

    def answer(self, quote: str = FIRST, question: str = QUESTION, **changes: Any) -> Answer:
        """What the assistant would say, quoting the document."""
        document = self.index.document(TITLE)
        assert document is not None
        start = document.text.index(quote)
        end = start + len(quote)
        cited = Citation(1, "p", TITLE, document.work_id, document.file, TITLE, TITLE, 1, quote, start, end)
        values: dict[str, Any] = {
            "text": f"{quote} [1]", "level": "answer", "sentences": (AnswerSentence(quote, (1,)),),
            "citations": (cited,),
        }  # fmt: skip
        return Answer(question, question, **{**values, **changes})


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path / "data") as index:
        write(index, entry(TITLE, FIRST, SECOND))
        yield Desk(index)


@pytest.fixture(scope="session")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk shared by the tests that are refused everything: nothing is ever kept in it."""
    with opened(tmp_path_factory.mktemp("quiet") / "data") as index:
        write(index, entry(TITLE, FIRST, SECOND))
        yield Desk(index)
