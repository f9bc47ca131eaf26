"""The desk where documentalists validate, correct, renew and withdraw answers, and where a question finds one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.answering.citations import with_markers
from assistant.answering.follow_ups import self_contained
from assistant.answering.question import ABOUT
from assistant.answering.remarks import remarks
from assistant.errors import UsageError
from assistant.models import (
    Action,
    Answer,
    Filters,
    Turn,
    Validated,
    ValidatedAnswer,
    ValidatedEvent,
    ValidatedState,
    Validation,
)
from assistant.text import fold, normalise_space
from assistant.validation import writing
from assistant.validation.checking import Checked, Checker, ReferenceOf
from assistant.validation.exchange import Imported, read_lines
from assistant.validation.matching import THRESHOLDS, Matcher
from assistant.validation.naming import all_cited_by_name, sources_of
from assistant.validation.table import Asked, ValidatedTable
from assistant.validation.telling import kept_notice, withdrawn_notice

if TYPE_CHECKING:
    from assistant.embeddings import Encoder
    from assistant.index.store import Index
    from assistant.settings import Settings

AUTOMATIC = frozenset({"changed", "gone", "expired"})
"""Withdrawals that nobody decided: those who ask the question again are told, until somebody sees to it."""

PROGRAM = "assistant"
"""Who withdraws an answer when its documents change or its time is over."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk has for a question: the answer to give, else what to say of one that was withdrawn."""

    answer: ValidatedAnswer | None = None
    notices: tuple[str, ...] = ()


class ValidationDesk:
    """Validated answers over an index. Safe for several threads, and for several processes on one data folder.

    Args:
        index: Where the documents are read, and the database of the catalogue.
        encoder: The model, without an adapter.
        settings: ``validated_days``, ``validated_similarity``, ``validators``.
        reference_of: The reference of a cited document.
        now: The moment it is, with a time zone.
    """

    def __init__(
        self,
        index: Index,
        encoder: Encoder,
        settings: Settings,
        reference_of: ReferenceOf,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        similarity = settings.validated_similarity
        self.table = ValidatedTable(index.catalogue.database)
        self._index = index
        self._settings = settings
        self._reference_of = reference_of
        self._now = now
        self._checker = Checker(index, reference_of)
        self._matcher = Matcher(encoder, THRESHOLDS.get(encoder.name) if similarity is None else similarity)
        self._asked: dict[int, Asked] = {}
        self._version = 0
        self._lock = threading.Lock()

    # A question

    def find(self, question: str, filters: Filters) -> Found:
        """The validated answer to a self-contained question asked with these filters, if one stands.

        An answer that no longer stands is withdrawn on the way, and the notice says so.
        """
        asked = self._refreshed()
        among = [number for number, one in asked.items() if one.filters == filters]
        if not among:
            return Found()
        notices: list[str] = []
        for match in self._matcher.find(question, among):
            answer = self.table.get(match.id)
            if answer is None or (answer.state == "withdrawn" and answer.reason not in AUTOMATIC):
                continue
            if answer.state == "valid":
                given = self._given(answer)
                if given.state == "valid":
                    return Found(given, kept_notice(given))
                answer = given
            notices.append(withdrawn_notice(answer))
        return Found(notices=tuple(notices[:1]))

    def answer(self, question: str, standalone: str, filters: Filters) -> tuple[Answer | None, tuple[str, ...]]:
        """The validated answer to a question as it is given, if one stands, and what to say either way.

        Args:
            question: As typed.
            standalone: The same, self-contained.
            filters: Those it is asked with.
        """
        found = self.find(standalone, filters)
        if found.answer is None:
            return None, found.notices
        kept = found.answer
        given = Answer(
            question, standalone, kept.text, "answer", sentences=kept.sentences, citations=kept.citations,
            warnings=tuple(remarks(kept.citations, self._index, self._now().date())), validated=kept.validated,
        )  # fmt: skip
        return given, found.notices

    def prepare(self) -> None:
        """Read now what the first question needs; may take seconds."""
        if self._refreshed():
            self._matcher.prepare()

    @property
    def empty(self) -> bool:
        """True when there is nothing to compare a question with."""
        return not self._refreshed()

    # The desk

    def validate(self, answer: Answer, by: str, given: Validation = Validation()) -> ValidatedAnswer:
        """Keep an answer as it is, or the text that a person wrote in its place.

        Args:
            answer: What the assistant answered.
            by: Who validates.
            given: What goes with it.

        Raises:
            UsageError: Something is missing, too long or past; the answer cites nothing; the question is a follow-up
                that means nothing alone; or this person may not validate.
        """
        person, told = self._person(by), writing.clean_note(given.note)
        until = writing.expiry(given.expires, self._now().date(), self._settings.validated_days)
        question = normalise_space(answer.standalone_question or answer.question)
        _check_answer(answer, question)
        already = len(answer.citations)
        citations = (*answer.citations, *all_cited_by_name(given.sources, already, self._index, self._reference_of))
        if given.text is None:
            sentences, kept = answer.sentences, citations
            if answer.abstained or not sentences:
                raise UsageError("L'assistant n'a pas répondu : il n'y a rien à valider. Corrigez plutôt la réponse.")
        else:
            sentences, kept = writing.read_text(given.text, citations)
        corrected = given.text is not None or (answer.validated is not None and answer.validated.corrected)
        day = self._now().date().isoformat()
        new = ValidatedAnswer(
            0, normalise_space(answer.question), question, given.filters, with_markers(sentences), sentences, kept,
            sources_of(kept, self._index), Validated(0, person, day, until, corrected), note=told,
        )  # fmt: skip
        return self.table.add(new, self._event(person, "corrected" if given.text is not None else "validated", told))

    def withdraw(self, number: int, by: str, why: str = "") -> ValidatedAnswer:
        """Stop giving an answer, or close one that was withdrawn by itself.

        Raises:
            UsageError: No such answer, it is withdrawn already, or this person may not.
        """
        person, told = self._person(by), writing.clean_note(why)
        self._one(number)
        detail = f"retirée par {person}" + (f" : {told}" if told else "")
        if not self.table.withdraw(number, "by_hand", detail, self._event(person, "withdrawn", detail)):
            raise UsageError(f"La réponse validée n° {number} est déjà retirée.")
        return self._one(number)

    def renew(self, number: int, by: str, expires: str | None = None) -> ValidatedAnswer:
        """Give an answer again, from today, under the name of who renews it.

        Its quotes must stand in the documents of now; what is around them is what this person vouches for.

        Raises:
            UsageError: No such answer, a quote no longer stands, another answer is given for the question, or this
                person may not.
        """
        person, answer = self._person(by), self._one(number)
        today = self._now().date()
        until = writing.expiry(expires, today, self._settings.validated_days)
        found = self._checker.anchored(answer)
        lost = next((one.citation for one in found if not one.quoted), None)
        if lost:
            raise UsageError(
                f"L'extrait cité « {lost.quote[:80]} » n'est plus dans le corpus : posez la question et corrigez la"
                " réponse au lieu de la renouveler."
            )
        citations = tuple(one.citation for one in found)
        renewed = replace(
            answer, citations=citations, sources=sources_of(citations, self._index), state="valid", reason=None,
            detail="", withdrawn_at=None,
            validated=replace(answer.validated, by=person, on=today.isoformat(), expires=until),
        )  # fmt: skip
        kept = self.table.renew(renewed, self._event(person, "renewed", f"jusqu'au {until}" if until else "sans fin"))
        if kept is None:
            raise UsageError("Une autre réponse validée est donnée pour cette question : retirez-la d'abord.")
        return kept

    def all(self, state: ValidatedState | None = None) -> list[ValidatedAnswer]:
        """Every answer, the latest first; those that no longer stand are withdrawn on the way."""
        for answer in self.table.all("valid"):
            self._given(answer)
        return self.table.all(state)

    def bring(self, lines: Iterable[str], by: str) -> Imported:
        """Add the answers of an export (see ``exchange``), in the name of those who validated them.

        Raises:
            UsageError: A line is not one of an export, or this person may not: nothing is added then.
        """
        person = self._person(by)
        answers = read_lines(lines)
        added = self.table.bring(answers, self._event(person, "imported", ""))
        return Imported(added, len(answers) - added)

    def may_validate(self, by: str) -> bool:
        """True when somebody of this name may validate; any name may when the settings name nobody."""
        allowed = {fold(normalise_space(name)) for name in self._settings.validators}
        return not allowed or fold(normalise_space(by)) in allowed

    # Parts

    def _given(self, answer: ValidatedAnswer) -> ValidatedAnswer:
        """The answer as it can be given now, or withdrawn."""
        checked = self._checker.check(answer, self._now().date().isoformat())
        if checked.reason:
            return self._withdrawn(answer, checked)
        told = f"mis à jour : {' ; '.join(checked.updated)}" if checked.updated else ""
        return replace(answer, citations=checked.citations, sources=checked.sources, detail=told)

    def _withdrawn(self, answer: ValidatedAnswer, checked: Checked) -> ValidatedAnswer:
        event = self._event(PROGRAM, "withdrawn", checked.detail)
        self.table.withdraw(answer.id, checked.reason or "changed", checked.detail, event)
        return self.table.get(answer.id) or answer

    def _refreshed(self) -> dict[int, Asked]:
        with self._lock:
            version = self.table.version()
            if version != self._version:
                kept = [one for one in self.table.asked() if one.state == "valid" or one.reason in AUTOMATIC]
                self._matcher.load({one.id: one.standalone for one in kept})
                self._asked, self._version = {one.id: one for one in kept}, version
            return self._asked

    def _one(self, number: int) -> ValidatedAnswer:
        found = self.table.get(number)
        if found is None:
            raise UsageError(f"Aucune réponse validée n° {number} : « assistant validated list » en donne la liste.")
        return found

    def _person(self, by: str) -> str:
        name = writing.clean_name(by)
        if not self.may_validate(name):
            raise UsageError(f"« {name} » ne peut pas valider de réponse : son nom n'est pas dans « validators ».")
        return name

    def _event(self, by: str, action: Action, detail: str) -> ValidatedEvent:
        moment = self._now().astimezone(UTC).isoformat(timespec="seconds")
        return ValidatedEvent(moment, by, action, detail)


def _check_answer(answer: Answer, question: str) -> None:
    """Raises UsageError for an answer that cannot be kept."""
    if answer.listing:
        raise UsageError("Cette réponse vient du catalogue et change avec lui : elle ne se valide pas.")
    if ABOUT.match(question) or not self_contained(question, [Turn("user", question)]):
        raise UsageError(
            f"La question « {question[:120]} » ne se comprend pas seule : posez-la en entier, puis validez sa réponse."
        )
