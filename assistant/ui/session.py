"""What one browser's conversation holds. It lives in ``gr.State`` and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from assistant.models import Answer, AnswerSentence, Citation, Condition, Filters, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it so far.

    ``progress`` is set while the answer is being made. ``labels`` gives the page number printed on a cited page
    where it differs from the physical one, by citation marker. ``removed`` are conditions of the question that the
    reader took away. ``follows`` is how many exchanges of the session it follows, which make its history. ``mail`` is
    the answer as plain text with its sources. ``may_validate`` is True when the page may validate the answer.
    """

    question: str
    filters: Filters = Filters()
    progress: str | None = None
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    error: str | None = None
    labels: tuple[tuple[int, str], ...] = ()
    removed: tuple[Condition, ...] = ()
    follows: int = 0
    mail: str = ""
    may_validate: bool = False

    @property
    def running(self) -> bool:
        """True until the answer, an error or an interruption."""
        return self.progress is not None

    def citation(self, n: int) -> Citation | None:
        """The citation with marker ``n``, or None."""
        return next((citation for citation in self.citations if citation.n == n), None)


@dataclass(frozen=True, slots=True)
class Session:
    """The conversation of one browser tab, oldest exchange first.

    ``name`` is drawn with its first question. ``person`` is the name under which answers were last validated.
    """

    exchanges: tuple[Exchange, ...] = ()
    name: str = ""
    person: str = ""

    @property
    def running(self) -> bool:
        """True while the last question is being answered."""
        return bool(self.exchanges) and self.exchanges[-1].running

    def exchange(self, number: int | None) -> Exchange | None:
        """An exchange by its number on the page, from 1; None when there is none."""
        return self.exchanges[number - 1] if number is not None and 1 <= number <= len(self.exchanges) else None

    def turns(self, first: int | None = None) -> tuple[Turn, ...]:
        """The finished exchanges, or the ``first`` ones of all, as the history of a question."""
        return tuple(
            turn
            for exchange in self.exchanges[:first]
            if exchange.answer
            for turn in (Turn("user", exchange.question), Turn("assistant", exchange.answer.text))
        )

    def ask(
        self,
        question: str,
        filters: Filters,
        progress: str,
        removed: tuple[Condition, ...] = (),
        follows: int | None = None,
    ) -> Session:
        """The session with a new question being answered; it follows all those before unless told otherwise."""
        after = len(self.exchanges) if follows is None else follows
        exchange = Exchange(question, filters, progress=progress, removed=removed, follows=after)
        return replace(self, exchanges=(*self.exchanges, exchange), name=self.name or uuid4().hex)

    def update(self, exchange: Exchange) -> Session:
        """The session with its last exchange replaced."""
        return replace(self, exchanges=(*self.exchanges[:-1], exchange))

    def interrupt(self, message: str) -> Session:
        """The session with its running exchange ended by ``message``; unchanged when nothing runs."""
        if not self.running:
            return self
        return self.update(replace(self.exchanges[-1], progress=None, error=message))
